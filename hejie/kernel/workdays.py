"""Count days, months and hours on the Chinese calendar; never passes a guess off as announced."""

from __future__ import annotations

import calendar as gregorian
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

import chinese_calendar  # type: ignore[import-untyped]
from chinese_calendar.constants import holidays as _holidays  # type: ignore[import-untyped]
from chinese_calendar.constants import workdays as _makeup_days

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2200, 12, 31)

_FIRST_YEAR = min(_holidays).year
LAST_YEAR = max(_holidays).year
"""The last year that the package knows."""
_ONE_DAY = timedelta(days=1)


class Uncountable(ValueError):
    """What was asked cannot be counted; the text is a Chinese sentence for people."""


class DayKind(StrEnum):
    WORK = "work"
    REST = "rest"
    HOLIDAY = "holiday"
    MAKEUP_WORK = "makeup_work"

    @property
    def is_working(self) -> bool:
        return self in (DayKind.WORK, DayKind.MAKEUP_WORK)


@dataclass(frozen=True)
class Calendar:
    """The package's years, with days an administrator entered laid over them.

    `entered` maps a day to its kind and the document it was taken from. `years` names the years
    whose whole notice was entered: only then are the days not listed in it certain too. `until` is
    the last year of the package that counts: the package of before knew fewer.
    """

    entered: Mapping[date, tuple[DayKind, str]] = field(default_factory=dict, hash=False)
    years: frozenset[int] = frozenset()
    until: int = LAST_YEAR
    version: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "entered", MappingProxyType(dict(self.entered)))
        object.__setattr__(self, "years", frozenset(self.years))
        object.__setattr__(self, "version", _version(self.entered, self.years))

    def kind(self, day: date) -> DayKind | None:
        """Return the kind of the day, or None where no notice covers it."""
        if day in self.entered:
            return self.entered[day][0]
        if not self.announces(day.year):
            return None
        if day in _makeup_days:
            return DayKind.MAKEUP_WORK
        if day in _holidays:
            return DayKind.HOLIDAY
        return _by_weekday(day)

    def announces(self, year: int) -> bool:
        return year in self.years or _FIRST_YEAR <= year <= min(self.until, LAST_YEAR)

    def is_working(self, day: date) -> tuple[bool, bool]:
        """Return whether people work that day, and whether that is provisional."""
        kind = self.kind(day)
        return (kind or _by_weekday(day)).is_working, kind is None


def _by_weekday(day: date) -> DayKind:
    return DayKind.WORK if day.weekday() < 5 else DayKind.REST


def _version(entered: Mapping[date, tuple[DayKind, str]], years: frozenset[int]) -> str:
    package = f"chinesecalendar-{chinese_calendar.__version__}"
    if not entered and not years:
        return package
    lines = [f"{day} {kind} {source}" for day, (kind, source) in sorted(entered.items())]
    lines += [str(year) for year in sorted(years)]
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return f"{package}+{digest[:12]}"


PACKAGE_CALENDAR = Calendar()


