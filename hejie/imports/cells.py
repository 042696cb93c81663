"""From the cells of one row to what the opening form takes: words to keys, dates to dates."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hejie.imports.columns import ROLE, Column, Columns, choices_of, in_both_languages
from hejie.kernel.facts import PlaceField
from hejie.kernel.jurisdictions import Division

Problem = tuple[str, str]
"""The label of a column, empty for the whole row, and a sentence."""

OFFERS_SHOWN = 30
YES = {"是", "有", "对", "yes", "y", "true", "1", "√", "✓"}
NO = {"否", "无", "没有", "不", "no", "n", "false", "0", "×"}
COMMITTEES = (
    ("居民委员会", ""),
    ("居委会", ""),
    ("村民委员会", "村"),
    ("村委会", "村"),
    ("社区居民委员会", ""),
    ("社区居委会", ""),
    ("村民委员会", ""),
    ("村委会", ""),
    ("社区", ""),
    ("村", ""),
)
"""How the names of places end, and what is left of the ending when people say them."""
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2})\s*[:时点]\s*(\d{1,2})?(?:[:分]\s*(\d{1,2})?)?\s*[分秒]?)?"
)
_MONEY = re.compile(r"[¥￥,，\s元]")


class Unreadable(ValueError):
    """A cell that says nothing its column can take; the message is a sentence."""


class Places:
    """Division codes by name, within the districts of who imports. One query."""

    def __init__(self, districts: Iterable[str]) -> None:
        self._codes: dict[str, set[str]] = defaultdict(set)
        for row in _divisions(districts):
            parent = row.parent.name if row.parent else ""
            for name in _spellings(row.name):
                self._codes[name].add(row.code)
                self._codes[parent + name].add(row.code)

    def code_of(self, text: str) -> str:
        """A code as it is, a name as its code."""
        if text.isdecimal() and text.isascii():
            return text
        plain = re.sub(r"\s", "", text)
        found = next((c for name in _spellings(plain) if (c := self._codes.get(name))), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise Unreadable(_("叫“%(name)s”的地方不止一个，请写区划代码") % {"name": text[:40]})
        raise Unreadable(
            _("本区没有“%(name)s”，请写村、社区的全名或者区划代码") % {"name": text[:40]}
        )


def _divisions(districts: Iterable[str]) -> QuerySet[Division]:
    known = Division.objects.filter(code__in=list(districts)).values_list("path", flat=True)
    found = Division.objects.none()
    for path in known:
        found |= Division.objects.filter(path__startswith=path)
    return found.select_related("parent")


def _spellings(name: str) -> list[str]:
    """A place's name as it is, and without the committee: 牛场村委会, 牛场村, 牛场."""
    endings = [(end, left) for end, left in COMMITTEES if name.endswith(end) and name != end]
    return [name, *(name.removesuffix(end) + left for end, left in endings)]


@dataclass(frozen=True)
class Reading:
    """What a row says: form data, what could not be read, and who is in which row of the
    parties."""

    data: dict[str, Any]
    problems: list[Problem]
    people: tuple[tuple[str, int], ...]


class Reader:
    """Turns rows into form data, by the columns that their table has."""

    def __init__(self, columns: Columns, places: Places) -> None:
        self.columns, self.places = columns, places
        self._labels: dict[str, dict[str, str]] = {}

    def read(self, cells: Mapping[int, str], by_place: Mapping[int, Column]) -> Reading:
        """The data of one row, and what could not be read of it."""
        data: dict[str, Any] = {
            column.key: column.field.initial
            for column in self.columns.plain
            if column.field.required and column.field.initial is not None
        }
        people: dict[tuple[str, int], dict[str, str]] = {}
        problems: list[Problem] = []
        for place, column in by_place.items():
            text = cells.get(place, "")
            if not text:
                continue
            try:
                value = self._value(column, text)
            except Unreadable as doubt:
                problems.append((column.label, str(doubt)))
                continue
            if column.party is None:
                data[column.key] = value
            else:
                role, number, name = column.party
                people.setdefault((role, number), {})[name] = value
        if self.columns.parties is not None:
            data[self.columns.parties[0]] = self._parties(people)
        return Reading(data, problems, tuple(sorted(people, key=self._rank)))

    def _parties(self, people: Mapping[tuple[str, int], dict[str, str]]) -> list[dict[str, str]]:
        """The people as rows; what must be chosen and is not, is the usual."""
        usual = {
            name: choices_of(Column(name, "", field))[0][0]
            for name, field in self.columns.inner.items()
            if isinstance(field, forms.ChoiceField) and field.required and name != ROLE
        }
        return [
            {**usual, ROLE: person[0], **people[person]}
            for person in sorted(people, key=self._rank)
        ]

    def _rank(self, person: tuple[str, int]) -> tuple[int, int]:
        return [value for value, _label in self.columns.roles].index(person[0]), person[1]

    def _value(self, column: Column, text: str) -> Any:
        field = column.field
        if isinstance(field, PlaceField):
            return self.places.code_of(text)
        for kind, read in READERS:
            if isinstance(field, kind):
                return read(text)
        if isinstance(field, forms.MultipleChoiceField):
            parts = [part for part in re.split(r"[、,，;；\s]+", text) if part]
            return [self._key(column, part) for part in parts]
        return self._key(column, text) if isinstance(field, forms.ChoiceField) else text

    def _key(self, column: Column, text: str) -> str:
        """The key of a choice by its label or as it is."""
        if column.key not in self._labels:
            self._labels[column.key] = {
                _plain(name): value
                for value, label in choices_of(column)
                for name in (*in_both_languages(label), value)
            }
        found = self._labels[column.key].get(_plain(text))
        if found is None:
            offers = "、".join(str(label) for _value, label in choices_of(column)[:OFFERS_SHOWN])
            told = _("没有“%(text)s”这一项，可以写：%(offers)s")
            raise Unreadable(told % {"text": text[:40], "offers": offers})
        return found


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


def _yes(text: str) -> bool:
    plain = _plain(text)
    if plain in YES or plain in NO:
        return plain in YES
    raise Unreadable(_("请写“是”或者“否”"))


def _day(text: str) -> str:
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text))
    if found is None:
        raise Unreadable(_("请写成 2026-03-17 或者 2026-03-17 09:30"))
    year, month, day, hour, minute, _second = (int(part or 0) for part in found.groups())
    when = f"{year:04}-{month:02}-{day:02}"
    return f"{when} {hour:02}:{minute:02}" if found[4] else when


def _sum(text: str) -> str:
    return _MONEY.sub("", unicodedata.normalize("NFKC", text))


READERS: tuple[tuple[type[forms.Field] | tuple[type[forms.Field], ...], Callable[[str], Any]], ...]
READERS = (
    (forms.BooleanField, _yes),
    ((forms.DateField, forms.DateTimeField), _day),
    ((forms.DecimalField, forms.IntegerField), _sum),
)
