"""My work: what is due next, what happens today, what waits for an answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from hejie.desk.appointments import day_of, shown_to
from hejie.desk.paging import page_of
from hejie.desk.visits import DESK_ROLES, Visit, desk_page, show
from hejie.kernel import agenda, permissions, registry
from hejie.kernel.clocks import Clock

NEAREST = ("due_at", "matter_id", "key", "subject")
MOST_ORDERS = 20


@dataclass(frozen=True)
class Stock:
    """How many matters the person's organs hold in a state."""

    procedure: str
    state: str
    label: str
    count: int


@desk_page()
def work(request: HttpRequest, visit: Visit) -> HttpResponse:
    clocks = _clocks_in_sight(visit)
    mine, ours = _is_mine(visit), Q(holder_id__in=visit.organs())
    whose = request.GET.get("of") or ("mine" if visit.actor.has("mediator") else "organ")
    chosen = clocks.filter(mine if whose == "mine" else ours)
    orders = clocks.filter(mine | ours, key="answer").order_by(*NEAREST)[:MOST_ORDERS]
    values = {
        "whose": whose,
        "clocks": page_of(chosen, NEAREST, cursor=request.GET.get("cursor", "")),
        "orders": list(orders),
        "today": shown_to(
            visit.actor,
            day_of(visit.today),
            accounts=list(visit.actor.accounts),
            venues=list(agenda.venues_of(visit.organs(DESK_ROLES))),
        ),
        "stocks": list(_stocks(visit)),
    }
    return show(request, visit, "desk/pages/work.html", values)


def _clocks_in_sight(visit: Visit) -> QuerySet[Clock]:
    running = Clock.objects.filter(permissions.in_sight(visit.actor), status=Clock.RUNNING)
    return running.select_related("matter__place", "matter__holder")


def _is_mine(visit: Visit) -> Q:
    here = {"district": OuterRef("district"), "matter_id": OuterRef("matter_id")}
    return Q(Exists(permissions.working(visit.actor).filter(**here)))


def _stocks(visit: Visit) -> list[Stock]:
    """From the tallies, in the order of the procedure's states, without what is over."""
    return [
        Stock(law.key, state, label, visit.held[(law.key, state)])
        for law in registry.procedures()
        for state, label in law.states.items()
        if (law.key, state) in visit.held and state not in law.final
    ]
