"""Sessions that are held by video: who leads them, who may come, and what they leave to record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hejie.kernel.documents import words_of
from hejie.kernel.matters import Matter
from hejie.kernel.meetings import Meeting, meetings_of, told_of
from hejie.kernel.parties import parties_of

COMING = (
    "applicant",
    "respondent",
    "agent",
    "third",
    "helper",
    "interpreter",
    "guardian",
    "companion",
)


def meetings(matter: Matter) -> Iterator[Meeting]:
    for number, session in matter.data.get("sessions", {}).items():
        if session["way"] == "video" and session["status"] == "set":
            yield _meeting(matter, number, session)


def _meeting(matter: Matter, number: str, session: Mapping[str, Any]) -> Meeting:
    left = matter.data.get("left", {})
    return Meeting(
        matter=matter,
        key=f"session-{number}",
        label=_("第 %(n)s 次调解会") % {"n": number},
        begins=datetime.fromisoformat(session["begins"]),
        ends=datetime.fromisoformat(session["ends"]),
        hosts=frozenset(nominee["account"] for nominee in matter.data["nominees"]),
        parties=frozenset(
            party.key
            for party in parties_of(matter)
            if party.role in COMING and party.key not in left
        ),
        record="hold_session",
        signing=("sign", "confirm_orally"),
    )


def given(matter: Matter, step: str) -> Mapping[str, Any]:
    """What a session by video leaves for its record: who was there, and the minutes."""
    if step != "hold_session":
        return {}
    for meeting in meetings_of(matter):
        if told := told_of(matter, meeting.key):
            return _record(matter, meeting.key, told)
    return {}


def _record(matter: Matter, key: str, told: Mapping[str, Any]) -> Mapping[str, Any]:
    present = [who for who in told.get("present", {}) if not who.startswith("account:")]
    text = words_of(matter).get(told.get("minutes", 0), {}).get("text", "")
    return {
        "session": key.removeprefix("session-"),
        "present": present,
        "identity_checked": bool(present),
        "record": text,
        "read_by": told.get("confirmed", []),
    }
