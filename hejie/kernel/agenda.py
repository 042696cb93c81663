"""Appointments of people and places, whatever room they belong to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from hejie.kernel import registry
from hejie.kernel.matters import Matter
from hejie.kernel.sight import wide


class Period(NamedTuple):
    """From `begins` up to, not including, `ends`."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """A time that is taken. `key` is its own within the matter and stays the same."""

    matter: Matter
    key: str
    label: str
    begins: datetime
    ends: datetime
    accounts: tuple[int, ...]
    venue: str = ""
    place: str = ""
    """Where people go, in words."""
    done: bool = False
    cancelled: bool = False


def appointments(
    period: Period, *, accounts: Collection[int] = (), venues: Collection[str] = ()
) -> list[Appointment]:
    """What concerns any of these accounts or places in a period, in order of time. Matters out
    of sight are among them: of these only the time may be shown."""
    with wide():
        found = [
            appointment
            for room in registry.rooms()
            if room.agenda is not None
            for appointment in room.agenda(period, accounts, venues)
        ]
    return sorted(found, key=lambda one: (one.begins, one.matter.reference, one.key))


def venues_of(organs: Collection[str]) -> Mapping[str, str]:
    """Places of organs where appointments are held: name by key."""
    named: dict[str, str] = {}
    for room in registry.rooms():
        if room.venues is not None:
            named |= room.venues(organs)
    return named
