"""Letters to the other side: a text with 【blanks】, filled in by whoever sends it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

BLANK = re.compile("【([^【】]+)】")
EMPTY = "＿＿＿＿＿＿"
CLOSING = "【您的名字】\n【写信的日子】"
"""Every letter ends with who sends it and when."""


@dataclass(frozen=True)
class Letter:
    key: str
    title: str
    text: str

    @property
    def blanks(self) -> tuple[str, ...]:
        """What is asked for, each once, in the order of the text."""
        return tuple(dict.fromkeys(BLANK.findall("".join(self._lines))))

    def filled(self, words: Mapping[str, str]) -> tuple[str, ...]:
        """The paragraphs with the words put in; a blank left open is a line to write on."""

        def put(found: re.Match[str]) -> str:
            return " ".join(words.get(found[1], "").split()) or f"{EMPTY}（{found[1]}）"

        return tuple(BLANK.sub(put, line) for line in self._lines)

    @property
    def _lines(self) -> list[str]:
        return [*self.text.strip().splitlines(), *CLOSING.splitlines()]
