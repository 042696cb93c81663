"""Pages of a list by the place of its last row, so that page 1,000 costs what page 1 costs."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from hejie.kernel.matters import in_order

Row = TypeVar("Row", bound=Model)

LONGEST_CURSOR = 400


@dataclass(frozen=True)
class Page(Generic[Row]):
    """`next` is the cursor of the page after, empty at the end."""

    rows: list[Row]
    next: str
    begun: bool


def page_of(
    rows: QuerySet[Row],
    order: Sequence[str],
    *,
    cursor: str,
    size: int = 30,
    first: Callable[[QuerySet[Row], Sequence[str], int], list[Row]] = in_order,
) -> Page[Row]:
    """The page after a cursor. `order` names columns that are never null, the last of them
    unique, with a minus for falling ones. A cursor that is none begins at the start. `first`
    takes the first few in that order."""
    after = _read(rows.model, order, cursor)
    if after is not None:
        rows = rows.filter(_at_least(order[0], after[0]), _beyond(order, after))
    found = first(rows, order, size + 1)
    more = len(found) > size
    found = found[:size]
    return Page(found, _write(found[-1], order) if more else "", after is not None)


def _at_least(column: str, value: Any) -> Q:
    """What every later row fulfils, said so that an index can begin there."""
    way = "lte" if column.startswith("-") else "gte"
    return Q(**{f"{column.removeprefix('-')}__{way}": value})


def _beyond(order: Sequence[str], after: Sequence[Any]) -> Q:
    """Rows that sort after these values: past the first, or equal and past the second, …"""
    beyond, equal = [], Q()
    for column, value in zip(order, after, strict=True):
        name, falls = column.removeprefix("-"), column.startswith("-")
        beyond.append(equal & Q(**{f"{name}__{'lt' if falls else 'gt'}": value}))
        equal &= Q(**{name: value})
    return reduce(or_, beyond)


def _write(row: Model, order: Sequence[str]) -> str:
    values = [getattr(row, column.removeprefix("-")) for column in order]
    text = json.dumps(values, default=str, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(model: type[Model], order: Sequence[str], cursor: str) -> list[Any] | None:
    padded = cursor[:LONGEST_CURSOR] + "=" * (-len(cursor) % 4)
    try:
        values = json.loads(base64.urlsafe_b64decode(padded))
        if not isinstance(values, list) or len(values) != len(order):
            return None
        columns = [model._meta.get_field(column.removeprefix("-")) for column in order]
        return [
            column.to_python(value)  # type: ignore[union-attr]
            for column, value in zip(columns, values, strict=True)
        ]
    except (binascii.Error, ValueError, TypeError, ValidationError):
        return None
