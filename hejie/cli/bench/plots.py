"""Draw what `bench all` kept: waiting times by size, acts a second by clients, rates in bulk."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import click

from hejie.cli.answers import answer

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 64, 150, 40, 48
COLOURS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f")
GRID, INK = "#d9dee3", "#333"
APART = 15
"""Between the names of two lines that end close to one another."""
Points = Sequence[tuple[float, float]]


@click.command("plot")
@click.argument("kept", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def plot(kept: Path, folder: Path) -> None:
    """Draw KEPT, the file of `bench all --keep`, into FOLDER as SVG."""
    told = json.loads(kept.read_text(encoding="utf-8"))
    drawn = {f"speed-{name}.svg": one.svg() for name, one in charts(told).items()}
    for name, text in drawn.items():
        (folder / name).write_text(text, encoding="utf-8")
    answer({"drawn": sorted(drawn)})


def charts(told: Mapping[str, Any]) -> dict[str, Chart]:
    sizes = {size["filled"]["matters"]: size for size in told["sizes"]}
    waiting = {
        kind: [(matters, size["alone"][kind]["ms_p50"]) for matters, size in sizes.items()]
        for kind in told["sizes"][0]["alone"]
    }
    acts: dict[str, Points] = {
        f"{matters:,} matters": [(int(n), rate) for n, rate in size["acts_by_clients"].items()]
        for matters, size in sizes.items()
    }
    for matters, size in sizes.items():
        acts[f"floor, {matters:,}"] = [(size["floor"]["clients"], size["floor"]["a_second"])]
    bulk = told["sizes"][0]["bulk"]
    rates = {f"{name} rows": one["a_second"] for name, one in bulk["import"].items()}
    rates |= {name: one["a_second"] for name, one in bulk.items() if name in BULK}
    return {
        "waiting": Chart("Half of the requests took no longer (ms)", "matters", waiting),
        "acts": Chart("Acts a second", "clients at once", acts),
        "bulk": Chart("Work in bulk, a second", "", {n: [(1, rate)] for n, rate in rates.items()}),
    }


BULK = ("tallies", "months", "deadlines", "keys", "verify", "verify all")


@dataclass(frozen=True)
class Chart:
    """Lines on two logarithmic axes, named where they end; bars where each has one point."""

    title: str
    along: str
    lines: Mapping[str, Points]

    def svg(self) -> str:
        bars = not self.along
        parts = [*self._frame(), *(self._bars() if bars else self._lines())]
        size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"'
        style = 'font-family="system-ui, sans-serif" font-size="13"'
        told = "; ".join(f"{name}: {_told(points)}" for name, points in self.lines.items())
        named = f"<title>{escape(self.title)}</title><desc>{escape(told)}</desc>"
        ground = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        return "\n".join([f"{head} {style}>", named, ground, *parts, "</svg>", ""])

    def _frame(self) -> Iterator[str]:
        yield _text(LEFT, 24, self.title, weight="bold", size=15)
        for value in self._ticks(self._values(1)):
            y = self._y(value)
            yield _rule(LEFT, y, WIDTH - (RIGHT if self.along else 20), y)
            yield _text(LEFT - 8, y + 4, f"{value:,g}", anchor="end")
        if self.along:
            for value in sorted(set(self._values(0))):
                x = self._x(value)
                yield _rule(x, TOP, x, HEIGHT - BOTTOM)
                yield _text(x, HEIGHT - BOTTOM + 18, f"{value:,g}", anchor="middle")
            yield _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, self.along, anchor="middle")

    def _lines(self) -> Iterator[str]:
        ends = sorted((self._y(points[-1][1]), name) for name, points in self.lines.items())
        places = dict(zip((name for _y, name in ends), _apart(y for y, _n in ends), strict=True))
        for colour, (name, points) in zip(_colours(), self.lines.items(), strict=False):
            at = [(self._x(x), self._y(y)) for x, y in points]
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
            yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
            yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in at)
            yield _text(WIDTH - RIGHT + 10, places[name] + 4, name, colour=colour)

    def _bars(self) -> Iterator[str]:
        room = (WIDTH - LEFT - 20) / len(self.lines)
        for place, (name, ((_x, value),)) in enumerate(self.lines.items()):
            x, y = LEFT + room * place + room * 0.2, self._y(value)
            tall = HEIGHT - BOTTOM - y
            where = f'x="{x:.1f}" y="{y:.1f}" width="{room * 0.6:.1f}" height="{tall:.1f}"'
            yield f'<rect {where} fill="{COLOURS[0]}"/>'
            middle = x + room * 0.3
            yield _text(middle, y - 6, f"{value:,.0f}", anchor="middle")
            yield _text(middle, HEIGHT - BOTTOM + 18, name, anchor="middle", size=11)

    def _values(self, axis: int) -> list[float]:
        return [point[axis] for points in self.lines.values() for point in points]

    @staticmethod
    def _ticks(values: Sequence[float]) -> list[float]:
        """1, 2 and 5 of each power of ten, from below the least to above the most."""
        low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        steps = [10.0**power * step for power in range(low, high + 1) for step in (1, 2, 5)]
        first = max(step for step in steps if step <= min(values))
        last = min((step for step in steps if step >= max(values)), default=steps[-1])
        return [step for step in steps if first <= step <= last]

    def _x(self, value: float) -> float:
        return _between(value, self._values(0), LEFT, WIDTH - RIGHT)

    def _y(self, value: float) -> float:
        return _between(value, self._ticks(self._values(1)), HEIGHT - BOTTOM, TOP)


def _between(value: float, values: Sequence[float], start: float, end: float) -> float:
    low, high = math.log(min(values)), math.log(max(values))
    share = (math.log(value) - low) / (high - low) if high > low else 0.5
    return start + (end - start) * share


def _apart(places: Iterable[float]) -> Iterator[float]:
    """The same places from above to below, moved down where two would stand in one another."""
    last = -math.inf
    for place in places:
        last = max(place, last + APART)
        yield last


def _colours() -> Iterator[str]:
    while True:
        yield from COLOURS


def _told(points: Points) -> str:
    return ", ".join(f"{y:,g} at {x:,g}" for x, y in points)


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    where = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {where} stroke="{GRID}"/>'


def _text(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    colour: str = INK,
    size: int = 13,
    weight: str = "normal",
) -> str:
    where = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"'
    return f'<text {where} font-size="{size}" font-weight="{weight}">{escape(text)}</text>'
