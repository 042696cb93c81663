"""Appointments as one person may see them: the time is everybody's, the matter only in sight."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from hejie.kernel import agenda, permissions
from hejie.kernel.agenda import Appointment, Period
from hejie.kernel.jurisdictions import Account, Actor

OPENS, CLOSES = time(8, 30), time(17, 30)
"""Between which hours a free time is offered; people may meet at other hours."""
SHORTEST = timedelta(minutes=30)


@dataclass(frozen=True)
class Shown:
    """An appointment with the names of its people; `seen` when its matter may be opened."""

    appointment: Appointment
    people: tuple[str, ...]
    seen: bool

    @property
    def begins(self) -> datetime:
        return timezone.localtime(self.appointment.begins)

    @property
    def ends(self) -> datetime:
        return timezone.localtime(self.appointment.ends)


def day_of(day: date) -> Period:
    return days_of(day, 1)


def days_of(first: date, count: int) -> Period:
    begins = timezone.make_aware(datetime.combine(first, time()))
    ends = timezone.make_aware(datetime.combine(first + timedelta(days=count), time()))
    return Period(begins, ends)


def shown_to(
    actor: Actor, period: Period, *, accounts: Collection[int] = (), venues: Collection[str] = ()
) -> list[Shown]:
    """Appointments in order of time. Two queries beside those of the rooms."""
    found = agenda.appointments(period, accounts=accounts, venues=venues)
    ids = {one.matter.id for one in found}
    seen = set(permissions.visible_to(actor).filter(id__in=ids).values_list("id", flat=True))
    names = dict(
        Account.objects.filter(pk__in={a for one in found for a in one.accounts}).values_list(
            "pk", "name"
        )
    )
    return [
        Shown(one, tuple(names[account] for account in one.accounts), one.matter.id in seen)
        for one in found
    ]


def free_times(day: date, taken: Iterable[Appointment]) -> list[tuple[datetime, datetime]]:
    """The times of a day, within opening hours, in which nothing is booked."""
    begins, closes = (timezone.make_aware(datetime.combine(day, hour)) for hour in (OPENS, CLOSES))
    free = []
    for one in sorted(taken, key=lambda appointment: appointment.begins):
        if one.cancelled or one.ends <= begins or one.begins >= closes:
            continue
        if one.begins - begins >= SHORTEST:
            free.append((begins, timezone.localtime(one.begins)))
        begins = max(begins, timezone.localtime(one.ends))
    if closes - begins >= SHORTEST:
        free.append((begins, closes))
    return free
