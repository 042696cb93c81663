"""A mediation that is about to meet by video, and people who come to it without a browser."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hejie.kernel.events import Event, events_of
from hejie.kernel.jurisdictions import Account
from hejie.kernel.matters import Matter
from hejie.kernel.parties import Party, parties_of
from hejie.kernel.tests.walking import APPLICATION, RESPONDENT, Walk
from hejie.portal.proof import SESSION

KEY = "session-1"


def video_meeting(
    *, now: datetime | None = None, more: Sequence[str] = (), before: timedelta = timedelta(days=3)
) -> Walk:
    """A matter whose first session by video begins now; `more` are names of further parties."""
    begins = now or timezone.now()
    others = [{**RESPONDENT, "name": name, "phone": ""} for name in more]
    parties = [*APPLICATION["parties"], *others]
    walk = Walk.begun(now=begins - before, parties=parties).to("assigned")
    ends = begins + timedelta(hours=2)
    walk.take("set_session", "deng", begins=begins.isoformat(), ends=ends.isoformat(), way="video")
    return walk


@dataclass
class Coming:
    """One browser without a screen: what it sends, and what it was answered last."""

    matter: Matter
    who: tuple[str, ...]
    client: Client = field(default_factory=Client)
    shown: str = ""
    status: int = 0

    def __post_init__(self) -> None:
        first = self.who[0]
        if first[0] != "p" or not first[1:].isdigit():
            self.client.force_login(Account.objects.get(username=first))
            return
        session = self.client.session
        proven = parties_of(self.matter).filter(key__in=self.who)
        session[SESSION] = {party.code: timezone.now().isoformat() for party in proven}
        session.save()

    @property
    def party(self) -> Party:
        return parties_of(self.matter).get(key=self.who[0])

    def address(self, page: str = "") -> str:
        if self.client.session.get(SESSION):
            return reverse(f"video:party{page}", args=[self.party.code, KEY])
        return reverse(f"video:staff{page}", args=[self.matter.reference, KEY])

    def enter(self, place: str = "") -> dict[str, Any]:
        answer = self.client.post(self.address("_enter"), {"place": place})
        told = self._told(answer)
        self.shown = told.get("pass", self.shown)
        return told

    def act(self, name: str, **data: Any) -> Any:
        address = reverse("video:act", args=[name])
        headers = {"X-Seat": self.shown}
        answer = self.client.post(address, json.dumps(data), "application/json", headers=headers)
        told = self._told(answer)
        return told.get("made", told) if self.status == 200 else told

    def _told(self, answer: Any) -> dict[str, Any]:
        self.status = answer.status_code
        told: dict[str, Any] = json.loads(answer.content) if self.status != 302 else {}
        return told

    @property
    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.act("look")["state"]
        return state

    @property
    def seat(self) -> str:
        number: str = self.state["me"]["id"]
        return number


def everybody(matter: Matter, *who: str) -> tuple[Coming, ...]:
    """The host, and each of these parties on a device of its own, let in."""
    host = Coming(matter, ("deng",))
    host.enter()
    comers = [Coming(matter, (key,)) for key in who]
    for one in comers:
        one.enter()
        host.act("let-in", seat=one.seat, people=list(one.who))
    return (host, *comers)


def told(matter: Matter, step: str) -> list[Event]:
    return list(events_of(matter).filter(step=step))
