"""Fill the room's tables from events: what is published, which slots are taken."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from hejie.kernel.documents import words_of
from hejie.kernel.events import Event
from hejie.kernel.matters import Matter
from hejie.kernel.permissions import Refused
from hejie.rooms.reception.models import ReceptionDay, TakenSlot

FREES = frozenset({"cancelled", "absent"})


def project(matter: Matter, event: Event) -> None:
    if event.step == "publish":
        _publish(matter, event)
    elif event.step in {"call_off", "hold"}:
        ReceptionDay.objects.filter(district=matter.district, matter_id=matter.id).update(
            open=False
        )
    elif event.step in {"book", "move"}:
        _take(matter, event)
    elif matter.procedure == "reception" and event.state in FREES:
        _slots(matter).delete()


def clear(matter: Matter) -> None:
    """Empty the tables before a replay; clashes count at its end, as a slot that was given back
    may be somebody else's by now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS slot_booked_once DEFERRED")
    _slots(matter).delete()
    ReceptionDay.objects.filter(district=matter.district, matter_id=matter.id).delete()


def _slots(matter: Matter) -> QuerySet[TakenSlot]:
    return TakenSlot.objects.filter(district=matter.district, matter_id=matter.id)


def _publish(matter: Matter, event: Event) -> None:
    values, words = event.values, words_of(matter)[event.seq]
    ReceptionDay.objects.create(
        matter=matter,
        reference=matter.reference,
        organ_id=event.holder_id,
        leader_id=int(values["leader"]),
        place_id=values["place"],
        title=words["title"],
        portfolio=words["portfolio"],
        where=words["where"],
        begins=datetime.fromisoformat(values["begins"]),
        minutes=values["minutes"],
        slots=values["slots"],
    )


def _take(matter: Matter, event: Event) -> None:
    """Take a slot, giving back the one before. Refused by the database when it is taken."""
    try:
        with transaction.atomic():
            _slots(matter).delete()
            TakenSlot.objects.create(
                matter=matter, day=event.values["day"], number=event.values["number"]
            )
    except IntegrityError as clash:
        name = getattr(getattr(clash.__cause__, "diag", None), "constraint_name", "") or ""
        if name != "slot_booked_once":
            raise
        raise Refused("这个时间刚刚被别人约走了，请选别的时间") from None
