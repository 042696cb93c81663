"""Pages that only mediation has: the agreement as it stands, settlement tools and instalments,
and who has how much in hand."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from hejie.desk.finding import find_visible
from hejie.desk.step_forms import doing_on
from hejie.desk.terms import drafts, usual_sides
from hejie.desk.visits import DESK_ROLES, Visit, desk_page, show, show_refusal
from hejie.kernel import openings, permissions
from hejie.kernel.identifiers import mask_name
from hejie.kernel.matters import Matter
from hejie.kernel.parties import names_of, parties_of
from hejie.kernel.sentences import Complaint
from hejie.rooms.mediation.agreement_text import text_of
from hejie.rooms.mediation.candidates import mediators_of
from hejie.rooms.mediation.clauses import Row, put
from hejie.rooms.mediation.forms.agreement import sent_rows
from hejie.rooms.mediation.forms.clauses import ClauseForm
from hejie.rooms.mediation.instalment_plan import planned_from
from hejie.rooms.mediation.settlement_text import texts_of
from hejie.rooms.mediation.settling import FOLDS
from hejie.rooms.mediation.turns import whose_turn


@desk_page()
def agreement(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """The text to read before anybody signs, and who has signed it."""
    matter = _find(visit, reference)
    named = permissions.sees_names(visit.actor, matter)
    names = _names(visit, matter)
    text = text_of(matter, names, whole=named)
    if text is None:
        raise Http404
    openings.record(matter, visit.actor, openings.MATTER, now=visit.now)
    situation = permissions.situate(matter, visit.actor, now=visit.now)
    turn = [names[key] for key in whose_turn(situation)] or text.missing[:1]
    values = {"matter": matter, "text": text, "turn": turn if text.missing else []}
    return show(request, visit, "rooms/mediation/pages/agreement.html", values)


@desk_page()
def put_clause(request: HttpRequest, visit: Visit, reference: str, step: str) -> HttpResponseBase:
    """The form of drafting with a clause of the library put in; nothing is recorded yet."""
    matter = find_visible(visit, reference)
    if matter.procedure != "mediation" or step not in matter.room.aids:
        raise Http404
    if request.method != "POST":  # the page was loaded again: what was typed is in the draft
        return redirect("desk:do", reference, step)
    situation = permissions.situate(matter, visit.actor, now=visit.now)
    decision = permissions.decide(matter.law, step, situation)
    if not decision.allowed:
        back = reverse("desk:matter", args=[reference])
        return show_refusal(request, visit, decision.reasons, back=back)
    chooser = ClauseForm(situation, names_of(matter), request.POST)
    rows = sent_rows(request.POST)
    filled = _put_in(chooser, rows) if chooser.is_valid() else rows
    put_in = "" if chooser.errors else _told(chooser, len(rows), len(filled))
    given = {**request.POST.dict(), "terms": filled}
    doing = doing_on(matter, step, situation, filled=given, back=request.POST.get("back", ""))
    values = {"matter": matter, "doing": doing, "chooser": chooser, "put_in": put_in}
    status = 422 if chooser.errors else 200
    return show(request, visit, "desk/pages/step.html", values, status=status)


def _put_in(chooser: ClauseForm, rows: list[Row]) -> list[Row]:
    try:
        return put(chooser.clause, chooser.given, rows)
    except Complaint as complaint:
        chooser.add_error("key", str(complaint))
        return rows


def _told(chooser: ClauseForm, before: int, after: int) -> str:
    label = {"label": chooser.clause.label, "first": before + 1, "last": after}
    if before == after:
        return gettext("“%(label)s”已加到写了金额的各条。") % label
    if after == before + 1:
        return gettext("“%(label)s”已放进第 %(first)s 条，请把【】里的补上。") % label
    return gettext("“%(label)s”已放进第 %(first)s 到 %(last)s 条，请把【】里的补上。") % label


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
