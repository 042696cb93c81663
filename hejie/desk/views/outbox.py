"""The outbox of a demonstration: what people would have been told, one-time codes included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from hejie.desk.history import role_name
from hejie.desk.paging import page_of
from hejie.desk.visits import DESK_ROLES, Visit, desk_page, show
from hejie.kernel import permissions
from hejie.kernel.jurisdictions import Organ, names_of
from hejie.kernel.matters import of_same
from hejie.kernel.notices import Notice
from hejie.kernel.parties import Party

LATEST = ("-at", "-id")


@desk_page(*DESK_ROLES)
def outbox(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Codes are secrets, so this page is only there while no notice can reach anybody, and
    shows a clerk what concerns the matters of the clerk's own organs."""
    if not is_open():
        raise Http404
    seen = Notice.objects.filter(permissions.in_sight(visit.actor), status=Notice.KEPT)
    kept = seen.filter(matter__holder__in=visit.organs(DESK_ROLES))
    page = page_of(kept.select_related("matter"), LATEST, cursor=request.GET.get("cursor", ""))
    values = {"page": page, "told": list(zip(page.rows, _receivers(page.rows), strict=True))}
    return show(request, visit, "desk/pages/outbox.html", values)


def _receivers(notices: Sequence[Notice]) -> Iterator[str]:
    """Who each notice is for, in words. Three queries."""
    keys = {notice.to.partition(":")[2] for notice in notices}
    organs = dict(Organ.objects.filter(pk__in=keys).values_list("key", "short_name"))
    accounts = names_of([key for key in keys if key.isdecimal()])
    parties = {
        (party.matter_id, party.key): party for party in Party.objects.filter(of_same(notices))
    }
    for notice in notices:
        key = notice.to.partition(":")[2]
        party = parties.get((notice.matter_id, key))
        if party is not None:
            yield f"{role_name(notice.matter, party)} {party.name} {notice.address}"
        else:
            yield organs.get(key) or accounts.get(key) or key


def is_open() -> bool:
    return bool(settings.DEMO) and not settings.NOTICE_CHANNELS
