"""Readers of the log: each event once, however often a reader is stopped, and again from zero."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from hejie.kernel import notices, search, tallies
from hejie.kernel.codes import OneTimeCode
from hejie.kernel.events import Bookmark, Event
from hejie.kernel.notices import Notice
from hejie.kernel.readers import Reader, catch_up, follow, rebuild
from hejie.kernel.search import SearchEntry
from hejie.kernel.sequencer import sequence
from hejie.kernel.tallies import DayTally, Tally
from hejie.kernel.tests.crowds import together
from hejie.kernel.tests.walking import MONDAY, Walk

LATER = MONDAY + timedelta(days=1)
READERS = (search.reader, tallies.reader, notices.reader)


class Interrupted(RuntimeError):
    """The reader's process ends here."""


def interrupted_once(reader: Reader) -> Reader:
    """A reader that does its work and is stopped before its transaction ends, the first time."""
    stops = iter([True])

    def read(events: Sequence[Event], now: datetime) -> None:
        reader.read(events, now)
        if next(stops, False):
            raise Interrupted

    return Reader(reader.name, read, reader.reset)


def kept() -> dict[str, list[Any]]:
    """What readers keep, without what differs each time: ids of notices."""
    return {
        "tallies": sorted(Tally.objects.filter(count__gt=0).values_list()),
        "days": sorted(DayTally.objects.values_list()),
        "search": sorted(SearchEntry.objects.values_list("matter_id", "body")),
        "notices": sorted(Notice.objects.values_list("matter_id", "seq", "number", "to", "text")),
    }


def some_history() -> None:
    Walk.begun().to("agreed_oral")
    Walk.begun().to("invited").take("refuse", "p2")
    Walk.begun("register", "luo", place="420303001", source="applied", channel="phone")
    Walk.begun("lend", "lin", procedure="example", place="420303001001", purpose="借用")


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_reader_stopped_in_the_middle_reads_each_event_once(zhangwan, reader):
    some_history()
    catch_up(READERS, now=LATER)
    whole = kept()
    reader.reset()
    Notice.objects.filter(seq__gt=0).delete()
    Bookmark.objects.filter(reader=reader.name).delete()
    stopped = interrupted_once(reader)
    with pytest.raises(Interrupted):
        follow(stopped, now=LATER, limit=5)
    assert not Bookmark.objects.filter(reader=reader.name, position__gt=0).exists()
    while follow(stopped, now=LATER, limit=5):
        pass
    assert kept()[reader.name] == whole[reader.name]


def test_reading_one_by_one_or_all_at_once_is_the_same(zhangwan):
    some_history()
    sequence(now=LATER)
    for reader in READERS:
        while follow(reader, now=LATER, limit=1):
            pass
    one_by_one = kept()
    for reader in READERS:
        rebuild(reader, now=LATER)
    assert kept() == one_by_one


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_rebuild_from_zero_gives_the_same(zhangwan, reader):
    some_history()
    catch_up(READERS, now=LATER)
    before = kept()
    assert rebuild(reader, now=LATER) == Event.objects.count()
    assert kept() == before


def test_a_rebuild_tells_nobody_twice_even_after_parties_have_left(zhangwan):
    walk = Walk.begun().to("invited")
    catch_up(READERS, now=LATER)
    walk.take("refuse", "p2")
    catch_up(READERS, now=LATER)
    told = Notice.objects.count()
    rebuild(notices.reader, now=LATER)
    assert Notice.objects.count() == told > 0


def test_a_reader_that_fails_stays_and_is_tried_again(zhangwan):
    Walk.begun()
    sequence(now=LATER)
    seen: list[str] = []

    def fail(events: Sequence[Event], now: datetime) -> None:
        raise Interrupted

    def read(events: Sequence[Event], now: datetime) -> None:
        seen.extend(event.step for event in events)

    with pytest.raises(Interrupted):
        follow(Reader("mine", fail, lambda: None), now=LATER)
    assert follow(Reader("mine", read, lambda: None), now=LATER) == 1
    assert follow(Reader("mine", read, lambda: None), now=LATER) == 0
    assert seen == ["apply"]


def test_readers_do_not_wait_for_each_other(zhangwan):
    some_history()
    sequence(now=LATER)
    while follow(tallies.reader, now=LATER):
        pass
    assert Tally.objects.exists()
    assert not Notice.objects.exists()
    assert not OneTimeCode.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_processes_of_one_reader_take_turns(zhangwan):
    for _ in range(3):
        Walk.begun().to("accepted")
    sequence(now=LATER)

    def read() -> int:
        return sum(follow(tallies.reader, now=LATER, limit=2) for _ in range(6))

    outcomes = together(read, read, read)
    assert sum(int(str(one)) for one in outcomes) == Event.objects.count()
    before = kept()
    rebuild(tallies.reader, now=LATER)
    assert kept() == before
    assert [t.count for t in Tally.objects.filter(count__gt=0)] == [3]


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_beside_a_working_reader_counts_nothing_twice(zhangwan):
    for _ in range(3):
        Walk.begun().to("accepted")
    sequence(now=LATER)
    acts: list[Callable[[], int]] = [
        lambda: sum(follow(tallies.reader, now=LATER, limit=1) for _ in range(9)),
        lambda: rebuild(tallies.reader, now=LATER),
        lambda: rebuild(tallies.reader, now=LATER),
    ]
    for outcome in together(*acts):
        assert isinstance(outcome, int), outcome
    while follow(tallies.reader, now=LATER):
        pass
    assert [t.count for t in Tally.objects.filter(count__gt=0)] == [3]
