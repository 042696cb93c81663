"""Fill the room's table from events."""

from __future__ import annotations

from hejie.kernel.events import Event
from hejie.kernel.matters import Matter
from hejie.rooms.screening.models import FindingOf
from hejie.rooms.screening.procedure import procedure


def project(matter: Matter, event: Event) -> None:
    if matter.procedure != procedure.key:
        return
    if event.step == "find":
        FindingOf.objects.create(matter=matter, campaign=event.values["campaign"])
    elif event.state in procedure.final:
        FindingOf.objects.filter(district=matter.district, matter_id=matter.id).update(open=False)


def clear(matter: Matter) -> None:
    FindingOf.objects.filter(district=matter.district, matter_id=matter.id).delete()
