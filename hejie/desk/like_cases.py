"""Closed matters of the district that are like one, told without anybody in them.

Found by cause and by the words of triage's lists, never by a person: nothing else of the telling
is in the query, and no name, number, address or reference is in what is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from hejie.kernel import permissions, search
from hejie.kernel.documents import words_of
from hejie.kernel.events import Event
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.matters import Matter, local_day, of_same
from hejie.kernel.registry import Gist
from hejie.triage.vocabulary import words_in

MOST = 5
REACH = timedelta(days=3 * 365)
"""How far back a matter is still like: prices and practice change."""


@dataclass(frozen=True, kw_only=True)
class LikeCase:
    """`opened` is the first day of its month: the day would tell too much."""

    category: str
    opened: date
    days: int
    outcome: str
    gist: Gist


def like_cases(matter: Matter, actor: Actor) -> list[LikeCase]:
    """The nearest few among those in sight. Five queries, however many matters there are."""
    told = "\n".join(text for texts in words_of(matter).values() for text in texts.values())
    seen = permissions.visible_to(actor).filter(
        district=matter.district,
        procedure=matter.procedure,
        category=matter.category,
        closed_at__isnull=False,
        opened_at__gte=matter.opened_at - REACH,
    )
    others = seen.exclude(id=matter.id).only(
        "district", "id", "procedure", "procedure_version", "state", "category", "opened_at",
        "closed_at", "data",
    )  # fmt: skip
    found = search.closest(others, words_in(told), most=MOST)
    ended = _states_at_the_end(found)
    return [_case(one, ended.get(one.id, one.state)) for one in found]


def _case(matter: Matter, state: str) -> LikeCase:
    closed = matter.closed_at
    assert closed is not None
    opened = local_day(matter.opened_at)
    return LikeCase(
        category=matter.room.categories.get(matter.category, ""),
        opened=opened.replace(day=1),
        days=(local_day(closed) - opened).days,
        outcome=matter.law.states[state],
        gist=matter.room.gist(matter) if matter.room.gist else Gist(),
    )


def _states_at_the_end(matters: Sequence[Matter]) -> dict[UUID, str]:
    """In which state each was closed, before it was put away."""
    ends = {matter.id: matter.law.ends for matter in matters}
    events = Event.objects.filter(of_same(matters)).order_by("seq")
    return {
        number: state
        for number, state in events.values_list("matter_id", "state")
        if state in ends[number]
    }
