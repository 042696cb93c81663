"""Sessions: nobody is in two places at once, rights are told, and what is said stays sealed."""

from datetime import datetime, timedelta

import pytest

from hejie.kernel import actions
from hejie.kernel.actions import Invalid, Refused
from hejie.kernel.documents import SEALED, words_of
from hejie.kernel.jurisdictions import Account
from hejie.kernel.tests.walking import MONDAY, Walk, record_session
from hejie.rooms.mediation.models import MediationSession

pytestmark = pytest.mark.usefixtures("zhangwan")
NINE = (MONDAY + timedelta(days=3)).replace(hour=9)


def meeting(hour: int = 9, hours: float = 2, **facts) -> dict[str, object]:
    begins = NINE.replace(hour=hour)
    ends = begins + timedelta(hours=hours)
    times = {"begins": begins.isoformat(), "ends": ends.isoformat()}
    return {**times, "way": "on_site", "venue": "huaguo-1", **facts}


def assigned_to(mediator: str) -> Walk:
    walk = Walk.begun().to("accepted")
    number = str(Account.objects.get(username=mediator).pk)
    for who in ("p1", "p2"):
        walk.take("choose_mediator", who, mediator=number)
    walk.take("disclose", mediator, relation="none")
    return walk


def test_a_mediator_is_in_one_place():
    first, second = assigned_to("deng"), assigned_to("deng")
    first.take("set_session", "deng", **meeting(9))
    with pytest.raises(Refused, match="调解员在这个时间已经有约"):
        second.take("set_session", "deng", **meeting(10, way="phone", venue=""))
    second.take("set_session", "deng", **meeting(11, way="phone", venue=""))


def test_a_room_holds_one_session():
    first, second = assigned_to("deng"), assigned_to("zeng")
    first.take("set_session", "deng", **meeting(9))
    with pytest.raises(Refused, match="这个地点在这个时间已经有人用"):
        second.take("set_session", "zeng", **meeting(10))
    second.take("set_session", "zeng", **meeting(10, venue="zw-1"))


def test_parties_come_once_at_a_time():
    walk = assigned_to("deng")
    walk.take("set_session", "deng", **meeting(9))
    with pytest.raises(Refused, match=r"已经有约|已经约过一次"):
        walk.take("set_session", "deng", **meeting(10, way="phone", venue=""))
    assert len(walk.matter.data["sessions"]) == 1


def test_a_session_called_off_makes_room_and_a_replay_sees_both():
    first, second = assigned_to("deng"), assigned_to("deng")
    first.take("set_session", "deng", **meeting(9))
    first.take("cancel_session", "deng", session="1", reason="对方生病。")
    second.take("set_session", "deng", **meeting(9))
    before = list(MediationSession.objects.order_by("pk").values())
    actions.replay(first.matter)
    actions.replay(second.matter)
    assert list(MediationSession.objects.order_by("pk").values()) == before
    with pytest.raises(Refused, match="调解员在这个时间已经有约"):
        first.take("set_session", "deng", **meeting(9))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (meeting(9, hours=0), "结束时间要晚于开始时间"),
        (meeting(9, hours=-1), "结束时间要晚于开始时间"),
        (meeting(9, hours=12.5), "一次调解会不能超过十二小时"),
        (meeting(9, venue=""), "到场调解要选地点"),
        (meeting(9, venue="moon"), "moon 不在可用的选项中"),
        (
            {"begins": "2026-08-01 09:00", "ends": "2026-08-01 10:00", "way": "phone"},
            "调解会不能早于登记时间",
        ),
    ],
)
def test_a_session_that_cannot_be_is_refused(facts, sentence):
    with pytest.raises(Invalid, match=sentence):
        assigned_to("deng").take("set_session", "deng", **facts)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"identity_checked": False}, "请先核对到场人的身份"),
        ({"rights_told": False}, "请先告知当事人的权利"),
        ({"sham_warned": False}, "请先告知虚假调解的法律后果"),
        ({"present": []}, "这个字段是必填项"),
        ({"present": ["p9"]}, "p9 不在可用的选项中"),
        ({"session": "2"}, "2 不在可用的选项中"),
        ({"record": ""}, "这个字段是必填项"),
    ],
)
def test_no_session_is_recorded_in_which_rights_were_not_told(facts, sentence):
    walk = assigned_to("deng")
    walk.take("set_session", "deng", **meeting(9))
    walk.at(NINE.replace(hour=12))
    given = {"session": "1", **facts}
    with pytest.raises(Invalid, match=sentence):
        record_session(walk, given.pop("session"), **given)


def test_only_what_was_set_is_recorded_or_called_off():
    walk = assigned_to("deng")
    with pytest.raises(Refused, match="没有约好的调解会"):
        record_session(walk, "1")
    walk.take("set_session", "deng", **meeting(9))
    walk.at(NINE.replace(hour=12))
    record_session(walk, "1")
    with pytest.raises(Refused, match="没有约好的调解会"):
        walk.take("cancel_session", "deng", session="1", reason="x")


def test_what_was_offered_for_compromise_is_sealed():
    walk = assigned_to("deng")
    walk.take("set_session", "deng", **meeting(9))
    walk.at(NINE.replace(hour=12))
    record_session(walk, "1", negotiation="最多两千。", proposal="折中三千。")
    event = walk.matter.head_seq
    assert set(words_of(walk.matter)[event]) == {"record"}
    sealed = words_of(walk.matter, compartments=[SEALED])[event]
    assert sealed == {"negotiation": "最多两千。", "proposal": "折中三千。"}


def test_two_mediators_are_both_booked_and_one_leads():
    walk = Walk.begun().to("accepted")
    both = [str(a.pk) for a in Account.objects.filter(username__in=["deng", "zeng"])]
    walk.take("name_mediator", "xie", mediators=both)
    for who in ("deng", "zeng"):
        walk.take("disclose", who, relation="none")
    for who in ("p1", "p2"):
        walk.take("accept_mediator", who, answer="yes")
    walk.take("set_session", "deng", **meeting(9))
    rows = MediationSession.objects.filter(matter_id=walk.matter.id)
    assert sorted(rows.values_list("leading", flat=True)) == [False, True]
    other = assigned_to("zeng")
    with pytest.raises(Refused, match="调解员在这个时间已经有约"):
        other.take("set_session", "zeng", **meeting(10, venue="zw-1"))


def test_a_session_row_says_when_it_was_held():
    walk = assigned_to("deng")
    walk.take("set_session", "deng", **meeting(9))
    row = MediationSession.objects.get()
    assert (row.begins, row.held) == (datetime.fromisoformat(NINE.isoformat()), False)
    walk.at(NINE.replace(hour=12))
    record_session(walk, "1")
    assert MediationSession.objects.get().held
