"""Bounds in seconds that mean the same on every machine, however busy it is at the moment."""

from __future__ import annotations

import time

WORK = 2_000_000
QUICK = 0.1
"""Seconds that the work takes on the quiet machine for which bounds are written."""


def at_this_pace(seconds: float) -> float:
    """What these seconds of a quiet machine are on this one now; never fewer."""
    began = time.monotonic()
    for number in range(WORK):
        number * number
    return seconds * max(1.0, (time.monotonic() - began) / QUICK)
