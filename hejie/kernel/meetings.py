"""Video meetings of a matter, whatever room it belongs to: when, led by whom, open to whom.

What is said in a meeting is not kept. Who came and how that was checked, who was sent out, who
agreed to a recording, and who confirmed the minutes are events (`actions.tell_meeting`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hejie.kernel.matters import Matter

EARLY, LATE = timedelta(minutes=30), timedelta(hours=6)
"""How long before its time a meeting can be entered, and how long after its end."""


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """`key` is its own within the matter. `hosts` lead it and let others in; `parties` may ask
    to come in. `record` is the step that takes down what came of it, and `signing` are steps
    by which parties sign there and then."""

    matter: Matter
    key: str
    label: str
    begins: datetime
    ends: datetime
    hosts: frozenset[int]
    parties: frozenset[str]
    record: str = ""
    signing: tuple[str, ...] = ()

    def is_open(self, now: datetime) -> bool:
        return self.begins - EARLY <= now <= self.ends + LATE


def meetings_of(matter: Matter) -> Iterable[Meeting]:
    """Meetings that are set and have neither been held nor called off."""
    return matter.room.meetings(matter) if matter.room.meetings else ()


def find_meeting(matter: Matter, key: str) -> Meeting | None:
    return next((one for one in meetings_of(matter) if one.key == key), None)


def told_of(matter: Matter, key: str) -> Mapping[str, Any]:
    """What the events tell of one meeting: `present`, `out`, `confirmed`, `minutes`."""
    told: Mapping[str, Any] = matter.data.get("meetings", {}).get(key, {})
    return told
