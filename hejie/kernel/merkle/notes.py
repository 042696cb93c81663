"""Write, sign, read and check the log's checkpoints: C2SP tlog-checkpoint in a signed note."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from hejie.kernel.merkle.proofs import HASH_BYTES

KEY_ID_BYTES = 4
LONGEST_NOTE = 1_000_000
SIGNATURE_START = "\u2014 "

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class NoteRefused(ValueError):
    """A note, key or checkpoint that is malformed or not signed by the key asked for."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A name and the Ed25519 key that signs in that name; ``KIND`` is the byte that tells what."""

    KIND: ClassVar[bytes]
    CALLED: ClassVar[str]

    name: str
    public: Ed25519PublicKey

    def __post_init__(self) -> None:
        if not self.name or "+" in self.name or any(map(str.isspace, self.name)):
            raise NoteRefused(f"not a key name: {self.name!r}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the verifier key ``name+hex key id+base64(kind || public key)``."""
        name, *rest = text.strip().split("+", 2)
        key_bytes = decode(rest[1]) if len(rest) == 2 else b""
        if len(key_bytes) != 1 + HASH_BYTES or key_bytes[:1] != cls.KIND:
            raise NoteRefused(f"not {cls.CALLED} verifier key")
        key = cls(name, Ed25519PublicKey.from_public_bytes(key_bytes[1:]))
        if key.key_id.hex() != rest[0]:
            raise NoteRefused("the key id does not belong to this name and key")
        return key

    @property
    def key_id(self) -> bytes:
        """Four bytes: SHA-256(name || newline || kind || public key), cut."""
        signed = self.name.encode() + b"\n" + self.KIND + self.public.public_bytes_raw()
        return hashlib.sha256(signed).digest()[:KEY_ID_BYTES]

    def __str__(self) -> str:
        encoded = encode(self.KIND + self.public.public_bytes_raw())
        return f"{self.name}+{self.key_id.hex()}+{encoded}"


@dataclass(frozen=True, slots=True)
class NoteKey(VerifierKey):
    """A key that signs notes."""

    KIND = b"\x01"
    CALLED = "an Ed25519"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: whose, how many entries, and the root over them."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lines = (self.origin, *self.extensions)
        if any(not line or _CONTROL.search(line) or "\n" in line for line in lines):
            raise NoteRefused("a checkpoint's lines are neither empty nor broken")
        if len(self.root) != HASH_BYTES or not _SIZE.fullmatch(str(self.size)):
            raise NoteRefused("a checkpoint has a size of 0 or more and a root of 32 bytes")

    def __str__(self) -> str:
        lines = (self.origin, str(self.size), encode(self.root), *self.extensions)
        return "\n".join(lines) + "\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint note, or raise NoteRefused."""
    lines = text.removesuffix("\n").split("\n")
    if not text.endswith("\n") or len(lines) < 3 or not _SIZE.fullmatch(lines[1]):
        raise NoteRefused("not a checkpoint")
    origin, size, root, *extensions = lines
    return Checkpoint(origin, int(size), decode(root), tuple(extensions))


def sign_note(text: str, name: str, private: Ed25519PrivateKey) -> str:
    """Sign a text that ends in a newline; the result is a whole note."""
    if not text.endswith("\n") or _CONTROL.search(text):
        raise NoteRefused("a note's text ends in a newline and has no other control character")
    key = NoteKey(name, private.public_key())
    signature = encode(key.key_id + private.sign(text.encode()))
    return f"{text}\n{SIGNATURE_START}{name} {signature}\n"


def open_note(note: str, keys: Sequence[NoteKey]) -> str:
    """Return the text once a key among ``keys`` has signed it and none has signed it wrongly."""
    if len(note) > LONGEST_NOTE or _CONTROL.search(note):
        raise NoteRefused("too long for a note, or with a control character in it")
    body, blank, signature_block = note.rpartition("\n\n")
    if not blank or not signature_block.endswith("\n"):
        raise NoteRefused("a note has signatures below an empty line")
    text = body + "\n"
    signatures = [read_signature(line) for line in signature_block[:-1].split("\n")]
    checked = [_is_signed(text, key, signatures) for key in keys]
    if not any(checked):
        raise NoteRefused("no signature by a known key")
    return text


def sign_checkpoint(checkpoint: Checkpoint, private: Ed25519PrivateKey) -> str:
    """Sign a checkpoint in the name of its origin."""
    return sign_note(str(checkpoint), checkpoint.origin, private)


def open_checkpoint(note: str, key: NoteKey) -> Checkpoint:
    """Read a checkpoint that ``key`` signed in the name of the checkpoint's own origin."""
    checkpoint = parse_checkpoint(open_note(note, [key]))
    if checkpoint.origin != key.name:
        raise NoteRefused(f"a checkpoint of {checkpoint.origin!r}, not of {key.name!r}")
    return checkpoint


def read_signature(line: str) -> tuple[str, bytes]:
    name, _, encoded = line.removeprefix(SIGNATURE_START).partition(" ")
    signature = decode(encoded)
    if not line.startswith(SIGNATURE_START) or not name or len(signature) <= KEY_ID_BYTES:
        raise NoteRefused("a malformed signature line")
    return name, signature


def _is_signed(text: str, key: NoteKey, signatures: Sequence[tuple[str, bytes]]) -> bool:
    prefix = key.key_id
    own = [s[KEY_ID_BYTES:] for name, s in signatures if name == key.name and s.startswith(prefix)]
    for signature in own:
        try:
            key.public.verify(signature, _encode_text(text))
        except InvalidSignature:
            raise NoteRefused(f"the signature of {key.name} does not hold") from None
    return bool(own)


def _encode_text(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise NoteRefused("a note is UTF-8") from None


def encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def decode(text: str) -> bytes:
    try:
        data = base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise NoteRefused("not base64") from None
    if encode(data) != text:
        raise NoteRefused("not base64 in its one right form")
    return data
