"""The supervisor's cockpit: a page, its part, a workbook, and the map's outlines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hejie.desk.visits import Visit, desk_page, is_part, show
from hejie.kernel import registry
from hejie.kernel.boards import MOST_ROWS, Board, Row, months_before
from hejie.live import tickets
from hejie.rooms.cockpit.streams import ticket_of
from hejie.rooms.cockpit.workbook import workbook
from hejie.ui.staleness import may_be_stale

READERS = ("supervisor", "leader", "director", "auditor", "statistician")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PART, PAGE = "rooms/cockpit/pages/_board.html", "rooms/cockpit/pages/board.html"
A_DAY = 24 * 3600


@desk_page(*READERS)
@may_be_stale
def board(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Twelve months of the person's districts: as a page, as a part of it, as a workbook."""
    districts = {post.district for post in visit.actor.posts_with(READERS)}
    procedure = _procedure(request)
    found = Board(districts, visit.today, procedure=procedure)
    if request.GET.get("format") == "xlsx":
        answer = HttpResponse(workbook(found, _title(found)), content_type=XLSX)
        answer["Content-Disposition"] = f'attachment; filename="cockpit-{visit.today}.xlsx"'
        return answer
    asks, places = {"procedure": procedure}, found.places()
    links = visit.actor.has("supervisor", "leader", "director", "auditor")
    values = {
        "title": _title(found),
        "procedures": [(law.key, _(law.label)) for law in registry.procedures()],
        "procedure": procedure,
        "whole": found.whole,
        "open_now": found.open_now(),
        "open_link": _listed({**asks, "running": "1"}) if links else "",
        "sides": [
            (_("按地方"), [*_linked(places, found, links=links)]),
            (_("按程序"), [*_linked(found.rooms(), found, links=links)]),
            (_("按类型"), [*_linked(found.causes()[:MOST_ROWS], found, links=links)]),
            (_("按单位"), [*_linked(found.units()[:MOST_ROWS], found, links=links)]),
        ],
        "links": _links(asks, found.first, months_before(found.last, -1)) if links else {},
        "months": [
            (month, counts, _links(asks, month, months_before(month, -1)) if links else {})
            for month, counts in found.months
        ],
        "charts": _charts(found, places),
        "ticket": tickets.write(ticket_of(min(districts), visit.actor.account or 0)),
    }
    return show(request, visit, PART if is_part(request) else PAGE, values)


def _procedure(request: HttpRequest) -> str:
    asked = request.GET.get("procedure", "")
    return asked if asked in {law.key for law in registry.procedures()} else ""


def _title(found: Board) -> str:
    told = {"first": f"{found.first:%Y-%m}", "last": f"{found.last:%Y-%m}"}
    return _("督办驾驶舱（%(first)s 至 %(last)s）") % told


def _linked(rows: list[Row], found: Board, *, links: bool) -> Any:
    """Each row with the lists behind its numbers."""
    for row in rows:
        yield row, _links(row.asks, found.first, months_before(found.last, -1)) if links else {}


def _links(asks: Mapping[str, str], first: date, after: date) -> dict[str, str]:
    """The lists of what came, what ended and what broke a limit in a period."""
    last = date.fromordinal(after.toordinal() - 1)
    within = {"from": f"{first}", "to": f"{last}"}
    found = {
        name: {f"{name}_{end}": day for end, day in within.items()} for name in ("opened", "closed")
    }
    late = {f"broken_{end}": day for end, day in within.items()}
    found |= {kind: {"broken": kind, **late} for kind in ("legal", "local")}
    return {name: _listed({**asks, **period}) for name, period in found.items()}


def _listed(asks: Mapping[str, str]) -> str:
    return f"{reverse('desk:matters')}?{urlencode({k: v for k, v in asks.items() if v})}"


def _charts(found: Board, places: list[Row]) -> dict[str, Any]:
    """What the charts draw: the tables' own numbers."""
    return {
        "months": [f"{month:%Y-%m}" for month, _counts in found.months],
        "opened": [counts.opened for _month, counts in found.months],
        "ended": [counts.ended for _month, counts in found.months],
        "kept": [counts.legal.percent for _month, counts in found.months],
        "places": [
            {"name": row.name, "code": row.key, "value": row.counts.opened} for row in places
        ],
        "words": {"opened": _("新收"), "ended": _("办结"), "kept": _("法定期限按期率（%）")},
    }


@desk_page(*READERS)
def outlines(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The towns' outlines, from the room that has them."""
    district = min(post.district for post in visit.actor.posts_with(READERS))
    drawn = next((room.outlines for room in registry.rooms() if room.outlines), None)
    answer = JsonResponse(drawn(district) if drawn else {"features": []})
    answer["Cache-Control"] = f"private, max-age={A_DAY}"
    return answer
