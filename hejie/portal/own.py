"""A party's own file: seen, and taken away as data or as a paper."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from hejie.kernel import permissions
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.parties import Party
from hejie.portal.mine import of_party
from hejie.portal.own_file import as_json, as_paper, own_file


@of_party
def own(request: HttpRequest, party: Party, actor: Actor) -> HttpResponseBase:
    now = timezone.now()
    situation = permissions.situate(party.matter, actor, now=now)
    shown = {
        "party": party,
        "matter": party.matter,
        "own": own_file(party, actor, now=now),
        "ask": permissions.decide(party.matter.law, "ask_erasure", situation),
    }
    return render(request, "portal/pages/own_file.html", shown)


@of_party
def own_json(request: HttpRequest, party: Party, actor: Actor) -> HttpResponseBase:
    now = timezone.now()
    told = as_json(own_file(party, actor, now=now), now=now)
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return _named(answer, f"{party.matter.reference}.json")


@of_party
def own_pdf(request: HttpRequest, party: Party, actor: Actor) -> HttpResponseBase:
    now = timezone.now()
    paper = as_paper(own_file(party, actor, now=now), now=now)
    title = gettext("我的资料")
    answer = HttpResponse(paper, content_type="application/pdf")
    return _named(answer, f"{party.matter.reference} {title}.pdf")


def _named(answer: HttpResponse, name: str) -> HttpResponse:
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
