"""Counts kept by a reader of the log, so that a board never counts rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import models
from django.db.models import F

from hejie.kernel.events import Event
from hejie.kernel.matters import Matter, local_day
from hejie.kernel.procedures import START
from hejie.kernel.readers import Reader


class Tally(models.Model):
    """How many matters of a procedure an organ holds in a state."""

    pk = models.CompositePrimaryKey("district", "holder", "procedure", "state")
    district = models.CharField(max_length=6)
    holder = models.CharField(max_length=60)
    procedure = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    count = models.IntegerField(default=0)


class DayTally(models.Model):
    """How many matters reached a state on a day, by holder: what came and what ended."""

    pk = models.CompositePrimaryKey("district", "day", "holder", "procedure", "state")
    district = models.CharField(max_length=6)
    day = models.DateField()
    holder = models.CharField(max_length=60)
    procedure = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    count = models.IntegerField(default=0)


def _read(events: Sequence[Event], now: datetime) -> None:
    before = _before(events)
    procedures = dict(
        Matter.objects.filter(id__in={event.matter_id for event in events}).values_list(
            "id", "procedure"
        )
    )
    stock: Counter[tuple[str, str, str, str]] = Counter()
    flow: Counter[tuple[str, object, str, str, str]] = Counter()
    for event in events:
        procedure = procedures[event.matter_id]
        was = before.get((event.matter_id, event.seq - 1))
        if was == (event.state, event.holder_id):
            continue
        if was is not None:
            stock[(event.district, was[1], procedure, was[0])] -= 1
        stock[(event.district, event.holder_id, procedure, event.state)] += 1
        day = local_day(event.at)
        flow[(event.district, day, event.holder_id, procedure, event.state)] += 1
    for (district, holder, procedure, state), change in stock.items():
        _add(
            Tally,
            change,
            district=district,
            holder=holder,
            procedure=procedure,
            state=state,
        )
    for (district, flow_day, holder, procedure, state), change in flow.items():
        _add(
            DayTally,
            change,
            district=district,
            day=flow_day,
            holder=holder,
            procedure=procedure,
            state=state,
        )


def _before(events: Sequence[Event]) -> dict[tuple[object, int], tuple[str, str]]:
    """State and holder after each event that stands just before one of these."""
    rows = Event.objects.filter(
        matter_id__in={event.matter_id for event in events},
        district__in={event.district for event in events},
    ).values_list("matter_id", "seq", "state", "holder_id")
    return {(matter, seq): (state, holder) for matter, seq, state, holder in rows}


def _add(model: type[models.Model], change: int, **key: object) -> None:
    if not change:
        return
    _row, made = model._default_manager.get_or_create(**key, defaults={"count": change})
    if not made:
        model._default_manager.filter(**key).update(count=F("count") + change)


def _reset() -> None:
    Tally.objects.all().delete()
    DayTally.objects.all().delete()


def held(organs: Sequence[str]) -> Counter[tuple[str, str]]:
    """Matters held by organs, by procedure and state."""
    rows = Tally.objects.filter(holder__in=organs, count__gt=0).exclude(state=START)
    counted: Counter[tuple[str, str]] = Counter()
    for row in rows:
        counted[(row.procedure, row.state)] += row.count
    return counted


reader = Reader("tallies", _read, _reset)
