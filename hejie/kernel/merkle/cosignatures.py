"""Cosign checkpoints and check cosignatures: C2SP tlog-cosignature, version 1.

A witness has seen that a log only ever grew, and says so with its own key and the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
)

from hejie.kernel.merkle.notes import (
    KEY_ID_BYTES,
    SIGNATURE_START,
    Checkpoint,
    NoteKey,
    NoteRefused,
    VerifierKey,
    encode,
    open_checkpoint,
    read_signature,
)
from hejie.kernel.merkle.proofs import verify_consistency

TIME_BYTES = 8
SIGNATURE_BYTES = 64


class Forked(Exception):
    """A log that does not continue what was seen of it before; the text says how."""


@dataclass(frozen=True, slots=True)
class WitnessKey(VerifierKey):
    """A witness's key, which cosigns."""

    KIND = b"\x04"
    CALLED = "a witness's"


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
