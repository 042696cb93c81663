"""Readers of the log: each follows the global order from its own bookmark.

A reader's work and its bookmark move in one transaction, so an event is read exactly once
however often a reader is stopped. A reader that fails stays where it is and is tried again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hejie.kernel.events import Bookmark, Event, read_from
from hejie.kernel.sequencer import sequence

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
        reader.read([event for _index, event in batch], now)
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


def rebuild(reader: Reader, *, now: datetime) -> int:
    """Forget what a reader keeps and read the log from its beginning; gives how many events."""
    with transaction.atomic():
        bookmark = _hold(reader)
        reader.reset()
        bookmark.position = 0
        bookmark.save()
    total = 0
    while taken := follow(reader, now=now):
        total += taken
    return total
