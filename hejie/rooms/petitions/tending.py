"""What falls due by itself: times in which somebody could object, ask or rate."""

from __future__ import annotations

from datetime import datetime

from hejie.kernel.actions import Refused, Sent, take
from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.jurisdictions import SYSTEM
from hejie.kernel.matters import Matter
from hejie.rooms.petitions.guards import RIGHTS

BATCH = 200


def tend(now: datetime, *, only: Matter | None = None) -> int:
    """Let rights lapse whose time is over, in one matter if it is named; gives how many."""
    clocks = clocks_of(only) if only else Clock.objects.filter(matter__procedure="petition")
    over = clocks.filter(status=Clock.RUNNING, late_at__lte=now, key__in=RIGHTS)
    taken = 0
    for clock in over.select_related("matter").order_by("due_at", "subject")[:BATCH]:
        name = f"{clock.key}:{clock.subject}"
        key = f"lapse:{clock.matter_id}:{name}:{clock.started_by_seq}"
        try:
            take(
                clock.matter,
                "lapse",
                actor=SYSTEM,
                sent=Sent(data={"clock": name}, key=key),
                now=now,
            )
        except Refused:
            continue
        taken += 1
    return taken
