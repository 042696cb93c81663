"""What a measurement was made on, and how much memory programs share out between them."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROC = Path("/proc")


def facts() -> dict[str, Any]:
    return {
        "processor": _line("cpuinfo", "model name") or platform.processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_mb": int((_line("meminfo", "MemTotal") or "0").split()[0]) // 1024,
        "system": platform.platform(),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }


class Watch:
    """How busy everything else on this machine is while something is measured."""

    def __init__(self, roots: dict[str, int]) -> None:
        self.roots = {**roots, "own": os.getpid()}
        self.began, self.all, self.ours = self._now()

    def others(self) -> float:
        """The share of all cores that went to neither us nor the programs that are measured."""
        now, busy, ours = self._now()
        spent = max((busy - self.all) - (ours - self.ours), 0.0)
        return round(spent / (now - self.began) / (os.cpu_count() or 1), 2)

    def _now(self) -> tuple[float, float, float]:
        numbers = {one for root in self.roots.values() for one in family(root)}
        return time.monotonic(), _busy(), sum(map(_spent, numbers))


TICKS = os.sysconf("SC_CLK_TCK")


def _busy() -> float:
    """Seconds that the cores have worked since the machine began; stolen ones count as work."""
    first = (PROC / "stat").read_text().partition("\n")[0].split()[1:9]
    user, nice, system, _idle, _wait, irq, softirq, steal = map(int, first)
    return (user + nice + system + irq + softirq + steal) / TICKS


def _spent(number: int) -> float:
    """Seconds that a process has worked, with its children that have ended."""
    try:
        told = (PROC / str(number) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, told[11:15])) / TICKS


def _line(file: str, name: str) -> str:
    lines = (PROC / file).read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


def memory(roots: dict[str, int]) -> dict[str, Any]:
    """Megabytes of each program with all its processes: what a process has alone, and its
    share of what it has with others (PSS)."""
    told: dict[str, Any] = {}
    for name, root in roots.items():
        shares = [share for one in family(root) if (share := _share(one)) is not None]
        told[name] = {"processes": len(shares), "mb": round(sum(shares) / 1024, 1)}
    return told | {"mb": round(sum(one["mb"] for one in told.values()), 1)}


def family(number: int) -> Iterator[int]:
    """A process and all that came of it."""
    yield number
    try:
        tasks = list((PROC / str(number) / "task").iterdir())
        children = [int(c) for task in tasks for c in (task / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield from family(child)


def _share(number: int) -> int | None:
    """Kilobytes; nothing of a process that has ended or belongs to somebody else."""
    try:
        lines = (PROC / str(number) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), None)
