"""Milliseconds of pieces of work, and what a series of them comes to."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence


def timed(work: Callable[[int], object], rounds: int) -> dict[str, float]:
    """Milliseconds of a piece of work, once it has been done before."""
    work(0)
    spent = []
    for round_ in range(1, rounds + 1):
        begun = time.perf_counter()
        work(round_)
        spent.append((time.perf_counter() - begun) * 1000)
    return told_of(spent)


def told_of(spent: Sequence[float]) -> dict[str, float]:
    return {
        "ms_p50": round(statistics.median(spent), 1),
        "ms_p95": round(sorted(spent)[max(int(len(spent) * 0.95) - 1, 0)], 1),
    }


def quantiles(spent: Sequence[float]) -> dict[str, float]:
    """Half, nineteen of twenty, and ninety-nine of a hundred took no longer than these."""
    inside = sorted(spent)
    shares = {"ms_p50": 0.50, "ms_p95": 0.95, "ms_p99": 0.99}
    last = len(inside) - 1
    return {name: round(inside[round(last * share)], 1) for name, share in shares.items()}
