"""What the month tallies say of some districts and months: counts, rates with what they are of,
and how long things took. Nothing here counts matters; nothing here is about a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from hejie.kernel import registry, tallies
from hejie.kernel.jurisdictions import Division, Organ
from hejie.kernel.tallies import MonthTally, Tally

LEAST = 5
"""Fewer than this are not told to the public: who it was could be guessed."""
MONTHS = 12
MOST_ROWS = 12
HALF = 0.5


@dataclass(frozen=True)
class Share:
    """A part of a whole, and what the whole leaves out."""

    part: int
    whole: int
    left_out: int

    @property
    def broken(self) -> int:
        return self.whole - self.part

    @property
    def percent(self) -> int | None:
        return round(100 * self.part / self.whole) if self.whole else None


class Counts:
    """How often each thing happened, of one side."""

    def __init__(self, found: Mapping[str, int]) -> None:
        self._found = found

    def of(self, what: str) -> int:
        return self._found.get(what, 0)

    @property
    def opened(self) -> int:
        return self.of(tallies.OPENED)

    @property
    def ended(self) -> int:
        return self.of(tallies.ENDED)

    def kept(self, kind: str = "") -> Share:
        """Limits that were kept among those that were met at all; `kind` is "" or `LOCAL`."""
        kept, broken = self.of(tallies.KEPT + kind), self.of(tallies.BROKEN + kind)
        return Share(kept, kept + broken, self.of(tallies.DROPPED + kind))

    @property
    def legal(self) -> Share:
        return self.kept()

    @property
    def local(self) -> Share:
        return self.kept(tallies.LOCAL)

    @property
    def half_within(self) -> int | None:
        """Days within which half of what ended had ended; nothing if that took longer than the
        longest that is counted, or if nothing ended."""
        ended = sum(self.of(name) for name in TOOK) + self.of(tallies.LONGER)
        passed = 0
        for days, name in zip(tallies.DAYS, TOOK, strict=True):
            passed += self.of(name)
            if ended and passed >= ended * HALF:
                return days
        return None


TOOK = tuple(f"took_{days}" for days in tallies.DAYS)


@dataclass(frozen=True)
class Row:
    """One town, procedure, cause or unit, and where its matters are listed."""

    key: str
    name: str
    counts: Counts
    asks: Mapping[str, str]


class Board:
    """Districts over the months up to one, of one procedure or of all."""

    def __init__(self, districts: Collection[str], last: date, *, procedure: str = "") -> None:
        self.districts, self.procedure = sorted(districts), procedure
        self.first, self.last = months_before(last, MONTHS - 1), last.replace(day=1)
        self._sides = self._read_sides()
        self._months = self._read_months()

    def _rows(self) -> Any:
        return MonthTally.objects.filter(
            district__in=self.districts,
            procedure=self.procedure,
            month__gte=self.first,
            month__lte=self.last,
        )

    def _read_sides(self) -> dict[str, dict[str, dict[str, int]]]:
        found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
        rows = self._rows().values_list("dimension", "key", "what").annotate(Sum("count"))
        for dimension, key, what, count in rows:
            found[dimension][key][what] = count
        return found

    def _read_months(self) -> dict[date, dict[str, int]]:
        found: dict[date, dict[str, int]] = defaultdict(dict)
        rows = self._rows().filter(dimension=tallies.ALL)
        for month, what, count in rows.values_list("month", "what").annotate(Sum("count")):
            found[month][what] = count
        return found

    @property
    def whole(self) -> Counts:
        return Counts(self._sides[tallies.ALL].get("", {}))

    @property
    def months(self) -> list[tuple[date, Counts]]:
        listed = [months_before(self.last, back) for back in range(MONTHS)]
        return [(month, Counts(self._months.get(month, {}))) for month in reversed(listed)]

    def open_now(self) -> int:
        """From the tallies of what is held, without what is over."""
        held = Tally.objects.filter(district__in=self.districts, count__gt=0)
        if self.procedure:
            held = held.filter(procedure=self.procedure)
        over = {law.key: law.final for law in registry.procedures()}
        rows = held.values_list("procedure", "state").annotate(Sum("count"))
        return sum(
            count for procedure, state, count in rows if state not in over.get(procedure, set())
        )

    def places(self) -> list[Row]:
        """Every town, those without anything included."""
        towns = Division.objects.filter(parent__in=self.districts).order_by("code")
        found = self._sides[tallies.PLACE]
        return [
            self._row(tallies.PLACE, code, name, found.get(code, {}))
            for code, name in towns.values_list("code", "name")
        ]

    def rooms(self) -> list[Row]:
        return self._listed(tallies.ROOM, names_of_procedures())

    def causes(self) -> list[Row]:
        return self._listed(tallies.CAUSE, names_of_causes())

    def units(self) -> list[Row]:
        keys = list(self._sides[tallies.UNIT])
        names = dict(Organ.objects.filter(pk__in=keys).values_list("key", "short_name"))
        return self._listed(tallies.UNIT, names)

    def _listed(self, dimension: str, names: Mapping[str, str]) -> list[Row]:
        """Those with the most new matters first."""
        found = self._sides[dimension]
        rows = [
            self._row(dimension, key, names[key], counts)
            for key, counts in found.items()
            if key in names
        ]
        return sorted(rows, key=lambda row: (-row.counts.opened, row.key))

    def _row(self, dimension: str, key: str, name: str, found: Mapping[str, int]) -> Row:
        asks = {ASKED[dimension]: key}
        if self.procedure:
            asks["procedure"] = self.procedure
        return Row(key, name, Counts(found), asks)


def names_of_procedures() -> dict[str, str]:
    return {law.key: _(law.label) for law in registry.procedures()}


def names_of_causes() -> dict[str, str]:
    return {
        code: _(str(label)) for room in registry.rooms() for code, label in room.categories.items()
    }


ASKED = {
    tallies.PLACE: "place",
    tallies.ROOM: "procedure",
    tallies.CAUSE: "category",
    tallies.UNIT: "holder",
}
"""What the list of matters calls each side."""


def months_before(month: date, count: int) -> date:
    years, number = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(years, number + 1, 1)


def told_publicly(counts: Sequence[int]) -> list[str]:
    """Counts that add up to a number that is told too: small ones are kept back, and where that
    is only one, the next larger as well, since it could be worked out."""
    small = {n for n, count in enumerate(counts) if 0 < count < LEAST}
    told = [at_least(count) for count in counts]
    if len(small) == 1:
        others = [n for n, count in enumerate(counts) if count >= LEAST]
        if others:
            told[min(others, key=lambda n: counts[n])] = _("不写")
    return told


def at_least(count: int) -> str:
    return _("不足%(n)s件") % {"n": LEAST} if 0 < count < LEAST else str(count)
