"""Tables in Excel workbooks: the first sheet, its cells as a person reads them.

Formulas are not evaluated, and a number too long to be exact is not taken for a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from django.utils.translation import gettext as _

from hejie.imports.records import BadTable, Record
from hejie.kernel import uploads

PACKAGE = b"PK\x03\x04"
OLD_WORKBOOK = bytes.fromhex("d0cf11e0a1b11ae1")
LAST_ROW = 200_000
"""Rows looked at, the empty ones too."""
EXACT = 10**15
"""Spreadsheets keep fifteen digits of a number; an identity number has eighteen."""


def read_workbook(content: bytes, *, name: str) -> Iterator[Record]:
    """The rows of the first sheet. Raises `BadTable` for what is no sound workbook."""
    from openpyxl import load_workbook  # noqa: PLC0415 - 15 MB with numpy

    stem = name.rsplit(".", 1)[0] or "table"
    try:
        uploads.check(content, name=f"{stem}.xlsx")
        book = load_workbook(BytesIO(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_row=LAST_ROW), start=1):
            yield _record(number, cells)
    except uploads.Refused as refused:
        raise BadTable(str(refused)) from None
    except (BadZipFile, KeyError, IndexError, ValueError, TypeError, SyntaxError, OSError):
        raise BadTable(_("这个 Excel 文件已损坏，读不出来")) from None


def _record(number: int, cells: tuple[Any, ...]) -> Record:
    doubts = {place: doubt for place, cell in enumerate(cells) if (doubt := _doubt(cell))}
    return Record(number, tuple(_text(cell.value) for cell in cells), doubts=doubts)


def _doubt(cell: Any) -> str:
    if cell.data_type == "f":
        return _("这一格是公式，请改成算好的值（复制后选“粘贴为数值”）")
    if cell.data_type == "e":
        return _("这一格是 Excel 的出错标记 %(value)s") % {"value": cell.value}
    if isinstance(cell.value, int | float) and abs(cell.value) >= EXACT:
        return _("这一格是数字格式，长号码已经失真，请把这一列设为文本再填")
    return ""


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("是") if value else _("否")
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() != time():
            return value.isoformat(sep=" ", timespec="minutes")
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value).strip()
