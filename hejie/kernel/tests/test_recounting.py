"""Running deadlines counted again: an event where a day moves; stopped and gone on, the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from chinese_calendar.constants import holidays  # type: ignore[import-untyped]
from django.db import OperationalError, transaction

from hejie.cli.work import duties
from hejie.conftest import Zhangwan
from hejie.desk.history import History
from hejie.kernel import actions, bulk, clocks, standing
from hejie.kernel import matters as kernel_matters
from hejie.kernel.actions import recounting
from hejie.kernel.actions.checking import check_rows
from hejie.kernel.actions.notes import note
from hejie.kernel.bulk import BulkRun
from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.events import Event, events_of
from hejie.kernel.ledger import verify
from hejie.kernel.matters import Matter
from hejie.kernel.tests.walking import Walk, count_again
from hejie.kernel.workdays import SHANGHAI, DayKind
from hejie.law.mediation import LOCAL_REPLY
from hejie.portal.happenings import happenings

BEGUN = datetime(2026, 12, 29, 9, 0, tzinfo=SHANGHAI)
NOW = datetime(2026, 12, 31, 9, 0, tzinfo=SHANGHAI)
HOLIDAYS = {date(2027, 1, day): DayKind.HOLIDAY for day in (1, 2, 3, 4)}
MANY = 7


@pytest.fixture
def matters(zhangwan: Zhangwan) -> list[Matter]:
    """Some whose time to answer ends on a day that nobody had announced, and one that is over."""
    walks = [Walk.begun(now=BEGUN + timedelta(minutes=n)) for n in range(MANY)]
    walks[0].take("invite", "luo")
    return [walk.matter for walk in walks]


def enter_notice(zhangwan: Zhangwan, **changes: Any) -> None:
    actor = zhangwan.actor("meng", on=NOW)
    told = {"days": HOLIDAYS, "source": "国办发明电", "now": NOW, **changes}
    actions.enter_notice(2027, actor=actor, **told)


def outcome() -> Any:
    """All that a count leaves behind, apart from what chance draws."""
    clocks = Clock.objects.order_by("pk").values()
    events = Event.objects.filter(step=standing.RECOUNT).order_by("pk")
    told = [(e.matter_id, e.seq, e.values, e.at) for e in events]
    due = Matter.objects.order_by("pk").values_list("pk", "next_due", "head_seq", "version")
    return list(clocks), told, list(due)


def test_a_day_that_moves_is_an_event_that_keeps_why(matters: list[Matter], zhangwan: Zhangwan):
    before = {m.pk: clocks_of(m).get(key="reply") for m in matters}
    enter_notice(zhangwan)
    assert count_again(NOW) == MANY - 1
    for matter in matters[1:]:
        clock, was = clocks_of(matter).get(key="reply"), before[matter.pk]
        event = events_of(matter).last()
        assert event is not None
        assert (event.step, event.by, event.moves) == (standing.RECOUNT, "system", False)
        (told,) = event.values[standing.RECOUNTED]
        assert told["clock"] == "reply:"
        assert told["strict_due"] == [str(was.strict_due), str(clock.strict_due)]
        assert was.strict_due < clock.strict_due
        assert event.values["calendar"] == clock.derivation["calendar"]
        assert not verify(Matter.objects.get(pk=matter.pk))
        assert not list(check_rows(matter))


def test_the_history_tells_from_which_day_to_which(matters: list[Matter], zhangwan: Zhangwan):
    was = clocks_of(matters[1]).get(key="reply").rolled_due
    enter_notice(zhangwan)
    count_again(NOW)
    clock = clocks_of(matters[1]).get(key="reply")
    told = History(matters[1], zhangwan.actor("luo", on=NOW), [], whole=True).happenings()[0]
    assert (told.title, told.by) == ("重新计算期限", "本平台")
    moved = f"{was} 改为 {clock.rolled_due}"
    assert [(one.label, one.text) for one in told.told] == [(clock.label, moved)]
    latest = happenings(matters[1], names={})[0]  # as anybody with the code reads it
    assert (latest.title, latest.text) == ("重新计算期限", f"{clock.label}：{moved}")


def test_what_is_over_stays_as_it_was(matters: list[Matter], zhangwan: Zhangwan):
    over = clocks_of(matters[0]).filter(key="reply")
    before = over.values().get()
    enter_notice(zhangwan)
    count_again(NOW)
    assert over.values().get() == before
    assert not events_of(matters[0]).filter(step=standing.RECOUNT).exists()
    assert not list(check_rows(matters[0]))


def test_a_package_that_knows_one_year_more_moves_what_runs_and_nothing_that_is_over(
    matters: list[Matter], monkeypatch: pytest.MonkeyPatch
):
    """As after an upgrade: days of the year ahead are free that were judged by their weekday."""
    over = clocks_of(matters[0]).filter(key="reply")
    before = over.values().get()
    monkeypatch.setattr("hejie.kernel.workdays._holidays", {*holidays, *HOLIDAYS})
    for module in ("workdays", "ledger", "actions.recounting"):
        monkeypatch.setattr(f"hejie.kernel.{module}.LAST_YEAR", 2027)
    assert count_again(NOW) == MANY - 1
    assert over.values().get() == before
    assert not clocks_of(matters[1]).get(key="reply").provisional
    assert not [finding for matter in matters for finding in check_rows(matter)]


@pytest.mark.parametrize(("days", "moves"), [(5, True), (3, False)])
def test_a_corrected_rule_moves_what_runs_by_it(
    matters: list[Matter], monkeypatch: pytest.MonkeyPatch, days: int, moves: bool
):
    """Three days become five, or stay three by a later version."""
    rule = replace(LOCAL_REPLY, qty=days, version="2099")
    corrected = replace(clocks.deadline_of(matters[1], "reply"), rule=rule)
    real = clocks.deadline_of
    monkeypatch.setattr(
        clocks,
        "deadline_of",
        lambda matter, key: corrected if key == "reply" else real(matter, key),
    )
    assert count_again(NOW) == (MANY - 1 if moves else 0)
    clock = clocks_of(matters[1]).get(key="reply")
    assert (clock.rule_version, clock.derivation["qty"]) == ("2099", days)
    found = events_of(matters[1]).filter(step=standing.RECOUNT)
    assert [e.values[standing.RECOUNTED][0]["version"] for e in found] == ["2099"] * moves
    assert not list(check_rows(matters[1]))


def test_where_no_day_moves_there_is_no_event(matters: list[Matter], zhangwan: Zhangwan):
    free = {date(2027, 1, day): DayKind.HOLIDAY for day in (2, 3)}
    enter_notice(zhangwan, days=free)
    assert count_again(NOW) == 0
    assert not Event.objects.filter(step=standing.RECOUNT).exists()
    assert not clocks_of(matters[1]).get(key="reply").provisional


def test_counting_twice_changes_nothing_more(matters: list[Matter], zhangwan: Zhangwan):
    enter_notice(zhangwan)
    count_again(NOW)
    once = outcome()
    assert count_again(NOW + timedelta(days=1)) == 0
    assert outcome() == once


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("fails_at", range(1, MANY))
def test_a_count_that_breaks_off_goes_on_and_ends_like_one_that_did_not(
    matters: list[Matter], zhangwan: Zhangwan, monkeypatch: pytest.MonkeyPatch, fails_at: int
):
    monkeypatch.setattr(recounting, "AT_ONCE", 2)
    enter_notice(zhangwan)
    with undone():
        *_, whole = bulk.go(actions.RECOUNT, clock=lambda: NOW)
        expected = outcome()
    calls = iter(range(1, 100))

    def breaks_off(*args: Any, **named: Any) -> Event:
        if next(calls) == fails_at:
            raise KeyboardInterrupt
        return note(*args, **named)

    monkeypatch.setattr(recounting, "note", breaks_off)
    with pytest.raises(KeyboardInterrupt):
        list(bulk.go(actions.RECOUNT, clock=lambda: NOW))
    stopped = BulkRun.objects.get(name=actions.RECOUNT.name)
    assert stopped.done < whole.done
    *_, run = bulk.go(actions.RECOUNT, clock=lambda: NOW)
    assert (run.done, run.told, outcome()) == (whole.done, whole.told, expected)
    assert not BulkRun.objects.exists()


def test_who_waits_for_a_matter_holds_no_other(
    matters: list[Matter], zhangwan: Zhangwan, monkeypatch: pytest.MonkeyPatch
):
    """Two that wait for one another would be a deadlock."""
    enter_notice(zhangwan)
    with undone():
        *_, whole = bulk.go(actions.RECOUNT, clock=lambda: NOW)
        expected = outcome()
    real, refused = kernel_matters.lock, []

    def lock(matter: Matter, *, wait: bool = True) -> Matter:
        if not wait and matter.pk not in refused:
            refused.append(matter.pk)
            raise OperationalError
        return real(matter, wait=wait)

    monkeypatch.setattr("hejie.kernel.matters.lock", lock)
    *_, run = bulk.go(actions.RECOUNT, clock=lambda: NOW)
    assert len(refused) > 1
    assert (run.done, run.told, outcome()) == (whole.done, whole.told, expected)


def test_a_notice_has_the_worker_count(matters: list[Matter], zhangwan: Zhangwan):
    duty = next(one for one in duties() if one.name == "deadlines")
    assert duty.turn(now=NOW, seconds=0) == 0
    enter_notice(zhangwan)
    while duty.turn(now=NOW, seconds=0):
        pass
    assert Event.objects.filter(step=standing.RECOUNT).count() == MANY - 1
    assert (duty.failures, BulkRun.objects.filter(name=actions.RECOUNT.name).exists()) == (0, False)
