"""Ask the questions of some folders; tables of the answers, for the public with small counts
kept back."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from hejie.kernel.boards import told_publicly
from hejie.statistics import parquet
from hejie.statistics.queries import Public, Query


class NotPublic(ValueError):
    """The question's answer is for those who work with it, not for everybody."""


@dataclass(frozen=True)
class Answer:
    """One question's columns and rows."""

    query: Query
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def as_objects(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def ask(
    folders: Iterable[Path], queries: Sequence[Query], *, first: str, last: str, public: bool
) -> list[Answer]:
    """Raises `NotPublic`, and `parquet.Overlapping`."""
    if public and (kept := [query.name for query in queries if query.public is None]):
        raise NotPublic(", ".join(kept))
    with parquet.open_folders(folders, first=first, last=last) as database:
        answers = []
        for query in queries:
            cursor = database.execute(query.text)
            columns = tuple(column[0] for column in cursor.description or ())
            answers.append(Answer(query, columns, cursor.fetchall()))
    return [_for_everybody(one, one.query.public) for one in answers] if public else answers


def _for_everybody(answer: Answer, public: Public | None) -> Answer:
    """Only what the rows are about, and the counts that may be told, small ones kept back."""
    assert public is not None
    about = [name for name in answer.columns if name in ABOUT]
    rows = answer.as_objects()
    groups = groupby(rows, key=lambda row: row[public.by]) if public.by else [("", rows)]
    told: list[tuple[Any, ...]] = []
    for _key, group in groups:
        told.extend(_kept_back(list(group), about, public.counts))
    return Answer(answer.query, (*about, *public.counts), told)


def _kept_back(
    rows: Sequence[dict[str, Any]], about: Sequence[str], counts: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    columns = [told_publicly([row[name] for row in rows]) for name in counts]
    for row, *told in zip(rows, *columns, strict=True):
        yield (*(row[name] for name in about), *told)


ABOUT = ("district", "month", "place", "procedure", "cause", "name")


def as_csv(answer: Answer) -> str:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(answer.columns)
    writer.writerows(answer.rows)
    return text.getvalue()


def as_workbook(answers: Iterable[Answer]) -> bytes:
    """A sheet for each question, with headings in the reader's language."""
    book = Workbook(write_only=True)
    titles, headings = _titles(), _headings()
    for answer in answers:
        sheet = book.create_sheet(titles[answer.query.name])
        sheet.append([headings[column] for column in answer.columns])
        for row in answer.rows:
            sheet.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _titles() -> dict[str, str]:
    return {
        "by_cause": _("按类型"),
        "by_district": _("按区县"),
        "by_limit": _("按期限"),
        "by_month": _("按月"),
        "by_place": _("按地方"),
        "by_procedure": _("按程序"),
        "durations": _("办结用时"),
        "open_by_month": _("月末在办"),
    }


def _headings() -> dict[str, str]:
    return {
        "district": _("区县代码"),
        "month": _("月份"),
        "place": _("地方代码"),
        "procedure": _("程序代码"),
        "cause": _("类型代码"),
        "clock": _("期限代码"),
        "effect": _("期限性质"),
        "name": _("名称"),
        "districts": _("有几个区县"),
        "opened": _("新收"),
        "ended": _("办结"),
        "reopened": _("重办"),
        "kept": _("期限按期"),
        "met": _("期限总数"),
        "kept_percent": _("按期百分之几"),
        "kept_rank": _("按期名次"),
        "dropped": _("没有计入的"),
        "open_at_end": _("月末在办"),
        "half_within_days": _("一半在几天内办结"),
    }
