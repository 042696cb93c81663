"""The receipt (回执) for a package: what was received, when, by whom, under which number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import AwareDatetime, ValidationError

from hejie.docking.manifest import Code, Digest, Organ, Part
from hejie.docking.refusal import Fault, Refused
from hejie.docking.sealing import require_seal, seal
from hejie.kernel.merkle import NoteKey
from hejie.kernel.sentences import gettext_noop as _

FORMAT = "hejie-receipt/1"
LARGEST_RECEIPT = 20_000


class Receipt(Part):
    """What the receiver says: it has the package of this digest, under this number."""

    format: Literal["hejie-receipt/1"] = "hejie-receipt/1"
    package: UUID
    digest: Digest
    received_at: AwareDatetime
    receiver: Organ
    reference: Code


class _Signed(Part):
    receipt: str
    """The receipt's own JSON, as it was signed."""
    signature: str


def write_receipt(receipt: Receipt, *, name: str, key: Ed25519PrivateKey) -> bytes:
    """The receipt as a file: its JSON and a signature over exactly these bytes."""
    told = receipt.model_dump_json()
    signature = seal(FORMAT, told.encode(), name, key).decode()
    return (_Signed(receipt=told, signature=signature).model_dump_json(indent=1) + "\n").encode()


def read_receipt(content: bytes, trusted: Sequence[NoteKey]) -> tuple[Receipt, NoteKey]:
    """Check a receipt and read it, with the key that signed it; or raise `Refused`."""
    if len(content) > LARGEST_RECEIPT:
        raise Refused(Fault.TOO_LARGE, _("回执文件过大"))
    try:
        signed = _Signed.model_validate_json(content)
    except ValidationError:
        raise _malformed() from None
    signer = require_seal(FORMAT, signed.receipt.encode(), signed.signature.encode(), trusted)
    try:
        return Receipt.model_validate_json(signed.receipt), signer
    except ValidationError:
        raise _malformed() from None


def _malformed() -> Refused:
    return Refused(Fault.MALFORMED, _("这不是材料包的回执"))
