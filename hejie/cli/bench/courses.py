"""The whole course of a mediation over HTTP: from the window to the archive, act by act.

A clerk and a mediator write down what the parties say and do, as they may: an agreement by word
of mouth needs no signature.
"""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from hejie.cli.bench import requests
from hejie.cli.bench.load import Wire
from hejie.cli.bench.requests import Wanted

CLERK, MEDIATOR = "luo", "deng"
PLACE = "420303001001"
"""Where both of them work."""
SITTING = timedelta(milliseconds=10)
"""A mediator sits once at a time, so sessions are short and come one after the other."""
SAID = {"said": "phone"}
TOLD = {"identity_checked": True, "rights_told": True, "sham_warned": True}
BOTH = ["p1", "p2"]


@dataclass(frozen=True)
class Act:
    by: str
    name: str
    facts: dict[str, Any] = field(default_factory=dict)


def course(mediator: int, begins: datetime) -> Iterator[Act]:
    """What follows the registration."""
    today = timezone.localdate()
    yield Act(CLERK, "invite")
    yield Act(CLERK, "answer_invitation", {"party": "p2", "answer": "yes", **SAID})
    for party in BOTH:
        chosen = {"party": party, "mediator": str(mediator), **SAID}
        yield Act(CLERK, "choose_mediator", chosen)
    yield Act(MEDIATOR, "disclose", {"relation": "none"})
    sitting = {"begins": begins.isoformat(), "ends": (begins + SITTING).isoformat()}
    yield Act(MEDIATOR, "set_session", {**sitting, "way": "phone"})
    record = {"present": BOTH, "result": "agreed", "record": "双方都说了经过。", **TOLD}
    yield Act(MEDIATOR, "hold_session", {"session": "1", **record})
    term = {"payer": "p2", "payee": "p1", "sum": "4200.00", "way": "微信转账", "due": f"{today}"}
    agreed = {"facts_agreed": "防水层破损。", "points": "谁来修。", "terms": [term]}
    yield Act(MEDIATOR, "agree_orally", agreed)
    for party in BOTH:
        yield Act(MEDIATOR, "confirm_orally", {"party": party, **SAID})
    yield Act(MEDIATOR, "perform", {"subject": "1", "outcome": "performed"})
    for clock in ("visit:", "visit_last:"):
        yield Act(MEDIATOR, "visit", {"clock": clock, "way": "phone", "reached": "yes"})
    yield Act(CLERK, "archive", {"pages_checked": True})


class Courses:
    """Lives mediations on one wire after the other; keeps the first answer that was wrong."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted, self.fault, self.acts = wanted, "", 0
        self._lock, self._last = threading.Lock(), timezone.now()

    def live(self, wire: Wire, draw: random.Random) -> bool:
        """One whole course; gives whether it ended in the archive."""
        request = requests.create(self.wanted, draw, who=CLERK, place=PLACE)
        acts = list(course(self.wanted.mediator, self._free_time()))
        self.acts = 1 + len(acts)
        for act in (*acts, None):
            status, body = request.sent(wire)
            if status not in {200, 201}:
                self.fault = self.fault or f"{request.path}: {status} {body.decode()[:500]}"
                return False
            told = json.loads(body)
            if act is not None:
                named = (act.by, told["reference"], act.name, act.facts)
                request = requests.act(self.wanted, *named)
        return bool(told["state"] == "archived")

    def _free_time(self) -> datetime:
        with self._lock:
            self._last = max(self._last + 2 * SITTING, timezone.now())
            return self._last + timedelta(days=1)
