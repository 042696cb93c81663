"""A second database that only repeats the first, and may be asked for what may be a little old.

Where `HEJIE_REPLICA_URL` names one, every query still goes to the first database, except inside
`reading()`, which pages enter by one rule (`hejie.ui.staleness`). Nothing is ever written in there.
How old the replica's data are at most is told by positions in the log of the first: no clock of
another machine is believed.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, connections

log = logging.getLogger(__name__)

ALIAS = "replica"
OLDEST = 3.0
"""Seconds by which what the replica has may be behind. An open board asks anew so many seconds
after it heard of a change, and must then find it."""
EVERY = 1.0
"""Seconds between looks how far the replica has come, in one process."""
MOST_MARKS = 16
"""Kept at once: while the replica reaches none of them, no more are made."""
REST = 10.0
"""Seconds for which a replica that failed is not asked again, in one process."""

POSITION = "SELECT (pg_current_wal_insert_lsn() - '0/0')::text"
REPEATED = "SELECT (pg_last_wal_replay_lsn() - '0/0')::text WHERE pg_is_in_recovery()"

_in_use: ContextVar[str] = ContextVar("in_use", default=DEFAULT_DB_ALIAS)


class WrittenWhileReading(AssertionError):
    """Something is written on a page that may be stale: it must not be one."""


class Router:
    """Which database a query goes to."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return alias_in_use()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        if alias_in_use() != DEFAULT_DB_ALIAS:
            raise WrittenWhileReading(model.__name__)
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


def alias_in_use() -> str:
    return _in_use.get()


@contextmanager
def reading() -> Iterator[None]:
    """Send this thread's queries to the replica. Who enters tells the second lock there first
    (`sight.look_again`): a connection to a replica begins with nothing in sight."""
    token = _in_use.set(ALIAS)
    try:
        yield
    finally:
        _in_use.reset(token)


@dataclass
class Watch:
    """What one process knows of its replica. Two threads that look at once do no harm."""

    fresh: float = float("-inf")
    """The latest moment of which the replica is known to have everything that was committed."""
    looked: float = float("-inf")
    resting_until: float = float("-inf")
    used: bool = True
    marks: deque[tuple[float, int]] = field(default_factory=deque)
    """Moments, and where the log of the first database was just after each, that the replica
    had not reached when it was last looked at; the first of them, however long ago."""

    def is_fresh(self) -> bool:
        """Whether the replica may be asked now. A query to each database once in a while."""
        now = time.monotonic()
        if now < self.resting_until:
            return False
        if now - self.looked >= EVERY:
            self.looked = now
            if len(self.marks) < MOST_MARKS:
                self.marks.append((now, _one_number(DEFAULT_DB_ALIAS, POSITION)))
            try:
                self._look()
            except Error as fault:
                self.rest(fault)
                return False
        if time.monotonic() - self.fresh <= OLDEST:
            self._tell(True)
            return True
        if self.marks and now - self.marks[0][0] > OLDEST:
            self._tell(False, f"it is more than {OLDEST:g} s behind")
        return False

    def _look(self) -> None:
        repeated = _one_number(ALIAS, REPEATED)
        while self.marks and self.marks[0][1] <= repeated:
            self.fresh = max(self.fresh, self.marks.popleft()[0])

    def rest(self, fault: Exception) -> None:
        """Leave the replica alone for a while: it failed."""
        self.resting_until = time.monotonic() + REST
        connections[ALIAS].close()
        self._tell(False, str(fault))

    def _tell(self, used: bool, why: str = "") -> None:
        """Say it in the log when it changes."""
        if used != self.used:
            self.used = used
            log.warning("the replica is used again" if used else f"the replica is not used: {why}")


watch = Watch()


def is_set() -> bool:
    return ALIAS in settings.DATABASES


def behind() -> int | None:
    """Bytes of the log that the replica has not repeated; nothing when it does not answer."""
    position = _one_number(DEFAULT_DB_ALIAS, POSITION)
    try:
        return max(position - _one_number(ALIAS, REPEATED), 0)
    except Error:
        return None


def _one_number(alias: str, query: str) -> int:
    with connections[alias].cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    if row is None:
        raise InterfaceError("the server that HEJIE_REPLICA_URL names repeats no other")
    return int(row[0])
