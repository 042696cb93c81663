"""What the counts say: shares and times, by month and by committee, never both at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from hejie.kernel.jurisdictions import Organ
from hejie.rooms.confirmation.grounds import DISMISSED, NOT_ACCEPTED
from hejie.rooms.confirmation.models import ConfirmationTally

GROUNDS = {**NOT_ACCEPTED, **DISMISSED}


@dataclass(frozen=True)
class Figures:
    """The counts of one row of a table; nothing is divided by nothing."""

    name: str
    counts: Counter[str]
    days: Counter[str]

    @property
    def decided(self) -> int:
        return self.counts["valid"] + self.counts["dismissed"]

    @property
    def share_confirmed(self) -> int | None:
        """Agreements found valid in a hundred that were reached."""
        return _per_hundred(self.counts["valid"], self.counts["agreed"])

    @property
    def share_enforced(self) -> int | None:
        return _per_hundred(self.counts["enforced"], self.counts["valid"])

    @property
    def days_to_accept(self) -> float | None:
        return _mean(self.days["accepted"], self.counts["accepted"])

    @property
    def days_to_decide(self) -> float | None:
        return _mean(self.days["valid"] + self.days["dismissed"], self.decided)


def _per_hundred(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def _mean(total: int, count: int) -> float | None:
    return round(total / count, 1) if count else None


def rows_of(districts: Collection[str], *, since: date) -> list[ConfirmationTally]:
    """The counts of districts from a month on. One query."""
    return list(
        ConfirmationTally.objects.filter(district__in=districts, month__gte=since).order_by(
            "-month"
        )
    )


def total(rows: Iterable[ConfirmationTally], name: str) -> Figures:
    counts: Counter[str] = Counter()
    days: Counter[str] = Counter()
    for row in rows:
        counts[row.what] += row.count
        days[row.what] += row.days
    return Figures(name, counts, days)


def by_month(rows: Iterable[ConfirmationTally]) -> list[Figures]:
    return _grouped(rows, lambda row: f"{row.month:%Y-%m}")


def by_committee(rows: Collection[ConfirmationTally]) -> list[Figures]:
    keys = {row.committee for row in rows}
    names = dict(Organ.objects.filter(key__in=keys).values_list("key", "short_name"))
    return _grouped(rows, lambda row: names.get(row.committee, row.committee))


def _grouped(
    rows: Iterable[ConfirmationTally], name_of: Callable[[ConfirmationTally], str]
) -> list[Figures]:
    groups: dict[str, list[ConfirmationTally]] = {}
    for row in rows:
        groups.setdefault(name_of(row), []).append(row)
    return [total(group, name) for name, group in groups.items()]


def by_ground(rows: Iterable[ConfirmationTally], what: str) -> list[tuple[str, int]]:
    """How often each ground was given, the most frequent first."""
    counts: Counter[str] = Counter()
    for row in rows:
        if row.what == what:
            counts[row.ground] += row.count
    return [(GROUNDS[ground].law, count) for ground, count in counts.most_common()]
