"""The kitchen sink: every component in every state on one page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hejie.ui import samples


@login_not_required
def kitchen_sink(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    wide = request.GET.get("look") == "desk"
    shown = {
        "layout": "ui/pages/desk.html" if wide else "ui/pages/public.html",
        "wide": wide,
        "now": now,
        "clocks": list(samples.clocks(now)),
        "parties": samples.parties(),
        "entries": samples.entries(now),
        "empty_form": samples.empty_form(),
        "wrong_form": samples.wrong_form(),
    }
    return render(request, "ui/pages/kitchen_sink.html", shown)
