"""Compute a matter's rows from its events: after one more, or all again."""

from __future__ import annotations

from django.db import connection, transaction

from hejie.kernel import clocks, matters, permissions, standing
from hejie.kernel.events import Event, events_of
from hejie.kernel.matters import Matter
from hejie.kernel.procedures import START


def project(matter: Matter, event: Event) -> None:
    """Bring all rows of a matter to where an event leaves them."""
    step = permissions.find_step(matter.law, event.step)
    matters.project(matter, event, step if event.step in matter.law.steps else None)
    if event.step not in matter.law.steps:
        matter.data = dict(standing.after(matter.data, event.as_act()))
    clocks.project(matter, event, step)
    matter.save(force_update=True)
    if matter.room.project is not None:
        matter.room.project(matter, event)


def replay(matter: Matter) -> None:
    """Forget everything computed about a matter and compute it again from its events."""
    with transaction.atomic():
        matter = matters.lock(matter)
        clocks.clear(matter)
        matter.member_set.all().delete()
        matter.involvement_set.all().delete()
        if matter.room.clear is not None:
            matter.room.clear(matter)
        matter.data, matter.state, matter.closed_at = {}, START, None
        for event in events_of(matter):
            project(matter, event)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
