"""What the steps of an event need, and where their facts lead. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from hejie.kernel.procedures import Act, Data, Facts, Need, Problem, Situation
from hejie.kernel.workdays import SHANGHAI
from hejie.rooms.patrol.classes import EVENTS, LIFE, SLIGHT

HOLDS = Need(sentence="只有承办单位能办这一步", holds=lambda s: s.holder in s.organs)
CENTRE = Need(
    sentence="由受理的综治中心办理", holds=lambda s: s.data.get("centre", s.holder) in s.organs
)
NOT_DECIDED = Need(
    sentence="已经退过一次，由综治中心裁定，不能再退", holds=lambda s: not s.data.get("returned")
)


def _is_apart(situation: Situation) -> bool:
    """Another grid's worker, or the centre: neither who reported nor who handled."""
    others = {situation.data.get("reporter_organ"), situation.holder}
    return situation.by != situation.data.get("reporter") and bool(set(situation.organs) - others)


APART = Need(sentence="由上报的网格和承办单位以外的人核查", holds=_is_apart)
TO_BE_RATED = Need(
    sentence="已经评价过，或者评价的时间已过",
    holds=lambda s: (clock := s.clock("rate")) is not None and clock.status == "running",
)


def may_settle(situation: Situation, facts: Facts) -> Iterable[Problem]:
    """Slight things of some classes, on the day, with a photograph of how it is now."""
    code = facts.get("category") or situation.category
    if not EVENTS[code].by_oneself:
        yield Problem(
            sentence="“%(event)s”要上报，不能自行处置了结",
            told={"event": EVENTS[code].label},
            field="category",
        )
    if (facts.get("route") or situation.route) != SLIGHT:
        yield Problem(sentence="只有S4的事可以自行处置", field="category")
    if not any(kind == "after" for kind, _file in facts.files):
        yield Problem(sentence="请附处置以后的照片", field="after")


def is_same_day(situation: Situation, facts: Facts) -> Iterable[Problem]:
    yield from may_settle(situation, facts)
    opened = situation.opened.astimezone(SHANGHAI).date()
    if situation.today != opened:
        yield Problem(sentence="自行处置要在上报的当天", field="after")


def accepts(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if facts.get("route") == LIFE and not facts.get("called_at"):
        yield Problem(
            sentence="S1要先打电话：110、119、120和有关单位。请写几点打的、打给谁",
            field="called_at",
        )
    if facts.get("near") and not facts.get("distinct"):
        yield Problem(
            sentence="附近一天之内有同类的事。是同一件的请并案；不是的请勾选", field="distinct"
        )


def is_in_time(situation: Situation, facts: Facts) -> Iterable[Problem]:
    clock = situation.clock("return")
    today = situation.today
    if clock is None or clock.status != "running" or _day(clock.rolled_due) < today:
        yield Problem(sentence="退单的时间已经过了")


def from_arrival(_data: Data, act: Act) -> Iterable[tuple[str, datetime]]:
    """What was seen without a network is taken in after it has arrived."""
    yield "", act.at


def resumes_on(_data: Data, act: Act) -> Iterable[tuple[str, date]]:
    yield "", date.fromisoformat(act.values["resume_on"])


def after_verifying(_situation: Situation, facts: Facts) -> str:
    return "verified" if facts["result"] == "done" else "redo"


def is_over(situation: Situation, facts: Facts) -> Iterable[Problem]:
    clock = situation.clock("rate")
    today = situation.today
    if clock is None or clock.status != "running" or _day(clock.rolled_due) >= today:
        yield Problem(sentence="评价的时间还没有过")


def _day(due: date | datetime) -> date:
    """The day of a due moment."""
    return due.date() if isinstance(due, datetime) else due


def fold(data: Data, act: Act) -> Data:
    change = FOLDS.get(act.step)
    return {**data, **change(data, act)} if change else data


def _reported(data: Data, act: Act) -> Data:
    return {"reporter": act.by}


def _accepted(data: Data, act: Act) -> Data:
    return {"centre": act.values["centre"]}


def _dispatched(data: Data, act: Act) -> Data:
    return {"unit": act.values["holder"]}


def _returned(data: Data, act: Act) -> Data:
    return {"returned": True}


FOLDS: dict[str, Callable[[Data, Act], Data]] = {
    "report": _reported,
    "tell": _reported,
    "settle": _reported,
    "accept": _accepted,
    "dispatch": _dispatched,
    "return": _returned,
}
