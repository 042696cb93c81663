"""Tables written as text: CSV in the encodings used in China, with a stray quote or without."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _

from hejie.desk.export import RISKY
from hejie.imports.records import Record

WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UNREADABLE = "\ufffd"
SEPARATORS = (",", "\t", ";", "，")
LONGEST_RECORD = 100
"""Lines that one row may take; a quote that is not closed by then never is."""
HEADING_WITHIN = 10
"""A title and a date may stand above the heading, no more."""
_LINE = re.compile("\r\n|\n|\r")


def read_text_table(content: bytes, *, is_known: Callable[[str], bool]) -> Iterator[Record]:
    """The rows of a text, one record each; a row that cannot be read tells why."""
    lines = _LINE.split(decode(content).replace("\x00", UNREADABLE))
    separator, width = _shape(lines[:HEADING_WITHIN], is_known)
    place, number = 0, 0
    while place < len(lines):
        number += 1
        cells, used = _read(lines, place, separator, width)
        if cells is None:
            yield Record(number, (lines[place],), problem=_("引号没有配成对，这一行读不出来"))
        else:
            yield Record(number, tuple(map(_plain, cells)), doubts=_doubts(cells))
        place += used


def decode(content: bytes) -> str:
    """The text; what cannot be read is marked, so that its row can be named.

    A file in UTF-8 with a few broken letters is still one in UTF-8, for the bytes of Chinese
    in UTF-8 often happen to be some other Chinese in GB18030.
    """
    if content.startswith(WIDE_MARKS):
        return content.decode("utf-16", errors="replace")
    text = content.decode("utf-8-sig", errors="replace")
    broken = text.count(UNREADABLE)
    if not broken:
        return text
    sound = sum(not letter.isascii() for letter in text) - broken
    return text if broken * 10 <= sound else content.decode("gb18030", errors="replace")


def _shape(lines: Sequence[str], is_known: Callable[[str], bool]) -> tuple[str, int]:
    """The separator by which most headings are known, and how many columns that gives."""

    def headings(separator: str) -> tuple[int, int]:
        rows = [next(csv.reader([line], delimiter=separator), []) for line in lines]
        return max(((sum(map(is_known, row)), len(row)) for row in rows), default=(0, 0))

    best = max(SEPARATORS, key=lambda separator: headings(separator)[0])
    return best, headings(best)[1]


def _read(
    lines: Sequence[str], place: int, separator: str, width: int
) -> tuple[list[str] | None, int]:
    """The cells of the row that begins at a line, none if it cannot be read, and its lines."""
    following = (f"{line}\n" for line in lines[place : place + LONGEST_RECORD])
    reader = csv.reader(following, delimiter=separator, strict=True)
    try:
        cells = next(reader, [])
    except csv.Error:
        return None, 1
    used = reader.line_num
    if used > 1 and _swallows(lines[place + 1 : place + used], separator, width):
        return None, 1
    return cells, used


def _swallows(lines: Sequence[str], separator: str, width: int) -> bool:
    """Whether a text of several lines holds whole rows: then a quote before them is astray."""
    return any(line.count(separator) == width - 1 and width > 1 for line in lines[:-1])


def _doubts(cells: Sequence[str]) -> dict[int, str]:
    return {
        place: _("有读不出来的字，请用 UTF-8 或者 GB18030 编码重新保存")
        for place, cell in enumerate(cells)
        if UNREADABLE in cell
    }


def _plain(cell: str) -> str:
    """The cell without the apostrophe that keeps our own exports from being run."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:].startswith(RISKY) else text