@dataclass(frozen=True)
class Span:
    """Days from `begin` to `end`, both included."""

    begin: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.begin <= day <= self.end

    @property
    def days(self) -> int:
        return (self.end - self.begin).days + 1


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same days as spans that neither overlap nor touch, earliest first."""
    result: list[Span] = []
    for span in sorted(spans, key=lambda span: span.begin):
        if result and span.begin <= result[-1].end + _ONE_DAY:
            result[-1] = Span(result[-1].begin, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


@dataclass(frozen=True)
class Count:
    """Where a count ended, and the days it met on its way that are worth telling."""

    end: date
    free: tuple[date, ...] = ()
    """Rest days and holidays passed over, not counted."""
    makeup: tuple[date, ...] = ()
    """Make-up working days counted though they fall on a weekend."""
    paused: tuple[date, ...] = ()
    unannounced: tuple[date, ...] = ()
    """Days judged by their weekday because no notice covers them."""


def count_days(
    start: date, quantity: int, *, skip: tuple[Span, ...] = (), backward: bool = False
) -> Count:
    """Count calendar days from the day after (or before) `start`, skipping paused ones."""
    direction = -1 if backward else 1
    day, left = start, quantity
    paused: list[date] = []
    while left:
        day = shift(day, direction)
        if _within(day, skip):
            paused.append(day)
        else:
            left -= 1
    return Count(day, paused=tuple(paused))


def count_working_days(
    start: date,
    quantity: int,
    *,
    calendar: Calendar,
    skip: tuple[Span, ...] = (),
    backward: bool = False,
) -> Count:
    """Count working days likewise; make-up working days count, holidays do not."""
    direction = -1 if backward else 1
    day, left = start, quantity
    free: list[date] = []
    makeup: list[date] = []
    paused: list[date] = []
    unannounced: list[date] = []
    while left:
        day = shift(day, direction)
        if _within(day, skip):
            paused.append(day)
            continue
        working, provisional = calendar.is_working(day)
        if provisional:
            unannounced.append(day)
        if not working:
            free.append(day)
            continue
        if calendar.kind(day) is DayKind.MAKEUP_WORK:
            makeup.append(day)
        left -= 1
    return Count(day, tuple(free), tuple(makeup), tuple(paused), tuple(unannounced))


def count_months(
    start: date, months: int, *, skip: tuple[Span, ...] = (), backward: bool = False
) -> Count:
    """Go to the matching day, else the month's last; paused days in between are made up for."""
    target = add_months(start, -months if backward else months)
    return count_days(start, abs((target - start).days), skip=skip, backward=backward)


def add_months(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last day if it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    if not FIRST_DAY.year <= year <= LAST_DAY.year:
        raise Uncountable(_OUT_OF_RANGE)
    return date(year, month, min(day.day, gregorian.monthrange(year, month)[1]))


def count_time(start: datetime, amount: timedelta, *, skip: tuple[Span, ...] = ()) -> datetime:
    """Return the moment after so much time, standing still on whole paused days in Shanghai."""
    moment, left = start.astimezone(UTC), min(amount, _MOST_TIME)
    for span in skip:
        begin, end = _midnight(span.begin), _midnight(shift(span.end, 1))
        if end <= moment:
            continue
        if moment + left <= begin:
            break
        left -= max(begin - moment, timedelta(0))
        moment = end
    return in_range(moment + left)


def next_working_day(day: date, *, calendar: Calendar, backward: bool = False) -> Count:
    """Return the day itself if people work on it, else the next (or previous) one they do."""
    free: list[date] = []
    unannounced: list[date] = []
    while True:
        working, provisional = calendar.is_working(day)
        if provisional:
            unannounced.append(day)
        if working:
            return Count(day, free=tuple(free), unannounced=tuple(unannounced))
        free.append(day)
        day = shift(day, -1 if backward else 1)


def quarter_end(day: date) -> date:
    """Return the last day of the quarter the day lies in."""
    month = (day.month + 2) // 3 * 3
    return date(day.year, month, gregorian.monthrange(day.year, month)[1])


def next_yearly_date(day: date, month: int, number: int) -> date:
    """Return the first such date on or after the day."""
    this_year = date(day.year, month, number)
    return this_year if day <= this_year else add_months(this_year, 12)


def shift(day: date, days: int) -> date:
    """Move by days; raises `Uncountable` past 1900-2200."""
    moved = day + timedelta(days=days)
    if not FIRST_DAY <= moved <= LAST_DAY:
        raise Uncountable(_OUT_OF_RANGE)
    return moved


def in_range(moment: datetime) -> datetime:
    """Return the moment as Shanghai reads it; raises `Uncountable` past 1900-2200."""
    if FIRST_DAY.year <= moment.year <= LAST_DAY.year + 1:  # what Python can move between zones
        local = moment.astimezone(SHANGHAI)
        if FIRST_DAY <= local.date() <= LAST_DAY:
            return local
    raise Uncountable(_OUT_OF_RANGE)


_OUT_OF_RANGE = "日期超出可计算的范围（1900年至2200年）"
_MOST_TIME = LAST_DAY - FIRST_DAY


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=SHANGHAI).astimezone(UTC)


def _within(day: date, spans: tuple[Span, ...]) -> bool:
    return any(day in span for span in spans)
