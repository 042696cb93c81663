"""Any step of any procedure: its form, and what to say when it is not taken."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from hejie.desk.finding import find_visible
from hejie.desk.history import History
from hejie.desk.step_forms import doing_again, doing_of
from hejie.desk.visits import Visit, desk_page, is_part, show, show_refusal
from hejie.kernel import actions, permissions
from hejie.kernel.actions import Invalid, KeyReused, NotNow, Refused, Stale
from hejie.kernel.facts import is_about_another_text
from hejie.kernel.matters import Matter
from hejie.kernel.parties import parties_of
from hejie.ui.sending import go_to, sent_from


@require_http_methods(["GET", "POST"])
@desk_page()
def do(request: HttpRequest, visit: Visit, reference: str, step: str) -> HttpResponseBase:
    matter = find_visible(visit, reference)
    if permissions.find_step(matter.law, step) is None:
        raise Http404
    return (
        _take(request, visit, matter, step)
        if request.method == "POST"
        else _ask(request, visit, matter, step)
    )


def _ask(
    request: HttpRequest, visit: Visit, matter: Matter, step: str, *, status: int = 200
) -> HttpResponse:
    situation = permissions.situate(matter, visit.actor, now=visit.now)
    decision = permissions.decide(matter.law, step, situation)
    if not decision.allowed:
        return show_refusal(request, visit, decision.reasons, back=_page_of(matter))
    if texts := actions.texts_to_sign(matter, step):
        try:
            for kind, event in texts:
                actions.issue(matter, kind, event, now=visit.now)
        except NotNow as fault:
            return show_refusal(request, visit, [str(fault)], back=_page_of(matter))
        matter = find_visible(visit, matter.reference)
        situation = permissions.situate(matter, visit.actor, now=visit.now)
    known = matter.room.given(matter, step) if matter.room.given else {}
    given = {**known, **request.GET.dict()}
    doing = doing_of(matter, step, situation, back=_back(request, matter), given=given)
    template = "desk/pages/_step.html" if is_part(request) else "desk/pages/step.html"
    return show(request, visit, template, {"matter": matter, "doing": doing}, status=status)


def _take(request: HttpRequest, visit: Visit, matter: Matter, step: str) -> HttpResponseBase:
    try:
        done = actions.take(matter, step, actor=visit.actor, sent=sent_from(request), now=visit.now)
    except Stale as stale:
        return _overtaken(request, visit, matter, step, stale)
    except Refused as refused:
        return _refused(request, visit, matter, step, refused.sentences)
    except KeyReused:
        sentence = gettext("这张表已经用别的内容提交过一次。请核对以后再提交。")
        return _refused(request, visit, matter, step, [sentence], status=422)
    except Invalid as invalid:
        if invalid.form is not None and is_about_another_text(invalid.form):
            messages.error(request, str(invalid))
            return _ask(request, visit, matter, step, status=422)
        situation = permissions.situate(matter, visit.actor, now=visit.now)
        doing = doing_again(
            request, matter, step, situation, invalid=invalid, back=_back(request, matter)
        )
        values = {"matter": matter, "doing": doing}
        return show(request, visit, "desk/pages/step.html", values, status=422)
    taken = permissions.find_step(matter.law, step)
    label = taken.label if taken else step
    messages.success(
        request,
        gettext("%(reference)s：%(step)s，已记录。")
        % {"reference": done.matter.reference, "step": label},
    )
    return go_to(request, _back(request, matter))


def _overtaken(
    request: HttpRequest, visit: Visit, matter: Matter, step: str, stale: Stale
) -> HttpResponse:
    """Somebody was faster: tell who, when and what, and keep what was typed."""
    matter = find_visible(visit, matter.reference)
    parties = list(parties_of(matter))
    whole = permissions.sees_names(visit.actor, matter)
    history = History(matter, visit.actor, parties, whole=whole)
    seen = request.POST.get("version", "")
    since = int(seen) if seen.isdecimal() else 0
    meanwhile = [one for one in history.happenings() if one.seq > since]
    situation = permissions.situate(matter, visit.actor, now=visit.now)
    decision = permissions.decide(matter.law, step, situation)
    doing = doing_again(
        request, matter, step, situation, back=_back(request, matter), same_key=False
    )
    values = {
        "matter": matter,
        "doing": doing,
        "decision": decision,
        "meanwhile": meanwhile,
        "last": next((one for one in meanwhile if one.seq == stale.event.seq), None),
    }
    return show(request, visit, "desk/pages/overtaken.html", values, status=409)


def _refused(
    request: HttpRequest,
    visit: Visit,
    matter: Matter,
    step: str,
    sentences: list[str] | tuple[str, ...],
    *,
    status: int = 403,
) -> HttpResponse:
    """Why the step was not taken, with what was typed."""
    situation = permissions.situate(matter, visit.actor, now=visit.now)
    doing = doing_again(
        request, matter, step, situation, back=_back(request, matter), same_key=False
    )
    decision = permissions.decide(matter.law, step, situation)
    values = {"matter": matter, "doing": doing, "sentences": sentences, "decision": decision}
    return show(request, visit, "desk/pages/not_taken.html", values, status=status)


def _page_of(matter: Matter) -> str:
    return reverse("desk:matter", args=[matter.reference])


def _back(request: HttpRequest, matter: Matter) -> str:
    """Where to go when it is done: the page that asked, if it is one of ours."""
    asked = request.POST.get("back") or request.GET.get("back") or ""
    if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/desk/"):
        return asked
    return _page_of(matter)
