"""Campaigns with what they found, the rolling list of what is open, and a form for a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hejie.desk.paging import page_of
from hejie.desk.rows import rows_of
from hejie.desk.visits import Visit, desk_page, show
from hejie.kernel import actions, permissions
from hejie.kernel.actions import Invalid
from hejie.kernel.facts import FactsForm
from hejie.kernel.matters import Matter
from hejie.rooms.screening import campaigns
from hejie.rooms.screening.campaigns import SUBJECTS
from hejie.rooms.screening.counting import FOUND, of_campaigns
from hejie.rooms.screening.forms import FindForm
from hejie.rooms.screening.procedure import FINDERS, procedure
from hejie.ui.sending import go_to, new_key, sent_from

READERS = ("clerk", "handler", "director", "supervisor", "leader", "grid_worker")
SHOWN = 20
OLDEST = ("opened_at", "id")


@dataclass(frozen=True)
class Line:
    """One campaign and how many of its findings are where."""

    matter: Matter
    subject: str
    found: int
    closed: int
    handed_over: int

    @property
    def open(self) -> int:
        return self.found - self.closed - self.handed_over


@desk_page(*READERS)
def board(request: HttpRequest, visit: Visit) -> HttpResponse:
    seen = permissions.visible_to(visit.actor)
    listed = seen.filter(procedure=campaigns.procedure.key).select_related("place", "holder")
    newest = list(listed.order_by("-opened_at", "-id")[:SHOWN])
    findings = seen.filter(procedure=procedure.key).exclude(state__in=procedure.final)
    page = page_of(
        findings.select_related("place", "holder"), OLDEST, cursor=request.GET.get("cursor", "")
    )
    values = {
        "lines": _lines(newest),
        "page": page,
        "rows": rows_of(page.rows),
        "may_find": visit.actor.has(*FINDERS),
    }
    return show(request, visit, "rooms/screening/pages/board.html", values)


def _lines(listed: list[Matter]) -> list[Line]:
    """One query for all of them."""
    counted = of_campaigns([one.reference for one in listed])
    return [_line(one, counted.get(one.reference, {})) for one in listed]


def _line(campaign: Matter, told: Mapping[str, int]) -> Line:
    return Line(
        matter=campaign,
        subject=_(SUBJECTS[campaign.data["subject"]]),
        found=told.get(FOUND, 0),
        closed=told.get("closed", 0),
        handed_over=told.get("handed_over", 0),
    )


@require_http_methods(["GET", "POST"])
@desk_page(*FINDERS)
def find(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The form for a finding, for those who walk as well as for those at a desk."""
    form: FactsForm = FindForm(situation=visit.situation)
    if request.method == "POST":
        try:
            done = actions.open_matter(
                procedure.key, actor=visit.actor, sent=sent_from(request), now=visit.now
            )
            return go_to(request, reverse("desk:matter", args=[done.matter.reference]))
        except Invalid as invalid:
            form = invalid.form or form
    values = {"form": form, "idempotency_key": new_key()}
    status = 422 if form.is_bound else 200
    return show(request, visit, "rooms/screening/pages/find.html", values, status=status)
