"""What the steps of several procedures ask of their facts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime

from hejie.kernel.procedures import Facts, Problem, Situation
from hejie.kernel.workdays import SHANGHAI

Check = Callable[[Situation, Facts], Iterable[Problem]]


def not_before_today(field: str) -> Check:
    """The day or time in a field, if there is one; in a field of rows, the `due` of each."""

    def check(situation: Situation, facts: Facts) -> Iterable[Problem]:
        told = facts.get(field)
        if isinstance(told, str) and told and _day(told) < situation.today:
            yield Problem(sentence="日期不能早于今天", field=field)
        for number, row in enumerate(() if isinstance(told, str) else told or (), start=1):
            if _day(row["due"]) < situation.today:
                yield Problem(
                    sentence="第 %(number)s 项的日期不能早于今天",
                    told={"number": number},
                    field=field,
                )

    return check


def after_today(field: str) -> Check:
    def check(situation: Situation, facts: Facts) -> Iterable[Problem]:
        told = facts.get(field)
        if told and _day(told) <= situation.today:
            yield Problem(sentence="日期要在今天以后", field=field)

    return check


def time_is_over(rights: Collection[str]) -> Check:
    """The field `clock` names the clock of a right, and its time lies behind."""

    def check(situation: Situation, facts: Facts) -> Iterable[Problem]:
        key, _colon, subject = facts["clock"].partition(":")
        clock = situation.clock(key, subject)
        if key not in rights or clock is None or clock.status != "running":
            yield Problem(sentence="没有这个正在计算的期限", field="clock")
            return
        due = clock.rolled_due
        if due >= (situation.now if isinstance(due, datetime) else situation.today):
            yield Problem(sentence="期限还没有过（%(due)s）", told={"due": due}, field="clock")

    return check


def _day(told: str) -> date:
    """The day of a day, or of a time, as a step keeps it."""
    if len(told) == len("2026-01-01"):
        return date.fromisoformat(told)
    return datetime.fromisoformat(told).astimezone(SHANGHAI).date()
