"""What follows an outcome: performance, visits, rating and filing, and the days that pass. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from hejie.kernel.procedures import Act, ClockView, Data, Facts, Need, Problem, Situation
from hejie.kernel.workdays import SHANGHAI
from hejie.law.mediation import LOCAL_REMINDER
from hejie.rooms.mediation.folding import AGREED

RATED_STATES = AGREED | {
    "performing",
    "performed",
    "partly_performed",
    "breached",
    "failed",
    "refused",
    "withdrawn",
    "not_accepted",
    "transferred",
    "archived",
}


def after_performance(situation: Situation, facts: Facts) -> str:
    performance = {**situation.data["performance"], facts["subject"]: facts["outcome"]}
    outcomes = set(performance.values())
    if outcomes == {"performed"}:
        return "performed"
    return "performing" if "breached" not in outcomes else "breached"


def breaches_a_term(situation: Situation, facts: Facts) -> Iterable[Problem]:
    number = facts["subject"]
    if situation.data["performance"].get(number) == "performed":
        yield Problem(sentence="这一条已经履行完毕", field="subject")
    clock = situation.clock("perform", number)
    if clock is not None and clock.rolled_due >= situation.today:
        yield Problem(
            sentence="这一条还没有到期（%(due)s）", told={"due": clock.rolled_due}, field="subject"
        )


def performs_a_term(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if situation.data["performance"].get(facts["subject"]) == "performed":
        yield Problem(sentence="这一条已经履行完毕", field="subject")


FAILED_CALLS = 2
"""After so many calls that reached nobody, somebody goes there ([L], proposal)."""


def visits_at_home(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if situation.data.get("failed_calls", 0) >= FAILED_CALLS and facts["way"] != "home":
        yield Problem(sentence="已经两次没有联系上，这一次请上门回访", field="way")


def _medical_time_is_up(situation: Situation) -> bool:
    clock = situation.clock("conclude")
    return (
        situation.route == "E"
        and clock is not None
        and clock.status == "running"
        and clock.rolled_due < situation.today
    )


EXPIRED_MEDICAL = Need(sentence="医疗纠纷的调解期限还没有届满", holds=_medical_time_is_up)
SOME_PERFORMED = Need(
    sentence="还没有任何一条履行完毕",
    holds=lambda s: "performed" in s.data.get("performance", {}).values(),
)
RIGHTS = {"confirm", "police", "think"}
"""Times in which the parties may do something: once over, they are over and nobody is late."""
NOT_AWAITED = {"archive", *RIGHTS}
"""Clocks that filing ends, and those that nobody has to wait for."""


def _is_awaited(clock: ClockView, situation: Situation) -> bool:
    """Nobody waits for a term that is recorded as breached: what follows is for the court."""
    performance = situation.data.get("performance", {})
    is_breached = clock.key == "perform" and performance.get(clock.subject) == "breached"
    return clock.status == "running" and clock.key not in NOT_AWAITED and not is_breached


FOLDER_COMPLETE = Need(
    sentence="还有期限在走，不能归档",
    holds=lambda s: not any(_is_awaited(clock, s) for clock in s.clocks),
)
MAY_RATE = Need(
    sentence="调解有了结果以后可以评价",
    holds=lambda s: s.state in RATED_STATES,
)
NOT_RATED = Need(
    sentence="您已经评价过", holds=lambda s: f"party:{s.by}" not in s.data.get("ratings", {})
)


def in_force(data: Data, act: Act) -> Iterable[tuple[str, datetime]]:
    """The moment from which an agreement binds: its last signature, not when it was recorded."""
    if act.state in AGREED:
        yield "", datetime.fromisoformat(data["effective_at"])


def term_days(data: Data, act: Act) -> Iterable[tuple[str, date]]:
    """The due day of each term, once the agreement is in force."""
    if act.state in AGREED:
        for number, term in enumerate(data["draft"]["terms"], start=1):
            yield str(number), date.fromisoformat(term["due"])


def days_to_remind_of(data: Data, act: Act) -> Iterable[tuple[str, date]]:
    """The due days that are far enough away for a reminder before them."""
    ahead = timedelta(days=LOCAL_REMINDER.qty or 0)
    today = act.occurred.astimezone(SHANGHAI).date()
    yield from ((number, day) for number, day in term_days(data, act) if day > today + ahead)


def due_days(data: Data, act: Act) -> Iterable[tuple[str, date]]:
    """Each due day once, under the first term that falls due on it: one visit asks after all."""
    days: dict[date, str] = {}
    for number, day in term_days(data, act):
        days.setdefault(day, number)
    yield from ((number, day) for day, number in days.items())
