"""Supervision: yellow, red and late, each told once, to the one who holds the matter."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from hejie.kernel.actions import Invalid
from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.notices import Notice
from hejie.kernel.supervision import Level, Warning, level_of, pressing, sweep
from hejie.kernel.tests.walking import MONDAY, Walk, staff
from hejie.kernel.workdays import SHANGHAI


def reply(walk: Walk) -> Clock:
    return clocks_of(walk.matter).get(key="reply")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "level"),
    [
        ("2026-08-30 09:00", Level.NONE),
        ("2026-09-04 18:00", Level.YELLOW),
        ("2026-09-05 23:59", Level.YELLOW),
        ("2026-09-06 00:00", Level.RED),  # the strict Saturday is over
        ("2026-09-07 23:59", Level.RED),
        ("2026-09-08 00:00", Level.LATE),  # the rolled Monday is over
    ],
)
def test_a_clock_turns_by_its_strict_and_its_rolled_day(zhangwan, moment, level):
    walk = Walk.begun(now=at("2026-08-05 09:00")).to("accepted")
    assert str(clocks_of(walk.matter).get(key="conclude").strict_due) == "2026-09-05"
    assert level_of(clocks_of(walk.matter).get(key="conclude"), now=at(moment)) == level


def test_a_fifth_of_the_time_is_yellow_but_seven_days_at_most():
    year = Clock(status=Clock.RUNNING, started=MONDAY, due_at=MONDAY + timedelta(days=365))
    year.late_at = year.due_at
    assert level_of(year, now=MONDAY + timedelta(days=357)) == Level.NONE
    assert level_of(year, now=MONDAY + timedelta(days=358)) == Level.YELLOW
    day = Clock(status=Clock.RUNNING, started=MONDAY, due_at=MONDAY + timedelta(hours=10))
    day.late_at = day.due_at
    assert level_of(day, now=MONDAY + timedelta(hours=7)) == Level.NONE
    assert level_of(day, now=MONDAY + timedelta(hours=8)) == Level.YELLOW


@pytest.mark.parametrize("status", [Clock.PAUSED, Clock.MET, Clock.STOPPED])
def test_only_a_running_clock_warns(status):
    clock = Clock(status=status, started=MONDAY, due_at=MONDAY, late_at=MONDAY)
    assert level_of(clock, now=MONDAY + timedelta(days=1)) == Level.NONE


def test_each_level_is_told_once_to_the_holder(zhangwan):
    walk = Walk.begun()
    due = reply(walk).due_at
    moments = [due - timedelta(hours=3), due - timedelta(hours=2), due, due + timedelta(days=9)]
    assert [sweep(now=moment) for moment in moments for _ in range(2)] == [1, 0, 0, 0, 1, 0, 1, 0]
    levels = list(Warning.objects.order_by("at").values_list("level", "told"))
    holder, above = "t-420303001", "zw-centre"
    assert levels == [
        (Level.YELLOW, holder),
        (Level.LATE, f"{holder} {above}"),
        (Level.SUPERVISED, f"{holder} {above}"),
    ]
    assert Notice.objects.filter(to=f"organ:{holder}").count() == 3
    assert Notice.objects.filter(to=f"organ:{above}").count() == 2


def test_what_is_late_goes_up_the_tree_step_by_step(zhangwan):
    """A village's committee stands under its town's centre, and that under the district's."""
    chain = ["v-420303001202", "t-420303001", "zw-centre"]
    walk = Walk.begun()
    clocks_of(walk.matter).filter(key="reply").update(holder_id=chain[0])
    due = reply(walk).due_at
    for moment in (due, due + timedelta(days=9)):
        sweep(now=moment)
    told = list(Warning.objects.order_by("at").values_list("told", flat=True))
    assert told == [" ".join(chain[:2]), " ".join(chain)]


def test_a_fifth_of_the_time_over_is_for_those_above():
    clock = Clock(status=Clock.RUNNING, started=MONDAY, due_at=MONDAY + timedelta(hours=10))
    clock.late_at = clock.due_at
    assert level_of(clock, now=MONDAY + timedelta(hours=11)) == Level.LATE
    assert level_of(clock, now=MONDAY + timedelta(hours=12)) == Level.SUPERVISED


