"""Play a story up to a step, and go on from there as its people could."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hejie.kernel import actions
from hejie.kernel.events import Event
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.matters import Matter
from hejie.kernel.tests.walking import party, sent, staff
from hejie.rooms.confirmation.stories.phrases import MEDIATION
from hejie.stories.telling import Story, Telling, moment


def told_until(
    story: Story, step: str, *, before: bool = False, later: timedelta = timedelta()
) -> Telling:
    """The story as far as this step was taken for the first time in its own matter, or as it
    stood just before; moved by `later` where its people would have to be in two places."""
    telling = Telling(story, later)
    for act in story.acts:
        here = act.step == step and act.of != MEDIATION
        if here and before:
            break
        telling.tell(act)
        if here:
            break
    return telling


def again(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def mediation_of(telling: Telling) -> Matter:
    return again(telling.matters[MEDIATION])


def confirmation_of(telling: Telling) -> Matter:
    return again(telling.matter)


def who_is(who: str, matter: Matter, now: datetime) -> Actor:
    is_key = who[0] == "p" and who[1:].isdigit()
    return party(matter, who, verified_at=now) if is_key else staff(who, now)


def take(matter: Matter, step: str, who: str, when: str, **facts: Any) -> Event:
    now = moment(when)
    actor = who_is(who, matter, now)
    return actions.take(again(matter), step, actor=actor, sent=sent(facts), now=now).event


ASKING = {"court": "zw-court", "court_ground": "body", "truthful": True}


def ask(origin: Matter, who: str, when: str, **facts: Any) -> Matter:
    now = moment(when)
    done = actions.open_matter(
        "confirmation",
        actor=who_is(who, origin, now),
        sent=sent({**ASKING, **facts}),
        now=now,
        out_of=again(origin),
    )
    return done.matter
