"""Deadlines: the vectors of the law's counting rules, and what must hold for any of them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejie.kernel.deadlines import (
    Approver,
    BadRule,
    DeadlineRule,
    Derivation,
    Effect,
    Extension,
    Mark,
    Pause,
    PauseGround,
    Uncountable,
    Unit,
    compute,
    lawful,
)
from hejie.kernel.workdays import PACKAGE_CALENDAR, Calendar, DayKind

CD, WD, H, M, Y = (Unit(code) for code in ("CD", "WD", "H", "M", "Y"))
NOTICE = "国务院办公厅关于某年部分节假日安排的通知"
APPRAISAL = PauseGround(key="appraisal", label="鉴定", basis="某法 第一条", mark=Mark.VERIFIED)


def day(text: str) -> date:
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def bare(qty: int | None, unit: Unit, **more: Any) -> DeadlineRule:
    return DeadlineRule(qty=qty, unit=unit, **more)


def rule_of_law(**more: Any) -> DeadlineRule:
    words: dict[str, Any] = {
        "code": "XX-1",
        "label": "答复",
        "basis": "某法 第一条",
        "start_event": "收到申请",
        "qty": 30,
        "unit": CD,
    }
    return DeadlineRule(**{**words, **more})


@pytest.mark.parametrize(
    ("start", "qty", "unit", "strict", "rolled"),
    [
        ("2025-03-05", 30, CD, "2025-04-04", "2025-04-07"),
        ("2025-09-02", 30, CD, "2025-10-02", "2025-10-09"),
        ("2025-09-19", 15, CD, "2025-10-04", "2025-10-09"),
        ("2025-08-08", 60, CD, "2025-10-07", "2025-10-09"),
        ("2025-07-01", 60, CD, "2025-08-30", "2025-09-01"),
        ("2025-04-03", 30, CD, "2025-05-03", "2025-05-06"),
        ("2025-09-26", 5, WD, "2025-10-10", "2025-10-10"),
        ("2025-09-15", 20, WD, "2025-10-17", "2025-10-17"),
        ("2025-04-25", 7, WD, "2025-05-08", "2025-05-08"),
        ("2025-09-30", 3, WD, "2025-10-11", "2025-10-11"),
        ("2025-01-20", 30, WD, "2025-03-07", "2025-03-07"),
        ("2025-08-31", 6, M, "2026-02-28", "2026-02-28"),
        ("2024-02-29", 1, Y, "2025-02-28", "2025-02-28"),
    ],
)
def test_dates_of_the_specification(
    start: str, qty: int, unit: Unit, strict: str, rolled: str
) -> None:
    derivation = compute(bare(qty, unit), day(start))
    assert (derivation.strict_due, derivation.rolled_due) == (day(strict), day(rolled))
    assert not derivation.provisional


def test_a_pause_moves_thirty_working_days() -> None:
    pause = Pause(day("2025-03-17"), day("2025-04-11"))
    derivation = compute(bare(30, WD), day("2025-03-03"), pauses=[pause])
    assert derivation.strict_due == derivation.rolled_due == day("2025-05-14")


def test_a_month_count_makes_up_for_the_paused_days_within() -> None:
    pauses = [
        Pause(day("2025-03-10"), day("2025-03-12")),
        Pause(day("2025-01-01"), day("2025-01-31")),
    ]
    derivation = compute(bare(1, M), day("2025-03-05"), pauses=pauses)
    assert derivation.strict_due == day("2025-04-08")


@pytest.mark.parametrize(
    ("qty", "unit", "extension", "strict"),
    [
        (30, CD, Extension(30, CD), "2025-11-01"),
        (30, CD, Extension(1, M), "2025-11-02"),
        (30, CD, Extension(2, WD), "2025-10-10"),
        (20, WD, Extension(20, WD), "2025-11-03"),
    ],
)
def test_an_extension_runs_on_from_the_strict_end(
    qty: int, unit: Unit, extension: Extension, strict: str
) -> None:
    assert compute(bare(qty, unit), day("2025-09-02"), extension=extension).strict_due == day(
        strict
    )


def test_an_extension_skips_later_pauses_too() -> None:
    pause = Pause(day("2025-10-06"), day("2025-10-08"))
    derivation = compute(
        bare(30, CD), day("2025-09-02"), extension=Extension(5, CD), pauses=[pause]
    )
    assert derivation.strict_due == day("2025-10-10")


@pytest.mark.parametrize(
    ("start", "qty", "unit", "strict", "rolled"),
    [
        ("2025-12-01", 60, CD, "2025-10-02", "2025-09-30"),
        ("2025-06-30", 15, CD, "2025-06-15", "2025-06-13"),
        ("2025-10-10", 3, WD, "2025-09-29", "2025-09-29"),
        ("2025-05-31", 3, M, "2025-02-28", "2025-02-28"),
    ],
)
def test_a_count_backwards_acts_earlier_on_a_rest_day(
    start: str, qty: int, unit: Unit, strict: str, rolled: str
) -> None:
    derivation = compute(bare(qty, unit, before=True), day(start))
    assert (derivation.strict_due, derivation.rolled_due) == (day(strict), day(rolled))


def test_hours_run_continuously_over_rest_days() -> None:
    derivation = compute(bare(24, H), moment("2025-10-01T10:30+08:00"))
    assert derivation.strict_due == derivation.rolled_due == moment("2025-10-02T10:30+08:00")
    assert derivation.as_json()["rolled_due"] == "2025-10-02T10:30:00+08:00"


def test_hours_given_in_another_zone_are_told_as_shanghai_reads_them() -> None:
    derivation = compute(bare(1, H), moment("2025-10-01T16:30+00:00"))
    assert derivation.as_json()["start"] == "2025-10-02T00:30:00+08:00"


def test_minutes_run_like_hours_and_say_so() -> None:
    derivation = compute(bare(30, Unit.MINUTES), moment("2025-10-01T23:45+08:00"))
    assert derivation.strict_due == derivation.rolled_due == moment("2025-10-02T00:15+08:00")
    assert "30分钟届满于" in derivation.steps[1].sentence


@pytest.mark.parametrize(
    ("start", "pause", "due"),
    [
        ("2025-06-01T20:00+08:00", ("2025-06-02", "2025-06-03"), "2025-06-04T20:00+08:00"),
        ("2025-06-02T20:00+08:00", ("2025-06-02", "2025-06-03"), "2025-06-05T00:00+08:00"),
        ("2025-06-01T00:00+08:00", ("2025-06-02", "2025-06-03"), "2025-06-02T00:00+08:00"),
        ("2025-06-05T20:00+08:00", ("2025-06-02", "2025-06-03"), "2025-06-06T20:00+08:00"),
    ],
)
def test_hours_stand_still_on_paused_days(start: str, pause: tuple[str, str], due: str) -> None:
    pauses = [Pause(day(pause[0]), day(pause[1]))]
    derivation = compute(bare(24, H), moment(start), pauses=pauses)
    assert derivation.strict_due == moment(due)


def test_an_extension_in_hours_runs_on() -> None:
    derivation = compute(bare(24, H), moment("2025-06-01T20:00+08:00"), extension=Extension(2, H))
    assert derivation.strict_due == moment("2025-06-02T22:00+08:00")


@pytest.mark.parametrize(
    ("rule", "start", "strict", "rolled"),
    [
        (bare(None, Unit.QUARTER_END), "2025-03-31", "2025-06-30", "2025-06-30"),
        (bare(None, Unit.QUARTER_END), "2025-03-30", "2025-03-31", "2025-03-31"),
        (bare(None, Unit.QUARTER_END), "2024-06-30", "2024-09-30", "2024-09-30"),
        (
            bare(None, Unit.YEARLY_DATE, yearly_date=(3, 1)),
            "2025-02-28",
            "2025-03-01",
            "2025-03-03",
        ),
        (
            bare(None, Unit.YEARLY_DATE, yearly_date=(3, 1)),
            "2025-03-01",
            "2026-03-01",
            "2026-03-02",
        ),
        (
            bare(None, Unit.YEARLY_DATE, yearly_date=(4, 1)),
            "2025-12-31",
            "2026-04-01",
            "2026-04-01",
        ),
        (bare(None, Unit.SAME_SHIFT), "2025-10-01", "2025-10-01", "2025-10-01"),
    ],
)
def test_fixed_dates_follow_the_start(
    rule: DeadlineRule, start: str, strict: str, rolled: str
) -> None:
    derivation = compute(rule, day(start))
    assert (derivation.strict_due, derivation.rolled_due) == (day(strict), day(rolled))


def test_the_same_shift_names_the_roster_of_the_site() -> None:
    derivation = compute(bare(None, Unit.SAME_SHIFT), day("2025-10-01"))
    assert "排班表" in " ".join(step.sentence for step in derivation.steps)


def test_a_disputed_unit_shows_both_readings_and_warns_on_the_earlier() -> None:
    derivation = compute(rule_of_law(qty=5, also_unit=WD), day("2025-09-26"))
    assert derivation.alternative is not None
    assert derivation.strict_due == derivation.warn_on == day("2025-10-01")
    assert derivation.alternative.strict_due == day("2025-10-10")
    swapped = compute(rule_of_law(qty=5, unit=WD, also_unit=CD), day("2025-09-26"))
    assert swapped.strict_due == day("2025-10-10")
    assert swapped.warn_on == day("2025-10-01")


def test_beyond_the_announced_years_a_result_is_provisional() -> None:
    derivation = compute(bare(6, M), day("2089-08-31"))
    assert derivation.strict_due == derivation.rolled_due == day("2090-02-28")
    assert derivation.provisional
    assert any("2090年的放假安排没有载入" in step.sentence for step in derivation.steps)


def test_calendar_days_consult_the_calendar_only_when_rolling() -> None:
    past, ahead = day("2089-12-20"), day("2025-06-02")
    assert compute(bare(15, CD), past).provisional
    assert not compute(bare(40, CD, before=True), ahead).provisional


def test_an_entered_notice_settles_a_provisional_result() -> None:
    national_day = {date(2090, 10, n): (DayKind.HOLIDAY, NOTICE) for n in range(1, 8)}
    presumed = compute(bare(15, CD), day("2090-09-18"))
    settled = compute(
        bare(15, CD), day("2090-09-18"), calendar=Calendar(national_day, frozenset({2090}))
    )
    assert (presumed.rolled_due, presumed.provisional) == (day("2090-10-03"), True)
    assert (settled.rolled_due, settled.provisional) == (day("2090-10-09"), False)
    assert presumed.calendar_version != settled.calendar_version


def test_a_moment_counts_days_from_its_date_in_shanghai() -> None:
    late = moment("2025-03-04T17:00+00:00")
    assert compute(bare(30, CD), late).start == day("2025-03-05")


def test_the_steps_tell_a_resident_why() -> None:
    rule = rule_of_law(pause_grounds=(APPRAISAL,), ext_approver=Approver.PARTIES, roll=True)
    derivation = compute(
        rule,
        day("2025-03-05"),
        pauses=[Pause(day("2025-03-10"), day("2025-03-11"), "appraisal")],
        extension=Extension(24, CD, Approver.PARTIES),
    )
    assert [step.sentence for step in derivation.steps] == [
        "2025年3月5日（周三）收到申请，当日不计，自次日起算",
        "2025年3月10日（周一）至2025年3月11日（周二）中止（鉴定），首尾两日都在内，共2日；"
        "中止的日子不计入期限",
        "第30日是2025年4月6日（周日）；扣除中止2天",
        "经各方当事人同意延长24日，自原期限最后一日接续计算，至2025年4月30日（周三）",
        "2025年4月30日（周三）是工作日，期限于该日届满",
    ]
    assert [step.basis for step in derivation.steps][:2] == ["民法典 第二百零一条", "某法 第一条"]


def test_a_pause_outside_the_count_is_told_to_have_no_effect() -> None:
    pauses = [
        Pause(day("2025-02-01"), day("2025-03-05")),
        Pause(day("2025-04-05"), day("2025-05-01")),
    ]
    derivation = compute(bare(30, CD), day("2025-03-05"), pauses=pauses)
    assert derivation.strict_due == day("2025-04-04")
    told = [step.sentence for step in derivation.steps if step.kind == "pause"]
    assert len(told) == 2
    assert all("不影响期限" in sentence for sentence in told)


@pytest.mark.parametrize(
    ("roll", "basis", "caution"), [(True, "民法典 第二百零三条", False), (False, "", True)]
)
def test_rolling_over_is_told_with_its_ground_or_its_caution(
    roll: bool, basis: str, caution: bool
) -> None:
    last = compute(rule_of_law(roll=roll), day("2025-03-05")).steps[-1]
    assert last.basis == basis
    assert ("没有写明顺延" in last.sentence) == caution


def test_a_derivation_is_plain_json() -> None:
    derivation = compute(
        rule_of_law(qty=5, also_unit=WD, ext_approver=Approver.UNIT_HEAD),
        day("2025-09-26"),
        extension=Extension(3, CD, Approver.UNIT_HEAD, paper="批准〔2025〕1号"),
    )
    value = json.loads(json.dumps(derivation.as_json()))
    assert value["rule"] == "XX-1"
    assert value["version"] == "1"
    assert value["effect_label"] == "法定"
    assert value["extension"]["paper"] == "批准〔2025〕1号"
    assert value["alternative"]["unit"] == "WD"
    assert value["steps"][-1]["date"] == value["rolled_due"]
    assert compute(bare(5, CD), day("2025-09-26")).as_json()["effect"] is None


@pytest.mark.parametrize(
    ("effect", "word"), [(Effect.HARD, "法定"), (Effect.WARN, "一般"), (Effect.INFO, "内部")]
)
def test_each_effect_has_its_word(effect: Effect, word: str) -> None:
    assert effect.label == word


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (bare(30, CD), "30日"),
        (bare(5, WD), "5个工作日"),
        (bare(60, CD, before=True), "提前60日"),
        (bare(None, Unit.YEARLY_DATE, yearly_date=(3, 1)), "每年3月1日"),
        (bare(None, Unit.SAME_SHIFT), "当班"),
    ],
)
def test_a_duration_is_told_in_words(rule: DeadlineRule, words: str) -> None:
    assert rule.duration == words


@pytest.mark.parametrize(
    ("faults", "sentence"),
    [
        ({"label": ""}, "needs label"),
        ({"basis": ""}, "needs label, basis"),
        ({"qty": None}, "do not go together"),
        ({"qty": 0}, "at least 1"),
        ({"qty": None, "unit": Unit.YEARLY_DATE}, "needs month and day"),
        ({"yearly_date": (3, 1)}, "needs month and day"),
        ({"qty": None, "unit": Unit.YEARLY_DATE, "yearly_date": (2, 29)}, "not a day of every"),
        ({"qty": None, "unit": Unit.YEARLY_DATE, "yearly_date": (13, 1)}, "not a day of every"),
        ({"unit": H, "before": True}, "not counted backwards"),
        ({"also_unit": CD}, "two readings"),
        ({"also_unit": H}, "two readings"),
        ({"ext_qty": 3}, "both quantity and unit"),
        ({"ext_qty": 3, "ext_unit": CD}, "names who approves"),
        ({"ext_qty": 0, "ext_unit": CD, "ext_approver": Approver.PARTIES}, "at least 1"),
        ({"before": True, "ext_approver": Approver.PARTIES}, "only a forward count"),
        ({"valid_from": date(2025, 2, 1), "valid_to": date(2025, 1, 1)}, "valid_to"),
        ({"mark": Mark.UNSURE}, "must be off"),
        ({"mark": Mark.LOCAL, "owner": "区司法局"}, "owner and date"),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused_when_built(
    faults: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadRule, match=sentence):
        rule_of_law(**faults)


@pytest.mark.parametrize(
    ("rule", "start", "more", "sentence"),
    [
        (bare(24, H), day("2025-01-01"), {}, "带时区的时刻"),
        (bare(24, H), moment("2025-01-01T10:00"), {}, "缺少时区"),
        (bare(5, CD), moment("2025-01-01T10:00"), {}, "缺少时区"),
        (bare(5, CD), day("1899-12-31"), {}, "超出可计算的范围"),
        (bare(5, CD), day("2200-12-30"), {}, "超出可计算的范围"),
        (bare(5, CD, before=True), day("2025-01-01"), {"extension": Extension(1, CD)}, "不能延长"),
        (bare(5, CD), day("2025-01-01"), {"extension": Extension(1, H)}, "按小时延长"),
        (
            bare(None, Unit.SAME_SHIFT),
            day("2025-01-01"),
            {"pauses": [Pause(day("2025-01-01"), day("2025-01-01"))]},
            "不能中止",
        ),
    ],
)
def test_what_cannot_be_counted_is_refused_with_a_sentence(
    rule: DeadlineRule, start: date, more: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Uncountable, match=sentence):
        compute(rule, start, **more)


def test_a_pause_does_not_end_before_it_begins() -> None:
    with pytest.raises(Uncountable, match="早于开始日"):
        Pause(day("2025-01-02"), day("2025-01-01"))


@pytest.mark.parametrize(
    ("qty", "unit", "times"), [(0, CD, 1), (1, CD, 0), (1, Unit.SAME_SHIFT, 1)]
)
def test_an_extension_is_a_real_quantity(qty: int, unit: Unit, times: int) -> None:
    with pytest.raises(Uncountable):
        Extension(qty, unit, times=times)


CAPPED = {
    "ext_qty": 30,
    "ext_unit": CD,
    "ext_approver": Approver.UNIT_HEAD,
    "ext_max_count": 1,
}


@pytest.mark.parametrize(
    ("more", "pauses", "extension", "sentences"),
    [
        ({}, [], None, []),
        ({}, [("appraisal")], None, ["没有规定中止事由"]),
        ({"pause_grounds": (APPRAISAL,)}, ["appraisal"], None, []),
        ({"pause_grounds": (APPRAISAL,)}, [""], None, ["没有说明事由；可以中止的事由：鉴定"]),
        ({"pause_grounds": (APPRAISAL,)}, ["hearing"], None, ["“hearing”没有依据"]),
        ({}, [], Extension(1, CD), ["没有规定可以延长"]),
        (CAPPED, [], Extension(30, CD, Approver.UNIT_HEAD), []),
        (CAPPED, [], Extension(31, CD, Approver.UNIT_HEAD), ["最多延长30日，现为31日"]),
        (CAPPED, [], Extension(3, WD, Approver.UNIT_HEAD), ["不是“个工作日”"]),
        (CAPPED, [], Extension(3, CD), ["须经单位负责人同意"]),
        (CAPPED, [], Extension(3, CD, Approver.UNIT_HEAD, times=2), ["最多延长1次，现为2次"]),
        (CAPPED, [], Extension(60, CD, Approver.PARTIES, times=2), ["须经", "1次", "最多延长30日"]),
        ({"ext_approver": Approver.PARTIES}, [], Extension(999, M, Approver.PARTIES), []),
    ],
)
def test_what_the_law_does_not_allow_is_told(
    more: dict[str, Any], pauses: list[str], extension: Extension | None, sentences: list[str]
) -> None:
    paused = [Pause(day("2025-01-02"), day("2025-01-03"), ground) for ground in pauses]
    told = lawful(rule_of_law(**more), paused, extension)
    assert len(told) == len(sentences)
    assert all(part in sentence for part, sentence in zip(sentences, told, strict=True))


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
units = st.sampled_from([CD, WD, M, Y])
moments = st.integers(0, 10**6).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
quantities = st.integers(1, 40)
pauses_of = st.lists(
    st.tuples(days, st.integers(0, 40)).map(lambda p: Pause(p[0], p[0] + timedelta(p[1]))),
    max_size=3,
)
extensions = st.none() | st.builds(Extension, st.integers(1, 40), units)
kinds = st.tuples(st.sampled_from(DayKind), st.just(NOTICE))
calendars = st.builds(
    Calendar, st.dictionaries(days, kinds, max_size=30), st.frozensets(st.integers(2027, 2030))
)
fixed = st.sampled_from(
    [
        bare(None, Unit.QUARTER_END),
        bare(None, Unit.YEARLY_DATE, yearly_date=(3, 1)),
    ]
)
rules = st.builds(bare, quantities, units) | fixed
backward_rules = st.builds(lambda qty, unit: bare(qty, unit, before=True), quantities, units)


def dues(derivation: Derivation) -> tuple[date, date]:
    return derivation.strict_due, derivation.rolled_due


@given(rules | backward_rules, days, calendars)
def test_a_rolled_day_is_never_a_rest_day(
    rule: DeadlineRule, start: date, calendar: Calendar
) -> None:
    derivation = compute(rule, start, calendar=calendar)
    assert calendar.is_working(derivation.rolled_due)[0]
    assert (
        (derivation.rolled_due <= derivation.strict_due)
        if rule.before
        else (derivation.rolled_due >= derivation.strict_due)
    )


@given(rules, days, days)
def test_a_later_start_is_never_due_earlier(rule: DeadlineRule, one: date, other: date) -> None:
    early, late = sorted((one, other))
    earlier, later = dues(compute(rule, early)), dues(compute(rule, late))
    assert earlier[0] <= later[0]
    assert earlier[1] <= later[1]


@given(quantities, st.sampled_from([CD, WD]), days, days, pauses_of)
def test_a_later_start_of_a_paused_day_count_is_never_due_earlier(
    qty: int, unit: Unit, one: date, other: date, pauses: list[Pause]
) -> None:
    early, late = sorted((one, other))
    earlier = compute(bare(qty, unit), early, pauses=pauses)
    assert earlier.strict_due <= compute(bare(qty, unit), late, pauses=pauses).strict_due


@given(quantities, units, days, pauses_of, extensions)
def test_one_more_pause_never_makes_it_due_earlier(
    qty: int, unit: Unit, start: date, pauses: list[Pause], extension: Extension | None
) -> None:
    rule = bare(qty, unit)
    more = compute(rule, start, pauses=pauses, extension=extension)
    fewer = compute(rule, start, pauses=pauses[1:], extension=extension)
    assert fewer.strict_due <= more.strict_due
    assert fewer.rolled_due <= more.rolled_due


@given(quantities, units, days, pauses_of, st.integers(1, 40), st.integers(1, 20), units)
def test_a_longer_extension_is_due_later(
    qty: int,
    unit: Unit,
    start: date,
    pauses: list[Pause],
    short: int,
    more: int,
    ext_unit: Unit,
) -> None:
    rule = bare(qty, unit)
    plain = compute(rule, start, pauses=pauses)
    extended = [
        compute(rule, start, pauses=pauses, extension=Extension(length, ext_unit))
        for length in (short, short + more)
    ]
    assert plain.strict_due < extended[0].strict_due < extended[1].strict_due
    assert plain.rolled_due <= extended[0].rolled_due <= extended[1].rolled_due


@given(backward_rules, days, pauses_of)
def test_a_count_backwards_ends_before_its_event(
    rule: DeadlineRule, event: date, pauses: list[Pause]
) -> None:
    derivation = compute(rule, event, pauses=pauses)
    assert derivation.rolled_due <= derivation.strict_due < event
    assert derivation.strict_due <= compute(rule, event).strict_due


@given(rules | backward_rules, days, calendars)
def test_provisional_is_exactly_what_rests_on_unannounced_days(
    rule: DeadlineRule, start: date, calendar: Calendar
) -> None:
    derivation = compute(rule, start, calendar=calendar)
    first, last = sorted((derivation.strict_due, derivation.rolled_due))
    if rule.unit is WD:
        first, last = sorted((start, derivation.strict_due))
        first, last = (first, last - timedelta(1)) if rule.before else (first + timedelta(1), last)
    consulted = [first + timedelta(n) for n in range((last - first).days + 1)]
    assert derivation.provisional == any(calendar.kind(each) is None for each in consulted)


@given(rules | backward_rules, days, pauses_of, extensions, calendars)
def test_the_last_step_is_the_due_day(
    rule: DeadlineRule,
    start: date,
    pauses: list[Pause],
    extension: Extension | None,
    calendar: Calendar,
) -> None:
    if not rule.unit.is_counted:
        pauses = []
    if rule.before or not rule.unit.is_counted:
        extension = None
    derivation = compute(rule, start, pauses=pauses, extension=extension, calendar=calendar)
    assert derivation.steps[0].day == derivation.start
    assert derivation.steps[-1].day == derivation.rolled_due
    assert all(step.sentence for step in derivation.steps)


@given(
    st.integers(1, 500),
    moments,
    pauses_of,
)
def test_the_last_step_of_an_hour_count_is_the_moment_it_ends(
    hours: int, start: datetime, pauses: list[Pause]
) -> None:
    derivation = compute(bare(hours, H), start, pauses=pauses)
    assert derivation.steps[-1].day == derivation.rolled_due == derivation.strict_due
    assert derivation.strict_due - derivation.start >= timedelta(hours=hours)


@given(st.data())
def test_the_same_question_has_the_same_answer_in_any_order_of_pauses(data: st.DataObject) -> None:
    pauses = data.draw(pauses_of)
    shuffled = data.draw(st.permutations(pauses))
    start, qty = data.draw(days), data.draw(quantities)
    one = compute(bare(qty, WD), start, pauses=pauses, calendar=PACKAGE_CALENDAR)
    assert one == compute(bare(qty, WD), start, pauses=shuffled)
