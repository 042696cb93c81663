"""A table that somebody uploads: its heading and its rows, whatever program wrote it.

A row that cannot be read is still a row, with a sentence; nothing behind it is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hejie.imports.comma_tables import HEADING_WITHIN, read_text_table
from hejie.imports.records import BadTable, Record
from hejie.imports.workbooks import OLD_WORKBOOK, PACKAGE, read_workbook

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes."""
MOST_ROWS = 50_000

__all__ = ["BadTable", "Record", "Table", "read_table"]


@dataclass(frozen=True)
class Table:
    """`rows` are those below the heading, the empty ones left out."""

    heading: tuple[str, ...]
    rows: tuple[Record, ...] = field(repr=False)

    def cells_of(self, row: Record) -> Mapping[int, str]:
        """The cells that hold something, by column from zero."""
        return {place: text for place, text in enumerate(row.cells) if text}


def read_table(content: bytes, *, name: str, is_known: Callable[[str], bool]) -> Table:
    """Read a CSV text or an Excel workbook; `is_known` tells a heading from a title.
    Raises `BadTable` when there is no heading or there are too many rows."""
    if len(content) > LARGEST_FILE:
        raise BadTable(_("文件超过 20 MB，请分成几个文件"))
    if content.startswith(OLD_WORKBOOK):
        raise BadTable(_("这是旧格式或者加了密的 Excel 文件，请另存为 .xlsx 或者 CSV 再传"))
    if content.startswith(PACKAGE):
        records = read_workbook(content, name=name)
    else:
        records = read_text_table(content, is_known=is_known)
    return _below_heading(list(_limited(records)), is_known)


def _limited(records: Iterable[Record]) -> Iterable[Record]:
    kept = 0
    for record in records:
        kept += not record.is_empty
        if kept > MOST_ROWS:
            raise BadTable(_("一个文件最多 %(n)s 行，请分成几个文件") % {"n": MOST_ROWS})
        yield record


def _below_heading(records: Sequence[Record], is_known: Callable[[str], bool]) -> Table:
    def known(record: Record) -> int:
        return sum(map(is_known, record.cells))

    first = max(records[:HEADING_WITHIN], key=known, default=None)
    if first is None or not known(first):
        raise BadTable(
            _("前 %(n)s 行里没有找到认识的列名，请用模板里的列名") % {"n": HEADING_WITHIN}
        )
    heading = tuple(cell.strip() for cell in first.cells)
    below = records[records.index(first) + 1 :]
    return Table(heading, tuple(_fitted(row, heading) for row in below if not row.is_empty))


def _fitted(row: Record, heading: Sequence[str]) -> Record:
    """A row with more cells than the heading says so: a comma inside a text, most likely."""
    beyond = [cell for cell in row.cells[len(heading) :] if cell]
    if not beyond or row.problem:
        return row
    sentence = _("比表头多出 %(n)s 格，可能是文字里的逗号没有用引号括起来") % {"n": len(beyond)}
    return Record(row.number, row.cells, problem=sentence, doubts=row.doubts)
