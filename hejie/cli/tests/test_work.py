"""`hejie work`: everything gets its turn, nothing waits for what fails, and it stops when told."""

import logging
import os
import signal
import threading
import time
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from hejie.api.tests.calling import opening
from hejie.cli import work
from hejie.kernel.actions import Sent, open_matter
from hejie.kernel.clocks import Clock
from hejie.kernel.idempotency import IdempotencyKey
from hejie.kernel.jurisdictions import VISITOR, Account, actor_for
from hejie.kernel.search import SearchEntry
from hejie.kernel.sequencer import log_size
from hejie.kernel.supervision import Warning, sweep
from hejie.kernel.tallies import Tally
from hejie.kernel.tests.pace import at_this_pace

NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.get_fixed_timezone(480))


def open_one():
    told = opening()
    data = {**told["facts"], "place": told["place"], "parties": told["parties"]}
    clerk = actor_for(Account.objects.get(username="luo"), on=timezone.localdate())
    now = timezone.now()
    return open_matter("mediation", actor=clerk, sent=Sent(data=data), now=now).matter


def turns(duty, *seconds):
    return [duty.turn(now=NOW, seconds=second) for second in seconds]


def test_a_duty_gets_a_turn_as_often_as_it_may():
    duty = work.Duty("always", lambda now: 7)
    assert turns(duty, 1, 2, 3) == [7, 7, 7]
    duty = work.Duty("seldom", lambda now: 7, every=30)
    assert turns(duty, 1, 2, 30, 31, 60, 61) == [7, 0, 0, 7, 0, 7]


def test_what_fails_is_said_and_tried_again_after_a_while(caplog):
    tried = []

    def fail(now):
        tried.append(now)
        raise OSError("no such luck")

    duty = work.Duty("unlucky", fail)
    with caplog.at_level(logging.ERROR):
        turns(duty, *(second / 10 for second in range(100)))
    assert len(tried) == 4, "after 1, 2, 4 and 8 seconds"
    assert "unlucky" in caplog.text
    turns(duty, *range(100, 1000))
    assert len(tried) < 30, "a minute at most between two tries"


def test_what_works_again_works_at_once():
    left = [OSError, OSError]

    def recover(now):
        if left:
            raise left.pop()
        return 1

    assert turns(work.Duty("lucky", recover), 0, 1, 3, 3.1, 3.2) == [0, 0, 1, 1, 1]


def test_nothing_waits_for_what_fails(zhangwan, monkeypatch):
    open_one()
    duties = work.duties()
    search = next(duty for duty in duties if duty.name == "search")
    monkeypatch.setattr(search, "work", lambda now: 1 / 0)
    monkeypatch.setattr(work, "duties", lambda: duties)
    assert CliRunner().invoke(work.command, ["--once"]).exit_code == 0
    assert log_size() == 1
    assert Tally.objects.get().count == 1
    assert not SearchEntry.objects.exists()


def test_every_reader_and_every_rooms_tending_is_a_duty(zhangwan):
    names = [duty.name for duty in work.duties()]
    assert names[0] == "sequencer"
    assert {"search", "tallies", "notices", "supervision", "mediation", "channels"} <= set(names)
    assert len(names) == len(set(names))


def test_keys_and_sessions_of_long_ago_are_forgotten(zhangwan):
    clerk = Account.objects.get(username="luo")
    for key, days in (("old", 91), ("new", 89)):
        IdempotencyKey.objects.create(by=f"account:{clerk.pk}", key=key, body="")
        used = timezone.now() - timedelta(days=days)
        IdempotencyKey.objects.filter(key=key).update(used_at=used)
    session = SessionStore()
    session.set_expiry(timezone.now() - timedelta(minutes=1))
    session.create()
    CliRunner().invoke(work.command, ["--once"], catch_exceptions=False)
    assert IdempotencyKey.objects.get().key == "new"
    assert not Session.objects.exists()


def test_warnings_given_before_do_not_hide_the_next(zhangwan):
    for _ in range(3):
        open_one()
    later = timezone.now() + timedelta(days=30)
    assert Clock.objects.filter(status=Clock.RUNNING).count() == 3
    assert [sweep(now=later, limit=1) for _ in range(4)] == [1, 1, 1, 0]
    assert Warning.objects.count() == 3


@pytest.fixture
def instance(transactional_db, zhangwan, monkeypatch):
    """An instance whose jobs close their connections: the database is dropped at the end."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)


@pytest.fixture
def at_work(instance):
    """Run the worker here, where signals arrive, and end it once something holds."""

    def run(holds, *, number=signal.SIGTERM):
        told: dict[str, Any] = {}

        def watch():
            end = time.monotonic() + 60
            while not (told.get("held") or time.monotonic() > end):
                told["held"] = holds()
                time.sleep(0.05)
            connection.close()
            told["asked"] = time.monotonic()
            os.kill(os.getpid(), number)

        watcher = threading.Thread(target=watch)
        watcher.start()
        result = CliRunner().invoke(work.command, [], catch_exceptions=False)
        told["took"] = time.monotonic() - told["asked"]
        watcher.join()
        return result, told

    yield run
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_works_until_told_to_stop_and_then_stops(at_work, number):
    matter = open_one()
    result, told = at_work(lambda: SearchEntry.objects.exists(), number=number)
    assert told["held"]
    assert told["took"] < at_this_pace(3)
    assert (result.exit_code, result.stdout) == (0, "")
    assert log_size() == 1
    assert matter.searchentry_set.exists()


@pytest.mark.django_db(transaction=True)
def test_it_runs_queued_jobs(at_work):
    app.configure_task("imports.run").defer(key=str(uuid4()))
    _result, told = at_work(lambda: ProcrastinateJob.objects.filter(status="succeeded").exists())
    assert told["held"]


@pytest.mark.django_db(transaction=True)
def test_once_also_runs_what_waits_in_the_queue(instance):
    app.configure_task("imports.run").defer(key=str(uuid4()))
    assert CliRunner().invoke(work.command, ["--once"], catch_exceptions=False).stdout == ""
    assert ProcrastinateJob.objects.filter(status="succeeded").exists()


def test_a_visitor_is_served_by_the_same_log(zhangwan):
    told = opening()
    names = ("facts_told", "claims", "category")
    data = {name: told["facts"][name] for name in names}
    data |= {"place": told["place"], "parties": told["parties"]}
    open_matter("mediation", actor=VISITOR, sent=Sent(data=data), now=timezone.now())
    CliRunner().invoke(work.command, ["--once"], catch_exceptions=False)
    assert (log_size(), SearchEntry.objects.count()) == (1, 1)
