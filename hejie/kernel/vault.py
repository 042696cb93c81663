"""Rings of keys, and how words and files are encrypted with them: AES-256-GCM, or SM4-GCM.

A ring's last key encrypts, each of its keys decrypts, so that keys can be changed one row at a
time. What is encrypted begins with how and by which key; empty stays empty. Nothing here
reads a file, a setting or a database.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass, field
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NAME_BYTES = 4
NONCE_BYTES = 12
TAG_BYTES = 16
HEAD_BYTES = 1 + NAME_BYTES + NONCE_BYTES
FEWEST_DIFFERENT = 16
"""A random key has some 30 different bytes among its 32; one that was typed has few."""


class WeakKey(ValueError):
    """A ring cannot be used as it is written; the text says which line and why."""


class Undecipherable(ValueError):
    """Something encrypted was altered, or the key that it names is not in the ring."""


class _Box(Protocol):
    def encrypt(self, nonce: bytes, data: bytes, about: bytes) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, about: bytes) -> bytes: ...


class _Sm4:
    """SM4 (GB/T 32907) in Galois/Counter mode, in the shape of `AESGCM`."""

    def __init__(self, key: bytes) -> None:
        self._key = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, about: bytes) -> bytes:
        running = Cipher(self._key, modes.GCM(nonce)).encryptor()
        running.authenticate_additional_data(about)
        return running.update(data) + running.finalize() + running.tag

    def decrypt(self, nonce: bytes, data: bytes, about: bytes) -> bytes:
        running = Cipher(self._key, modes.GCM(nonce, data[-TAG_BYTES:])).decryptor()
        running.authenticate_additional_data(about)
        return running.update(data[:-TAG_BYTES]) + running.finalize()


CIPHERS = {"aes-256-gcm": 1, "sm4-gcm": 2}
"""Names of settings, and the first byte of what each encrypts."""


@dataclass(frozen=True)
class Key:
    """One key of a ring: the name that what it encrypts carries, and 32 secret bytes."""

    name: bytes
    secret: bytes = field(repr=False)

    def derived(self, purpose: str, length: int) -> bytes:
        """A key of its own for each use, so that none serves two."""
        return HKDF(SHA256(), length, salt=None, info=f"hejie {purpose}".encode()).derive(
            self.secret
        )

    def box(self, cipher: int) -> _Box:
        if cipher == CIPHERS["sm4-gcm"]:
            return _Sm4(self.derived("sm4-gcm", 16))
        return AESGCM(self.derived("aes-256-gcm", 32))

    def line(self) -> str:
        return f"{self.name.hex()} {base64.b64encode(self.secret).decode()}"


def new_key() -> Key:
    return Key(secrets.token_bytes(NAME_BYTES), secrets.token_bytes(KEY_BYTES))


class Ring:
    """The keys of one compartment, oldest first."""

    def __init__(self, name: str, keys: tuple[Key, ...], *, cipher: str = "aes-256-gcm") -> None:
        self.name = name
        self.keys = keys
        self.cipher = cipher
        self._code = CIPHERS[cipher]
        self._boxes = {
            bytes([code]) + key.name: key.box(code) for key in keys for code in CIPHERS.values()
        }

    @property
    def current(self) -> Key:
        return self.keys[-1]

    def encrypt(self, data: bytes, about: str) -> bytes:
        """Encrypt with the current key. `about` says what the data are; they can only be
        decrypted as the same."""
        if not data:
            return b""
        head = bytes([self._code]) + self.current.name
        nonce = secrets.token_bytes(NONCE_BYTES)
        return head + nonce + self._boxes[head].encrypt(nonce, data, about.encode())

    def decrypt(self, token: bytes, about: str) -> bytes:
        """What was encrypted; raises `Undecipherable`."""
        if not token:
            return b""
        head, nonce = token[: 1 + NAME_BYTES], token[1 + NAME_BYTES : HEAD_BYTES]
        box = self._boxes.get(head)
        if box is None or len(token) < HEAD_BYTES + TAG_BYTES:
            raise Undecipherable(f"ring {self.name} has no key {head[1:].hex() or 'at all'}")
        try:
            return box.decrypt(nonce, token[HEAD_BYTES:], about.encode())
        except InvalidTag as altered:
            raise Undecipherable(f"ring {self.name}: {about} was altered") from altered

    def is_current(self, token: bytes) -> bool:
        """Whether something is encrypted as it would be now; what is empty needs nothing."""
        return not token or token.startswith(bytes([self._code]) + self.current.name)

    def derived(self, purpose: str) -> bytes:
        """32 bytes for another use, such as a keyed hash; they change with the current key."""
        return self.current.derived(purpose, KEY_BYTES)


def parse(name: str, text: str, *, cipher: str = "aes-256-gcm") -> Ring:
    """A ring from its file: a line a key, its name in hex and its bytes in base64. Raises
    `WeakKey` for anything else."""
    if cipher not in CIPHERS:
        raise WeakKey(f"no cipher {cipher}: {', '.join(CIPHERS)}")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    keys = tuple(_key(name, number, line) for number, line in enumerate(lines, start=1))
    if not keys:
        raise WeakKey(f"ring {name} has no key")
    if len({key.name for key in keys}) < len(keys):
        raise WeakKey(f"ring {name} has two keys of one name")
    return Ring(name, keys, cipher=cipher)


def _key(ring: str, number: int, line: str) -> Key:
    where = f"ring {ring}, key {number}"
    try:
        name, secret = line.split()
        key = Key(bytes.fromhex(name), base64.b64decode(secret, validate=True))
    except (ValueError, binascii.Error) as misread:
        raise WeakKey(f"{where}: not a name in hex and bytes in base64") from misread
    if len(key.name) != NAME_BYTES or len(key.secret) != KEY_BYTES:
        raise WeakKey(f"{where}: a name has {NAME_BYTES} bytes and a key {KEY_BYTES}")
    if len(set(key.secret)) < FEWEST_DIFFERENT:
        raise WeakKey(f"{where}: too regular to be random")
    return key
