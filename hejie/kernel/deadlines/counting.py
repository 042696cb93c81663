"""Compute a deadline: day-like counts forward and backward, hours, and fixed dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from hejie.kernel import workdays
from hejie.kernel.deadlines import explanation
from hejie.kernel.deadlines.derivation import Derivation, DerivationStep
from hejie.kernel.deadlines.rules import DeadlineRule, Extension, Pause, Unit
from hejie.kernel.workdays import PACKAGE_CALENDAR, Calendar, Count, Span, Uncountable


def compute(
    rule: DeadlineRule,
    start: date | datetime,
    *,
    pauses: Sequence[Pause] = (),
    extension: Extension | None = None,
    calendar: Calendar = PACKAGE_CALENDAR,
) -> Derivation:
    """Derive the deadline. Raises `Uncountable` when the question itself makes no sense.

    Whether the pauses and the extension are allowed is another question: see `lawful`.
    """
    _require_sense(rule, pauses, extension)
    task = _Task(rule, tuple(sorted(pauses, key=_order)), extension, calendar)
    if rule.unit.is_by_the_clock:
        return _by_the_clock(task, _moment(start))
    derivation = _days(task, _day(start))
    if rule.also_unit is None:
        return derivation
    reading = replace(rule, unit=rule.also_unit, also_unit=None)
    other = compute(reading, start, pauses=pauses, extension=extension, calendar=calendar)
    return replace(derivation, alternative=other)


@dataclass(frozen=True)
class _Task:
    rule: DeadlineRule
    pauses: tuple[Pause, ...]
    extension: Extension | None
    calendar: Calendar

    @property
    def skip(self) -> tuple[Span, ...]:
        return workdays.merged(pause.span for pause in self.pauses)


def _order(pause: Pause) -> tuple[date, date, str]:
    return pause.begin, pause.end, pause.ground


def _require_sense(
    rule: DeadlineRule, pauses: Sequence[Pause], extension: Extension | None
) -> None:
    if pauses and not rule.unit.is_counted:
        raise Uncountable(f"“{rule.duration}”不计算长度，不能中止")
    if extension is None:
        return
    if rule.before or not rule.unit.is_counted:
        raise Uncountable(f"“{rule.duration}”不是向后计算的期限，不能延长")
    if rule.unit.is_by_the_clock and extension.unit is not rule.unit:
        raise Uncountable(f"以{rule.unit.label}计的期限只能按{rule.unit.label}延长")
    if extension.unit.is_by_the_clock and not rule.unit.is_by_the_clock:
        raise Uncountable(f"以日、月、年计的期限不能按{extension.unit.label}延长")


def _day(start: date | datetime) -> date:
    day = _moment(start).date() if isinstance(start, datetime) else start
    return workdays.shift(day, 0)


def _moment(start: date | datetime) -> datetime:
    if not isinstance(start, datetime):
        raise Uncountable("以小时、分钟计的期限须从带时区的时刻起算，例如 2025-09-19T10:00+08:00")
    if start.tzinfo is None:
        raise Uncountable("时刻缺少时区，例如 2025-09-19T10:00+08:00")
    return workdays.in_range(start)


def _days(task: _Task, start: date) -> Derivation:
    counts = _counts(task, start)
    strict = counts[-1].end if counts else _fixed_date(task.rule, start)
    backward = task.rule.before
    if task.rule.unit is Unit.SAME_SHIFT:
        landing = Count(strict)
    else:
        landing = workdays.next_working_day(strict, calendar=task.calendar, backward=backward)
    skipped = [day for count in counts for day in count.paused]
    unannounced = sorted({day for count in (*counts, landing) for day in count.unannounced})
    steps = (
        explanation.start_step(task.rule, start),
        *explanation.pause_steps(
            task.rule, task.pauses, lambda pause: any(day in pause.span for day in skipped)
        ),
        *_count_steps(task, counts, start, strict),
        *([explanation.unannounced_step(unannounced)] if unannounced else []),
        explanation.due_step(task.rule, strict, landing.end, task.calendar),
    )
    return _derivation(task, start, strict, landing.end, steps, provisional=bool(unannounced))


def _count_steps(
    task: _Task, counts: Sequence[Count], start: date, strict: date
) -> Iterator[DerivationStep]:
    if not counts:
        yield explanation.fixed_step(task.rule, strict)
        return
    yield explanation.count_step(task.rule, counts[0], start)
    if task.extension:
        met = explanation.met_days(counts[1])
        yield explanation.extension_step(task.extension, counts[1].end, met)


def _counts(task: _Task, start: date) -> tuple[Count, ...]:
    """Return the count of the rule and, after it, that of the extension."""
    rule, extension = task.rule, task.extension
    if rule.qty is None:
        return ()
    first = _count(task, start, rule.qty, rule.unit)
    if extension is None:
        return (first,)
    return first, _count(task, first.end, extension.qty, extension.unit)


def _count(task: _Task, start: date, qty: int, unit: Unit) -> Count:
    skip, backward = task.skip, task.rule.before
    if unit is Unit.WORKING_DAYS:
        return workdays.count_working_days(
            start, qty, calendar=task.calendar, skip=skip, backward=backward
        )
    if unit is Unit.CALENDAR_DAYS:
        return workdays.count_days(start, qty, skip=skip, backward=backward)
    months = qty * 12 if unit is Unit.YEARS else qty
    return workdays.count_months(start, months, skip=skip, backward=backward)


def _fixed_date(rule: DeadlineRule, start: date) -> date:
    if rule.unit is Unit.SAME_SHIFT:
        return start
    following = workdays.shift(start, 1)
    if rule.yearly_date:
        return workdays.next_yearly_date(following, *rule.yearly_date)
    return workdays.quarter_end(following)


def _by_the_clock(task: _Task, start: datetime) -> Derivation:
    rule, extension, qty, unit = task.rule, task.extension, task.rule.qty or 0, task.rule.unit
    end = due = workdays.count_time(start, unit.span(qty), skip=task.skip)
    if extension:
        due = workdays.count_time(start, unit.span(qty + extension.qty), skip=task.skip)
    last = (due - timedelta.resolution).date()
    ended = f"{qty}{unit.label}届满于{explanation.in_words(end)}"
    steps = (
        explanation.start_step(rule, start),
        *explanation.pause_steps(
            rule, task.pauses, lambda pause: pause.begin <= last and pause.end >= start.date()
        ),
        DerivationStep("count", end, ended, qty, unit),
        *([explanation.extension_step(extension, due)] if extension else []),
        DerivationStep("due", due, f"期限于{explanation.in_words(due)}届满"),
    )
    return _derivation(task, start, due, due, steps, provisional=False)


def _derivation(
    task: _Task,
    start: date | datetime,
    strict: date | datetime,
    rolled: date | datetime,
    steps: tuple[DerivationStep, ...],
    *,
    provisional: bool,
) -> Derivation:
    return Derivation(
        rule=task.rule,
        start=start,
        strict_due=strict,
        rolled_due=rolled,
        provisional=provisional,
        calendar_version=task.calendar.version,
        pauses=task.pauses,
        extension=task.extension,
        steps=steps,
    )
