"""Open a matter of another procedure out of one: its form, and why it is not opened."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from hejie.desk.finding import find_visible
from hejie.desk.step_forms import Doing
from hejie.desk.visits import Visit, desk_page, is_part, show, show_refusal
from hejie.kernel import actions, links
from hejie.kernel.actions import Invalid, KeyReused, Refused, Stale
from hejie.kernel.facts import FactsForm
from hejie.kernel.links import Way
from hejie.kernel.matters import Matter
from hejie.kernel.parties import names_of
from hejie.ui.sending import go_to, key_of, new_key, sent_from


@require_http_methods(["GET", "POST"])
@desk_page()
def open_out(
    request: HttpRequest, visit: Visit, reference: str, procedure: str, step: str
) -> HttpResponseBase:
    matter = find_visible(visit, reference)
    way = links.find_way(matter, procedure, step, visit.actor, now=visit.now)
    if way is None:
        raise Http404
    if request.method == "POST":
        return _open(request, visit, matter, way)
    if not way.decision.allowed:
        return show_refusal(request, visit, way.decision.reasons, back=_page_of(matter))
    form = actions.form_for(way.law, step, way.situation, names_of(matter))
    return _show(request, visit, matter, way, form)


def _show(
    request: HttpRequest, visit: Visit, matter: Matter, way: Way, form: FactsForm
) -> HttpResponse:
    again = form.is_bound
    doing = Doing(
        matter=matter,
        key=way.rule.step,
        step=way.decision.step,
        form=form,
        idempotency_key=key_of(request) if again else new_key(),
        opens=way.law.key,
    )
    template = "desk/pages/_step.html" if is_part(request) else "desk/pages/step.html"
    values = {"matter": matter, "doing": doing}
    return show(request, visit, template, values, status=422 if again else 200)


def _open(request: HttpRequest, visit: Visit, matter: Matter, way: Way) -> HttpResponseBase:
    try:
        done = actions.open_matter(
            way.law.key,
            actor=visit.actor,
            sent=sent_from(request),
            now=visit.now,
            step=way.rule.step,
            out_of=matter,
        )
    except Invalid as invalid:
        form = invalid.form or actions.form_for(
            way.law, way.rule.step, way.situation, names_of(matter), data=request.POST
        )
        return _show(request, visit, matter, way, form)
    except Stale:
        sentence = gettext("刚刚有人办理了这件事项，请看过最新情况再办。")
        return show_refusal(request, visit, [sentence], back=_page_of(matter))
    except KeyReused:
        sentence = gettext("这张表已经用别的内容提交过一次。请核对以后再提交。")
        return show_refusal(request, visit, [sentence], back=_page_of(matter))
    except Refused as refused:
        return show_refusal(request, visit, refused.sentences, back=_page_of(matter))
    messages.success(
        request,
        gettext("%(reference)s：%(step)s，已记录。")
        % {"reference": done.matter.reference, "step": way.decision.step.label},
    )
    return go_to(request, _page_of(done.matter))


def _page_of(matter: Matter) -> str:
    return reverse("desk:matter", args=[matter.reference])
