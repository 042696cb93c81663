"""The second lock: the database itself shows a web request only the matters in sight.

The rule is that of `permissions.visible_to`, told to the connection at the beginning of each
request and kept by row-level security on every table of a matter's data. A query of ours that
forgets its filter then finds nothing more. Commands and the worker are the tables' owner and
are not bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connections

from hejie.kernel.replica import alias_in_use

ROLE = "hejie_web"
"""Owns nothing and cannot bypass the lock; a web request acts as it in the database."""


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What somebody may see: whole areas by their paths, what organs hold or held, what an
    account works on or does in the place of others, and single matters. What `referring` organs
    sent to others the database shows too; pages show of it only what a referrer may read."""

    areas: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    account: int | None = None
    stands_in: tuple[str, ...] = ()
    referring: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()


ADMIT = """
SELECT set_config('hejie.matters',
    concat_ws(',', nullif(current_setting('hejie.matters', true), ''), %s::text), false)
"""
WIDEN = """
SELECT before, set_config('hejie.areas', '%', false)
FROM current_setting('hejie.areas', true) AS before
"""
NOBODY = Sight()
EVERYTHING = Sight(areas=("",))
"""Every path begins with nothing."""

_last: ContextVar[Sight] = ContextVar("last", default=NOBODY)


def look_as(sight: Sight) -> None:
    """Let this connection see what is in sight and no more, until it is told otherwise. One
    query; none where the second lock is off."""
    _last.set(sight)
    if settings.SECOND_LOCK:
        _tell(
            role=ROLE,
            areas=",".join(f"{area}%" for area in sight.areas),
            organs=",".join(sight.organs),
            account=str(sight.account or ""),
            referring=",".join(sight.referring),
            matters=",".join(sight.matters),
        )


def look_again() -> None:
    """Tell the other database that is now read what the first was told last."""
    look_as(_last.get())


def admit(matter: UUID) -> None:
    """Add one matter to what is in sight: it is being opened, or was found by its code."""
    if settings.SECOND_LOCK:
        with connections[alias_in_use()].cursor() as cursor:
            cursor.execute(ADMIT, [str(matter)])


@contextmanager
def wide() -> Iterator[None]:
    """See all rows for what concerns no single matter: when a mediator or a room is taken. What
    is read here must leave as times and counts only."""
    if not settings.SECOND_LOCK:
        yield
        return
    with connections[alias_in_use()].cursor() as cursor:
        cursor.execute(WIDEN)
        before = cursor.fetchone()[0]
    try:
        yield
    finally:
        with suppress(DatabaseError):  # a transaction that failed takes back what it set
            _tell(areas=before or "")


def _tell(*, role: str = "", **told: str) -> None:
    named = {f"hejie.{name}": value for name, value in told.items()}
    named |= {"role": role} if role else {}
    calls = ", ".join("set_config(%s, %s, false)" for _name in named)
    with connections[alias_in_use()].cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [part for pair in named.items() for part in pair])
