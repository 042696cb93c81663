"""Pages that only confirmation has: its statistics."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hejie.desk.visits import Visit, desk_page, show
from hejie.rooms.confirmation import statistics as stats

READERS = ("liaison", "judge", "director", "supervisor", "leader", "statistician")
MONTHS_SHOWN = 12


@desk_page(*READERS)
def statistics(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The last twelve months of the person's districts."""
    districts = {post.district for post in visit.actor.posts_with(READERS)}
    since = (visit.today - timedelta(days=31 * (MONTHS_SHOWN - 1))).replace(day=1)
    rows = stats.rows_of(districts, since=since)
    values = {
        "tables": [
            (_("按月"), _("月份"), [*stats.by_month(rows), stats.total(rows, _("合计"))]),
            (_("按调解组织"), _("调解组织"), stats.by_committee(rows)),
        ]
        if rows
        else [],
        "grounds": [
            (_("驳回的理由"), stats.by_ground(rows, "dismissed")),
            (_("不予受理的理由"), stats.by_ground(rows, "not_accepted")),
        ],
    }
    return show(request, visit, "rooms/confirmation/pages/statistics.html", values)
