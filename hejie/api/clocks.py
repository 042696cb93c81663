"""Deadlines across matters: what is running, the nearest first."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router

from hejie.api import shapes, told
from hejie.api.matters import READ, Paged, caller_of, in_place
from hejie.api.paging import page
from hejie.kernel import permissions
from hejie.kernel.clocks import Clock

router = Router(tags=["clocks"])


class Filters(Paged):
    status: Literal["running", "paused", "met", "stopped"] = "running"


@router.get(
    "/clocks",
    response={200: shapes.Clocks, **READ},
    url_name="clocks",
    operation_id="listClocks",
    summary="List deadlines",
)
def clocks(request: HttpRequest, asked: Query[Filters]) -> dict[str, Any]:
    """Deadlines of the matters that the caller may see, the nearest first."""
    caller = caller_of(request)
    seen = Clock.objects.filter(permissions.in_sight(caller.actor), status=asked.status)
    found = seen.select_related("matter")
    rows, following = page(
        in_place(found, asked.place), "clock", cursor=asked.cursor, limit=asked.limit
    )
    items = [told.clock(one, one.matter.reference, caller.now) for one in rows]
    return {"items": items, "next": following}
