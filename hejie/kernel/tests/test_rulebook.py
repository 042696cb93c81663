"""What a district enters itself: local values with their history, and a year's notice."""

from datetime import date, datetime, timedelta

import pytest

from hejie.kernel import actions, calendars
from hejie.kernel.actions import Invalid, Refused, Sent
from hejie.kernel.actions.checking import check_rows
from hejie.kernel.calendars import CalendarNotice, LocalValue, calendar_at
from hejie.kernel.clocks import clocks_of
from hejie.kernel.jurisdictions import VISITOR
from hejie.kernel.matters import Matter
from hejie.kernel.tests.walking import count_again
from hejie.kernel.workdays import SHANGHAI, DayKind
from hejie.law.mediation import ASSIGNED, LOCAL_REPLY

pytestmark = pytest.mark.usefixtures("zhangwan")
NOW = datetime(2026, 12, 28, 9, 0, tzinfo=SHANGHAI)
LATER = datetime(2026, 12, 30, 10, 0, tzinfo=SHANGHAI)
TODAY = NOW.date()
FACTS = {
    "facts_told": "楼上漏水",
    "category": "MD03",
    "place": "420303001001",
    "parties": [
        {"role": "applicant", "kind": "person", "name": "王秀兰"},
        {"role": "respondent", "kind": "person", "name": "刘大勇"},
    ],
}
NEW_YEAR = {date(2027, 1, day): DayKind.HOLIDAY for day in (1, 2, 3)}


def opened(now: datetime = NOW):
    return actions.open_matter("mediation", actor=VISITOR, sent=Sent(data=FACTS), now=now).matter


def reply(matter):
    return clocks_of(matter).get(key="reply")


def set_reply(zhangwan, quantity, valid_from, *, who="meng", rule=LOCAL_REPLY):
    return actions.set_local_value(
        rule,
        actor=zhangwan.actor(who, on=NOW),
        quantity=quantity,
        valid_from=valid_from,
        owner="区综治中心",
        now=NOW,
    )


def enter(zhangwan, days, *, year=2027, who="meng", now=NOW):
    actor = zhangwan.actor(who, on=now)
    return actions.enter_notice(year, days, actor=actor, source="国办发明电", now=now)


def test_local_value_counts_for_clocks_that_start_on_its_day_or_later(zhangwan):
    before = opened(NOW - timedelta(days=1))
    set_reply(zhangwan, 5, TODAY)
    after = opened()
    assert reply(before).derivation["qty"] == 3
    assert reply(after).derivation["qty"] == 5
    assert reply(after).rule_version == f"{LOCAL_REPLY.version}@2026-12-28"


def test_local_value_keeps_who_set_it_and_the_earlier_ones(zhangwan):
    set_reply(zhangwan, 5, TODAY)
    set_reply(zhangwan, 4, TODAY + timedelta(days=7), who="guan")
    rows = LocalValue.objects.order_by("valid_from")
    assert [(row.quantity, row.entered_by.username) for row in rows] == [(5, "meng"), (4, "guan")]


def test_local_value_of_the_past_is_refused(zhangwan):
    with pytest.raises(Invalid, match="只能从今天或者以后"):
        set_reply(zhangwan, 5, TODAY - timedelta(days=1))


def test_second_value_for_one_day_is_refused(zhangwan):
    set_reply(zhangwan, 5, TODAY)
    with pytest.raises(Invalid, match="已经有一个设定"):
        set_reply(zhangwan, 6, TODAY)


def test_statutory_quantity_cannot_be_set(zhangwan):
    with pytest.raises(Invalid, match="不是本地可以设定的"):
        set_reply(zhangwan, 60, TODAY, rule=ASSIGNED)


@pytest.mark.parametrize("who", ["luo", "lin", "xie", "wu", "shen", "tong", "zhou"])
def test_only_the_director_and_the_administrator_of_the_centre_set_values(zhangwan, who):
    with pytest.raises(Refused):
        set_reply(zhangwan, 5, TODAY, who=who)
    with pytest.raises(Refused):
        enter(zhangwan, NEW_YEAR, who=who)


