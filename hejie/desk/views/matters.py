"""All matters in sight: narrowed, paged, and taken away as a table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import urlencode

from hejie.desk import export
from hejie.desk.lists import MatterFilter
from hejie.desk.paging import page_of
from hejie.desk.rows import rows_of
from hejie.desk.visits import Visit, desk_page, show
from hejie.kernel import permissions


@desk_page()
def matters(request: HttpRequest, visit: Visit) -> HttpResponse:
    narrowing = MatterFilter(request.GET, actor=visit.actor)
    found = narrowing.narrow(permissions.visible_to(visit.actor))
    page = page_of(
        found.select_related("place", "holder"),
        narrowing.order_by,
        cursor=request.GET.get("cursor", ""),
        first=narrowing.first,
    )
    asked = {k: str(v) for k, v in request.GET.items() if v and k in narrowing.fields}
    values = {
        "filter": narrowing,
        "asked": urlencode(asked),
        "narrowed": bool(set(asked) - {"order", "q"}),
        "page": page,
        "rows": rows_of(page.rows),
    }
    return show(request, visit, "desk/pages/matters.html", values)


@desk_page()
def table(request: HttpRequest, visit: Visit, kind: str) -> HttpResponseBase:
    """What the list shows, as a file; names only of those whom this person may see by name."""
    narrowing = MatterFilter(request.GET, actor=visit.actor)
    found = narrowing.narrow(permissions.visible_to(visit.actor))
    rows = found.select_related("place", "holder")
    most = export.MOST + 1
    return export.answer(narrowing.first(rows, narrowing.order_by, most), kind, visit)
