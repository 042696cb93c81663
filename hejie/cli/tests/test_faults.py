"""What goes wrong on a machine: nothing acknowledged is lost, nothing happens twice.

The costly faults, with processes killed under load, are `make faults`.
"""

from __future__ import annotations

import json
import secrets
import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

import apprise
import psycopg
import pytest
from click.testing import CliRunner
from django.conf import settings
from django.db import OperationalError, close_old_connections, connection

from hejie.cli import status, work
from hejie.kernel import actions, codes, notices
from hejie.kernel.actions import Done, door, projecting
from hejie.kernel.codes import OneTimeCode
from hejie.kernel.documents import Words
from hejie.kernel.events import Event, LogEntry, events_of
from hejie.kernel.jurisdictions import VISITOR
from hejie.kernel.ledger import verify
from hejie.kernel.log_checks import check_log
from hejie.kernel.matters import Matter
from hejie.kernel.notices import Notice
from hejie.kernel.parties import parties_of
from hejie.kernel.sequencer import sequence
from hejie.kernel.tests.crowds import together
from hejie.kernel.tests.pace import at_this_pace
from hejie.kernel.tests.walking import APPLICATION, MONDAY, Walk, sent, staff

DAY = timedelta(days=1)


# The database goes away


@pytest.mark.django_db(transaction=True)
def test_an_act_cut_off_by_the_database_is_done_once_when_it_is_sent_again(zhangwan, monkeypatch):
    walk, key = Walk.begun(), uuid4().hex
    given = sent({"text": "断线前说的话"}, key=key)
    project = projecting.project

    def cut_off(matter: Matter, event: Event) -> None:
        project(matter, event)
        assert settings.EMBEDDED_DATABASE is not None
        with psycopg.connect(settings.EMBEDDED_DATABASE.conninfo(database="postgres")) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [backend])

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [backend] = cursor.fetchone()
    monkeypatch.setattr(door, "project", cut_off)
    with pytest.raises(OperationalError):
        actions.take(walk.matter, "remark", actor=staff("luo"), sent=given, now=walk.now)
    monkeypatch.setattr(door, "project", project)
    connection.close()
    assert not Words.objects.filter(name="text").exists()
    outcomes = together(
        *[lambda: actions.take(walk.matter, "remark", actor=staff("luo"), sent=given, now=walk.now)]
        * 3
    )
    assert sorted(one.fresh for one in outcomes if isinstance(one, Done)) == [False, False, True]
    assert Words.objects.filter(name="text").count() == 1
    assert verify(Matter.objects.get(pk=walk.matter.pk)) == []


# Two at once


@pytest.mark.django_db(transaction=True)
def test_two_sequencers_at_once_give_one_order_without_gaps(zhangwan):
    walk = Walk.begun()
    for number in range(30):
        walk.take("remark", "luo", text=f"{number}")
    taken = together(*[lambda: sequence(now=MONDAY, limit=4)] * 4)
    assert sum(one for one in taken if isinstance(one, int)) == 16
    together(*[lambda: sequence(now=MONDAY, limit=100)] * 2)
    assert list(LogEntry.objects.values_list("log_index", flat=True)) == list(range(31))
    assert check_log()[1] == []


# Work that fails for an hour


@pytest.mark.usefixtures("zhangwan")
def test_a_duty_that_fails_for_an_hour_is_tried_less_often_and_then_goes_on():
    tries: list[int] = []
    clock = iter(range(3700))

    def fails(_now: Any) -> int:
        tries.append(second)
        if second < 3600:
            raise OSError("not now")
        return 1

    duty, done = work.Duty("failing", fails), 0
    for second in clock:
        done += duty.turn(now=MONDAY, seconds=second)
    assert 60 <= len([at for at in tries if at < 3600]) <= 75
    assert done >= 3700 - 3600 - work.LONGEST_PAUSE


