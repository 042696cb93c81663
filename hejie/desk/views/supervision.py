"""Supervision: what is near its day or past it, where, and what was said about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from hejie.desk.paging import page_of
from hejie.desk.views.work import NEAREST
from hejie.desk.visits import Visit, desk_page, show
from hejie.kernel import permissions, standing, supervision
from hejie.kernel.clocks import Clock
from hejie.kernel.matters import of_same
from hejie.kernel.supervision import Level, Warning

SUPERVISING = ("supervisor", "leader", "director")
MAY_ORDER = standing.STEPS["order"].roles()
ANSWER = "answer"
"""Key of the clock that an order starts."""


@dataclass(frozen=True)
class Watched:
    """A clock that is near its day or past it, and the warnings given for it, each with who
    was told."""

    clock: Clock
    level: Level
    warnings: tuple[tuple[Warning, str], ...]

    @property
    def is_open(self) -> bool:
        """Whether somebody can still be urged to do something about it."""
        return not self.clock.matter.is_over and self.clock.key != ANSWER


@desk_page(*SUPERVISING)
def watch(request: HttpRequest, visit: Visit) -> HttpResponse:
    asked = request.GET.get("level", "")
    level = Level(asked) if asked in set(Level) else Level.NONE
    orders = "orders" in request.GET
    page = page_of(
        _orders(visit) if orders else _pressing(visit, level),
        NEAREST,
        cursor=request.GET.get("cursor", ""),
    )
    values = {
        "level": level,
        "levels": (Level.SUPERVISED, Level.LATE, Level.RED, Level.YELLOW),
        "orders": orders,
        "page": page,
        "watched": watched(page.rows, visit),
        "here": request.get_full_path(),
        "may_order": visit.actor.has(*MAY_ORDER),
    }
    return show(request, visit, "desk/pages/supervision.html", values)


def _pressing(visit: Visit, level: Level) -> QuerySet[Clock]:
    pressing = supervision.pressing(visit.actor, now=visit.now)
    return supervision.at_level(pressing, level, now=visit.now)


def _orders(visit: Visit) -> QuerySet[Clock]:
    """Orders that wait for an answer: each runs a clock of its own."""
    seen = Clock.objects.filter(permissions.in_sight(visit.actor))
    waiting = seen.filter(key=ANSWER, status=Clock.RUNNING)
    return waiting.select_related("matter__place", "matter__holder")


def watched(clocks: Sequence[Clock], visit: Visit) -> list[Watched]:
    """Clocks with their level and the warnings given. Two queries."""
    given: dict[tuple[UUID, str, str], list[tuple[Warning, str]]] = defaultdict(list)
    rows = Warning.objects.filter(of_same(clocks)).order_by("at")
    for row, told in supervision.told_by(rows):
        given[(row.matter_id, row.key, row.subject)].append((row, told))
    return [
        Watched(
            clock=clock,
            level=supervision.level_of(clock, now=visit.now),
            warnings=tuple(given[(clock.matter_id, clock.key, clock.subject)]),
        )
        for clock in clocks
    ]
