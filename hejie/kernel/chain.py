"""Link records so that none can be changed unseen; knows bytes, never people or the database.

What a third party needs to recompute every hash kept here:

* Canonical bytes of a record are its JSON by RFC 8785, restricted to objects, arrays, strings,
  whole numbers, true, false and null: no space between tokens; the keys of an object sorted by
  their UTF-16 code units; strings in UTF-8 with only ``"``, ``\\`` and U+0000..U+001F escaped
  (``\\b \\t \\n \\f \\r``, otherwise ``\\u00xx`` in lower case), never Unicode-normalised; whole
  numbers of at most 2**53 - 1 either way. Fractions are not allowed: an amount or a date is
  written as a string.
* A link is ``SHA-256(prev || canonical(record))``, where ``prev`` is the 32 bytes of the link
  before it, and 32 zero bytes for the first.
* A salted digest is ``"sha256:"`` and the lower-case hex of ``SHA-256(salt || 0x00 || text)``
  with a salt of 32 random bytes and the text in UTF-8.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

HASH_BYTES = 32
SALT_BYTES = 32
ORIGIN = bytes(HASH_BYTES)
LARGEST_INTEGER = 2**53 - 1


class NotCanonical(ValueError):
    """A value that has no canonical bytes: a fraction, a date, a key that is not a string."""


class Break(NamedTuple):
    """The first place where a chain does not hold; position counts from zero."""

    position: int
    expected: bytes | None
    found: bytes


def canonical(value: object) -> bytes:
    """Write a value as canonical bytes, or raise NotCanonical."""
    try:
        return _text(value).encode()
    except RecursionError:
        raise NotCanonical("nested too deeply") from None
    except UnicodeEncodeError:
        raise NotCanonical("a string holds half of a surrogate pair") from None


def link(prev: bytes, record: Mapping[str, object]) -> bytes:
    """Hash a record onto the 32 bytes of the link before it."""
    if len(prev) != HASH_BYTES:
        raise ValueError(f"a link is {HASH_BYTES} bytes, not {len(prev)}")
    return hashlib.sha256(prev + canonical(record)).digest()


def verify_chain(
    records: Iterable[tuple[Mapping[str, object], bytes]],
    *,
    head: bytes | None = None,
) -> Break | None:
    """Find the first record whose stored link does not follow from the records before it.

    ``head`` is the last link as kept elsewhere; with it a chain cut short is found as well, at
    the position after its last record.
    """
    prev, position = ORIGIN, 0
    for record, stored in records:
        expected = _link_or_none(prev, record)
        if expected is None or not hmac.compare_digest(expected, stored):
            return Break(position, expected, stored)
        prev, position = expected, position + 1
    if head is not None and not hmac.compare_digest(prev, head):
        return Break(position, prev, head)
    return None


def new_salt() -> bytes:
    """Draw a fresh salt; destroying it makes the digests made with it say nothing."""
    return secrets.token_bytes(SALT_BYTES)


def salted_digest(text: str, salt: bytes) -> str:
    """Stand for a text in a record without telling it."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt is {SALT_BYTES} bytes, not {len(salt)}")
    return "sha256:" + hashlib.sha256(salt + b"\x00" + text.encode()).hexdigest()


def _link_or_none(prev: bytes, record: Mapping[str, object]) -> bytes | None:
    try:
        return link(prev, record)
    except NotCanonical:
        return None


def _text(value: object) -> str:
    match value:
        case str():
            return _string(value)
        case None | bool():
            return json.dumps(value)
        case int():
            return _integer(value)
        case Mapping():
            return "{" + ",".join(_member(key, value[key]) for key in _sorted_keys(value)) + "}"
        case bytes() | bytearray() | memoryview():
            raise NotCanonical(f"{type(value).__name__} has no canonical form")
        case Sequence():
            return "[" + ",".join(map(_text, value)) + "]"
        case _:
            raise NotCanonical(f"{type(value).__name__} has no canonical form; write it as text")


def _integer(value: int) -> str:
    if abs(value) > LARGEST_INTEGER:
        raise NotCanonical("a whole number beyond 2**53 - 1; write it as text")
    return int.__repr__(value)


def _member(key: str, value: object) -> str:
    return _string(key) + ":" + _text(value)


def _sorted_keys(record: Mapping[object, object]) -> list[str]:
    keys = [key for key in record if isinstance(key, str)]
    if len(keys) != len(record):
        raise NotCanonical("a key that is not a string")
    if all(map(str.isascii, keys)):
        return sorted(keys)  # the same order, and what nearly every record has
    return sorted(keys, key=lambda key: key.encode("utf-16-be"))


_string = json.encoder.encode_basestring  # what `json.dumps` does, without an encoder for each
