"""When mediators and rooms are taken: the sessions of a period, for calendars."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby

from django.db.models import Q
from django.utils.translation import gettext as _

from hejie.kernel.agenda import Appointment, Period
from hejie.rooms.mediation.models import MediationSession, Venue


def agenda(
    period: Period, accounts: Collection[int], venues: Collection[str]
) -> Iterator[Appointment]:
    """Sessions of a period at which any of these mediators sits, or in any of these rooms."""
    concerned = MediationSession.objects.filter(Q(mediator__in=accounts) | Q(venue__in=venues))
    rows = (
        MediationSession.objects.filter(
            begins__lt=period.ends,
            ends__gt=period.begins,
            matter_id__in=concerned.values("matter_id"),
        )
        .select_related("matter", "venue")
        .order_by("district", "matter_id", "number", "-leading", "mediator")
    )
    wanted, places = set(accounts), set(venues)
    for _key, one in groupby(rows, key=lambda row: (row.district, row.matter_id, row.number)):
        session = _appointment(list(one))
        if wanted & set(session.accounts) or session.venue in places:
            yield session


def _appointment(rows: list[MediationSession]) -> Appointment:
    first = rows[0]
    return Appointment(
        matter=first.matter,
        key=f"session-{first.number}",
        label=_("第 %(n)s 次调解会") % {"n": first.number},
        begins=first.begins,
        ends=first.ends,
        accounts=tuple(row.mediator_id for row in rows),
        venue=first.venue_id or "",
        place=_place(first),
        done=first.held,
        cancelled=first.cancelled,
    )


def _place(session: MediationSession) -> str:
    if session.venue is not None:
        return f"{session.venue.name}（{session.venue.address}）"
    return {"video": _("视频"), "phone": _("电话")}.get(session.way, "")


def venues(organs: Collection[str]) -> Mapping[str, str]:
    """Rooms of organs by key."""
    found = Venue.objects.filter(organ__in=organs).order_by("name")
    return dict(found.values_list("key", "name"))