@pytest.mark.usefixtures("zhangwan")
def test_a_notice_whose_channel_is_down_for_an_hour_goes_out_after_it(settings, monkeypatch):
    settings.NOTICE_CHANNELS = ["json://127.0.0.1:1/"]
    walk = Walk.begun()
    message = notices.Message(to="party:p1", text="明天上午九点。")
    kept = notices.tell(walk.matter, message, seq=1, number=0, now=MONDAY)
    up = False
    monkeypatch.setattr(apprise.Apprise, "notify", lambda *_a, **_k: up)
    for seconds in range(0, 3600, 30):
        notices.send_waiting(now=MONDAY + timedelta(seconds=seconds))
    kept.refresh_from_db()
    assert (kept.status, kept.tries) == (Notice.WAITING, 7)
    assert status.status()["notices"]["trying_again"] == 1
    up = True
    for seconds in range(3600, 7300, 60):
        notices.send_waiting(now=MONDAY + timedelta(seconds=seconds))
    kept.refresh_from_db()
    assert (kept.status, kept.tries) == (Notice.SENT, 8)


@pytest.mark.usefixtures("zhangwan")
def test_what_could_not_be_sent_at_all_is_told(settings, monkeypatch):
    settings.NOTICE_CHANNELS = ["json://127.0.0.1:1/"]
    monkeypatch.setattr(apprise.Apprise, "notify", lambda *_a, **_k: False)
    walk = Walk.begun()
    message = notices.Message(to="party:p1", text="明天上午九点。")
    notices.tell(walk.matter, message, seq=1, number=0, now=MONDAY)
    for hours in range(40):
        notices.send_waiting(now=MONDAY + timedelta(hours=hours))
    done = CliRunner().invoke(status.command, [])
    assert done.exit_code == 1
    assert "could not be sent" in json.loads(done.stdout)["stuck"][0]


# The clock jumps


@pytest.mark.usefixtures("zhangwan")
@pytest.mark.parametrize("wrong", [DAY, -DAY], ids=["ahead", "behind"])
def test_a_clock_that_is_wrong_by_a_day_stops_nobody(wrong):
    walk = Walk.begun(now=MONDAY + wrong)
    walk.now = MONDAY
    walk.take("remark", "luo", text="时钟又对了。")
    walk.now = MONDAY + wrong
    walk.take("remark", "luo", text="时钟又错了。")
    walk.now = MONDAY
    walk.take("invite", "luo")
    assert walk.matter.state == "invited"
    moments = [event.occurred for event in events_of(walk.matter)]
    assert min(moments) >= walk.matter.opened_at
    assert sequence(now=MONDAY) == 4
    assert verify(Matter.objects.get(pk=walk.matter.pk)) == []
    assert check_log()[1] == []


@pytest.mark.usefixtures("zhangwan")
def test_a_code_sent_by_a_wrong_clock_does_not_stand_in_the_way_of_the_next(monkeypatch):
    walk = Walk.begun()
    party = parties_of(walk.matter).get(key="p1")
    digits = iter([111111, 222222])
    monkeypatch.setattr(secrets, "randbelow", lambda _most: next(digits))
    codes.send_code(party, now=MONDAY + DAY)
    codes.send_code(party, now=MONDAY)
    assert OneTimeCode.objects.count() == 2
    assert not codes.check_code(party, "111111", now=MONDAY)
    assert codes.check_code(party, "222222", now=MONDAY)


# Many act, with answers lost on the way


@pytest.mark.django_db(transaction=True)
def test_answers_that_are_lost_and_asked_for_again_double_nothing(zhangwan):
    close_old_connections()
    keys = [uuid4().hex for _ in range(6)]

    def apply(key: str) -> Done:
        given = sent(APPLICATION, key=key)
        return actions.open_matter("mediation", actor=VISITOR, sent=given, now=MONDAY)

    begun = time.monotonic()
    outcomes = together(*[lambda key=key: apply(key) for key in keys for _again in range(3)])
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert Matter.objects.count() == len(keys)
    assert time.monotonic() - begun < at_this_pace(30)
