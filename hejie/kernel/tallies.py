"""Counts kept by a reader of the log, so that a board never counts rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, models
from psycopg import sql

from hejie.kernel.clocks import ClockOutcome
from hejie.kernel.deadlines import Effect
from hejie.kernel.events import Event
from hejie.kernel.matters import Matter, local_day, matters_of, of_same
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


class MonthTally(models.Model):
    """How often something happened in a month, seen from one side.

    `dimension` and `key`: all together, a town, a procedure, a cause, an organ; `procedure` is
    empty for all procedures together. `what` is one of `WHAT`, or `took_N`: matters that ended
    within N days of their opening and not within the next smaller number.
    """

    pk = models.CompositePrimaryKey("district", "month", "procedure", "dimension", "key", "what")
    district = models.CharField(max_length=6)
    month = models.DateField()
    procedure = models.CharField(max_length=40, blank=True)
    dimension = models.CharField(max_length=8)
    key = models.CharField(max_length=60, blank=True)
    what = models.CharField(max_length=16)
    count = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["district", "procedure", "month"], name="month_tally_by_period")
        ]


ALL, PLACE, ROOM, CAUSE, UNIT = "all", "place", "room", "cause", "unit"
OPENED, ENDED, REOPENED = "opened", "ended", "reopened"
KEPT, BROKEN, DROPPED = "kept", "broken", "dropped"
"""Clocks met in time, met late, and ended without having been met; `_local` ones are internal."""
LOCAL = "_local"
DAYS = (1, 3, 7, 15, 30, 60, 90)
LONGER = "took_more"
TOWN = 9
"""Digits of a town's or street's code."""


def _read(events: Sequence[Event], now: datetime) -> None:
    before = _before(events)
    procedures = dict(matters_of(events).values_list("id", "procedure"))
    stock: Counter[tuple[str, str, str, str]] = Counter()
    flow: Counter[tuple[str, date, str, str, str]] = Counter()
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
        add(
            Tally,
            change,
            district=district,
            holder=holder,
            procedure=procedure,
            state=state,
        )
    for (district, flow_day, holder, procedure, state), change in flow.items():
        add(
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
    before = {event.seq - 1 for event in events}
    rows = Event.objects.filter(of_same(events), seq__in=before).values_list(
        "matter_id", "seq", "state", "holder_id"
    )
    return {(matter, seq): (state, holder) for matter, seq, state, holder in rows}


def add(model: type[models.Model], change: int, **key: str | date) -> None:
    """Move the `count` of a tally's row, which is made where there is none. `key` names the
    columns of the primary key."""
    if not change:
        return
    names = sql.SQL(", ").join(map(sql.Identifier, key))
    order = ADD_ONE.format(
        table=sql.Identifier(model._meta.db_table),
        names=names,
        values=sql.SQL(", ").join(sql.Placeholder() * len(key)),
    )
    with connection.cursor() as cursor:
        cursor.execute(order, [*key.values(), change])


ADD_ONE = sql.SQL(
    "INSERT INTO {table} AS kept ({names}, count) VALUES ({values}, %s)"
    " ON CONFLICT ({names}) DO UPDATE SET count = kept.count + excluded.count"
)


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


# By month and from several sides


def _read_months(events: Sequence[Event], now: datetime) -> None:
    counts: Counter[tuple[str, date, str, str, str, str]] = Counter()
    for seen, what, day in _happened(events):
        month = day.replace(day=1)
        for procedure, dimension, key in seen.sides():
            counts[seen.district, month, procedure, dimension, key, what] += 1
    if counts:
        columns = list(zip(*counts, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(ADD, [*map(list, columns), list(counts.values())])


ADD = """
INSERT INTO kernel_monthtally AS kept
    (district, month, procedure, dimension, key, what, count)
SELECT * FROM unnest(%s::text[], %s::date[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s::int[])
ON CONFLICT (district, month, procedure, dimension, key, what)
DO UPDATE SET count = kept.count + excluded.count
"""


@dataclass(frozen=True)
class _Seen:
    """What a matter is counted under: as it was opened, with the organ that acted."""

    district: str
    procedure: str
    town: str
    cause: str
    unit: str
    closed: bool

    def sides(self) -> Iterator[tuple[str, str, str]]:
        """Of matters on closed routes nothing is counted but that there was one."""
        yield "", ALL, ""
        yield "", ROOM, self.procedure
        yield self.procedure, ALL, ""
        if self.closed:
            return
        for procedure in ("", self.procedure):
            yield procedure, PLACE, self.town
            yield procedure, UNIT, self.unit
            if self.cause:
                yield procedure, CAUSE, self.cause


def _happened(events: Sequence[Event]) -> Iterator[tuple[_Seen, str, date]]:
    found = {one.id: one for one in matters_of(events)}
    openings = {one.matter_id: one for one in _openings(events)}
    outcomes: dict[tuple[object, int], list[ClockOutcome]] = {}
    for outcome in ClockOutcome.objects.filter(of_same(events)):
        outcomes.setdefault((outcome.matter_id, outcome.seq), []).append(outcome)
    before = _before(events)
    for event in events:
        matter, opening = found[event.matter_id], openings[event.matter_id]
        seen = _seen(matter, opening, event)
        day = local_day(event.at)
        if event.seq == 1:
            yield seen, OPENED, local_day(event.occurred)
        was, _holder = before.get((event.matter_id, event.seq - 1), (START, ""))
        yield from ((seen, what, day) for what in _turned(matter, was, event, opening))
        yield from (
            (seen, _named(one), day) for one in outcomes.get((event.matter_id, event.seq), ())
        )


def _openings(events: Sequence[Event]) -> models.QuerySet[Event]:
    return Event.objects.filter(of_same(events), seq=1)


def _seen(matter: Matter, opening: Event, event: Event) -> _Seen:
    values = opening.values
    return _Seen(
        district=event.district,
        procedure=matter.procedure,
        town=str(values.get("place") or matter.place_id)[:TOWN],
        cause=str(values.get("category") or ""),
        unit=event.holder_id,
        closed=matter.law.is_closed(str(values.get("route") or "")),
    )


def _turned(matter: Matter, was: str, event: Event, opening: Event) -> Iterator[str]:
    """Whether a matter ended with an event, and after how long, or began again."""
    final = matter.law.final
    if event.state in final and was not in final:
        yield ENDED
        days = (event.occurred - opening.occurred).days
        yield next((f"took_{most}" for most in DAYS if days < most), LONGER)
    elif was in final and event.state not in final:
        yield REOPENED


def _named(outcome: ClockOutcome) -> str:
    what = (BROKEN if outcome.late else KEPT) if outcome.met else DROPPED
    return what + (LOCAL if outcome.effect == Effect.INFO else "")


def _reset_months() -> None:
    MonthTally.objects.all().delete()


months_reader = Reader("months", _read_months, _reset_months)
