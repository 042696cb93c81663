"""Fill the room's tables from events: where each event is."""

from __future__ import annotations

from hejie.kernel.events import Event
from hejie.kernel.matters import Matter
from hejie.rooms.patrol.models import EventPlace

OPENING = frozenset({"tell", "report", "settle", "register"})


def project(matter: Matter, event: Event) -> None:
    if matter.procedure == "event" and event.step in OPENING:
        values = event.values
        EventPlace.objects.create(
            matter=matter,
            reference=matter.reference,
            category=matter.category,
            cell=values.get("cell", ""),
            lon=float(values["lon"]) if values.get("lon") else None,
            lat=float(values["lat"]) if values.get("lat") else None,
            at=event.occurred,
        )


def clear(matter: Matter) -> None:
    EventPlace.objects.filter(district=matter.district, matter_id=matter.id).delete()
