"""The calendar: what is announced, what an administrator entered, what is only presumed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejie.kernel import workdays
from hejie.kernel.deadlines import Unit
from hejie.kernel.workdays import FIRST_DAY, LAST_DAY, PACKAGE_CALENDAR, Calendar, DayKind, Span

NOTICE = "国务院办公厅关于某年部分节假日安排的通知"
days = st.dates(date(1995, 1, 1), date(2035, 12, 31))
spans = st.tuples(days, st.integers(0, 60)).map(lambda s: Span(s[0], s[0] + timedelta(s[1])))
kinds = st.tuples(st.sampled_from(DayKind), st.just(NOTICE))
calendars = st.builds(
    Calendar, st.dictionaries(days, kinds, max_size=40), st.frozensets(st.integers(2027, 2030))
)


@pytest.mark.parametrize(
    ("day", "kind", "working", "provisional"),
    [
        ("2025-09-26", DayKind.WORK, True, False),
        ("2025-09-27", DayKind.REST, False, False),
        ("2025-09-28", DayKind.MAKEUP_WORK, True, False),
        ("2025-10-01", DayKind.HOLIDAY, False, False),
        ("2025-10-05", DayKind.HOLIDAY, False, False),
        ("2025-10-11", DayKind.MAKEUP_WORK, True, False),
        ("2026-02-28", DayKind.MAKEUP_WORK, True, False),
        ("2090-10-02", None, True, True),
        ("2090-10-01", None, False, True),
        ("1903-07-01", None, True, True),
    ],
)
def test_each_day_has_the_kind_its_notice_gives(
    day: str, kind: DayKind | None, working: bool, provisional: bool
) -> None:
    assert PACKAGE_CALENDAR.kind(date.fromisoformat(day)) is kind
    assert PACKAGE_CALENDAR.is_working(date.fromisoformat(day)) == (working, provisional)


def test_an_entered_day_wins_over_the_package() -> None:
    holiday, plain = date(2025, 10, 1), date(2025, 3, 3)
    calendar = Calendar({holiday: (DayKind.WORK, NOTICE), plain: (DayKind.HOLIDAY, NOTICE)})
    assert calendar.is_working(holiday) == (True, False)
    assert calendar.is_working(plain) == (False, False)
    assert calendar.kind(date(2025, 3, 4)) is DayKind.WORK


def test_only_a_year_entered_whole_makes_its_other_days_certain() -> None:
    entered = {date(2090, 10, 2): (DayKind.HOLIDAY, NOTICE)}
    assert Calendar(entered).is_working(date(2090, 10, 2)) == (False, False)
    assert Calendar(entered).is_working(date(2090, 10, 3)) == (True, True)
    assert Calendar(entered, frozenset({2090})).is_working(date(2090, 10, 3)) == (True, False)


def test_the_version_tells_calendars_with_different_days_apart() -> None:
    day = date(2090, 10, 2)
    versions = {
        PACKAGE_CALENDAR.version,
        Calendar({day: (DayKind.HOLIDAY, NOTICE)}).version,
        Calendar({day: (DayKind.WORK, NOTICE)}).version,
        Calendar({day: (DayKind.HOLIDAY, "更正")}).version,
        Calendar({day: (DayKind.HOLIDAY, NOTICE)}, frozenset({2090})).version,
    }
    assert len(versions) == 5
    assert Calendar().version == PACKAGE_CALENDAR.version


def test_a_calendar_keeps_its_days_when_the_mapping_it_was_built_from_changes() -> None:
    entered = {date(2090, 10, 2): (DayKind.HOLIDAY, NOTICE)}
    calendar = Calendar(entered)
    entered.clear()
    assert calendar.kind(date(2090, 10, 2)) is DayKind.HOLIDAY


@given(st.dates(), calendars)
def test_every_day_of_any_year_has_an_answer(day: date, calendar: Calendar) -> None:
    _, provisional = calendar.is_working(day)
    assert provisional == (calendar.kind(day) is None)


@given(days, calendars, st.booleans())
def test_the_next_working_day_is_the_nearest_one(
    day: date, calendar: Calendar, backward: bool
) -> None:
    found = workdays.next_working_day(day, calendar=calendar, backward=backward)
    assert calendar.is_working(found.end)[0]
    assert not any(calendar.is_working(free)[0] for free in found.free)
    assert abs((found.end - day).days) == len(found.free)


@given(days, st.integers(1, 200), st.lists(spans, max_size=4), st.booleans())
def test_a_count_holds_exactly_the_days_that_are_not_paused(
    start: date, quantity: int, pauses: list[Span], backward: bool
) -> None:
    count = workdays.count_days(start, quantity, skip=workdays.merged(pauses), backward=backward)
    step = -1 if backward else 1
    passed = [start + timedelta(step * n) for n in range(1, abs((count.end - start).days) + 1)]
    counted = [day for day in passed if not any(day in pause for pause in pauses)]
    assert len(counted) == quantity
    assert counted[-1] == count.end


@given(days, st.integers(1, 120), st.lists(spans, max_size=3), calendars)
def test_a_count_of_working_days_holds_exactly_so_many(
    start: date, quantity: int, pauses: list[Span], calendar: Calendar
) -> None:
    count = workdays.count_working_days(
        start, quantity, calendar=calendar, skip=workdays.merged(pauses)
    )
    passed = [start + timedelta(n) for n in range(1, (count.end - start).days + 1)]
    counted = [
        day
        for day in passed
        if calendar.is_working(day)[0] and not any(day in pause for pause in pauses)
    ]
    assert len(counted) == quantity
    assert counted[-1] == count.end


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2025-08-31", 6, "2026-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2025-12-15", 1, "2026-01-15"),
        ("2025-03-31", -1, "2025-02-28"),
        ("2025-01-15", -1, "2024-12-15"),
    ],
)
def test_months_end_on_the_matching_day_or_the_last(day: str, months: int, expected: str) -> None:
    assert workdays.add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2025-01-01", "2025-03-31"), ("2025-05-09", "2025-06-30"), ("2025-12-31", "2025-12-31")],
)
def test_a_quarter_ends_on_its_last_day(day: str, expected: str) -> None:
    assert workdays.quarter_end(date.fromisoformat(day)) == date.fromisoformat(expected)


@given(st.lists(spans, max_size=6))
def test_merged_spans_hold_the_same_days_apart_from_each_other(pauses: list[Span]) -> None:
    merged = workdays.merged(pauses)
    days_of = {span.begin + timedelta(n) for span in pauses for n in range(span.days)}
    assert sum(span.days for span in merged) == len(days_of)
    assert all(span.begin in days_of and span.end in days_of for span in merged)


def test_hours_run_evenly_through_the_summer_time_of_1990() -> None:
    start = datetime(1990, 4, 14, 12, tzinfo=workdays.SHANGHAI)
    due = workdays.count_time(start, timedelta(hours=24))
    assert due.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=24)
    assert due.hour == 13


@given(
    st.integers(0, 10**6).map(
        lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.integers(1, 500),
    st.lists(spans, max_size=3),
)
def test_hours_leave_out_exactly_the_paused_days(
    start: datetime, hours: int, pauses: list[Span]
) -> None:
    skip = workdays.merged(pauses)
    due = workdays.count_time(start, timedelta(hours=hours), skip=skip)
    paused = timedelta(0)
    for span in skip:
        begin = datetime.combine(span.begin, datetime.min.time(), workdays.SHANGHAI)
        end = begin + timedelta(span.days)
        paused += max(min(end, due) - max(begin, start), timedelta(0))
    assert due - start - paused == timedelta(hours=hours)


@pytest.mark.parametrize("quantity", [120_000, 10**12])
def test_counting_past_the_last_year_ends_in_a_sentence(quantity: int) -> None:
    start = date(2025, 1, 1)
    moment = datetime(2025, 1, 1, tzinfo=UTC)
    with pytest.raises(workdays.Uncountable, match="超出可计算的范围"):
        workdays.count_days(start, quantity)
    with pytest.raises(workdays.Uncountable, match="超出可计算的范围"):
        workdays.count_days(start, quantity, backward=True)
    with pytest.raises(workdays.Uncountable, match="超出可计算的范围"):
        workdays.count_working_days(start, quantity, calendar=PACKAGE_CALENDAR)
    with pytest.raises(workdays.Uncountable, match="超出可计算的范围"):
        workdays.add_months(start, quantity)
    with pytest.raises(workdays.Uncountable, match="超出可计算的范围"):
        workdays.count_time(moment, Unit.HOURS.span(quantity * 100))


@pytest.mark.parametrize("moment", ["0001-01-01T00:00Z", "9999-12-31T23:59Z", "1899-12-31T15:00Z"])
def test_moments_outside_the_years_are_refused(moment: str) -> None:
    with pytest.raises(workdays.Uncountable):
        workdays.in_range(datetime.fromisoformat(moment))


def test_the_first_and_last_day_are_inside() -> None:
    assert workdays.shift(FIRST_DAY, 0) == FIRST_DAY
    assert workdays.shift(LAST_DAY, 0) == LAST_DAY
    last = datetime(2200, 12, 31, 23, 59, tzinfo=workdays.SHANGHAI)
    assert workdays.in_range(last) == last
