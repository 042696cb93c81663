"""One row of an uploaded table, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


class BadTable(ValueError):
    """The file as a whole cannot be read; the message is a sentence for who sent it."""


@dataclass(frozen=True)
class Record:
    """`number` counts from one, the heading and empty rows too, as a spreadsheet shows it.

    `problem` is said of the whole row; `doubts` of single cells, by column from zero.
    """

    number: int
    cells: tuple[str, ...]
    problem: str = ""
    doubts: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.problem and not self.doubts and not any(self.cells)
