"""Columns whose values are encrypted in the database and plain in Python.

Nobody can search by them: the only question that the database answers is whether one is empty.
A text that was altered in the database reads as a sentence that says so; it is never saved.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import Exact

from hejie.kernel import keys
from hejie.kernel.vault import Undecipherable

log = logging.getLogger(__name__)

Ringed = str | Callable[[Any], str]
"""A ring's name, or what tells it from the row; without a name the value stays as it is."""
PLAIN, LOCKED = b"\x00", b"\x01"


class Kept(bytes):
    """A value as it lies in the database."""


class Unreadable(str):
    """What stands in for a text that cannot be decrypted."""


UNREADABLE = Unreadable("（这段文字在数据库里被改动过，无法解密）")


class _IsEmpty(Exact):
    """`field=""`: what is empty is not encrypted."""

    def __init__(self, lhs: Any, rhs: Any) -> None:
        if rhs not in ("", b""):
            raise FieldError(f"{lhs.target.name} is encrypted: it can only be compared with ''")
        super().__init__(lhs, rhs)

    def get_prep_lookup(self) -> Kept:
        return Kept(b"")


class Encrypted(models.Field):  # type: ignore[type-arg]
    """What the fields below share: how a value becomes bytes, and which ring locks them."""

    def __init__(self, *args: Any, ring: Ringed = keys.RECORDS, **kwargs: Any) -> None:
        self.ring = ring
        super().__init__(*args, **kwargs)

    def db_type(self, connection: Any) -> str:
        return "bytea"

    def deconstruct(self) -> Any:
        """In a migration the column is what the database sees: bytes."""
        name, _path, args, kwargs = super().deconstruct()
        of_tables = {key: kwargs[key] for key in ("null", "blank") if key in kwargs}
        return name, "django.db.models.BinaryField", args, of_tables

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        if lookup_name == "exact":
            return _IsEmpty
        raise FieldError(f"{self.name} is encrypted: nobody can search by it")

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is encrypted: nobody can search in it")

    @property
    def about(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def ring_for(self, row: Any) -> str:
        return self.ring if isinstance(self.ring, str) else self.ring(row)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, Unreadable):
            raise Undecipherable(f"{self.about} was altered: it is kept as it was found")
        return None if value is None else self.lock(value, self.ring_for(model_instance))

    def lock(self, value: Any, ring: str) -> Kept:
        """As it lies in the database: a byte that says whether it is locked, the ring's first
        letter if so, and the rest."""
        plain = self.to_bytes(value)
        if not plain:
            return Kept(b"")
        if not ring:
            return Kept(PLAIN + plain)
        return Kept(LOCKED + ring[:1].encode() + keys.encrypt(ring, plain, self.about))

    def unlock(self, kept: bytes) -> bytes:
        if not kept:
            return b""
        if kept[:1] == PLAIN:
            return kept[1:]
        ring = RING_BY_LETTER.get(kept[1:2])
        if kept[:1] != LOCKED or ring is None:
            raise Undecipherable(f"{self.about} was altered")
        return keys.decrypt(ring, kept[2:], self.about)

    def is_current(self, kept: bytes, row: Any) -> bool:
        """Whether a value is kept as it would be kept now."""
        ring = self.ring_for(row)
        if not kept or not ring:
            return kept[:1] != LOCKED
        at_hand = keys.ring(ring)
        return kept[:2] == LOCKED + ring[:1].encode() and at_hand.is_current(kept[2:])

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None or isinstance(value, Kept):
            return value
        if not isinstance(self.ring, str):
            raise FieldError(f"{self.name}: only a whole row tells which ring locks it")
        return self.lock(value, self.ring)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else self.from_bytes(self.unlock(bytes(value)))

    def to_bytes(self, value: Any) -> bytes:
        raise TypeError(f"{type(self).__name__} does not say how its values become bytes")

    def from_bytes(self, plain: bytes) -> Any:
        return plain


class _EncryptedWords(Encrypted):
    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        try:
            return super().from_db_value(value, expression, connection)
        except (Undecipherable, UnicodeDecodeError) as altered:
            log.error("%s: %s", self.about, altered)
            return UNREADABLE

    def to_bytes(self, value: Any) -> bytes:
        return str(value).encode()

    def from_bytes(self, plain: bytes) -> Any:
        return plain.decode()


RING_BY_LETTER = {name[:1].encode(): name for name in keys.RINGS}


class EncryptedCharField(_EncryptedWords, models.CharField):  # type: ignore[type-arg]
    """A line of text; `max_length` is of the text."""


class EncryptedTextField(_EncryptedWords, models.TextField):  # type: ignore[type-arg]
    """A text of any length."""


class EncryptedBinaryField(Encrypted, models.BinaryField):  # type: ignore[type-arg]
    """Bytes, such as a small file."""

    def to_bytes(self, value: Any) -> bytes:
        return bytes(value)


class EncryptedJSONField(Encrypted, models.JSONField):
    """A value of JSON."""

    def to_bytes(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False).encode() if value else b""

    def from_bytes(self, plain: bytes) -> Any:
        return json.loads(plain) if plain else {}
