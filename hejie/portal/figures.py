"""What everybody may know of a district's work: counts alone, and none that is small."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from hejie.kernel.boards import Board, Row, at_least, months_before, told_publicly
from hejie.kernel.jurisdictions import Division
from hejie.ui.staleness import may_be_stale


def _told(rows: list[Row]) -> list[tuple[str, str]]:
    counts = told_publicly([row.counts.opened for row in rows])
    return list(zip([row.name for row in rows], counts, strict=True))


@login_not_required
@cache_control(max_age=3600)
@may_be_stale
def figures(request: HttpRequest) -> HttpResponse:
    """What came, how long it takes, how often limits are kept. Small numbers are kept back."""
    last = months_before(timezone.localdate().replace(day=1), 1)
    districts = list(
        Division.objects.filter(organs__kind="centre", level="county").distinct().order_by("code")
    )
    found = Board([district.code for district in districts], last)
    values = {
        "districts": districts,
        "found": found,
        "whole": found.whole,
        "opened": at_least(found.whole.opened),
        "ended": at_least(found.whole.ended),
        "months": zip(
            [month for month, _counts in found.months],
            told_publicly([counts.opened for _month, counts in found.months]),
            told_publicly([counts.ended for _month, counts in found.months]),
            strict=True,
        ),
        "sides": [(_("按地方"), _told(found.places())), (_("按程序"), _told(found.rooms()))],
    }
    return render(request, "portal/pages/figures.html", values)