def test_notice_makes_provisional_days_certain_and_moves_them(zhangwan):
    matter = opened(datetime(2026, 12, 30, 9, 0, tzinfo=SHANGHAI))
    clock = reply(matter)
    assert clock.provisional
    assert clock.strict_due == date(2027, 1, 4)
    enter(zhangwan, NEW_YEAR | {date(2027, 1, 4): DayKind.HOLIDAY}, now=LATER)
    assert count_again(LATER) == 1
    clock = reply(matter)
    assert (clock.provisional, clock.strict_due) == (False, date(2027, 1, 6))
    assert Matter.objects.get(pk=matter.pk).next_due == clock.due_at


def test_second_notice_of_a_year_takes_the_place_of_the_first_and_both_stay(zhangwan):
    matter = opened(datetime(2026, 12, 30, 9, 0, tzinfo=SHANGHAI))
    enter(zhangwan, NEW_YEAR | {date(2027, 1, 4): DayKind.HOLIDAY}, now=LATER)
    assert count_again(LATER) == 1
    enter(zhangwan, NEW_YEAR, now=LATER)
    assert count_again(LATER) == 1
    assert reply(matter).strict_due == date(2027, 1, 5)
    assert CalendarNotice.objects.filter(year=2027).count() == 2
    calendar = calendars.current_calendar()
    assert calendar.kind(date(2027, 1, 4)) is DayKind.WORK
    assert calendar.announces(2027)


def test_calendar_is_told_as_it_stood_at_a_moment(zhangwan):
    enter(zhangwan, NEW_YEAR | {date(2027, 1, 4): DayKind.HOLIDAY}, now=NOW)
    enter(zhangwan, NEW_YEAR, now=LATER)
    before = calendar_at(NOW - timedelta(seconds=1), until=2026)
    assert not before.announces(2027)
    assert calendar_at(NOW, until=2026).kind(date(2027, 1, 4)) is DayKind.HOLIDAY
    assert calendar_at(LATER, until=2026).kind(date(2027, 1, 4)) is DayKind.WORK
    assert calendar_at(LATER, until=2026).version == calendars.current_calendar().version
    assert not calendar_at(LATER, until=2025).announces(2026)


def test_clock_met_meanwhile_stays_as_it_was_judged(zhangwan):
    matter = opened(datetime(2026, 12, 30, 9, 0, tzinfo=SHANGHAI))
    now = datetime(2027, 1, 5, 9, 0, tzinfo=SHANGHAI)
    sent = Sent(data={"text": ""})
    actions.take(matter, "invite", actor=zhangwan.actor("luo", on=now), sent=sent, now=now)
    assert reply(matter).late
    enter(zhangwan, NEW_YEAR | {date(2027, 1, 4): DayKind.HOLIDAY}, now=now)
    count_again(now)
    assert reply(matter).late
    assert not list(check_rows(matter))


@pytest.mark.parametrize(
    ("year", "days", "sentence"),
    [
        (2026, {date(2026, 10, 1): DayKind.HOLIDAY}, "已经随程序提供"),
        (2027, {date(2027, 2, 14): DayKind.MAKEUP_WORK}, "不像全年的通知"),
        (2027, {}, "不像全年的通知"),
        (2027, NEW_YEAR | {date(2028, 1, 1): DayKind.HOLIDAY}, "2028-01-01 不在 2027 年"),
        (2027, NEW_YEAR | {date(2027, 1, 5): DayKind.MAKEUP_WORK}, "本来就是工作日"),
    ],
)
def test_doubtful_notice_is_refused_and_changes_nothing(zhangwan, year, days, sentence):
    with pytest.raises(Invalid, match=sentence):
        enter(zhangwan, days, year=year)
    assert not CalendarNotice.objects.exists()


def test_day_at_the_end_of_the_year_before_may_be_in_the_notice(zhangwan):
    enter(zhangwan, NEW_YEAR | {date(2026, 12, 31): DayKind.HOLIDAY})
    assert calendars.current_calendar().kind(date(2026, 12, 31)) is DayKind.HOLIDAY
