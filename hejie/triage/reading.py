"""A text as the word lists read it: in one spelling and script, each character in its place."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# What one would tell at a counter; of a longer text the beginning and the end.
HEAD: Final = 4000
TAIL: Final = 1000


@dataclass(frozen=True)
class Reading:
    written: str
    spelled: str

    def quote(self, begin: int, end: int) -> str:
        """Give the words as they were written."""
        return self.written[begin:end]


def shorten(text: str) -> str:
    return text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n{text[-TAIL:]}"


def read(text: str) -> Reading:
    spelled = text.translate(CHARACTERS)
    for mistaken, meant in SPELLINGS:
        spelled = spelled.replace(mistaken, meant)
    return Reading(text, spelled)


def _characters(traditional: str, simplified: str) -> dict[int, str]:
    wide = {code + 0xFEE0: chr(code).lower() for code in range(0x21, 0x7F)}
    small = {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    script = {ord(a): b for a, b in zip(traditional, simplified, strict=True)}
    return {**wide, **small, **script}


def _spellings(pairs: str) -> tuple[tuple[str, str], ...]:
    """Read `mistaken=meant` pairs; a quotation needs both sides of one length."""
    found = []
    for pair in pairs.split():
        mistaken, _, meant = pair.partition("=")
        if len(mistaken) != len(meant):
            raise ValueError(f"variants.toml：“{pair}”两边的字数不同")
        found.append((mistaken, meant))
    return tuple(found)


_VARIANTS = tomllib.loads(Path(__file__).with_name("variants.toml").read_text(encoding="utf-8"))
CHARACTERS: Final = _characters(_VARIANTS["traditional"], _VARIANTS["simplified"])
SPELLINGS: Final = _spellings(_VARIANTS["spellings"])
