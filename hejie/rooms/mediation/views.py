"""Pages that only mediation has: the agreement as it stands, settlement tools and instalments,
and who has how much in hand."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from hejie.desk.finding import find_visible
from hejie.desk.terms import drafts, usual_sides
from hejie.desk.visits import DESK_ROLES, Visit, desk_page, show
from hejie.kernel import openings, permissions
from hejie.kernel.identifiers import mask_name
from hejie.kernel.matters import Matter
from hejie.kernel.parties import parties_of
from hejie.rooms.mediation.agreement_text import text_of
from hejie.rooms.mediation.candidates import mediators_of
from hejie.rooms.mediation.instalment_plan import planned_from
from hejie.rooms.mediation.settlement_text import texts_of
from hejie.rooms.mediation.settling import FOLDS


@desk_page()
def agreement(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """The text to read before anybody signs, and who has signed it."""
    matter = _find(visit, reference)
    text = text_of(matter, _names(visit, matter))
    if text is None:
        raise Http404
    openings.record(matter, visit.actor, openings.MATTER, now=visit.now)
    values = {"matter": matter, "text": text}
    return show(request, visit, "rooms/mediation/pages/agreement.html", values)


@desk_page()
def settlements(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Settlement tools of a matter: for whom each waits, what came of it; never an answer."""
    matter = _find(visit, reference)
    situation = permissions.situate(matter, visit.actor, now=visit.now)
    openings.record(matter, visit.actor, openings.MATTER, now=visit.now)
    runs = texts_of(matter, _names(visit, matter))
    values = {
        "matter": matter,
        "runs": [(run, drafts(matter, situation, run.terms) if run.terms else []) for run in runs],
        "steps": [
            decision
            for decision in permissions.explain(matter, situation)
            if decision.allowed and decision.key in FOLDS
        ],
        "named": permissions.sees_names(visit.actor, matter),
    }
    return show(request, visit, "rooms/mediation/pages/settlements.html", values)


@require_http_methods(["GET", "POST"])
@desk_page()
def instalments(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """A sum in instalments: what each would be, and the plan as terms of the draft."""
    matter = _find(visit, reference)
    situation = permissions.situate(matter, visit.actor, now=visit.now)
    planned = planned_from(request.POST if request.method == "POST" else None)
    terms = [
        {"sum": row["amount"], "due": row["due"], **usual_sides(situation)} for row in planned.rows
    ]
    values = {
        "matter": matter,
        "planned": planned,
        "drafts": drafts(matter, situation, terms) if terms else [],
    }
    status = 422 if planned.form.is_bound and planned.form.errors else 200
    return show(request, visit, "rooms/mediation/pages/instalments.html", values, status=status)


def _find(visit: Visit, reference: str) -> Matter:
    matter = find_visible(visit, reference)
    if matter.procedure != "mediation":
        raise Http404
    return matter


def _names(visit: Visit, matter: Matter) -> dict[str, str]:
    named = permissions.sees_names(visit.actor, matter)
    return {p.key: p.name if named else mask_name(p.name) for p in parties_of(matter)}


@desk_page(*DESK_ROLES)
def workload(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How much each mediator of my organs has in hand, for the one who assigns."""
    mediators = mediators_of(visit.organs(DESK_ROLES), now=visit.now)
    most = max((one.open_matters for one in mediators), default=0)
    values = {"mediators": mediators, "most": most}
    return show(request, visit, "rooms/mediation/pages/workload.html", values)
