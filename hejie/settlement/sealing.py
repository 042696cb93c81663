"""Sealed words: a salted digest stands for them until, and unless, they are opened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from hejie.kernel import chain

Salt = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
SEAL = re.compile(r"sha256:[0-9a-f]{64}")


def seal(text: str, salt: str) -> str:
    """The seal of a text with 32 bytes of salt in hexadecimal."""
    return chain.salted_digest(text, bytes.fromhex(salt))


def new_salt() -> str:
    return chain.new_salt().hex()


def opened(text: str, salt: str) -> dict[str, str]:
    return {"text": text, "salt": salt}


def text_under(found: Any, sealed: Any) -> str | None:
    """The text of what was opened if it is what was sealed, else nothing."""
    if not isinstance(found, Mapping) or not isinstance(sealed, str):
        return None
    text, salt = found.get("text"), found.get("salt")
    fits = isinstance(text, str) and isinstance(salt, str) and re.fullmatch("[0-9a-f]{64}", salt)
    return text if fits and seal(str(text), str(salt)) == sealed else None
