"""Who may come, what is heard where, and what the log is told: the rules behind the page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from hejie.kernel import ledger
from hejie.kernel.actions import issue
from hejie.kernel.actions.checking import check_files, check_rows
from hejie.kernel.documents import SEALED, Document, papers_of, read_file
from hejie.kernel.events import events_of
from hejie.kernel.meetings import LATE
from hejie.live.models import Message, missed
from hejie.rooms.mediation.video import given
from hejie.video import models, streams
from hejie.video.models import KEPT, Call, Chunk, Line, Seat
from hejie.video.tests.meeting import KEY, Coming, everybody, told, video_meeting

pytestmark = pytest.mark.usefixtures("zhangwan")


@pytest.fixture
def matter(zhangwan):
    return video_meeting(more=["陈国平"]).matter


def heard(coming: Coming, kind: str) -> list[dict[str, Any]]:
    """What was published to a seat so far."""
    own = Message.objects.filter(channel__endswith=coming.seat, kind=kind).order_by("id")
    return list(own.values_list("data", flat=True))


# The door


def test_a_party_waits_and_comes_in_by_the_host_s_hand(matter):
    host, party = Coming(matter, ("deng",)), Coming(matter, ("p1",))
    host.enter()
    party.enter(place="家里")
    assert party.state["status"] == "waiting"
    assert "seats" not in party.state
    (waiting,) = host.state["waiting"]
    assert [one["name"] for one in waiting["people"]] == ["王秀兰"]
    assert waiting["place"] == "家里"
    host.act("let-in", seat=party.seat, people=["p1"])
    assert party.state["status"] == "inside"
    assert [e.values["people"] for e in told(matter, "let_in")][-1] == {"p1": "code"}
    assert told(matter, "let_in")[-1].by.startswith("account:")


def test_a_party_lets_nobody_in(matter):
    _host, first = everybody(matter, "p1")
    second = Coming(matter, ("p2",))
    second.enter()
    first.act("let-in", seat=second.seat, people=["p2"])
    assert first.status == 403
    second.act("let-in", seat=second.seat, people=["p2"])
    assert second.status == 403
    assert second.state["status"] == "waiting"


@pytest.mark.parametrize("act", ["show", "write", "sit-apart", "ask-recording", "begin-recording"])
def test_whoever_waits_or_does_not_lead_cannot_lead(matter, act):
    _host, party = everybody(matter, "p1")
    party.act(act)
    assert party.status == 403


def test_a_stranger_with_a_guessed_link_gets_nothing(matter):
    Coming(matter, ("deng",)).enter()
    stranger = Client()
    code = matter.party_set.get(key="p1").code
    page = stranger.get(reverse("video:party", args=[code, KEY]))
    assert page.status_code == 303
    assert "/verify/" in page["Location"]
    assert stranger.post(reverse("video:party_enter", args=[code, KEY])).status_code == 303
    assert stranger.get(reverse("video:party", args=["NOSUCHXX", KEY])).status_code == 404
    staff = stranger.get(reverse("video:staff", args=[matter.reference, KEY]))
    assert staff["Location"].startswith("/accounts/login/")
    for shown in ("", "guessed", "WyI0MjAzMDMiLCJ4IiwxXQ:1a:forged"):
        for act in ("look", "signal", "let-in"):
            answer = stranger.post(
                reverse("video:act", args=[act]),
                "{}",
                "application/json",
                headers={"X-Seat": shown},
            )
            assert answer.status_code == 410
    assert Seat.objects.count() == 1


def test_staff_who_do_not_work_on_the_matter_find_no_meeting(matter):
    for username in ("zhou", "shen"):  # they read everything, and see no names
        client = Coming(matter, (username,)).client
        page = client.get(reverse("video:staff", args=[matter.reference, KEY]))
        assert page.status_code == 404


def test_a_clerk_of_the_matter_waits_like_anybody(matter):
    clerk = Coming(matter, ("luo",))
    clerk.enter()
    assert clerk.state["status"] == "waiting"
    clerk.act("let-in", seat=clerk.seat, people=[])
    assert clerk.status == 403


def test_nobody_comes_before_the_time_or_to_a_meeting_called_off(zhangwan):
    walk = video_meeting(now=timezone.now() + timedelta(hours=2))
    party = Coming(walk.matter, ("p1",))
    assert "还没到时间" in party.enter()["sentence"]
    walk.take("cancel_session", "deng", session="1", reason="改天。")
    assert party.client.get(party.address()).status_code == 404


def test_a_seat_ends_with_its_meeting(matter):
    _host, party = everybody(matter, "p1")
    Call.objects.update(seen_at=timezone.now())
    later = timezone.now() + timedelta(hours=2) + LATE + timedelta(minutes=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: later)
        party.act("look")
    assert party.status == 410


# Coming back, and not


def test_a_reload_is_inside_at_once_and_the_old_page_is_not(matter):
    _host, party = everybody(matter, "p1")
    old = party.shown
    party.act("leave")
    party.enter()
    assert party.state["status"] == "inside"
    assert party.state["me"]["visit"] == 2
    again, party.shown = party.shown, old
    party.act("look")
    assert party.status == 410
    party.shown = again
    assert len(told(matter, "let_in")) == 2  # the host and the party, once each


def test_whoever_was_sent_out_cannot_come_back_by_any_device(matter):
    host, party = everybody(matter, "p1")
    number = party.seat
    host.act("send-out", seat=number)
    party.act("look")
    assert party.status == 410
    assert "已经请您离开" in party.enter()["sentence"]
    elsewhere = Coming(matter, ("p1", "p2"))
    assert elsewhere.enter()
    assert elsewhere.status == 403
    assert told(matter, "send_out")[0].values["people"] == {"p1": "out"}
    seat = Seat.objects.get(id=number)
    assert list(streams.still_seated([streams.ticket_of(seat)])) == []
    host.act("forgive", seat=number)
    party.enter()
    assert party.state["status"] == "waiting"


def test_a_page_is_told_nothing_that_was_meant_for_an_earlier_visit(matter):
    host, party = everybody(matter, "p1")
    number = party.seat
    channel = Seat.objects.get(id=number).channel
    host.act("send-out", seat=number)
    host.act("forgive", seat=number)
    assert "out" in {kind for _number, kind, _data in missed(channel, 0)}
    party.enter()
    states = [data for _number, kind, data in missed(channel, 0) if kind == "state"]
    assert {state["me"]["visit"] for state in states} == {2}
    assert "out" not in {kind for _number, kind, _data in missed(channel, 0)}


def test_a_look_is_numbered_between_what_was_told_and_what_will_be(matter):
    host, party = everybody(matter, "p1")
    seat = Seat.objects.get(id=party.seat)
    told_before = missed(seat.channel, 0)
    heard = party.act("look")["heard"]
    host.act("sit-apart", seats=[party.seat])
    told_after = missed(seat.channel, heard)
    assert told_before[-1][0] < heard
    assert [kind for _number, kind, _data in told_after] == ["state"]


def test_a_party_that_leaves_the_mediation_leaves_the_meeting(zhangwan):
    walk = video_meeting(more=["陈国平"])
    _host, third = everybody(walk.matter, "p3")
    walk.take("refuse", "p3")
    third.act("look")
    assert third.status == 410


def test_one_screen_seats_several_people_each_by_name(matter):
    host = Coming(matter, ("deng",))
    host.enter()
    screen = Coming(matter, ("p1", "p2"))
    screen.enter(place="二堰铺社区综治中心")
    (waiting,) = host.state["waiting"]
    assert waiting["proven"] == ["p1", "p2"]
    assert [one["key"] for one in waiting["beside"]] == ["p3"]
    host.act("let-in", seat=screen.seat, people=["p1", "p2", "p3"])
    people = told(matter, "let_in")[-1].values["people"]
    assert people == {"p1": "code", "p2": "code", "p3": "document"}
    own = Coming(matter, ("p3",))
    own.enter()
    answer = host.act("let-in", seat=own.seat, people=["p3"])
    assert "已经在另一个屏幕前" in answer["sentence"]


def test_more_people_before_a_screen_are_looked_at_anew(matter):
    _host, party = everybody(matter, "p1")
    together = Coming(matter, ("p1", "p2"))
    together.enter()
    assert together.state["status"] == "waiting"
    party.act("look")
    assert party.status == 410


# Rooms


def test_a_word_reaches_the_same_room_only(matter):
    host, first, second = everybody(matter, "p1", "p2")
    first.act("signal", to=second.seat, word={"pair": "x"})
    assert heard(second, "signal") == [{"from": first.seat, "word": {"pair": "x"}}]
    host.act("sit-apart", seats=[first.seat])
    for one, other in ((second, first), (second, host), (first, second), (host, second)):
        one.act("signal", to=other.seat, word={"pair": "y"})
        assert one.status == 403
    first.act("signal", to=host.seat, word={"pair": "z"})
    assert first.status == 200
    assert len(heard(second, "signal")) == 1
    host.act("sit-together")
    second.act("signal", to=first.seat, word={"pair": "y"})
    assert second.status == 200


def test_whoever_waits_can_send_nobody_a_word(matter):
    host = Coming(matter, ("deng",))
    host.enter()
    party = Coming(matter, ("p1",))
    party.enter()
    party.act("signal", to=host.seat, word={})
    assert party.status == 410
    host.act("signal", to=party.seat, word={})
    assert host.status == 403


def test_a_helper_s_address_is_given_inside_only_and_not_for_long(matter):
    named = {"TURN": ["turn:turn.example:3478"], "TURN_SECRET": "s3cret", "STUN": []}
    with override_settings(**named):
        host, party = Coming(matter, ("deng",)), Coming(matter, ("p1",))
        host.enter()
        party.enter()
        assert party.act("look")["ice"] == []
        host.act("let-in", seat=party.seat, people=["p1"])
        (given_,) = party.act("look")["ice"]
    until = int(given_["username"].split(":")[0])
    assert 0 < until - timezone.now().timestamp() <= 3600
    assert len(given_["credential"]) == 28


# Papers


def test_all_in_a_room_see_the_page_that_the_host_turned_to_and_no_other(matter):
    host, first, second = everybody(matter, "p1", "p2")
    paper = issue(matter, "receipt", events_of(matter)[0], now=timezone.now())
    assert [one["id"] for one in host.act("papers")] == [str(paper.id)]
    host.act("show", paper=str(paper.id), page=99)
    shown = first.state["shown"]
    assert (shown["page"], shown["pages"]) == (1, 1)
    assert picture(first, paper, 1).startswith(b"RIFF")
    assert picture(first, paper, 2) == b""
    host.act("sit-apart", seats=[first.seat])
    assert first.state["shown"] is None
    assert picture(first, paper, 1) == b""
    assert picture(second, paper, 1)
    host.act("sit-together")
    host.act("show")
    assert picture(second, paper, 1) == b""


def picture(coming: Coming, paper: Document, page: int) -> bytes:
    address = reverse("video:picture", args=[paper.id, page])
    answer = coming.client.get(address, headers={"X-Seat": coming.shown})
    return answer.content if answer.status_code == 200 else b""


def test_a_sealed_paper_is_never_shown(matter):
    host, _party = everybody(matter, "p1")
    paper = issue(matter, "receipt", events_of(matter)[0], now=timezone.now())
    Document.objects.update(compartment=SEALED)
    assert host.act("papers") == []
    host.act("show", paper=str(paper.id), page=1)
    assert host.status == 403


# Minutes


def test_minutes_are_confirmed_by_line_and_person_and_fill_the_record(matter):
    host, first, _second = everybody(matter, "p1", "p2")
    line = host.act("write", text="双方核对了漏水的位置。")
    assert heard(first, "line")[-1]["text"] == "双方核对了漏水的位置。"
    first.act("confirm", line=line["id"], person="p1", text=line["text"])
    assert Line.objects.get().confirmed == ["p1"]
    first.act("confirm", line=line["id"], person="p2", text=line["text"])
    assert first.status == 403
    line = host.act("write", line=line["id"], text="双方核对了漏水的位置和时间。")
    assert line["confirmed"] == []
    first.act("confirm", line=line["id"], person="p1", text="双方核对了漏水的位置。")
    assert first.status == 403
    first.act("confirm-whole", person="p1")
    assert first.status == 403
    host.act("complete")
    assert first.act("confirm-whole", person="p1")["sentence"].startswith("还有没确认的行")
    first.act("confirm", line=line["id"], person="p1", text=line["text"])
    first.act("confirm-whole", person="p1")
    assert first.state["confirmed"] == ["p1"]
    event = told(matter, "confirm_minutes")[0]
    assert (event.by, event.values["people"]) == ("party:p1", {"p1": "read"})
    matter.refresh_from_db()
    record = given(matter, "hold_session")
    assert record["session"] == "1"
    assert record["present"] == ["p1", "p2"]
    assert record["read_by"] == ["p1"]
    assert record["record"].splitlines()[1] == "双方核对了漏水的位置和时间。"
    page = host.client.get(reverse("desk:do", args=[matter.reference, "hold_session"]))
    assert "双方核对了漏水的位置和时间。" in page.content.decode()
    assert [*ledger.verify(matter), *check_rows(matter), *check_files(matter)] == []


def test_a_line_written_after_the_end_opens_the_minutes_again(matter):
    host, first = everybody(matter, "p1")
    line = host.act("write", text="一。")
    first.act("confirm", line=line["id"], person="p1", text="一。")
    host.act("complete")
    first.act("confirm-whole", person="p1")
    host.act("write", text="二。")
    assert first.state["written"] is False
    assert first.state["confirmed"] == []
    host.act("complete")
    first.act("confirm-whole", person="p1")
    assert first.status == 403


def test_the_telephone_stands_in_the_minutes_and_the_host_answers_for_it(matter):
    host, _first = everybody(matter, "p1")
    host.act("telephone", person="p2")
    line = Line.objects.get()
    assert line.text.endswith("刘大勇视频连接不畅，改用电话参加。")
    assert told(matter, "let_in")[-1].values["people"] == {"p2": "telephone"}
    host.act("confirm", line=str(line.id), person="p2", text=line.text)
    assert Line.objects.get().confirmed == ["p2"]
    host.act("confirm", line=str(line.id), person="p1", text=line.text)
    assert host.status == 403


def test_pages_that_were_open_before_stay_good(matter):
    before = matter.version
    host, _first = everybody(matter, "p1")
    host.act("write", text="一。")
    host.act("complete")
    matter.refresh_from_db()
    assert matter.version == before
    assert matter.head_seq > before


# Recording

WEBM = bytes.fromhex("1a45dfa3") + b"x" * 1000


def chunk(host: Coming, stretch: int, number: int, content: bytes = WEBM) -> int:
    address = reverse("video:chunk", args=[stretch, number])
    answer = host.client.post(address, content, "video/webm", headers={"X-Seat": host.shown})
    return answer.status_code


def test_nothing_is_recorded_until_every_person_agrees_and_anew_when_one_more_comes(matter):
    host, first, second = everybody(matter, "p1", "p2")
    assert host.act("begin-recording")["sentence"] == "还有人没有同意录像，不能录"
    host.act("ask-recording")
    for one, person in ((host, host.state["me"]["people"][0]["key"]), (first, "p1")):
        host.act("begin-recording")
        assert host.status == 403
        one.act("answer-recording", person=person, agrees=True)
    first.act("answer-recording", person="p2", agrees=True)
    assert first.status == 403
    assert chunk(host, 1, 0) == 403
    second.act("answer-recording", person="p2", agrees=True)
    assert host.act("begin-recording") == {"stretch": 1}
    assert chunk(host, 1, 0) == 200
    assert chunk(first, 1, 1) == 403
    third = Coming(matter, ("p3",))
    third.enter()
    host.act("let-in", seat=third.seat, people=["p3"])
    assert chunk(host, 1, 1) == 403
    assert third.state["recording"]["mine"] == ["p3"]
    assert host.act("end-recording")["kept"] is True
    third.act("answer-recording", person="p3", agrees=True)
    assert host.act("begin-recording") == {"stretch": 2}
    answers = [e.values["people"] for e in told(matter, "agree_recording")]
    assert answers[1:] == [{"p1": "yes"}, {"p2": "yes"}, {"p3": "yes"}]
    (kept,) = papers_of(matter, compartments=[SEALED])
    assert (kept.kind, kept.mime, read_file(kept)) == ("recording", "video/webm", WEBM)
    assert not papers_of(matter).filter(kind="recording")
    assert Chunk.objects.count() == 0
    matter.refresh_from_db()
    assert [*ledger.verify(matter), *check_rows(matter), *check_files(matter)] == []


def test_one_no_ends_it(matter):
    host, first = everybody(matter, "p1")
    host.act("ask-recording")
    host.act("answer-recording", person=host.state["me"]["people"][0]["key"], agrees=True)
    first.act("answer-recording", person="p1", agrees=False)
    assert host.state["recording"]["state"] == "refused"
    host.act("begin-recording")
    assert host.status == 403
    assert told(matter, "agree_recording")[-1].values["people"] == {"p1": "no"}


def test_talk_apart_is_not_recorded(matter):
    host, first = everybody(matter, "p1")
    host.act("ask-recording")
    host.act("answer-recording", person=host.state["me"]["people"][0]["key"], agrees=True)
    first.act("answer-recording", person="p1", agrees=True)
    stretch = host.act("begin-recording")["stretch"]
    host.act("sit-apart", seats=[first.seat])
    assert chunk(host, stretch, 0) == 403


# Afterwards


def test_nothing_of_a_meeting_stays_but_its_events(matter):
    host, _first = everybody(matter, "p1")
    host.act("write", text="一。")
    assert models.forget(now=timezone.now()) == 0
    assert models.forget(now=timezone.now() + KEPT + timedelta(hours=1)) == 1
    assert [one.objects.count() for one in (Call, Seat, Line, Chunk)] == [0, 0, 0, 0]
    assert len(told(matter, "let_in")) == 2
