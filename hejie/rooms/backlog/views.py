"""The page that only backlog matters have: stock and flow, and what is open with whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from hejie.desk.paging import page_of
from hejie.desk.visits import Visit, desk_page, show
from hejie.kernel import permissions
from hejie.kernel.clocks import Clock
from hejie.kernel.jurisdictions import Account
from hejie.kernel.matters import Matter, of_same
from hejie.rooms.backlog import flow
from hejie.rooms.backlog.procedure import procedure

READERS = ("supervisor", "leader", "director", "handler", "auditor")
OLDEST = ("opened_at", "id")


@dataclass(frozen=True)
class Case:
    """One open matter: who is responsible, by when, and how many milestones are done."""

    matter: Matter
    leader: str
    resolve: Clock | None
    done: int
    milestones: int


@desk_page(*READERS)
def board(request: HttpRequest, visit: Visit) -> HttpResponse:
    districts = {post.district for post in visit.actor.posts_with(READERS)}
    seen = permissions.visible_to(visit.actor).filter(procedure=procedure.key)
    running = seen.exclude(state__in=procedure.final).select_related("holder", "place")
    page = page_of(running, OLDEST, cursor=request.GET.get("cursor", ""))
    values = {
        "months": flow.months(districts, visit.today),
        "leads": flow.leads(districts),
        "page": page,
        "cases": _cases(page.rows),
    }
    return show(request, visit, "rooms/backlog/pages/board.html", values)


def _cases(matters: list[Matter]) -> list[Case]:
    """Two queries for all of them."""
    clocks: dict[UUID, list[Clock]] = defaultdict(list)
    for clock in Clock.objects.filter(of_same(matters)):
        clocks[clock.matter_id].append(clock)
    keys = {int(one.data["leader"]) for one in matters}
    names = dict(Account.objects.filter(pk__in=keys).values_list("pk", "name"))
    return [_case(one, clocks[one.id], names[int(one.data["leader"])]) for one in matters]


def _case(matter: Matter, clocks: list[Clock], leader: str) -> Case:
    milestones = [clock for clock in clocks if clock.key == "milestone"]
    return Case(
        matter=matter,
        leader=leader,
        resolve=next((clock for clock in clocks if clock.key == "resolve"), None),
        done=sum(clock.status == Clock.MET for clock in milestones),
        milestones=len(milestones),
    )
