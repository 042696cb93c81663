"""Matters played through the one door, some of each kind: the patterns that `copying` copies."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from hejie.cli.bench import district
from hejie.kernel import supervision
from hejie.kernel.actions import Sent, open_matters, take
from hejie.kernel.jurisdictions import Account, Actor, actor_for
from hejie.kernel.matters import Matter
from hejie.kernel.parties import parties_of
from hejie.kernel.readers import catch_up
from hejie.readers import all_readers
from hejie.triage.evaluation import questions

PATTERNS = 100


@dataclass(frozen=True)
class Step:
    """`who` takes it: the clerk of the matter's holder, or a party by its key."""

    name: str
    days: int
    who: str = "clerk"
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Life:
    """How often it is lived among twenty matters, how many days ago it began at least and at
    most, and what happened after the matter was registered."""

    share: int
    ago: tuple[int, int]
    steps: tuple[Step, ...] = ()


REMARK = Step("remark", 0, data=(("text", "已电话核实，双方都在本地。"),))
INVITE = Step("invite", 1)
LIVES = (
    Life(2, (0, 0)),  # just registered
    Life(1, (20, 60), (REMARK,)),  # nobody answered in time
    Life(5, (2, 20), (REMARK, INVITE)),
    Life(8, (30, 700), (REMARK, INVITE, Step("withdraw", 5, "p1", (("reason", "已和好。"),)))),
    Life(
        4,
        (30, 700),
        (REMARK, Step("not_accept", 2, data=(("reason", "judged"), ("text", "已经判决。")))),
    ),
)
"""A quarter is going on, three quarters are over. None holds a session: a mediator and a room
are booked once, and no copy can sit there at the same time."""


def play(many: int, draw: random.Random) -> None:
    """Live each kind of life as often as its share says, and let every reader and the sweep of
    deadlines see it."""
    codes, texts = district.villages(), tuple(one.text for one in questions())
    for life in chosen(many):
        sent = next(district.statements(draw, codes, 1))
        words = {"facts_told": draw.choice(texts), "claims": draw.choice(texts)}
        live(life, Sent(data={**sent.data, **words}, strict=True), day_of(life, draw))
    now = timezone.now()
    catch_up(all_readers(), now=now)
    while supervision.sweep(now=now):
        pass


def chosen(many: int) -> Iterator[Life]:
    """Spread evenly, so that a few patterns already show every kind."""
    lots = [
        ((turn + 0.5) / life.share, position)
        for position, life in enumerate(LIVES)
        for turn in range(life.share)
    ]
    order = [LIVES[position] for _when, position in sorted(lots)]
    return (order[number % len(order)] for number in range(many))


def day_of(life: Life, draw: random.Random) -> datetime:
    """A moment in the morning of one of its days, or a moment ago; to the minute, so that
    copies can begin seconds later."""
    ago = draw.randint(*life.ago)
    now = timezone.localtime().replace(second=0, microsecond=0)
    if not ago:
        return now - timedelta(minutes=1)
    day = now.date() - timedelta(days=ago)
    return timezone.make_aware(datetime.combine(day, time(draw.randint(8, 16), draw.randrange(60))))


def live(life: Life, sent: Sent, begun: datetime) -> None:
    clerk = actor_for(Account.objects.get(username="lin"), on=timezone.localdate(begun))
    (done,) = open_matters("mediation", actor=clerk, rows=[sent], now=begun)
    for step in life.steps:
        now = begun + timedelta(days=step.days, minutes=5)
        data: dict[str, Any] = dict(step.data)
        take(
            done.matter, step.name, actor=who(done.matter, step, now), sent=Sent(data=data), now=now
        )


def who(matter: Matter, step: Step, now: datetime) -> Actor:
    if step.who == "clerk":
        return district.clerk_of(matter)
    party = parties_of(matter).get(key=step.who)
    return Actor(
        key=f"party:{matter.id}:{party.key}",
        name=party.name,
        matter=str(matter.id),
        party=party.key,
        verified_at=now,
    )
