"""The page that only reception has: the board of who waits today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from hejie.desk.visits import Visit, desk_page, show
from hejie.kernel import permissions
from hejie.kernel.matters import Matter, local_day
from hejie.rooms.reception.forms import starts_of
from hejie.rooms.reception.models import ReceptionDay

KEEPERS = ("clerk", "handler", "director", "leader")
WAITING = ("booked", "arrived", "received")


@desk_page(*KEEPERS)
def board(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Today's days of the person's organs: the booked by their slot, then who walked in."""
    found = ReceptionDay.objects.filter(organ__in=visit.organs(KEEPERS)).select_related("leader")
    today = [day for day in found if local_day(day.begins) == visit.today]
    matters = permissions.visible_to(visit.actor).filter(
        procedure="reception",
        state__in=WAITING,
        data__day__in=[day.reference for day in today],
    )
    waiting = list(matters.order_by("data__walk_in", "data__begins", "opened_at"))
    rows = [(day, [_place(one, day) for one in waiting if _is_of(one, day)]) for day in today]
    return show(request, visit, "rooms/reception/pages/board.html", {"rows": rows})


def _is_of(matter: Matter, day: ReceptionDay) -> bool:
    return bool(matter.data["day"] == day.reference)


def _place(matter: Matter, day: ReceptionDay) -> tuple[Matter, str]:
    if matter.data.get("walk_in"):
        return matter, ""
    return matter, f"{dict(starts_of(day))[matter.data['number']]:%H:%M}"
