"""What falls due by itself in a mediation: reminders before a day of performance, the end of
a medical mediation whose time is up, and of the times in which parties may do something; and
answers that every side has sealed, which are opened by their rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from hejie.kernel.actions import Refused, Sent, Stale, take
from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.jurisdictions import SYSTEM
from hejie.kernel.matters import Matter
from hejie.rooms.mediation.models import WaitingSeals
from hejie.rooms.mediation.performing import RIGHTS
from hejie.rooms.mediation.seals import outcome_of

BATCH = 200


def tend(now: datetime, *, only: Matter | None = None) -> int:
    """Take the steps that have come due, in one matter if it is named; gives how many. A
    matter that has moved on meanwhile is left alone, and a step is not taken twice."""
    clocks = clocks_of(only) if only else Clock.objects.filter(matter__procedure="mediation")
    running = clocks.filter(status=Clock.RUNNING)
    tonight = now + timedelta(days=1)
    reminders = running.filter(key="remind", late_at__lte=tonight)
    expired = running.filter(key="conclude", matter__route="E", late_at__lte=now)
    lapsed = running.filter(key__in=RIGHTS, late_at__lte=now)
    return (
        _take_each("remind", reminders, now)
        + _take_each("expire", expired, now)
        + _take_each("lapse", lapsed, now)
        + _open_seals(now, only)
    )


def _open_seals(now: datetime, only: Matter | None) -> int:
    waiting = WaitingSeals.objects.select_related("matter")
    if only:
        waiting = waiting.filter(district=only.district, matter_id=only.id)
    opened = 0
    for one in waiting[:BATCH]:
        matter, seen = one.matter, one.matter.version
        key = f"open_seals:{matter.id}:{seen}"
        try:
            sent = Sent(data=outcome_of(matter), key=key, version=seen)
            take(matter, "open_seals", actor=SYSTEM, sent=sent, now=now)
        except (Refused, Stale):
            continue
        opened += 1
    return opened


def _take_each(step: str, clocks: QuerySet[Clock], now: datetime) -> int:
    taken = 0
    for clock in clocks.select_related("matter").order_by("due_at", "subject")[:BATCH]:
        key = f"{step}:{clock.matter_id}:{clock.key}:{clock.subject}:{clock.started_by_seq}"
        try:
            sent = Sent(data=FACTS[step](clock), key=key)
            take(clock.matter, step, actor=SYSTEM, sent=sent, now=now)
        except Refused:
            continue
        taken += 1
    return taken


FACTS: dict[str, Callable[[Clock], dict[str, str]]] = {
    "remind": lambda clock: {"subject": clock.subject},
    "expire": lambda clock: {},
    "lapse": lambda clock: {"clock": f"{clock.key}:{clock.subject}"},
}
