"""Sign bytes in an instance's name and check who signed them: a C2SP signed note over a digest."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hejie.docking.refusal import Fault, Refused
from hejie.kernel.merkle import NoteKey, NoteRefused, open_note, sign_note
from hejie.kernel.sentences import gettext_noop as _


def digest_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def seal(purpose: str, content: bytes, name: str, key: Ed25519PrivateKey) -> bytes:
    """A note that binds these bytes, for this purpose, to the key of that name."""
    return sign_note(f"{purpose}\n{digest_of(content)}\n", name, key).encode()


def require_seal(purpose: str, content: bytes, note: bytes, trusted: Sequence[NoteKey]) -> NoteKey:
    """The trusted key that sealed these bytes for this purpose, or `Refused`."""
    try:
        text = note.decode()
    except UnicodeDecodeError:
        raise _broken() from None
    signer = next((key for key in trusted if _signed_by(key, text)), None)
    if signer is None:
        raise Refused(
            Fault.UNKNOWN_SENDER, _("签名不是名单里的单位所签，或者签名已经损坏：不能接收")
        )
    if open_note(text, [signer]) != f"{purpose}\n{digest_of(content)}\n":
        raise _broken()
    return signer


def _signed_by(key: NoteKey, note: str) -> bool:
    try:
        open_note(note, [key])
    except NoteRefused:
        return False
    return True


def _broken() -> Refused:
    return Refused(Fault.ALTERED, _("内容与签名不符：路上被改动过，或者已经损坏"))
