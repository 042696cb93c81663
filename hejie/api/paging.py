"""Pages of a list by the place of its last row: page 1,000 costs what page 1 costs."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from hejie.api.problems import Wrong, unusable
from hejie.kernel.matters import in_order

Row = TypeVar("Row", bound=Model)

LONGEST_CURSOR = 400


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not 1900 <= moment.year <= 2200:
        raise ValueError
    return moment


def _word(text: str) -> str:
    if not text.isprintable():
        raise ValueError
    return text


@dataclass(frozen=True)
class Column:
    """A column to sort by, and how its value is read from a cursor. One that may be null
    sorts its nulls last, and must rise."""

    name: str
    read: Callable[[str], Any]
    falls: bool = False
    nullable: bool = False

    @property
    def ordering(self) -> str:
        """As a query is ordered by it: the database's own way with nulls is to put them last."""
        return f"-{self.name}" if self.falls else self.name

    def beyond(self, value: Any) -> Q | None:
        """Rows that sort after a value; none do after null."""
        if value is None:
            return None
        further = Q(**{f"{self.name}__{'lt' if self.falls else 'gt'}": value})
        return further | Q(**{f"{self.name}__isnull": True}) if self.nullable else further

    def equal(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})


ORDERS: dict[str, tuple[Column, ...]] = {
    "newest": (
        Column("opened_at", _moment, falls=True),
        Column("id", UUID, falls=True),
    ),
    "due": (Column("next_due", _moment, nullable=True), Column("id", UUID)),
    "clock": (
        Column("due_at", _moment),
        Column("matter_id", UUID),
        Column("key", _word),
        Column("subject", _word),
    ),
}


def page(
    rows: QuerySet[Row],
    order: str,
    *,
    cursor: str,
    limit: int,
    first: Callable[[QuerySet[Row], Sequence[str], int], list[Row]] = in_order,
) -> tuple[list[Row], str | None]:
    """The rows after a cursor, and the cursor of the page after. Raises `Wrong` for a cursor
    that this order did not give. `first` takes the first few in that order."""
    columns = ORDERS[order]
    if cursor:
        rows = rows.filter(_beyond(columns, _read(cursor, order)))
    found = first(rows, [column.ordering for column in columns], limit + 1)
    return found[:limit], _write(found[limit - 1], order) if len(found) > limit else None


def _beyond(columns: Sequence[Column], values: Sequence[Any]) -> Q:
    """Rows past the first value, or equal and past the second, and so on."""
    beyond, equal = [], Q()
    for column, value in zip(columns, values, strict=True):
        if (further := column.beyond(value)) is not None:
            beyond.append(equal & further)
        equal &= column.equal(value)
    return reduce(or_, beyond)


def _write(row: Model, order: str) -> str:
    values = [getattr(row, column.name) for column in ORDERS[order]]
    text = json.dumps([order, *(None if one is None else str(one) for one in values)])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str, order: str) -> list[Any]:
    try:
        padded = cursor[:LONGEST_CURSOR] + "=" * (-len(cursor) % 4)
        told, *values = json.loads(base64.b64decode(padded, altchars="-_", validate=True))
        if told != order:
            raise ValueError
        return [
            None if value is None and column.nullable else column.read(value)
            for column, value in zip(ORDERS[order], values, strict=True)
        ]
    except (binascii.Error, TypeError, AttributeError, ValueError, RecursionError):
        raise _bad_cursor() from None


def _bad_cursor() -> Wrong:
    return unusable("cursor", _("这不是上一页给出的 next，或者换了排序；请从第一页重新开始"))
