"""Empty tables to fill in: a workbook with choices to pick from, or the heading as CSV."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from hejie.imports.columns import Column, choices_of
from hejie.imports.report import as_csv
from hejie.imports.ways import Way
from hejie.kernel.facts import PlaceField, WordsField

FILLED_ROWS = 2000
"""Rows that offer their choices."""
NEEDED = PatternFill("solid", start_color="FFF3CD")
TEXT = "@"
"""A column of text: numbers in it keep all their digits."""


def heading_of(column: Column) -> str:
    return f"{column.label}*" if column.needed else column.label


def blank_csv(way: Way) -> bytes:
    return as_csv([[heading_of(column) for column in way.columns.offered()]])


def blank_workbook(way: Way) -> bytes:
    """The table on the first sheet, what each column takes on the second."""
    book = Workbook()
    sheet, notes, offers = book.active, book.create_sheet(_("说明")), book.create_sheet(_("选项"))
    assert sheet is not None
    sheet.title, offers.sheet_state, sheet.freeze_panes = way.label[:31], "hidden", "A2"
    notes.append([_("列名"), _("要不要填"), _("怎么填")])
    for place, column in enumerate(way.columns.offered(), start=1):
        _head(sheet, place, column)
        notes.append([column.label, _("必填") if column.needed else _("选填"), told_of(column)])
        if choices := choices_of(column):
            _offer(sheet, offers, place, [str(label) for _value, label in choices])
    for sentence in _advice(way):
        notes.append([sentence])
    for letter, width in (("A", 24), ("B", 10), ("C", 80)):
        notes.column_dimensions[letter].width = width
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _head(sheet: Any, place: int, column: Column) -> None:
    cell = sheet.cell(row=1, column=place, value=heading_of(column))
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if column.needed:
        cell.fill = NEEDED
    if told := told_of(column):
        cell.comment = Comment(told, "Hejie")
    letter = get_column_letter(place)
    sheet.column_dimensions[letter].width = 40 if isinstance(column.field, WordsField) else 18
    sheet.column_dimensions[letter].number_format = TEXT


def _offer(sheet: Any, offers: Any, place: int, labels: list[str]) -> None:
    letter = get_column_letter(place)
    for row, label in enumerate(labels, start=1):
        offers.cell(row=row, column=place, value=label)
    source = f"'{offers.title}'!${letter}$1:${letter}${len(labels)}"
    rule = DataValidation(type="list", formula1=source, allow_blank=True)
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{FILLED_ROWS + 1}")


def told_of(column: Column) -> str:
    """What a column takes, in a sentence."""
    field = column.field
    if choices := choices_of(column):
        return _("写其中一项：%(offers)s") % {
            "offers": "、".join(str(label) for _v, label in choices)
        }
    if isinstance(field, PlaceField):
        return _("村、社区的全名，重名的前面加上乡镇街道；也可以写区划代码")
    if isinstance(field, forms.DateField | forms.DateTimeField):
        return _("写成 2026-03-17 或者 2026-03-17 09:30；不填就是导入的时候")
    if isinstance(field, forms.DecimalField | forms.IntegerField):
        return _("写数字")
    return str(field.help_text)


def _advice(way: Way) -> list[str]:
    told = ["", _("没有在这里列出的列会原样留在您的文件里，不导入。公式不计算，请粘贴为数值。")]
    if way.columns.parties:
        told.append(
            _("同一方有两个人的，第二个人用“申请人2姓名”“申请人2电话”这样的列名，依次类推。")
        )
    return told
