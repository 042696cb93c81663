"""Readers of the log: each follows the global order from its own bookmark.

A reader's work and its bookmark move in one transaction, so an event is read exactly once
however often a reader is stopped. A reader that fails stays where it is and is tried again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hejie.kernel import bulk
from hejie.kernel.bulk import Bulk, BulkRun
from hejie.kernel.events import Bookmark, Event, read_from
from hejie.kernel.sequencer import log_size, sequence

BATCH = 500


@dataclass(frozen=True)
class Reader:
    """`read` takes events in global order; `reset` empties what it keeps, before a rebuild."""

    name: str
    read: Callable[[Sequence[Event], datetime], None]
    reset: Callable[[], None]


def follow(reader: Reader, *, now: datetime, limit: int = BATCH) -> int:
    """Read the next events; gives how many. Two processes take turns at the bookmark."""
    with transaction.atomic():
        bookmark = _hold(reader)
        batch = list(read_from(bookmark.position, limit=limit))
        if not batch:
            return 0
        reader.read([event for _index, event in batch if event is not None], now)
        bookmark.position = batch[-1][0] + 1
        bookmark.save()
        return len(batch)


def _hold(reader: Reader) -> Bookmark:
    """The reader's bookmark, held until the transaction ends."""
    Bookmark.objects.get_or_create(reader=reader.name)
    return Bookmark.objects.select_for_update().get(reader=reader.name)


def catch_up(readers: Sequence[Reader], *, now: datetime) -> int:
    """Sequence and read until nothing is left; gives how many events were sequenced."""
    total = 0
    while taken := sequence(now=now):
        total += taken
    for reader in readers:
        while follow(reader, now=now):
            pass
    return total


def rebuilding(reader: Reader) -> Bulk:
    """Forget what a reader keeps, then read the log from its beginning. The worker, which follows
    the log meanwhile, helps."""

    def batch(run: BulkRun, now: datetime) -> bool:
        if run.position is None:
            _forget(reader)
            run.position = 0
            return True
        more = bool(follow(reader, now=now))
        run.position = run.done = _hold(reader).position
        return more

    return Bulk(f"rebuild {reader.name}", log_size, batch)


def _forget(reader: Reader) -> None:
    bookmark = _hold(reader)
    reader.reset()
    bookmark.position = 0
    bookmark.save()


def rebuild(reader: Reader, *, now: datetime) -> int:
    """All of it at once; gives how far the log was read, 0 where another process did it all."""
    read = 0
    for run in bulk.go(rebuilding(reader), clock=lambda: now, anew=True):
        read = run.done
    return read
