"""Fill the rows about courts from events."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from hejie.kernel.events import Event
from hejie.kernel.matters import Matter
from hejie.kernel.permissions import Refused
from hejie.kernel.sentences import gettext_noop
from hejie.rooms.mediation.docking.models import CourtCase, ReceivedPackage
from hejie.rooms.mediation.docking.waiting import waits_for

TAKING_IN = {"take_referral", "take_return"}
TWICE = gettext_noop("这份材料包已经收过")


def project(matter: Matter, event: Event) -> None:
    """Bring the court's row to where an event leaves the matter, and note what was taken in."""
    court = matter.data.get("referred_by")
    if court and event.step in matter.law.steps:
        _follow(matter, event, court)
    if event.step in TAKING_IN:
        _take_in(matter, event)


def clear(matter: Matter) -> None:
    for rows in (CourtCase, ReceivedPackage):
        rows.objects.filter(district=matter.district, matter_id=matter.id).delete()


def _follow(matter: Matter, event: Event, court: str) -> None:
    waits = waits_for(matter.state, matter.data)
    row, fresh = CourtCase.objects.get_or_create(
        district=matter.district,
        matter_id=matter.id,
        defaults={
            "court_id": court,
            "number": matter.data["case_number"],
            "waits": waits,
            "since": event.at,
        },
    )
    if not fresh and row.waits != waits:
        row.waits, row.since = waits, event.at
        row.save()


def _take_in(matter: Matter, event: Event) -> None:
    values = event.values
    try:
        with transaction.atomic():
            ReceivedPackage.objects.create(
                matter=matter,
                seq=event.seq,
                package=values["package_id"],
                digest=values["package"] if "package" in values else values["return_package"],
                sender_id=values["sender"],
                receiver_id=values["receiver"],
                at=event.at,
            )
    except IntegrityError as twice:
        raise Refused(TWICE) from twice
