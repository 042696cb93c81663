"""Cosign checkpoints and check cosignatures: C2SP tlog-cosignature, version 1.

A witness has seen that a log only ever grew, and says so with its own key and the time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from hejie.kernel.merkle.notes import (
    KEY_ID_BYTES,
    SIGNATURE_START,
    Checkpoint,
    NoteKey,
    NoteRefused,
    decode,
    encode,
    open_checkpoint,
    read_signature,
)
from hejie.kernel.merkle.proofs import HASH_BYTES, verify_consistency

COSIGNATURE = b"\x04"
TIME_BYTES = 8
SIGNATURE_BYTES = 64


class Forked(Exception):
    """A log that does not continue what was seen of it before; the text says how."""


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """A witness's name and the Ed25519 key that cosigns in that name."""

    name: str
    public: Ed25519PublicKey

    def __post_init__(self) -> None:
        NoteKey(self.name, self.public)  # the same names are good

    @classmethod
    def parse(cls, text: str) -> WitnessKey:
        """Read the verifier key ``name+hex key id+base64(0x04 || public key)``."""
        name, *rest = text.strip().split("+", 2)
        key_bytes = decode(rest[1]) if len(rest) == 2 else b""
        if len(key_bytes) != 1 + HASH_BYTES or key_bytes[:1] != COSIGNATURE:
            raise NoteRefused("not a witness's verifier key")
        key = cls(name, Ed25519PublicKey.from_public_bytes(key_bytes[1:]))
        if key.key_id.hex() != rest[0]:
            raise NoteRefused("the key id does not belong to this name and key")
        return key

    @property
    def key_id(self) -> bytes:
        """Four bytes: SHA-256(name || newline || 0x04 || public key), cut."""
        signed = self.name.encode() + b"\n" + COSIGNATURE + self.public.public_bytes_raw()
        return hashlib.sha256(signed).digest()[:KEY_ID_BYTES]

    def __str__(self) -> str:
        encoded = encode(COSIGNATURE + self.public.public_bytes_raw())
        return f"{self.name}+{self.key_id.hex()}+{encoded}"


@dataclass(frozen=True, slots=True)
class Cosigned:
    """One cosignature: its time in seconds since 1970, and its line of the note."""

    time: int
    line: str


def text_of(note: str) -> str:
    """A note without its signatures."""
    body, blank, _signatures = note.rpartition("\n\n")
    if not blank:
        raise NoteRefused("a note has signatures below an empty line")
    return body + "\n"


def signature_lines(note: str) -> list[str]:
    """The signatures of a note, each with its newline."""
    return note.rpartition("\n\n")[2].splitlines(keepends=True)


def _message(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosign(note: str, name: str, private: Ed25519PrivateKey, *, time: int) -> str:
    """A witness's signature line for a note, with the time in seconds since 1970."""
    key = WitnessKey(name, private.public_key())
    signature = private.sign(_message(text_of(note), time))
    return f"{SIGNATURE_START}{name} {encode(key.key_id + time.to_bytes(TIME_BYTES) + signature)}\n"


def find_cosignature(note: str, key: WitnessKey) -> Cosigned | None:
    """When and how a witness cosigned a note, or nothing where it did not; raises `NoteRefused`
    for a cosignature of its that does not hold."""
    text, found = text_of(note), None
    for line in signature_lines(note):
        name, signature = read_signature(line.removesuffix("\n"))
        if name == key.name and signature.startswith(key.key_id):
            found = Cosigned(_checked(text, signature[KEY_ID_BYTES:], key), line)
    return found


def _checked(text: str, stamped: bytes, key: WitnessKey) -> int:
    """The time of a cosignature that holds."""
    if len(stamped) != TIME_BYTES + SIGNATURE_BYTES:
        raise NoteRefused("a malformed cosignature")
    when = int.from_bytes(stamped[:TIME_BYTES])
    try:
        key.public.verify(stamped[TIME_BYTES:], _message(text, when))
    except InvalidSignature:
        raise NoteRefused(f"the cosignature of {key.name} does not hold") from None
    return when


def require_growth(
    seen: Checkpoint | None, note: str, key: NoteKey, proof: Sequence[bytes]
) -> Checkpoint:
    """The checkpoint of a note that the log signed and that only adds to the one seen last.
    Raises `NoteRefused` for what the log did not sign, `Forked` for what does not follow."""
    found = open_checkpoint(note, key)
    if seen is None or seen.size == 0:
        return found
    if found.size < seen.size:
        raise Forked(f"the log had {seen.size} entries and now has {found.size}")
    if not verify_consistency(seen.size, found.size, seen.root, found.root, proof):
        raise Forked(f"the log of {found.size} entries does not continue that of {seen.size}")
    return found
