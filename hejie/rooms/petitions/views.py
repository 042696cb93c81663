"""Pages that only petitions have: the yearly report, on screen and as a workbook."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hejie.desk.visits import Visit, desk_page, show
from hejie.rooms.petitions.report import Year
from hejie.ui.staleness import may_be_stale

READERS = ("handler", "director", "supervisor", "leader", "statistician")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YEARS_SHOWN = 3


@desk_page(*READERS)
@may_be_stale
def report(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The counts of a year in the person's districts; this year's unless another is asked."""
    districts = {post.district for post in visit.actor.posts_with(READERS)}
    years = [visit.today.year - n for n in range(YEARS_SHOWN)]
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else years[0]
    told = Year(districts, year)
    title = _("%(year)s年信访情况") % {"year": year}
    if request.GET.get("format") == "xlsx":
        answer = HttpResponse(told.workbook(title), content_type=XLSX)
        answer["Content-Disposition"] = f'attachment; filename="petitions-{year}.xlsx"'
        return answer
    values = {"title": title, "tables": told.tables(), "years": years, "year": year}
    return show(request, visit, "rooms/petitions/pages/report.html", values)
