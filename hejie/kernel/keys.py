"""The keys of this instance: three rings, each given by the environment or kept in its own file.

The database remembers the names of keys that were used, so that an instance whose keys are
missing says so and never begins with new ones beside data that only the lost ones open.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import OperationalError, models

from hejie.kernel import vault
from hejie.kernel.keyfiles import keep_once
from hejie.kernel.vault import Key, Ring

log = logging.getLogger(__name__)

PART = 1024 * 1024
LENGTH_BYTES = 4
RECORDS = "records"
"""Numbers, addresses and phones of people, and every file."""
SEALED = "sealed"
"""Statements made for compromise and what else lies in a sealed compartment."""
ACCUSATIONS = "accusations"
"""What is said against somebody in office (检举控告)."""
RINGS = (RECORDS, SEALED, ACCUSATIONS)


class KeyMissing(Exception):
    """Something here is encrypted with a key that was not given; the text says which."""


class KeyMark(models.Model):
    """The name of a key that something here may be encrypted with; never the key."""

    pk = models.CompositePrimaryKey("ring", "name")
    ring = models.CharField(max_length=12)
    name = models.CharField(max_length=8)

    def __str__(self) -> str:
        return f"{self.ring} {self.name}"


def file_of(name: str) -> Path:
    return Path(settings.KEY_FOLDER) / name


@cache
def ring(name: str) -> Ring:
    """A ring, read once for a process and made once for an instance. Raises `KeyMissing` or
    `vault.WeakKey`."""
    used = set(KeyMark.objects.filter(ring=name).values_list("name", flat=True))
    found = _read(name, new=not used)
    held = {key.name.hex() for key in found.keys}
    if missing := sorted(used - held):
        raise KeyMissing(
            f"缺少密钥：“{name}”里没有 {'、'.join(missing)}，请放回 {file_of(name)}。"
            f" Ring {name} lacks keys that were used here: restore them."
        )
    marks = [KeyMark(ring=name, name=one) for one in sorted(held - used)]
    KeyMark.objects.bulk_create(marks, ignore_conflicts=True)
    return found


def _read(name: str, *, new: bool) -> Ring:
    text = settings.KEYS_GIVEN.get(name) or ""
    if not text:
        kept = file_of(name)
        if not kept.exists() and not new:
            raise KeyMissing(
                f"没有密钥文件 {kept}，而这里的资料是用它加密的：请先放回。"
                f" {kept} is gone, and what is kept here needs it: restore it first."
            )
        text = kept.read_text() if kept.exists() else _make(kept)
    return vault.parse(name, text, cipher=settings.CIPHER)


def _make(kept: Path) -> str:
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return keep_once(kept, _lines((vault.new_key(),))).decode()


def _lines(keys: tuple[Key, ...]) -> bytes:
    return "".join(f"{key.line()}\n" for key in keys).encode()


def _write(path: Path, keys: tuple[Key, ...]) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(_lines(keys))
        file.flush()
        os.fsync(file.fileno())


def add_key(name: str) -> Key:
    """Put a new key at the end of a ring's file; from then on it encrypts."""
    made = vault.new_key()
    _replace(name, (*ring(name).keys, made))
    ring(name)
    return made


def drop_key(name: str, key: str) -> None:
    """Take a key that encrypts nothing any more out of a ring's file."""
    left = tuple(one for one in ring(name).keys if one.name.hex() != key)
    KeyMark.objects.filter(ring=name, name=key).delete()
    _replace(name, left)


def _replace(name: str, keys: tuple[Key, ...]) -> None:
    kept = file_of(name)
    draft = kept.with_name(f".{kept.name}-{os.getpid()}")
    _write(draft, keys)
    draft.replace(kept)
    ring.cache_clear()


def is_given(name: str) -> bool:
    """Whether a ring comes from the environment, where only the operator can change it."""
    return bool(settings.KEYS_GIVEN.get(name))


def encrypt(name: str, data: bytes, about: str) -> bytes:
    return ring(name).encrypt(data, about)


def decrypt(name: str, token: bytes, about: str) -> bytes:
    """What was encrypted. A key that another process added meanwhile is looked for once."""
    try:
        return ring(name).decrypt(token, about)
    except vault.Undecipherable:
        ring.cache_clear()
        return ring(name).decrypt(token, about)


def encrypt_parts(name: str, content: IO[bytes], about: str) -> Iterator[bytes]:
    """Encrypt a file part by part: each with its length before it, its number in what it is
    about, and the last one marked, so that none can be left out, added or exchanged."""
    part, number = content.read(PART), 0
    while part or number == 0:
        following = content.read(PART)
        token = encrypt(name, part, _part_of(about, number, last=not following))
        yield len(token).to_bytes(LENGTH_BYTES) + token
        part, number = following, number + 1


def decrypt_parts(name: str, stored: IO[bytes], about: str) -> Iterator[bytes]:
    """What was encrypted part by part; raises `vault.Undecipherable`."""
    length, number = stored.read(LENGTH_BYTES), 0
    while length or number == 0:
        token = stored.read(int.from_bytes(length))
        length = stored.read(LENGTH_BYTES)
        yield decrypt(name, token, _part_of(about, number, last=not length))
        number += 1


def _part_of(about: str, number: int, *, last: bool) -> str:
    return f"{about}:{number}{'.' if last else ''}"


def check() -> None:
    """Read every ring, so that a process without its keys does not even start. A database that
    does not answer yet is asked when a key is first needed."""
    try:
        for name in RINGS:
            ring(name)
    except OperationalError:
        log.warning("the database does not answer: keys are checked when they are needed")
