"""How often something may be tried: a few times freely, then once in a while, and never never.

Counted in the database, so that all web processes count together (generic cell rate algorithm:
one moment per key, moved on by each try that was allowed). Keys are kept as digests.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models


@dataclass(frozen=True)
class Rate:
    """`free` tries at once, then one each `seconds`."""

    name: str
    free: int
    seconds: float

    @property
    def each(self) -> timedelta:
        return timedelta(seconds=self.seconds)

    @property
    def most(self) -> timedelta:
        return self.each * self.free


class Patience(models.Model):
    """What a key has used up: `until` lies ahead by what each of its tries costs."""

    key = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField()


SPEND = """
INSERT INTO kernel_patience AS kept (key, until) VALUES (%(key)s, %(now)s + %(each)s)
ON CONFLICT (key) DO UPDATE SET until = greatest(kept.until, %(now)s) + %(each)s
WHERE greatest(kept.until, %(now)s) + %(each)s <= %(now)s + %(most)s
RETURNING 1
"""


def spend(rate: Rate, key: str, *, now: datetime) -> timedelta:
    """Try once: nothing if it is allowed, or else how long to wait. One query, another if not.
    Who tries too soon does not have to wait longer for it."""
    given: dict[str, Any] = {
        "key": _digest(rate, key),
        "now": now,
        "each": rate.each,
        "most": rate.most,
    }
    with connection.cursor() as cursor:
        cursor.execute(SPEND, given)
        if cursor.fetchone():
            return timedelta()
    return wait_of(rate, key, now=now) or timedelta(seconds=1)


def wait_of(rate: Rate, key: str, *, now: datetime) -> timedelta:
    """How long until the next try is allowed; nothing is spent. One query."""
    until = Patience.objects.filter(key=_digest(rate, key)).values_list("until", flat=True)
    found = until.first()
    over = found + rate.each - now - rate.most if found else timedelta()
    return max(over, timedelta())


def give_back(rate: Rate, key: str) -> None:
    """Take back one try: it was no guess."""
    kept = Patience.objects.filter(key=_digest(rate, key))
    kept.update(until=models.F("until") - rate.each)


def forget(*, now: datetime) -> int:
    """Remove what no longer slows anybody; gives how many keys."""
    return Patience.objects.filter(until__lt=now).delete()[0]


def _digest(rate: Rate, key: str) -> str:
    return hashlib.sha256(f"{rate.name}\0{key}".encode(errors="replace")).hexdigest()
