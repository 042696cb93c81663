"""Walk-ins and telephone calls: registered on one page, without leaving the keyboard."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from hejie.desk.finding import find_visible
from hejie.desk.history import role_name
from hejie.desk.intake_forms import (
    Opening,
    blank_form,
    faces_for,
    form_as_typed,
    openings_for,
    places_for,
    words_in,
)
from hejie.desk.views.queue import likenesses
from hejie.desk.visits import DESK_ROLES, Visit, desk_page, show, show_refusal
from hejie.kernel import actions, openings, permissions, registry
from hejie.kernel.actions import Invalid, KeyReused, Refused
from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.facts import FactsForm
from hejie.kernel.parties import Party, parties_of
from hejie.triage import Triage, triage
from hejie.triage.doors import DOORS, guidance
from hejie.ui.sending import go_to, key_of, new_key, sent_from

LONGEST_TEXT = 20_000


@require_http_methods(["GET", "POST"])
@desk_page(*DESK_ROLES)
def intake(request: HttpRequest, visit: Visit, procedure: str = "") -> HttpResponseBase:
    offered = openings_for(visit)
    if not offered:
        sentence = gettext("您的单位没有可以登记的程序。")
        return show_refusal(request, visit, [sentence])
    opening = next((one for one in offered if procedure in {one.law.key, ""}), None)
    if opening is None:
        raise Http404
    if request.method != "POST":
        given = request.GET.dict()
        return _page(request, visit, offered, opening, blank_form(opening, visit, given))
    if "look" in request.POST:
        return _page(request, visit, offered, opening, form_as_typed(opening, visit, request))
    return _register(request, visit, offered, opening)


def _register(
    request: HttpRequest, visit: Visit, offered: list[Opening], opening: Opening
) -> HttpResponseBase:
    try:
        done = actions.open_matter(
            opening.law.key,
            actor=visit.actor,
            sent=sent_from(request),
            now=visit.now,
            step=opening.step,
        )
    except Invalid as invalid:
        form = invalid.form or _with_errors(request, visit, opening, invalid)
        return _page(request, visit, offered, opening, form, status=422)
    except Refused as refused:
        form = form_as_typed(opening, visit, request)
        return _page(request, visit, offered, opening, form, status=422, told=refused.sentences)
    except KeyReused:
        told = (gettext("这张表已经用别的内容登记过一次。请核对以后再登记。"),)
        form = form_as_typed(opening, visit, request)
        return _page(request, visit, offered, opening, form, status=422, told=told, key=new_key())
    return go_to(request, reverse("desk:registered", args=[done.matter.reference]))


def _with_errors(
    request: HttpRequest, visit: Visit, opening: Opening, invalid: Invalid
) -> FactsForm:
    situation = visit.situation
    form = actions.form_for(
        opening.law, opening.step, situation, {}, data=request.POST, files=request.FILES
    )
    for name, sentences in invalid.errors.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
    return form


def _page(
    request: HttpRequest,
    visit: Visit,
    offered: list[Opening],
    opening: Opening,
    form: FactsForm,
    *,
    status: int = 200,
    told: tuple[str, ...] = (),
    key: str = "",
) -> HttpResponse:
    text = words_in(form)
    room = registry.room_of(opening.law.key)
    values = {
        "offered": offered,
        "opening": opening,
        "form": form,
        "faces": faces_for(form),
        "places": places_for(visit),
        "key": key or key_of(request),
        "told": told,
        **_judged(text, room.categories),
    }
    templates = [f"rooms/{room.key}/pages/intake.html", "desk/pages/intake.html"]
    return show(request, visit, templates, values, status=status)


@require_POST
@desk_page(*DESK_ROLES)
def judge(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The reasons beside the text, while it is being written."""
    text = request.POST.get("facts_told", "")
    found = [room.categories for room in registry.rooms() if room.categories]
    categories = {code: label for each in found for code, label in each.items()}
    return show(request, visit, "desk/pages/_triage.html", _judged(text, categories))


def _judged(text: str, categories: Mapping[str, str]) -> dict[str, object]:
    if not text.strip():
        return {"judged": None}
    judged: Triage = triage(text[:LONGEST_TEXT])
    urgent = judged.urgent == "yes"
    return {
        "judged": judged,
        "urgent": urgent,
        "door": DOORS[judged.next],
        "guidance": guidance(judged.next, urgent=urgent),
        "cause": categories.get(judged.cause, ""),
    }


@desk_page(*DESK_ROLES)
def registered(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """The receipt: number, query codes, the next date; and what may be the same matter."""
    matter = find_visible(visit, reference)
    if not permissions.sees_names(visit.actor, matter):
        sentence = gettext("回执上有当事人的姓名和查询码，您的岗位看不到。")
        return show_refusal(request, visit, [sentence])
    openings.record(matter, visit.actor, openings.MATTER, now=visit.now)
    running = clocks_of(matter).filter(status=Clock.RUNNING).order_by("due_at")
    values = {
        "matter": matter,
        "parties": [
            (party, role_name(matter, party), _track(request, party))
            for party in parties_of(matter)
        ],
        "clocks": list(running),
        "likenesses": likenesses(matter, visit),
    }
    return show(request, visit, "desk/pages/registered.html", values)


def _track(request: HttpRequest, party: Party) -> str:
    """Where a party looks its matter up, if the public pages are there."""
    try:
        return request.build_absolute_uri(reverse("portal:track", args=[party.code]))
    except NoReverseMatch:
        return ""
