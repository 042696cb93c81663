"""The queue: new matters of my organs, each taken in hand by one key."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from hejie.desk import duplicates
from hejie.desk.finding import find_visible
from hejie.desk.paging import page_of
from hejie.desk.rows import full_rows_of
from hejie.desk.step_forms import Doing, doing_of
from hejie.desk.visits import QUEUE_ROLES, Visit, desk_page, is_part, show
from hejie.kernel import permissions, registry
from hejie.kernel.jurisdictions import Organ
from hejie.kernel.matters import Matter, in_order

PAGE = 20
FIRST_COME = ("opened_at", "id")
ROUTING = ("hand_down", "hand_up", "hand_over", "ask_in")
"""Ways to give a matter to somebody else, the usual first."""


@desk_page(*QUEUE_ROLES)
def queue(request: HttpRequest, visit: Visit) -> HttpResponse:
    page = page_of(
        permissions.visible_to(visit.actor).select_related("place", "holder"),
        FIRST_COME,
        cursor=request.GET.get("cursor", ""),
        size=PAGE,
        first=partial(_first_waiting, organs=visit.organs(QUEUE_ROLES)),
    )
    alike = duplicates.first_alike(page.rows, visit.actor)
    values = {"page": page, "rows": full_rows_of(page.rows, visit.actor, alike)}
    return show(request, visit, "desk/pages/queue.html", values)


def _first_waiting(
    matters: QuerySet[Matter], order: Sequence[str], most: int, *, organs: Collection[str]
) -> list[Matter]:
    """The first of all that wait at these organs. The first of each organ and state are read from
    their index, so that the queue costs the same however many others are under way."""
    states = sorted({state for room in registry.rooms() for state in room.queue})
    each = [
        ArraySubquery(
            matters.filter(holder=OuterRef("key"), state=state).order_by(*order).values("id")[:most]
        )
        for state in states
    ]
    firsts = Organ.objects.filter(key__in=organs).values_list(*each)
    ids = [number for of_organ in firsts for of_state in of_organ for number in of_state]
    return in_order(matters.filter(id__in=ids), order, most)


@desk_page(*QUEUE_ROLES)
def turn(request: HttpRequest, visit: Visit, reference: str, turn: str) -> HttpResponse:
    """The form of the next usual step, or of giving a matter away; the others a key away."""
    matter = find_visible(visit, reference)
    if turn not in {"accept", "route"}:
        raise Http404
    situation = permissions.situate(matter, visit.actor, now=visit.now)
    offered = matter.room.queue_steps if turn == "accept" else ROUTING
    open_to = [
        decision
        for decision in permissions.explain(matter, situation)
        if decision.allowed and decision.key in offered
    ]
    open_to.sort(key=lambda decision: offered.index(decision.key))
    wanted = request.GET.get("step", "")
    chosen = next((d for d in open_to if d.key == wanted), open_to[0] if open_to else None)
    doing: Doing | None = None
    if chosen is not None:
        doing = doing_of(matter, chosen.key, situation, back=reverse("desk:queue"))
    values = {"matter": matter, "turn": turn, "open_to": open_to, "doing": doing}
    template = "desk/pages/_turn.html" if is_part(request) else "desk/pages/turn.html"
    return show(request, visit, template, values)


@desk_page(*QUEUE_ROLES)
def alike(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Matters that may be the same one, with the reasons, and the way to merge."""
    matter = find_visible(visit, reference)
    found = likenesses(matter, visit)
    template = "desk/pages/_alike.html" if is_part(request) else "desk/pages/alike.html"
    return show(request, visit, template, {"matter": matter, "likenesses": found})


def likenesses(matter: Matter, visit: Visit) -> list[duplicates.Likeness]:
    """All that speaks for another matter being the same one."""
    told = duplicates.told_alike(matter, visit.actor)
    person = duplicates.of_one_person(matter, visit.actor, now=visit.now)
    found = [*person, *told]
    prefetch_related_objects([one.other for one in found], "holder")
    return found
