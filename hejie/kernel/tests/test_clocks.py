"""Clocks of a matter: started, stopped, paused and extended by events alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from hejie.kernel import actions
from hejie.kernel.actions import Invalid, Refused
from hejie.kernel.calendars import LocalValue
from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.deadlines import compute
from hejie.kernel.jurisdictions import Account
from hejie.kernel.matters import Matter
from hejie.kernel.tests.walking import (
    MONDAY,
    TERM,
    Walk,
    agree_orally,
    count_again,
    record_session,
)
from hejie.kernel.workdays import SHANGHAI, DayKind
from hejie.law import confirmation
from hejie.law import mediation as law

REGISTER: dict[str, Any] = {"source": "applied", "channel": "window"}
COURT: dict[str, Any] = {
    "case_number": "（2026）鄂0303诉前调12号",
    "contact": "秦法官 0719-8888888",
}


def clock(walk: Walk, key: str, subject: str = "") -> Clock:
    return clocks_of(walk.matter).get(key=key, subject=subject)


def keys(walk: Walk) -> set[str]:
    return set(clocks_of(walk.matter).values_list("key", flat=True))


def at(day: str, hour: int = 9) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), SHANGHAI).replace(
        hour=hour
    )


def referred(route: str) -> Walk:
    return Walk.begun("refer", "qin", route=route, holder="zw-centre", **COURT)


def accepted(route: str) -> Walk:
    """Registered on a route, and accepted two days later with everybody at the desk."""
    if route in {"B", "C", "D"}:
        walk = referred(route).at(MONDAY + timedelta(days=1))
        walk.take("sign_for", "lin", list_checked=True)
    else:
        category = {"E": "MD12", "G": "MD08", "H": "MD10"}.get(route, "MD03")
        walk = Walk.begun("register", "lin", category=category, route=route, **REGISTER)
    walk.at(MONDAY + timedelta(days=2))
    walk.take("accept", "lin", consenting=["p1", "p2"], said="on_site")
    return walk


@pytest.mark.parametrize(
    ("route", "key", "rule", "began"),
    [
        ("A", "conclude", law.GENERAL, "2026-08-05"),
        ("B", "court_conclude", law.ASSIGNED, "2026-08-04"),
        ("C", "court_conclude", law.ENTRUSTED_ORDINARY, "2026-08-04"),
        ("D", "court_conclude", law.ENTRUSTED_SUMMARY, "2026-08-04"),
        ("E", "conclude", law.MEDICAL_COMMITTEE, "2026-08-05"),
        ("G", "labour", law.LABOUR, "2026-08-03"),
        ("H", "conclude", law.GENERAL, "2026-08-05"),
    ],
)
def test_each_route_starts_its_own_rule_on_its_own_event(zhangwan, route, key, rule, began):
    walk = accepted(route)
    found = clock(walk, key)
    counted = compute(rule, date.fromisoformat(began))
    assert found.rule == rule.code
    assert (found.strict_due, found.rolled_due) == (counted.strict_due, counted.rolled_due)
    assert found.derivation["steps"] == counted.as_json()["steps"]
    others = {"conclude", "court_conclude", "labour"} - {key}
    assert not keys(walk) & others


def test_the_due_moments_are_the_ends_of_the_days(zhangwan):
    found = clock(accepted("A"), "conclude")
    assert (found.strict_due, found.rolled_due) == (date(2026, 9, 5), date(2026, 9, 7))
    assert found.due_at == at("2026-09-06", 0)
    assert found.late_at == at("2026-09-08", 0)


def test_only_the_courts_routes_wait_for_a_signature_and_a_choice(zhangwan):
    walk = referred("B")
    assert keys(walk) == {"sign_for"}
    with pytest.raises(Refused, match="请先签收法院材料"):
        walk.take("invite", "lin")
    walk.take("sign_for", "lin", list_checked=True)
    assert clock(walk, "sign_for").status == Clock.MET
    assert {"court_conclude", "ask"} <= keys(walk)
    assert "ask" not in keys(accepted("C"))
    assert "choose" in keys(accepted("C"))
    assert "choose" not in keys(accepted("A"))


MEDIATORS = {"A": "fang", "B": "peng", "E": "xu", "G": "tang"}


def in_session(route: str) -> Walk:
    """On this route, at a table with the mediator whom the director named."""
    walk, who = accepted(route), MEDIATORS[route]
    account = str(Account.objects.get(username=who).pk)
    walk.take("name_mediator", "meng", mediators=[account])
    walk.take("disclose", who, relation="none")
    for party in ("p1", "p2"):
        walk.take("accept_mediator", party, answer="yes")
    begins = (walk.now + timedelta(hours=1)).isoformat()
    ends = (walk.now + timedelta(hours=2)).isoformat()
    walk.take("set_session", who, begins=begins, ends=ends, way="phone")
    walk.at(walk.now + timedelta(hours=2))
    record_session(walk, "1", who=who, result="continue")
    return walk


def suspend(walk: Walk, who: str, **facts: Any) -> None:
    walk.take("suspend", who, ground="appraisal", agreed=True, text="鉴定防水层。", **facts)


@pytest.mark.parametrize(
    ("route", "key", "who", "due"),
    [
        ("A", "conclude", "fang", "2026-09-10"),
        ("B", "court_conclude", "peng", "2026-09-08"),
        ("E", "conclude", "xu", "2026-09-22"),
    ],
)
def test_an_appraisal_stops_the_clock_for_its_days(zhangwan, route, key, who, due):
    walk = in_session(route)
    before = clock(walk, key)
    walk.at(at("2026-08-10"))
    suspend(walk, who)
    assert clock(walk, key).status == Clock.PAUSED
    assert clock(walk, key).due_at == before.due_at
    walk.at(at("2026-08-14"))
    walk.take("resume", who, text="鉴定意见来了。")
    after = clock(walk, key)
    assert after.status == Clock.RUNNING
    assert after.pauses == [{"begin": "2026-08-10", "end": "2026-08-14", "ground": "appraisal"}]
    assert len(after.derivation["pauses"]) == 1
    assert after.strict_due == date.fromisoformat(due)


def test_a_pause_needs_a_ground_that_the_rule_knows(zhangwan):
    walk = in_session("A")
    with pytest.raises(Invalid, match="不在可用的选项中"):
        walk.take("suspend", "fang", ground="holiday", agreed=True, text="度假。")
    with pytest.raises(Invalid, match="鉴定要各方同意"):
        walk.take("suspend", "fang", ground="appraisal", text="鉴定。")
    assert clock(walk, "conclude").pauses == []


def test_a_labour_clock_has_no_pause(zhangwan):
    walk = in_session("G")
    before = clock(walk, "labour").due_at
    suspend(walk, "tang")
    walk.at(walk.now + timedelta(days=5)).take("resume", "tang", text="恢复。")
    assert clock(walk, "labour").due_at == before


def test_nobody_resumes_before_the_pause_began(zhangwan):
    walk = in_session("A").at(at("2026-08-10"))
    suspend(walk, "fang")
    walk.at(at("2026-08-12"))
    with pytest.raises(Refused, match="恢复不能早于这一天"):
        walk.take("resume", "fang", text="恢复。", occurred="2026-08-09 09:00")
    walk.take("resume", "fang", text="恢复。", occurred="2026-08-10 18:00")
    assert clock(walk, "conclude").pauses[0]["end"] == "2026-08-10"


def test_a_clock_goes_on_when_the_mediator_is_replaced_meanwhile(zhangwan):
    walk = in_session("A").at(at("2026-08-10"))
    suspend(walk, "fang")
    walk.at(at("2026-08-12")).take("replace_mediator", "meng", reason="生病。")
    assert clock(walk, "conclude").status == Clock.RUNNING
    assert clock(walk, "conclude").pauses[0]["end"] == "2026-08-12"


@pytest.mark.parametrize(("upheld", "status"), [("yes", Clock.RUNNING), ("no", Clock.PAUSED)])
def test_a_challenge_upheld_ends_the_pause_with_the_mediator(zhangwan, upheld, status):
    walk = in_session("A").at(at("2026-08-10"))
    suspend(walk, "fang")
    walk.take("challenge", "p2", reason="他与对方相识。")
    walk.take("decide_challenge", "meng", upheld=upheld, text="查过了。")
    assert clock(walk, "conclude").status == status


def extend(walk: Walk, who: str, qty: int, **facts: Any) -> None:
    given = {"extension": qty, "agreeing": ["p1", "p2"], "text": "差一点谈成。", **facts}
    walk.take("extend", who, **given)


def test_all_parties_together_extend_and_the_days_add_up(zhangwan):
    walk = in_session("B")
    before = clock(walk, "court_conclude").strict_due
    with pytest.raises(Invalid, match="延长要各方都同意"):
        extend(walk, "peng", 10, agreeing=["p1"])
    extend(walk, "peng", 10)
    extend(walk, "peng", 5)
    after = clock(walk, "court_conclude")
    assert [grant["qty"] for grant in after.extensions] == [10, 5]
    assert isinstance(before, date)
    assert after.strict_due == before + timedelta(days=15)
    assert any("15" in step["sentence"] for step in after.derivation["steps"])


def test_a_labour_clock_cannot_be_extended(zhangwan):
    walk = in_session("G")
    before = clock(walk, "labour").due_at
    extend(walk, "tang", 10)
    assert clock(walk, "labour").due_at == before


def test_an_agreement_starts_what_follows_it(zhangwan):
    walk = Walk.begun().to("in_session")
    soon = {**TERM, "due": "2026-08-20", "sum": "1000"}
    agree_orally(walk, soon, TERM)
    agreed = date(2026, 8, 4)
    assert clock(walk, "conclude").status == Clock.MET
    for key, rule in (("confirm", confirmation.APPLICATION), ("visit", law.LOCAL_VISIT)):
        assert clock(walk, key).strict_due == compute(rule, agreed).strict_due
    for number, day in (("1", date(2026, 8, 20)), ("2", date(2026, 8, 31))):
        assert clock(walk, "perform", number).strict_due == day
        assert clock(walk, "perform", number).basis == "调解协议约定"
        remind = compute(law.LOCAL_REMINDER, day).strict_due
        assert clock(walk, "remind", number).strict_due == remind == day - timedelta(days=3)
        visit = compute(law.LOCAL_VISIT_WHEN_DUE, day).strict_due
        assert clock(walk, "visit_due", number).strict_due == visit == day + timedelta(days=3)


def test_confirmation_counts_from_the_last_signature_not_from_its_entry(zhangwan):
    walk = Walk.begun().to("in_session")
    walk.take("agree_orally", "deng", facts_agreed="防水层破损。", points="赔偿。", terms=[TERM])
    walk.at(at("2026-08-07")).take("confirm_orally", "p1")
    late = at("2026-08-10", 10)
    walk.at(late).take(
        "confirm_orally", "luo", party="p2", said="phone", occurred="2026-08-05 10:00"
    )
    assert walk.matter.state == "agreed_oral"
    assert walk.matter.data["effective_at"] == at("2026-08-07").isoformat()
    assert clock(walk, "confirm").strict_due == date(2026, 9, 6)
    assert clock(walk, "confirm").rolled_due == date(2026, 9, 7)


def test_a_clock_met_after_its_rolled_day_is_late(zhangwan):
    in_time, late = Walk.begun(), Walk.begun()
    in_time.at(at("2026-08-06", 23)).take("invite", "luo")
    late.at(at("2026-08-07", 0)).take("invite", "luo")
    assert not clock(in_time, "reply").late
    assert clock(late, "reply").late


def test_what_was_done_in_part_leaves_the_term_running(zhangwan):
    walk = Walk.begun().to("agreed_oral").at(at("2026-08-20"))
    walk.take("perform", "p2", subject="1", outcome="part", paid="1000")
    assert clock(walk, "perform", "1").status == Clock.RUNNING
    walk.take("perform", "p2", subject="1", outcome="performed", paid="3200")
    assert clock(walk, "perform", "1").status == Clock.MET


def test_one_visit_answers_one_clock(zhangwan):
    walk = Walk.begun().to("agreed_oral").at(at("2026-08-10"))
    walk.take("visit", "deng", clock="visit:", way="phone", reached="yes")
    assert clock(walk, "visit").status == Clock.MET
    assert clock(walk, "visit_due", "1").status == Clock.RUNNING
    walk.take("visit", "deng", clock="visit_due:1", way="phone", reached="no")
    assert clock(walk, "visit_due", "1").status == Clock.RUNNING


def test_an_order_outlives_the_end_of_the_matter(zhangwan):
    walk = Walk.begun()
    order = walk.take("order", "zhou", ground="late", text="请说明。", due="2026-08-10")
    walk.take("not_accept", "luo", reason="not_civil", text="不是民事纠纷。")
    assert clock(walk, "reply").status == Clock.STOPPED or clock(walk, "reply").status == Clock.MET
    answer = clock(walk, "answer", str(order.seq))
    assert (answer.status, answer.strict_due) == (Clock.RUNNING, date(2026, 8, 10))
    with pytest.raises(Refused, match="还有期限在走"):
        walk.take("archive", "luo", pages_checked=True)
    walk.take("answer", "luo", subject=str(order.seq), text="已经告知当事人。")
    walk.take("archive", "luo", pages_checked=True)
    assert walk.matter.state == "archived"


def test_the_nearest_running_clock_is_the_matters_next_due(zhangwan):
    walk = Walk.begun()
    assert walk.matter.next_due == clock(walk, "reply").due_at
    walk.to("accepted")
    assert walk.matter.next_due == clock(walk, "conclude").due_at
    walk.take("refuse", "p2")
    assert walk.matter.next_due == clock(walk, "archive").due_at


def test_a_matter_keeps_the_local_value_of_the_day_it_began(zhangwan):
    walk = Walk.begun()
    enter_value(law.LOCAL_REPLY.code, 5, MONDAY.date() + timedelta(days=1))
    later = Walk.begun(now=MONDAY + timedelta(days=1))
    assert clock(walk, "reply").strict_due == date(2026, 8, 6)
    assert clock(later, "reply").strict_due == date(2026, 8, 11)
    assert clock(later, "reply").rule_version == f"{law.LOCAL_REPLY.version}@2026-08-04"
    actions.replay(walk.matter)
    assert clock(walk, "reply").strict_due == date(2026, 8, 6)


def enter_value(code: str, quantity: int, valid_from: date) -> None:
    LocalValue.objects.create(
        district="420303",
        code=code,
        quantity=quantity,
        valid_from=valid_from,
        owner="区司法局",
        entered_by=Account.objects.get(username="meng"),
        entered_at=MONDAY,
    )


def test_a_local_value_set_before_the_due_day_does_not_reach_back(zhangwan):
    """The reminder before a far day was started with the agreement, not on that day."""
    walk = Walk.begun().to("in_session")
    agree_orally(walk, {**TERM, "due": "2027-06-30"})
    before = clock(walk, "remind", "1").strict_due
    enter_value(law.LOCAL_REMINDER.code, 10, date(2026, 12, 1))
    assert count_again(walk.now) == 0
    assert clock(walk, "remind", "1").strict_due == before


def test_a_day_beyond_the_announced_calendar_is_provisional_until_its_notice(zhangwan):
    walk = Walk.begun().to("in_session")
    agree_orally(walk, {**TERM, "due": "2027-10-01"})
    agreed = clock(walk, "perform", "1")
    assert (agreed.provisional, agreed.rolled_due) == (True, date(2027, 10, 1))
    holidays = {date(2027, 10, day): DayKind.HOLIDAY for day in range(1, 8)}
    actions.enter_notice(
        2027,
        holidays,
        actor=walk.actor("meng"),
        source="国务院办公厅关于2027年部分节假日安排的通知",
        now=walk.now,
    )
    assert count_again(walk.now) >= 1
    agreed = clock(walk, "perform", "1")
    assert (agreed.provisional, agreed.rolled_due) == (False, date(2027, 10, 8))
    assert agreed.strict_due == date(2027, 10, 1)
    before = rows(walk)
    actions.replay(walk.matter)
    assert rows(walk) == before


def rows(walk: Walk) -> list[Any]:
    return [
        Matter.objects.filter(pk=walk.matter.pk).values().get(),
        *clocks_of(walk.matter)
        .order_by("key", "subject")
        .values("key", "status", "due_at", "late_at"),
    ]


def test_every_sentence_that_a_clock_shows_is_kept_with_it(zhangwan):
    walk = Walk.begun().to("agreed_oral")
    for found in clocks_of(walk.matter):
        told = found.derivation
        assert told["strict_due"] <= told["rolled_due"] or found.key == "remind"
        assert all(step["sentence"] for step in told["steps"])
        assert found.basis


def test_a_second_session_changes_no_clock(zhangwan):
    walk = Walk.begun().to("in_session")
    before = rows(walk)[1:]
    begins = walk.now + timedelta(hours=1)
    ends = begins + timedelta(hours=1)
    facts = {"begins": begins.isoformat(), "ends": ends.isoformat(), "way": "phone"}
    walk.take("set_session", "deng", **facts)
    walk.at(ends)
    record_session(walk, "2", result="continue")
    assert rows(walk)[1:] == before
