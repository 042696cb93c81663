"""How long work tells of itself: a line a second on standard error, and its rate at the end."""

from __future__ import annotations

import math
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import click
from django.utils import timezone

from hejie.kernel import bulk
from hejie.kernel.bulk import Bulk

EVERY = 1.0
"""Seconds between two lines."""


@dataclass
class Progress:
    """One stretch of work. What was done before it was there already counts for no rate."""

    what: str
    before: int = 0
    done: int = 0
    begun: float = field(default_factory=time.monotonic)
    told: float = 0.0

    def tell(self, done: int, total: int) -> None:
        """Note how far it has come; says so at most once a second."""
        self.done = done
        now = time.monotonic()
        if now - self.told >= EVERY:
            self.told = now
            left = f", {(total - done) / self.rate:.0f} s left" if self.rate and total else ""
            click.echo(f"{self.what} {done:,}/{total:,}, {self.rate:.0f} a second{left}", err=True)
            sys.stderr.flush()

    @property
    def rate(self) -> float:
        return (self.done - self.before) / max(time.monotonic() - self.begun, 0.001)

    def as_json(self) -> dict[str, Any]:
        seconds = round(time.monotonic() - self.begun, 2)
        told = {"done": self.done, "seconds": seconds, "a_second": round(self.rate, 1)}
        return told | ({"went_on_at": self.before} if self.before else {})


def drive(what: Bulk, *, anew: bool = False, seconds: float = math.inf) -> dict[str, Any]:
    """Do a run, from where it was stopped unless `anew`, to its end or for so long; gives what it
    told, and its rate."""
    progress, told = Progress(what.name), {}
    if not anew:
        progress.before = progress.done = bulk.reached(what)
    for run in bulk.go(what, clock=timezone.now, anew=anew):
        progress.tell(run.done, run.total)
        told = run.told
        if time.monotonic() - progress.begun >= seconds:
            break
    return {**progress.as_json(), "told": told}
