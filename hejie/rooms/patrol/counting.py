"""A reader of the log that counts events by cell, class and day. Things, no people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db.models import Sum

from hejie.kernel import tallies
from hejie.kernel.events import Event
from hejie.kernel.matters import local_day
from hejie.kernel.readers import Reader
from hejie.rooms.patrol.models import CellTally
from hejie.rooms.patrol.projection import OPENING

KINDS = frozenset(f"event.{step}" for step in OPENING)


def read(events: Sequence[Event], now: datetime) -> None:
    counts: Counter[tuple[str, date, str, str]] = Counter()
    for event in events:
        if event.kind in KINDS:
            values = event.values
            day = local_day(event.occurred)
            counts[event.district, day, values.get("cell", ""), values["category"]] += 1
    for (district, day, cell, category), count in counts.items():
        tallies.add(CellTally, count, district=district, day=day, cell=cell, category=category)


def by_cell(districts: Collection[str], since: date, category: str = "") -> dict[str, int]:
    """Events reported since a day, by cell; those without a point under no cell."""
    rows = CellTally.objects.filter(district__in=districts, day__gte=since)
    if category:
        rows = rows.filter(category=category)
    return dict(rows.values_list("cell").annotate(Sum("count")).values_list("cell", "count__sum"))


def reset() -> None:
    CellTally.objects.all().delete()


reader = Reader("patrol_cells", read, reset)
