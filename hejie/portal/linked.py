"""From a party's own page to a matter beside it: open one out of this, or go on to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from hejie.kernel import actions, links, sight
from hejie.kernel.actions import Invalid, KeyReused, Refused, Stale
from hejie.kernel.facts import FactsForm
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.links import Way
from hejie.kernel.matters import Matter
from hejie.kernel.parties import Party, parties_of
from hejie.portal import proof
from hejie.portal.mine import home_of, names_in, of_party, show_refused
from hejie.portal.step_pages import step_page
from hejie.ui.sending import go_to, key_of, new_key, sent_from


@of_party
def open_out(
    request: HttpRequest, party: Party, actor: Actor, procedure: str, key: str
) -> HttpResponseBase:
    """A step that opens another matter: why not, its form, or the new matter's receipt."""
    way = links.find_way(party.matter, procedure, key, actor, now=timezone.now())
    if way is None:
        raise Http404(key)
    if request.method == "POST":
        return _open(request, party, actor, way)
    if not way.decision.allowed:
        return show_refused(request, party, way.decision.reasons)
    form = actions.form_for(way.law, key, way.situation, names_in(party.matter))
    return _show(request, party, way, form)


def _show(
    request: HttpRequest, party: Party, way: Way, form: FactsForm, *, sent_back: bool = False
) -> HttpResponse:
    key = way.rule.step
    address = reverse("portal:open", args=[party.code, way.law.key, key])
    shown = {
        "party": party,
        "matter": party.matter,
        "page": step_page(way.law, key, way.decision.step, form, address=address),
        "key": key_of(request) if sent_back else new_key(),
        "sent_back": sent_back,
    }
    return render(request, "portal/pages/step.html", shown, status=422 if sent_back else 200)


def _open(request: HttpRequest, party: Party, actor: Actor, way: Way) -> HttpResponseBase:
    try:
        done = actions.open_matter(
            way.law.key,
            actor=actor,
            sent=sent_from(request),
            now=timezone.now(),
            step=way.rule.step,
            out_of=party.matter,
        )
    except Invalid as invalid:
        form = invalid.form or actions.form_for(
            way.law, way.rule.step, way.situation, names_in(party.matter)
        )
        return _show(request, party, way, form, sent_back=True)
    except Stale:
        messages.warning(request, gettext("刚刚情况有了变化，请看过最新情况再办。您写的字还在。"))
        return go_to(request, home_of(party))
    except KeyReused:
        messages.warning(request, gettext("这一步刚才已经提交过了。"))
        return go_to(request, home_of(party))
    except Refused as refused:
        return show_refused(request, party, refused.sentences)
    other = _same_party(done.matter, party)
    proof.remember_beside(request, party, other=other)
    return go_to(request, reverse("portal:receipt", args=[other.code]))


def _same_party(matter: Matter, party: Party) -> Party:
    return parties_of(matter).get(key=party.key)


@of_party
def follow(request: HttpRequest, party: Party, actor: Actor, reference: str) -> HttpResponseBase:
    """Go on to a matter beside this one, in which one is the same party."""
    for one in links.beside(party.matter, actor):
        if one.visible and one.matter.reference == reference:
            sight.admit(one.matter.id)
            other = _same_party(one.matter, party)
            proof.remember_beside(request, party, other=other)
            return go_to(request, home_of(other))
    raise Http404(reference)
