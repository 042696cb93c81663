"""What is published is read by everybody; the board shows today's order and no name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from hejie.desk.tests.making import sign_in
from hejie.kernel import actions
from hejie.kernel.jurisdictions import Account
from hejie.kernel.tests.walking import sent, staff
from hejie.rooms.reception.forms import free_slots
from hejie.rooms.reception.stories.phrases import TITLES, caller

pytestmark = pytest.mark.usefixtures("zhangwan")


def publish(begins, now):
    title, portfolio, where = TITLES["quzhang"]
    facts = {
        "leader": str(Account.objects.get(username="quzhang").pk),
        "title": title,
        "portfolio": portfolio,
        "where": where,
        "begins": f"{timezone.localtime(begins):%Y-%m-%d %H:%M}",
        "minutes": 30,
        "slots": 6,
    }
    return actions.open_matter(
        "reception_day", actor=staff("lin", now), sent=sent(facts), now=now
    ).matter


def test_anybody_reads_who_receives_when_and_where_before_booking():
    now = timezone.now()
    publish(now + timedelta(days=7), now)
    told = next(label for _key, label, _day in free_slots(now))
    for part in ("韦区长", "区长", "主持区政府全面工作", "区综治中心一楼接访室"):
        assert part in told


def test_the_board_shows_who_waits_by_number_and_not_by_name():
    now = timezone.now()
    day = publish(now + timedelta(minutes=1), now - timedelta(days=3))
    facts = {"day": day.reference, "topic": "路灯。", "parties": [caller("翟姐")]}
    waiting = actions.open_matter(
        "reception", actor=staff("lin", now), sent=sent(facts), now=now, step="walk_in"
    ).matter
    client = sign_in("lin")
    page = client.get("/rooms/reception/board/").content.decode()
    assert waiting.reference in page
    assert "现场来的" in page
    assert "翟姐" not in page


def test_the_board_of_another_organ_is_empty():
    now = timezone.now()
    publish(now + timedelta(minutes=1), now - timedelta(days=3))
    client = sign_in("xiang")
    assert "今天没有接访" in client.get("/rooms/reception/board/").content.decode()
