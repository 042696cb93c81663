"""Count every running deadline again, after a year's notice was entered or a rule was changed.

A day that moves is an event in its matter's chain, with the day that it was and what the new one
rests on. Deadlines that are over stay as they were judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import OperationalError, transaction

from hejie.kernel import bulk, calendars, clocks, matters, standing
from hejie.kernel.actions.notes import note
from hejie.kernel.bulk import Bulk, BulkRun
from hejie.kernel.clocks import Clock
from hejie.kernel.jurisdictions import SYSTEM
from hejie.kernel.matters import Matter
from hejie.kernel.procedures import Facts
from hejie.kernel.workdays import LAST_YEAR, Calendar

AT_ONCE = 200
"""Deadlines in one transaction: a matter whose day moves is held that long."""
DUE_DAYS = ("strict_due", "rolled_due")


def _batch(run: BulkRun, now: datetime) -> bool:
    going = clocks.going().select_related("matter")
    batch = bulk.rows_after(going, run.position, AT_ONCE)
    run.add("moved", 0)
    if not batch:
        return False
    calendar = calendars.calendar_at(now, until=LAST_YEAR)
    held = False
    for matter, rows in groupby(batch, key=lambda clock: clock.matter):
        own = list(rows)
        if any(one.differs for one in _counted_again(own, matter, calendar)):
            try:
                run.add("moved", _recount(matter, calendar, now, wait=not held))
            except OperationalError:
                if not held:
                    raise
                break  # somebody has it: the next batch waits for it, and holds no other then
            held = True
        run.done += len(own)
        run.position = bulk.place_of(own[-1])
    return True


RECOUNT = Bulk("deadlines", lambda: clocks.going().count(), _batch)
"""It tells how many deadlines `moved`."""


@dataclass(frozen=True)
class _Counted:
    """What a deadline was derived to, and the deadline as it is derived now; not saved."""

    before: Mapping[str, Any]
    clock: Clock

    @property
    def differs(self) -> bool:
        """Whether anything but the version of the calendar is another."""
        return _without_version(self.before) != _without_version(self.clock.derivation)

    @property
    def moved(self) -> bool:
        return any(self.before[day] != self.clock.derivation[day] for day in DUE_DAYS)

    def as_value(self) -> dict[str, Any]:
        now = self.clock.derivation
        days = {day: [self.before[day], now[day]] for day in DUE_DAYS}
        rests_on = {"rule": self.clock.rule, "version": self.clock.rule_version}
        return {"clock": f"{self.clock.key}:{self.clock.subject}", **days, **rests_on}


def _without_version(derivation: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told for name, told in derivation.items() if name != "calendar"}


def _counted_again(rows: Iterable[Clock], matter: Matter, calendar: Calendar) -> Iterator[_Counted]:
    for clock in rows:
        before = clock.derivation
        clocks.recount(clock, matter, calendar)
        yield _Counted(before, clock)


def _recount(stale: Matter, calendar: Calendar, now: datetime, *, wait: bool) -> int:
    """Count all running deadlines of a matter again, which is held; gives how many moved.
    Without `wait` raises `OperationalError` where somebody else holds it."""
    with transaction.atomic():
        matter = matters.lock(stale, wait=wait)
    own = clocks.going().filter(district=matter.district, matter_id=matter.id)
    counted = [one for one in _counted_again(own, matter, calendar) if one.differs]
    moved = [one for one in counted if one.moved]
    for one in counted:
        if not one.moved:
            one.clock.save(force_update=True)
    if moved:
        told = {standing.RECOUNTED: [one.as_value() for one in moved], "calendar": calendar.version}
        facts = Facts(values=told)
        note(matter, standing.RECOUNT, actor=SYSTEM, facts=facts, told={}, now=now, moves=False)
    return len(moved)
