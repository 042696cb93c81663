"""One run over the whole: fill, serve, load, and tell all figures as one JSON value."""

from __future__ import annotations

import json
import signal
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from hejie.cli.answers import answer
from hejie.cli.bench import load, machine, requests
from hejie.cli.bench.courses import Courses
from hejie.cli.bench.floor import floor
from hejie.cli.bench.programs import WEB_PROCESSES, Instance, scratch
from hejie.cli.bench.requests import Wanted

CLIENTS = (1, 2, 4, 8)
"""Tried in turn for the most acts a second."""
SHARES = (0.6, 0.9)
"""Of the most, at which requests then come by chance."""
ROWS_A_SECOND = 30
"""Rows to import for each second that a part may take."""
ROUNDS = 200
"""Requests of each kind, one after the other, within the time that a part may take."""


@click.command("all")
@click.argument("matters", type=click.IntRange(200, 10_000_000), nargs=-1, required=True)
@click.option("--seconds", type=click.IntRange(1, 600), default=10, show_default=True)
@click.option("--keep", type=click.Path(dir_okay=False, path_type=Path), help="Write it here too.")
def measure_all(matters: tuple[int, ...], seconds: int, keep: Path | None) -> None:
    """Measure a new instance, filled up to each of MATTERS in turn, each part at most SECONDS."""
    told: dict[str, Any] = {
        "at": timezone.localtime().isoformat(timespec="seconds"),
        "machine": machine.facts(),
        "web_processes": WEB_PROCESSES,
        "seconds_a_part": seconds,
        "sizes": [],
    }
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(1))  # so that nothing is left running
    with scratch() as instance:
        for size in sorted(set(matters)):
            told["sizes"].append(measure(instance, size, seconds, bulk=not told["sizes"]))
            told["growth"] = [growth(*pair) for pair in pairwise(told["sizes"])]
            if keep is not None:  # after each size, so that a run that is stopped leaves some
                text = json.dumps(told, ensure_ascii=False, indent=2)
                keep.write_text(f"{text}\n", encoding="utf-8")
    answer(told)


def measure(instance: Instance, size: int, seconds: int, *, bulk: bool) -> dict[str, Any]:
    """All figures at one size, those of work in bulk where asked for. The floor comes last: it
    spoils what it writes into."""
    begun = time.monotonic()
    _say(f"{size} matters: filling")
    told: dict[str, Any] = {"filled": instance.tell("bench", "fill", str(size))}
    if bulk:
        _say("bulk")
        rows = str(ROWS_A_SECOND * seconds)
        told["bulk"] = instance.tell("bench", "bulk", "--seconds", str(seconds), "--rows", rows)
    scripts = instance.home / f"scripts-{size}"
    with instance.serving():
        inside = instance.tell("bench", "inside", str(scripts))
        wanted = Wanted(**inside.pop("wanted"))
        watch = machine.Watch(instance.roots)
        told |= {**inside, "alone": alone(instance, wanted, seconds)}
        told["most"], told["acts_by_clients"] = most(instance, wanted, seconds)
        told["lives"] = lives(instance, wanted, told["most"]["clients"], seconds)
        told["open"] = [
            arrivals(instance, wanted, told["most"]["a_second"] * share, share, seconds)
            for share in SHARES
        ]
        told["memory"] = machine.memory(instance.roots)
        told["busy_with_others"] = watch.others()
        _say("the floor")
        clients = told["most"]["clients"]
        told["floor"] = floor(instance.database, scripts, clients=clients, seconds=seconds)
    told["share_of_floor"] = round(told["most"]["a_second"] / told["floor"]["a_second"], 3)
    return {**told, "seconds": round(time.monotonic() - begun, 1)}


def alone(instance: Instance, wanted: Wanted, seconds: int) -> dict[str, Any]:
    """Each kind of request from one client with nothing beside it."""
    told = {}
    for kind in requests.KINDS:
        _say(kind)
        ask = requests.asking(kind, wanted)
        told[kind] = load.in_turn(ask, instance.port, rounds=ROUNDS, seconds=seconds).as_json()
    return told


def most(
    instance: Instance, wanted: Wanted, seconds: int
) -> tuple[dict[str, Any], dict[int, float]]:
    """The most acts a second that were reached, and what each number of clients reached."""
    reached: dict[int, dict[str, Any]] = {}
    for clients in CLIENTS:
        _say(f"acts by {clients} at once")
        ask = requests.asking("act", wanted)
        outcome = load.at_once(ask, instance.port, clients=clients, seconds=seconds)
        reached[clients] = {"clients": clients, **outcome.as_json()}
    best = max(reached.values(), key=lambda one: float(one["a_second"]))
    return best, {clients: one["a_second"] for clients, one in reached.items()}


def lives(instance: Instance, wanted: Wanted, clients: int, seconds: int) -> dict[str, Any]:
    """Whole mediations, each act after the one before it is answered."""
    _say(f"mediations by {clients} at once")
    courses = Courses(wanted)
    outcome = load.at_once(courses.live, instance.port, clients=clients, seconds=seconds)
    if courses.fault:
        _say(courses.fault)
    return {"clients": clients, "acts_each": courses.acts, **outcome.as_json()}


def arrivals(
    instance: Instance, wanted: Wanted, rate: float, share: float, seconds: int
) -> dict[str, Any]:
    _say(f"{rate:.0f} acts a second, come what may")
    ask = requests.asking("act", wanted)
    outcome = load.arriving(ask, instance.port, rate=rate, seconds=seconds)
    asked = {"share": share, "asked_a_second": round(rate, 1), "dropped": outcome.dropped}
    return asked | outcome.as_json()


def growth(small: dict[str, Any], large: dict[str, Any]) -> dict[str, Any]:
    """How many times longer each kind takes with so many times more matters."""
    halves = {
        kind: round(one["ms_p50"] / small["alone"][kind]["ms_p50"], 2)
        for kind, one in large["alone"].items()
    }
    return {
        "matters": round(large["matters"] / small["matters"], 2),
        "ms_p50": halves,
        "acts_a_second": round(large["most"]["a_second"] / small["most"]["a_second"], 2),
        "memory": round(large["memory"]["mb"] / small["memory"]["mb"], 2),
    }


def _say(text: str) -> None:
    click.echo(text, err=True)
