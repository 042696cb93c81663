"""What falls due by itself: ratings lapse, forgotten shifts end, points of shifts are deleted."""

from __future__ import annotations

from datetime import datetime, timedelta

from hejie.kernel.actions import Refused, Sent, take
from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.jurisdictions import SYSTEM
from hejie.kernel.matters import Matter
from hejie.rooms.patrol.models import ShiftPoint
from hejie.rooms.patrol.shifts import KEPT_DAYS, LONGEST

BATCH = 200


def tend(now: datetime, *, only: Matter | None = None) -> int:
    """Do what is due, in one matter if it is named; gives how much."""
    return _lapse(now, only) + _end_shifts(now, only) + _forget(now)


def _lapse(now: datetime, only: Matter | None) -> int:
    clocks = clocks_of(only) if only else Clock.objects.filter(matter__procedure="event")
    over = clocks.filter(status=Clock.RUNNING, late_at__lte=now, key="rate")
    found = over.select_related("matter").order_by("due_at")[:BATCH]
    return sum(_do(one.matter, "lapse", now) for one in found)


def _end_shifts(now: datetime, only: Matter | None) -> int:
    shifts = Matter.objects.filter(procedure="shift", state="on_shift")
    if only is not None:
        shifts = shifts.filter(pk=only.pk)
    before = now - LONGEST
    found = [
        one for one in shifts[:BATCH] if datetime.fromisoformat(one.data["started_at"]) <= before
    ]
    return sum(_do(one, "end", now) for one in found)


def _do(matter: Matter, step: str, now: datetime) -> int:
    sent = Sent(data={}, key=f"{step}:{matter.id}:{matter.version}")
    try:
        take(matter, step, actor=SYSTEM, sent=sent, now=now)
    except Refused:
        return 0
    return 1


def _forget(now: datetime) -> int:
    return ShiftPoint.objects.filter(at__lt=now - timedelta(days=KEPT_DAYS)).delete()[0]
