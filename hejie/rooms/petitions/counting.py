"""A reader of the log that counts what the yearly report tells (信访工作条例 第四十一条)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from hejie.kernel import tallies
from hejie.kernel.clocks import Clock
from hejie.kernel.events import Event
from hejie.kernel.matters import local_day
from hejie.kernel.readers import Reader
from hejie.rooms.petitions.classes import ACCUSATION
from hejie.rooms.petitions.models import PetitionTally

OURS = ("petition.", "accusation.")
TOLD, HANDLED = ("tell", "tell_forwarded"), ("handle",)
Counted = Iterator[tuple[str, str]]


def read(events: Sequence[Event], now: datetime) -> None:
    counts: Counter[tuple[str, date, str, str]] = Counter()
    for event in events:
        month = local_day(event.occurred).replace(day=1)
        for what, kind in _counted(event):
            counts[event.district, month, what, kind] += 1
    for (district, first, what, kind), count in counts.items():
        tallies.add(PetitionTally, count, district=district, month=first, what=what, kind=kind)


def _counted(event: Event) -> Counted:
    if event.kind.startswith(OURS) and (count := COUNTS.get(event.step)):
        yield from count(event)
    elif event.kind == "matter.order" and event.matter.procedure == "petition":
        yield "ordered", ""


def _opened(event: Event) -> Counted:
    yield "received", str(event.values.get("channel", ""))
    if category := event.values.get("category"):
        yield "field", str(category)
    if unit := event.values.get("complained"):
        yield "complained", str(unit)
    if event.step == "accuse":
        yield "class", ACCUSATION


def _classified(event: Event) -> Counted:
    yield "class", str(event.values["route"])


def _once(what: str) -> Callable[[Event], Counted]:
    def count(event: Event) -> Counted:
        yield what, ""

    return count


def _accepted(event: Event) -> Counted:
    yield "accepted", ""
    yield from _in_time(event, TOLD, "told")


def _decided(event: Event) -> Counted:
    yield "opinion", str(event.values["opinion"])
    yield from _in_time(event, HANDLED, "handled")


def _in_time(event: Event, keys: tuple[str, ...], what: str) -> Counted:
    """Whether clocks that this act met were met in time, as the clocks themselves say."""
    met = Clock.objects.filter(
        district=event.district,
        matter_id=event.matter_id,
        key__in=keys,
        status=Clock.MET,
        met_at=event.occurred,
    )
    for clock in met:
        yield what, "late" if clock.late else "in_time"


def _reviewed(event: Event) -> Counted:
    yield "review", str(event.values["result"])


def _closed(event: Event) -> Counted:
    yield "closed", ""
    for tag in event.values.get("tags", ()):
        yield "tag", str(tag)


def _advice_answered(event: Event) -> Counted:
    yield "advice_adopted", str(event.values["adopted"])


def _rated(event: Event) -> Counted:
    yield "rated", "satisfied" if int(event.values["unit_mark"]) >= SATISFIED else "other"


SATISFIED = 4
"""Marks from four on count as satisfied."""

COUNTS: dict[str, Callable[[Event], Counted]] = {
    "file": _opened,
    "register": _opened,
    "accuse": _opened,
    "classify": _classified,
    "forward": _once("forwarded"),
    "assign": _once("assigned"),
    "accept": _accepted,
    "extend": _once("extended"),
    "decide": _decided,
    "decide_review": _reviewed,
    "decide_rereview": _reviewed,
    "close": _closed,
    "advise": _once("advised"),
    "answer_advice": _advice_answered,
    "rate": _rated,
}


def reset() -> None:
    PetitionTally.objects.all().delete()


reader = Reader("petition_tallies", read, reset)
