"""What a procedure says is said in the reader's language, with the article it rests on."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.utils import translation

from hejie.kernel.actions import Invalid, Refused
from hejie.kernel.checks import after_today, not_before_today, time_is_over
from hejie.kernel.procedures import ClockView, Facts, Need, Problem, Situation
from hejie.kernel.saying import say
from hejie.kernel.workdays import SHANGHAI

EARLY = datetime(2026, 3, 2, 0, 30, tzinfo=SHANGHAI)
"""Half past midnight, when it is still the day before in UTC."""
MISSING = Problem(
    sentence="还缺材料：%(papers)s",
    told={"papers": ("受理员", "调解员")},
    basis="人民调解法 第十七条",
)


def test_labels_are_said_in_the_reader_s_language_and_articles_as_they_are():
    assert say(MISSING) == "还缺材料：受理员、调解员（人民调解法 第十七条）"
    with translation.override("en"):
        assert say(MISSING) == "Papers still missing: Intake clerk, Mediator (人民调解法 第十七条)"


def test_a_sentence_without_holes_may_speak_of_per_cent():
    assert say(Problem(sentence="不到 50%")) == "不到 50%"


def test_a_need_says_exactly_what_is_missing_where_it_can():
    need = Need(
        sentence="先签字",
        holds=lambda _s: False,
        basis="第一条",
        exactly=lambda s: Problem(sentence="先由甲签字") if s.state == "signed" else None,
    )
    situation = Situation(state="drafted", now=EARLY, opened=EARLY)
    assert say(need.problem(situation)) == "先签字（第一条）"
    signed = Situation(state="signed", now=EARLY, opened=EARLY)
    assert say(need.problem(signed)) == "先由甲签字"


def test_refusals_are_told_in_the_reader_s_language_whoever_raises_them():
    with translation.override("en"):
        assert Refused("这个账号已经停用", "").sentences == ("This account has been closed",)
        wrong = Invalid({"role": ["没有这种岗位", "unknown"], "text": [""]})
        assert wrong.errors == {"role": ["There is no such kind of post", "unknown"], "text": [""]}


@pytest.mark.parametrize(
    ("told", "early", "late"),
    [
        (None, [], []),
        ("", [], []),
        ("2026-03-01", ["日期不能早于今天"], ["日期要在今天以后"]),
        ("2026-03-02", [], ["日期要在今天以后"]),
        ("2026-03-03", [], []),
        ("2026-03-01T15:59:00+00:00", ["日期不能早于今天"], ["日期要在今天以后"]),
        ("2026-03-01T16:00:00+00:00", [], ["日期要在今天以后"]),
    ],
)
def test_a_day_is_compared_with_today_in_shanghai(told, early, late):
    assert problems(not_before_today("due"), due=told) == early
    assert problems(after_today("due"), due=told) == late


def test_each_row_with_a_day_that_has_passed_is_named():
    rows = [{"due": day} for day in ("2026-03-02", "2026-03-01", "2026-02-01")]
    assert problems(not_before_today("tasks"), tasks=rows) == [
        "第 2 项的日期不能早于今天",
        "第 3 项的日期不能早于今天",
    ]


@pytest.mark.parametrize(
    ("due", "status", "clock", "said"),
    [
        (date(2026, 3, 1), "running", "object:p1", []),
        (date(2026, 3, 2), "running", "object:p1", ["期限还没有过（2026-03-02）"]),
        (datetime(2026, 3, 2, 0, 29, tzinfo=SHANGHAI), "running", "object:p1", []),
        (
            datetime(2026, 3, 2, 0, 31, tzinfo=SHANGHAI),
            "running",
            "object:p1",
            ["期限还没有过（2026-03-02 00:31）"],
        ),
        (date(2026, 3, 1), "met", "object:p1", ["没有这个正在计算的期限"]),
        (date(2026, 3, 1), "running", "object:p2", ["没有这个正在计算的期限"]),
        (date(2026, 3, 1), "running", "other:p1", ["没有这个正在计算的期限"]),
    ],
)
def test_a_right_ends_when_its_time_is_over(due, status, clock, said):
    keys = ("object", "other")
    clocks = [view(key, due, status) for key in keys]
    assert problems(time_is_over({"object"}), clocks, clock=clock) == said


def problems(check, clocks=(), **values):
    situation = Situation(state="open", now=EARLY, opened=EARLY, clocks=tuple(clocks))
    return [say(one) for one in check(situation, Facts(values=values))]


def view(key, due, status):
    days = {"started": due, "strict_due": due, "rolled_due": due}
    return ClockView(key=key, subject="p1", status=status, **days)
