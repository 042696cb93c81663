"""Rights of the people concerned: requests for erasure, and what is due by the rule on keeping."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse

from hejie.desk.visits import Visit, desk_page, show
from hejie.kernel import permissions, retention
from hejie.kernel.calendars import LocalValue
from hejie.kernel.deadlines import DeadlineRule
from hejie.kernel.events import Event
from hejie.kernel.matters import Matter
from hejie.kernel.standing_forms import ASKED

DECIDING = ("director",)
AHEAD = timedelta(days=90)
MOST = 100


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One request for erasure that waits for an answer."""

    matter: Matter
    at: datetime
    what: Any


@desk_page(*DECIDING)
def keeping(request: HttpRequest, visit: Visit) -> HttpResponse:
    districts = sorted({post.district for post in visit.actor.posts_with(DECIDING)})
    seen = permissions.visible_to(visit.actor)
    soon = retention.due(now=visit.now, ahead=AHEAD, among=seen)
    values = {
        "waiting": list(islice(_waiting(visit), MOST)),
        "soon": list(islice(soon, MOST)),
        "rules": [(rule, _values(districts, rule)) for rule in retention.RULES.values()],
        "may_set": bool(permissions.sets_values_for(visit.actor)),
    }
    return show(request, visit, "desk/pages/keeping.html", values)


def _waiting(visit: Visit) -> Iterator[Waiting]:
    """Oldest first; the matters whose director this person is."""
    held = visit.organs(DECIDING)
    asked = permissions.visible_to(visit.actor).filter(
        holder__in=held, data__contains={"erasures": [{"decision": ""}]}
    )
    for matter in asked.select_related("place", "holder").order_by("opened_at", "id")[:MOST]:
        open_ones = [one for one in matter.data["erasures"] if not one["decision"]]
        events = Event.objects.filter(
            district=matter.district,
            matter_id=matter.id,
            seq__in=[one["seq"] for one in open_ones],
        )
        moments = dict(events.values_list("seq", "occurred"))
        for one in open_ones:
            yield Waiting(matter=matter, at=moments[one["seq"]], what=ASKED[one["what"]])


def _values(districts: list[str], rule: DeadlineRule) -> list[LocalValue]:
    rows = LocalValue.objects.filter(district__in=districts, code=rule.code)
    return list(rows.select_related("entered_by").order_by("-valid_from"))
