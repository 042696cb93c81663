"""Notices: who is told what, through which channel, and once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hejie.kernel import notices
from hejie.kernel.notices import MOST_TRIES, Message, Notice, send_waiting, tell
from hejie.kernel.parties import parties_of
from hejie.kernel.readers import catch_up
from hejie.kernel.tests.walking import MONDAY, Walk

LATER = MONDAY + timedelta(days=1)


class Channel:
    """Apprise as the tests hear it: remembers what was said, and fails when told to."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.works = True

    def add(self, _url: str) -> None:
        pass

    def notify(self, *, body: str, title: str) -> bool:
        self.said.append((title, body))
        return self.works


@pytest.fixture
def channel(monkeypatch: Any, settings: Any) -> Channel:
    made = Channel()
    monkeypatch.setattr("apprise.Apprise", lambda: made)
    settings.NOTICE_CHANNELS = ["json://sms.example/"]
    return made


def told(walk: Walk) -> list[tuple[str, str]]:
    catch_up([notices.reader], now=LATER)
    rows = Notice.objects.filter(matter_id=walk.matter.id).order_by("seq", "number")
    return [(row.to, row.text) for row in rows]


def test_an_application_is_told_to_who_applied_and_to_the_desk(zhangwan):
    walk = Walk.begun()
    code = parties_of(walk.matter).get(key="p1").code
    (first, text), (second, _text) = told(walk)
    assert (first, second) == ("party:p1", "organ:t-420303001")
    assert walk.matter.reference in text
    assert code in text


def test_nobody_gets_the_code_of_somebody_else(zhangwan):
    walk = Walk.begun().to("agreed_oral")
    codes = {f"party:{p.key}": p.code for p in parties_of(walk.matter)}
    for to, text in told(walk):
        for owner, code in codes.items():
            assert (code in text) == (to == owner)


def test_notices_name_no_party(zhangwan):
    walk = Walk.begun().to("agreed_oral")
    names = [p.name for p in parties_of(walk.matter)]
    assert not [text for _to, text in told(walk) for name in names if name in text]


def test_without_a_channel_notices_stay_in_the_outbox(zhangwan):
    walk = Walk.begun()
    assert told(walk)
    assert send_waiting(now=LATER) == 0
    assert set(Notice.objects.values_list("status", flat=True)) == {Notice.KEPT}


def test_through_a_channel_each_goes_once(zhangwan, channel):
    walk = Walk.begun()
    count = len(told(walk))
    assert send_waiting(now=LATER) == count == len(channel.said)
    assert send_waiting(now=LATER) == 0
    assert channel.said[0][0] == "13807280001"
    assert set(Notice.objects.values_list("status", "sent_at")) == {(Notice.SENT, LATER)}


def test_what_fails_is_tried_less_and_less_often_and_then_left(zhangwan, channel):
    walk = Walk.begun()
    tell(walk.matter, Message(to="party:p2", text="你好"), seq=0, number=0, now=MONDAY)
    channel.works = False
    for _ in range(12):
        assert send_waiting(now=LATER) == 0
    assert len(channel.said) == 1
    for hours in range(1, 48):
        assert send_waiting(now=LATER + timedelta(hours=hours)) == 0
    assert len(channel.said) == MOST_TRIES
    assert Notice.objects.get().status == Notice.WAITING


def test_a_party_without_a_phone_or_a_text_too_long_stops_nothing(zhangwan):
    walk = Walk.begun()
    parties_of(walk.matter).filter(key="p1").update(phone="")
    long = tell(walk.matter, Message(to="party:p1", text="长" * 2000), seq=0, number=0, now=MONDAY)
    assert (long.address, len(long.text)) == ("", 1000)
    gone = tell(walk.matter, Message(to="party:p9", text="你好"), seq=0, number=0, now=MONDAY)
    assert gone.address == ""
