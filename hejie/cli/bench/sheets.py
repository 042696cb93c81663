"""How long papers take to set, as PDF and as Word."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import click

from hejie.cli.answers import answer
from hejie.cli.bench.timing import timed
from hejie.kernel import registry


@click.command()
@click.argument("rounds", type=click.IntRange(1, 1000), default=20)
def papers(rounds: int) -> None:
    """Set every paper template with its sample data, as PDF and as Word: the first ever apart."""
    kinds = [(room, kind) for room in registry.rooms() for kind in room.templates]
    templates: dict[str, Any] = {f"{room.key}.{kind}": room.templates[kind] for room, kind in kinds}
    begun = time.perf_counter()
    next(iter(templates.values())).set(sample_of(next(iter(templates.values()))))
    first = (time.perf_counter() - begun) * 1000
    spent = {name: spent_on(template, rounds) for name, template in templates.items()}
    slowest = max(one["ms_p95"] for kinds in spent.values() for one in kinds.values())
    answer({"first_ms": round(first, 1), "slowest_ms_p95": slowest, "papers": spent})


def sample_of(template: Any) -> dict[str, Any]:
    return dict(vars(template.shape.sample()))


def spent_on(template: Any, rounds: int) -> dict[str, dict[str, float]]:
    data = sample_of(template)
    ways = {"pdf": template.set} | ({"word": template.fill_word} if template.word else {})
    told = {name: partial(once, way, data) for name, way in ways.items()}
    return {name: timed(work, rounds) for name, work in told.items()}


def once(way: Callable[[dict[str, Any]], bytes], data: dict[str, Any], round_: int) -> bytes:
    """Another matter each time, so that nothing typeset before is used again."""
    return way({**data, "number": f"420303-2026-{round_:06}"})
