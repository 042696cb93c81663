"""Pages that only mediation has: the agreement as it stands, and who has how much in hand."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from hejie.desk.finding import find_visible
from hejie.desk.visits import DESK_ROLES, Visit, desk_page, show
from hejie.kernel import openings, permissions
from hejie.kernel.identifiers import mask_name
from hejie.kernel.parties import parties_of
from hejie.rooms.mediation.agreement_text import text_of
from hejie.rooms.mediation.candidates import mediators_of
from hejie.rooms.mediation.turns import whose_turn


@desk_page()
def agreement(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """The text to read before anybody signs, and who has signed it."""
    matter = find_visible(visit, reference)
    if matter.procedure != "mediation":
        raise Http404
    named = permissions.sees_names(visit.actor, matter)
    names = {p.key: p.name if named else mask_name(p.name) for p in parties_of(matter)}
    text = text_of(matter, names)
    if text is None:
        raise Http404
    openings.record(matter, visit.actor, openings.MATTER, now=visit.now)
    situation = permissions.situate(matter, visit.actor, now=visit.now)
    turn = [names[key] for key in whose_turn(situation)] or text.missing[:1]
    values = {"matter": matter, "text": text, "turn": turn if text.missing else []}
    return show(request, visit, "rooms/mediation/pages/agreement.html", values)


@desk_page(*DESK_ROLES)
def workload(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How much each mediator of my organs has in hand, for the one who assigns."""
    mediators = mediators_of(visit.organs(DESK_ROLES), now=visit.now)
    most = max((one.open_matters for one in mediators), default=0)
    values = {"mediators": mediators, "most": most}
    return show(request, visit, "rooms/mediation/pages/workload.html", values)
