"""The board as a workbook: the same numbers, a sheet for each side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from hejie.kernel.boards import Board, Counts, Share


def workbook(board: Board, title: str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _("按月")
    sheet.append([title])
    sheet.append([_("月份"), *_heads()])
    for month, counts in board.months:
        sheet.append([f"{month:%Y-%m}", *_cells(counts)])
    sides = (
        (_("按地方"), board.places()),
        (_("按程序"), board.rooms()),
        (_("按类型"), board.causes()),
        (_("按单位"), board.units()),
    )
    for name, rows in sides:
        side = book.create_sheet(name)
        side.append(["", *_heads()])
        for row in rows:
            side.append([row.name, *_cells(row.counts)])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _heads() -> Sequence[str]:
    return (
        _("新收"),
        _("办结"),
        _("法定期限按期"),
        _("法定期限总数"),
        _("没有计入的"),
        _("内部期限按期"),
        _("内部期限总数"),
        _("没有计入的"),
        _("一半在几天内办结"),
    )


def _cells(counts: Counts) -> Iterator[int | str]:
    yield counts.opened
    yield counts.ended
    yield from _share(counts.legal)
    yield from _share(counts.local)
    yield counts.half_within or ""


def _share(share: Share) -> Iterator[int]:
    yield from (share.part, share.whole, share.left_out)
