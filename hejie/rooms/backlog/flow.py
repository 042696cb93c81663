"""Stock and flow of backlog matters (减存量、控增量), from the tallies alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from hejie.kernel.boards import months_before
from hejie.kernel.jurisdictions import Organ
from hejie.kernel.tallies import DayTally, Tally
from hejie.rooms.backlog.procedure import procedure

CAME, ENDED = "listed", "closed"
MONTHS = 12


@dataclass(frozen=True)
class Month:
    """How many came and ended in a month, and how many were left at its end."""

    first: date
    came: int
    ended: int
    left: int


@dataclass(frozen=True)
class Lead:
    """What one lead unit has open now."""

    organ: str
    name: str
    open: int


def months(districts: Collection[str], today: date) -> list[Month]:
    """The last twelve months, the oldest first. Counted back from what is open now."""
    first = months_before(today.replace(day=1), MONTHS - 1)
    came, ended = _by_month(districts, first, CAME), _by_month(districts, first, ENDED)
    left, found = sum(_open(districts).values()), []
    month = today.replace(day=1)
    while month >= first:
        found.append(Month(month, came[month], ended[month], left))
        left += ended[month] - came[month]
        month = months_before(month, 1)
    return found[::-1]


def leads(districts: Collection[str]) -> list[Lead]:
    """Lead units by how many they have open, the most first."""
    held = _open(districts)
    names = dict(Organ.objects.filter(pk__in=held).values_list("key", "name"))
    return [Lead(organ, names[organ], count) for organ, count in held.most_common()]


def _open(districts: Collection[str]) -> Counter[str]:
    rows = Tally.objects.filter(district__in=districts, procedure=procedure.key, count__gt=0)
    held: Counter[str] = Counter()
    for holder, count in rows.exclude(state__in=procedure.final).values_list("holder", "count"):
        held[holder] += count
    return held


def _by_month(districts: Collection[str], first: date, state: str) -> Counter[date]:
    rows = DayTally.objects.filter(
        district__in=districts, procedure=procedure.key, state=state, day__gte=first
    )
    counted: Counter[date] = Counter()
    for day, count in rows.values_list("day", "count"):
        counted[day.replace(day=1)] += count
    return counted
