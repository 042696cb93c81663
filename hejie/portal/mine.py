"""A party's own page: what it may do now and why not the rest, its dates, papers and history.

Opened by the query code and a code sent to the phone. Rules are decided elsewhere; here a form
is picked, an act is called, a page is rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hejie.kernel import actions, codes, documents, links, permissions
from hejie.kernel.actions import Invalid, KeyReused, NotNow, Refused, Stale
from hejie.kernel.facts import is_about_another_text
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.matters import Matter
from hejie.kernel.meetings import meetings_of
from hejie.kernel.parties import Party, find_by_code, parties_of
from hejie.kernel.permissions import Decision
from hejie.kernel.procedures import Situation
from hejie.kernel.registry import Certificate
from hejie.portal import papers, proof
from hejie.portal.happenings import Reader, happenings, story
from hejie.portal.step_pages import StepPage, step_page
from hejie.portal.track import dates, no_such_code
from hejie.ui.patience import CODES, PHONE_CODES, SENDING, guesses, sends
from hejie.ui.sending import go_to, key_of, new_key, sent_from

PartyView = Callable[..., HttpResponseBase]
ELSEWHERE = {"ask_erasure"}
"""Steps that have a page of their own to start from."""
SHOWN_IN_PLACE = ("image/", "application/pdf")


def of_party(view: PartyView) -> PartyView:
    """Give a view the party and the actor, after the phone code; else ask for the code."""

    @login_not_required
    @never_cache
    @guesses(CODES)
    @wraps(view)
    def opened(request: HttpRequest, code: str, **named: Any) -> HttpResponseBase:
        party = find_by_code(code)
        if party is None:
            return no_such_code(request, code)
        actor = proof.find_actor(request, party, now=timezone.now())
        if actor is None:
            return _ask_again(request, party)
        matter = permissions.visible_to(actor).select_related("place", "holder").get()
        party.matter = matter
        return view(request, party, actor, **named)

    return opened


def _ask_again(request: HttpRequest, party: Party) -> HttpResponseBase:
    onward = quote(request.path if request.method == "GET" else home_of(party))
    return go_to(request, f"{reverse('portal:verify', args=[party.code])}?next={onward}")


def home_of(party: Party) -> str:
    return reverse("portal:mine", args=[party.code])


@of_party
def mine(request: HttpRequest, party: Party, actor: Actor) -> HttpResponseBase:
    matter, now = party.matter, timezone.now()
    situation = permissions.situate(matter, actor, now=now)
    names, reader = names_in(matter), Reader(party, situation)
    decisions = [one for one in permissions.explain(matter, situation) if one.key not in ELSEWHERE]
    allowed = [decision for decision in decisions if decision.allowed]
    pages = [_page_of(party, decision, situation, names) for decision in allowed]
    pages.sort(key=lambda page: page.grave)
    at_once = next((page for page in pages if page.one_tap and not page.step.fresh_code), None)
    shown = {
        "party": party,
        "matter": matter,
        "role": matter.law.roles.get(party.role, ""),
        "others": [
            (matter.law.roles.get(one.role, ""), one.name)
            for one in parties_of(matter)
            if one.key != party.key
        ],
        "done": request.GET.get("done", ""),
        "story": story(matter, reader, names),
        "meetings": [one for one in meetings_of(matter) if party.key in one.parties],
        "at_once": at_once,
        "pages": [page for page in pages if page is not at_once],
        "not_now": [decision for decision in decisions if not decision.allowed],
        "papers": papers.papers_for(matter, party),
        "files": papers.own_files(matter, party),
        "certificates": _certificates(matter, party),
        "happenings": happenings(matter, names=names, reader=reader),
        "ways": links.ways_out(matter, situation),
        "beside": links.beside(matter, actor),
        "key": new_key(),
        **dates(matter),
    }
    return render(request, "portal/pages/mine.html", shown)


def names_in(matter: Matter) -> dict[str, str]:
    return {party.key: party.name for party in parties_of(matter)}


def _page_of(
    party: Party, decision: Decision, situation: Situation, names: dict[str, str], **given: Any
) -> StepPage:
    law, address = party.matter.law, reverse("portal:step", args=[party.code, decision.key])
    form = actions.form_for(law, decision.key, situation, names, **given)
    return step_page(law, decision.key, decision.step, form, address=address)


@of_party
def step(request: HttpRequest, party: Party, actor: Actor, key: str) -> HttpResponseBase:
    """One step: read what it means, fill its form, send it."""
    matter, now = party.matter, timezone.now()
    situation = permissions.situate(matter, actor, now=now)
    decision = _decide(matter, key, situation)
    if not decision.allowed:
        return show_refused(request, party, decision.reasons)
    if decision.step.fresh_code and not situation.verified:
        messages.info(request, gettext("这一步要再确认一次是您本人。"))
        return _ask_again(request, party)
    if request.method == "POST":
        return _take(request, party, actor, decision, situation)
    return _show(request, party, actor, decision)


def _decide(matter: Matter, key: str, situation: Situation) -> Decision:
    """The decision on a step that this party takes at some time; other steps do not exist."""
    for decision in permissions.explain(matter, situation):
        if decision.key == key:
            return decision
    raise Http404(key)


def _show(
    request: HttpRequest, party: Party, actor: Actor, decision: Decision, *, status: int = 200
) -> HttpResponse:
    """The empty form, below the text it is about; that text is made first, and its digest
    goes with the form."""
    now = timezone.now()
    texts = papers.text_to_sign(party.matter, party, decision.key)
    try:
        for text in texts:
            actions.issue(party.matter, text.kind, text.event, now=now)
    except NotNow as fault:
        return show_refused(request, party, (str(fault),))
    matter = permissions.visible_to(actor).select_related("place", "holder").get()
    situation = permissions.situate(matter, actor, now=now)
    party.matter = matter
    page = _page_of(party, decision, situation, names_in(matter))
    shown = {"party": party, "matter": matter, "page": page, "texts": texts, "key": new_key()}
    return render(request, "portal/pages/step.html", shown, status=status)


def _take(
    request: HttpRequest, party: Party, actor: Actor, decision: Decision, situation: Situation
) -> HttpResponseBase:
    matter, now = party.matter, timezone.now()
    try:
        actions.take(matter, decision.key, actor=actor, sent=sent_from(request), now=now)
    except Invalid as invalid:
        if invalid.form is not None and is_about_another_text(invalid.form):
            messages.error(request, str(invalid))
            return _show(request, party, actor, decision, status=422)
        return _invalid(request, party, decision, situation, invalid)
    except Stale:
        messages.warning(request, gettext("刚刚情况有了变化，请看过最新情况再办。您写的字还在。"))
        return go_to(request, home_of(party))
    except KeyReused:
        messages.warning(request, gettext("这一步刚才已经提交过了。"))
        return go_to(request, home_of(party))
    except Refused as refused:
        return show_refused(request, party, refused.sentences)
    messages.success(
        request, gettext("已经办好：%(step)s") % {"step": gettext(decision.step.label)}
    )
    return go_to(request, f"{home_of(party)}?done={quote(decision.key)}")


def _invalid(
    request: HttpRequest,
    party: Party,
    decision: Decision,
    situation: Situation,
    invalid: Invalid,
) -> HttpResponse:
    matter = party.matter
    page = _page_of(party, decision, situation, names_in(matter))
    shown = {
        "party": party,
        "matter": matter,
        "page": replace(page, form=invalid.form) if invalid.form else page,
        "texts": papers.text_to_sign(matter, party, decision.key),
        "key": key_of(request),
        "sent_back": True,
    }
    return render(request, "portal/pages/step.html", shown, status=422)


def show_refused(request: HttpRequest, party: Party, sentences: tuple[str, ...]) -> HttpResponse:
    shown = {"party": party, "matter": party.matter, "sentences": sentences}
    return render(request, "portal/pages/refused.html", shown, status=403)


@of_party
def paper(
    request: HttpRequest, party: Party, actor: Actor, seq: int, kind: str
) -> HttpResponseBase:
    link = papers.find_paper(party.matter, party, kind, seq)
    if link is None:
        raise Http404(kind)
    try:
        made = actions.issue(party.matter, kind, link.event, now=timezone.now())
    except NotNow as fault:
        return show_refused(request, party, (str(fault),))
    return _file(made, f"{party.matter.reference} {link.title}.pdf")


@of_party
def own_file(request: HttpRequest, party: Party, actor: Actor, number: UUID) -> HttpResponseBase:
    for document in papers.own_files(party.matter, party):
        if document.id == number:
            return _file(document, document.title)
    raise Http404(str(number))


@of_party
def certificate(request: HttpRequest, party: Party, actor: Actor, key: str) -> HttpResponseBase:
    """What a third party can recheck without us, of an outcome that this party had a side in."""
    for one in _certificates(party.matter, party):
        if one.key == key:
            return JsonResponse(one.content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    raise Http404(key)


@of_party
def certificate_paper(
    request: HttpRequest, party: Party, actor: Actor, key: str
) -> HttpResponseBase:
    """The same as a paper with its digest, to be printed."""
    write = party.matter.room.certificate_paper
    for one in _certificates(party.matter, party):
        if one.key == key and write is not None:
            return HttpResponse(write(party.matter, one), content_type="application/pdf")
    raise Http404(key)


def _certificates(matter: Matter, party: Party) -> Sequence[Certificate]:
    certify = matter.room.certificates
    return certify(matter, party.key) if certify else ()


def _file(document: documents.Document, name: str) -> HttpResponse:
    place = "inline" if document.mime.startswith(SHOWN_IN_PLACE) else "attachment"
    answer = HttpResponse(documents.read_file(document), content_type=document.mime)
    answer["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(name)}"
    return answer


@login_not_required
@never_cache
@guesses(CODES)
@sends(PHONE_CODES)
def verify(request: HttpRequest, code: str) -> HttpResponseBase:
    """Ask for the six digits that were sent to the party's phone."""
    party = find_by_code(code)
    if party is None:
        return no_such_code(request, code)
    onward = request.POST.get("next") or request.GET.get("next") or ""
    home = home_of(party)
    onward = onward if onward.startswith(home) else home
    shown: dict[str, Any] = {
        "party": party,
        "matter": party.matter,
        "next": onward,
        "sent": request.session.get("asked") == party.code,
    }
    if request.method == "POST":
        if codes.check_code(party, request.POST.get("digits", ""), now=timezone.now()):
            proof.remember(request, party, now=timezone.now())
            request.session.pop("asked", None)
            return go_to(request, onward)
        shown["wrong"] = True
    status = 422 if "wrong" in shown else 200
    return render(request, "portal/pages/verify.html", shown, status=status)


@login_not_required
@require_POST
@guesses(CODES)
@sends(SENDING)
def send_code(request: HttpRequest, code: str) -> HttpResponseBase:
    """Send six digits to the party's phone, and go back to where they are asked for."""
    party = find_by_code(code)
    if party is None:
        return no_such_code(request, code)
    onward = quote(request.POST.get("next", ""))
    if party.phone:
        try:
            codes.send_code(party, now=timezone.now())
            messages.success(request, gettext("验证码已经发出，请看手机短信。"))
        except codes.TooSoon as too_soon:
            messages.warning(request, str(too_soon))
        request.session["asked"] = party.code
    return go_to(request, f"{reverse('portal:verify', args=[party.code])}?next={onward}")


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponseBase:
    """Forget on this device who was here: for telephones and computers that others use too."""
    proof.forget(request)
    messages.success(request, gettext("已经退出，这台设备上看不到您的资料了。"))
    return go_to(request, reverse("portal:home"))
