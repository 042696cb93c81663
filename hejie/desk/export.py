"""Matters as a table that other programs read: CSV, or a workbook."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from hejie.desk.rows import sides_of
from hejie.desk.visits import Visit
from hejie.kernel import openings
from hejie.kernel.matters import Matter

MOST = 10_000
"""Rows of one file; more are left out, and the last line says so."""
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the beginning of a cell."""
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def answer(matters: Sequence[Matter], kind: str, visit: Visit) -> HttpResponse:
    """The file. Whose parties are named in it is taken down as opened."""
    lines = list(_lines(matters, visit))
    content = _csv(lines) if kind == "csv" else _workbook(lines)
    answer = HttpResponse(content, content_type=TYPES[kind])
    name = f"matters-{visit.today:%Y%m%d}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _lines(matters: Sequence[Matter], visit: Visit) -> Iterator[list[str]]:
    shown = matters[:MOST]
    sides = sides_of(shown, visit.actor, whole=True)
    named = [matter for matter in shown if matter.id in sides]
    openings.record_all(named, visit.actor, openings.NAMES, now=visit.now)
    yield [
        gettext("编号"),
        gettext("程序"),
        gettext("状态"),
        gettext("类型"),
        gettext("地点"),
        gettext("承办单位"),
        gettext("登记时间"),
        gettext("最近的期限"),
        gettext("办结时间"),
        *([gettext("当事人")] if named else []),
    ]
    for matter in shown:
        row = [
            matter.reference,
            str(matter.law.label),
            str(matter.state_label),
            matter.room.categories.get(matter.category, ""),
            matter.place.name,
            matter.holder.name,
            _moment(matter.opened_at),
            _moment(matter.next_due),
            _moment(matter.closed_at),
            *([sides.get(matter.id, "")] if named else []),
        ]
        yield [_harmless(cell) for cell in row]
    if len(matters) > MOST:
        yield [gettext("只列出前 %(n)s 件，请缩小范围再导出") % {"n": MOST}]


def _moment(moment: object) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""  # type: ignore[arg-type]


def _harmless(text: str) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{text}" if text.startswith(RISKY) else text


def _csv(lines: list[list[str]]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def _workbook(lines: list[list[str]]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - 15 MB with numpy

    book = Workbook(write_only=True)
    sheet = book.create_sheet(gettext("事项"))
    for line in lines:
        sheet.append(line)
    content = BytesIO()
    book.save(content)
    return content.getvalue()