def test_a_due_day_that_moved_is_warned_of_anew(zhangwan):
    walk = Walk.begun().to("in_session")
    clock = clocks_of(walk.matter).get(key="conclude")
    before = clock.due_at - timedelta(hours=1)
    sweep(now=before)
    walk.take("extend", "deng", extension=1, agreeing=["p1", "p2"], text="再谈。")
    sweep(now=clocks_of(walk.matter).get(key="conclude").due_at - timedelta(hours=1))
    assert Warning.objects.filter(key="conclude").count() == 2


def test_clocks_warned_of_long_ago_do_not_keep_new_ones_waiting(zhangwan):
    for _ in range(3):
        Walk.begun()
    later = MONDAY + timedelta(days=30)
    assert sweep(now=later, limit=2) == 2
    assert sweep(now=later, limit=2) == 1
    fresh = Walk.begun(now=later)
    near = reply(fresh).due_at - timedelta(minutes=1)
    assert sweep(now=near, limit=1) >= 1
    assert Warning.objects.filter(matter_id=fresh.matter.id).exists()


def test_a_matter_in_time_is_not_warned_of(zhangwan):
    walk = Walk.begun().to("invited")
    assert reply(walk).status == Clock.MET
    assert sweep(now=MONDAY + timedelta(days=30)) == 0


def test_what_presses_is_what_one_may_see(zhangwan):
    Walk.begun()
    Walk.begun(place="420303003001")
    now = MONDAY + timedelta(days=3)
    seen = {who: pressing(staff(who, now), now=now).count() for who in ("luo", "zhou", "zeng")}
    assert seen == {"luo": 1, "zhou": 2, "zeng": 0}


def test_urging_and_ordering_leave_their_words_and_an_answer_is_due(zhangwan):
    walk = Walk.begun()
    walk.take("urge", "zhou", text="请尽快受理。")
    walk.take("urge", "wu", text="请尽快受理。")
    order = walk.take("order", "wu", ground="late", text="为什么没有受理？", due="2026-08-05")
    assert walk.matter.data["urged"] == 2
    clock = clocks_of(walk.matter).get(key="answer")
    assert (clock.subject, str(clock.strict_due)) == (str(order.seq), "2026-08-05")
    walk.at(at("2026-08-06 00:00")).take("answer", "luo", subject=str(order.seq), text="今天受理。")
    assert clocks_of(walk.matter).get(key="answer").late
    (kept,) = walk.matter.data["orders"]
    assert (kept["seq"], kept["due"], kept["answered"]) == (order.seq, "2026-08-05", True)


def test_an_order_may_advise_and_then_the_answer_says_whether_it_is_adopted(zhangwan):
    walk = Walk.begun().to("accepted")
    demand = {"ground": "late", "text": "请说明", "due": "2026-12-31"}
    walk.take("order", "zhou", **demand, advice="improve_work")
    order = walk.matter.data["orders"][0]
    assert order["advice"] == "improve_work"
    with pytest.raises(Invalid) as caught:
        walk.take("answer", "luo", subject=str(order["seq"]), text="已经改了。")
    assert "请答复采纳没有" in str(caught.value)
    walk.take("answer", "luo", subject=str(order["seq"]), text="已经改了。", adopted="wholly")
    assert walk.matter.data["orders"][0]["adopted"] == "wholly"


def test_no_order_is_due_yesterday(zhangwan):
    walk = Walk.begun(now=at("2026-08-04 03:00"))
    with pytest.raises(Invalid, match="不能早于今天"):
        walk.take("order", "wu", ground="late", text="请答复。", due="2026-08-03")
    walk.take("order", "wu", ground="late", text="请答复。", due="2026-08-04")


def test_levels_have_words(zhangwan):
    assert [level.label for level in Level] == [
        "正常",
        "黄色预警",
        "红色预警",
        "已超期",
        "提级督办",
    ]
