"""Look a matter up by its query code: where it stands, who holds it, which dates run."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from hejie.kernel.matters import Matter
from hejie.kernel.parties import find_by_code, parties_of
from hejie.portal.happenings import EFFECTS, happenings, shown_clocks
from hejie.ui.clock_face import face_of
from hejie.ui.patience import CODES, count, guesses


@login_not_required
@never_cache
@guesses(CODES)
def ask_code(request: HttpRequest) -> HttpResponseBase:
    code = request.GET.get("code")
    if code is None:
        return render(request, "portal/pages/ask_code.html")
    party = find_by_code(code[:40])
    if party is None:
        return no_such_code(request, code)
    return redirect("portal:track", party.code)


@login_not_required
@never_cache
@guesses(CODES)
def track(request: HttpRequest, code: str) -> HttpResponse:
    """What a code alone shows: no names, no papers."""
    party = find_by_code(code)
    if party is None:
        return no_such_code(request, code)
    matter = party.matter
    titles = matter.law.roles
    roles = {one.key: gettext(titles.get(one.role, "")) for one in parties_of(matter)}
    shown = {
        "party": party,
        "matter": matter,
        "role": roles[party.key],
        "happenings": happenings(matter, names=roles),
        **dates(matter),
    }
    return render(request, "portal/pages/track.html", shown)


@login_not_required
@never_cache
@guesses(CODES)
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The slip after an application: number, code, picture of the code, the next date."""
    party = find_by_code(code)
    if party is None:
        return no_such_code(request, code)
    address = request.build_absolute_uri(reverse("portal:track", args=[party.code]))
    shown = {"party": party, "matter": party.matter, "address": address, **dates(party.matter)}
    return render(request, "portal/pages/receipt.html", shown)


def dates(matter: Matter) -> dict[str, Any]:
    """The running clocks, the nearest apart, and what their words mean."""
    now = timezone.now()
    clocks = shown_clocks(matter)
    return {
        "now": now,
        "next_clock": clocks[0] if clocks else None,
        "next_face": face_of(clocks[0], now=now) if clocks else None,
        "later_clocks": clocks[1:],
        "effects": EFFECTS,
    }


def no_such_code(request: HttpRequest, code: str) -> HttpResponse:
    count(request, CODES)
    shown = {"failed": True, "typed": code[:40]}
    return render(request, "portal/pages/ask_code.html", shown, status=404)
