"""Measure pages at a given number of matters: queries and milliseconds of server time."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import click
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hejie.cli.answers import BadInput, answer
from hejie.kernel import registry, search, tallies
from hejie.kernel.actions import Sent, open_matters, take
from hejie.kernel.jurisdictions import Account, Actor, Division, actor_for
from hejie.kernel.matters import Matter
from hejie.kernel.readers import catch_up
from hejie.rooms.mediation.stories.stage import load_venues
from hejie.stories import cast, places

BATCH = 200
ROUNDS = 30
WORDS = ["漏水", "噪音", "工资", "物业费", "地界", "借款", "装修", "停车", "树木", "围墙"]
PAGES = {
    "work": "/desk/",
    "queue": "/desk/queue/",
    "list": "/desk/matters/",
    "filtered": "/desk/matters/?state=registered&order=due",
    "search": "/desk/matters/?q=漏水 赔偿",
    "supervision": "/desk/supervision/",
}


@click.group()
def command() -> None:
    """Measure an instance of its own: give it a HEJIE_HOME that holds nothing else."""


@command.command()
@click.argument("matters", type=click.IntRange(1, 100_000), default=10_000)
def desk(matters: int) -> None:
    """Fill the instance to MATTERS through the one door, then ask each page of the desk."""
    call_command("migrate", verbosity=0)
    if Account.objects.exclude(username__in=[one.username for one in cast.CAST]).exists():
        raise BadInput("这个实例有自己的账号，不能用来测量。 Measure a scratch HEJIE_HOME only.")
    places.load_divisions()
    places.load_boundaries()
    cast.load_organs()
    cast.load_cast()
    load_venues()
    filled = fill(matters)
    answer({"matters": Matter.objects.count(), **filled, "pages": measure()})


@command.command()
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


def timed(work: Callable[[int], object], rounds: int) -> dict[str, float]:
    """Milliseconds of a piece of work, once it has been done before."""
    work(0)
    spent = []
    for round_ in range(1, rounds + 1):
        begun = time.perf_counter()
        work(round_)
        spent.append((time.perf_counter() - begun) * 1000)
    return {
        "ms_p50": round(statistics.median(spent), 1),
        "ms_p95": round(sorted(spent)[max(int(len(spent) * 0.95) - 1, 0)], 1),
    }


def fill(wanted: int) -> dict[str, float]:
    clerk = actor_for(Account.objects.get(username="lin"), on=timezone.localdate())
    villages = list(Division.objects.filter(level="village").values_list("code", flat=True))
    draw = random.Random(7)  # noqa: S311 - the same matters every time
    started, made = time.monotonic(), 0
    while (have := Matter.objects.count()) < wanted:
        size = min(BATCH, wanted - have)
        now = timezone.now() - timedelta(minutes=draw.randrange(60 * 24 * 20))
        rows = list(statements(draw, villages, size))
        done = open_matters("mediation", actor=clerk, rows=rows, now=now)
        made += len(done)
        for one in done[::3]:
            take(one.matter, "invite", actor=clerk_of(one.matter), sent=Sent(data={}), now=now)
        click.echo(f"{have + size} / {wanted}", err=True)
    opened = time.monotonic() - started
    catch_up([search.reader, tallies.reader], now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"opened": made, "seconds": round(opened, 1)}


def clerk_of(matter: Matter) -> Actor:
    names = {"zw-": "lin", "t-420303001": "luo", "t-420303003": "jiang", "t-420303100": "cai"}
    name = next((n for key, n in names.items() if matter.holder_id.startswith(key)), "lin")
    return actor_for(Account.objects.get(username=name), on=timezone.localdate())


def statements(draw: random.Random, villages: list[str], size: int) -> Iterator[Sent]:
    for _ in range(size):
        words = "、".join(draw.sample(WORDS, 3))
        yield Sent(
            data={
                "facts_told": f"因{words}发生纠纷，多次协商没有结果，要求赔偿。",
                "claims": "赔偿损失。",
                "category": draw.choice(["MD03", "MD05", "MD07", "MD08", "MD12", "MD17"]),
                "place": draw.choice(villages),
                "source": "applied",
                "channel": "window",
                "parties": [party("applicant", draw), party("respondent", draw)],
            },
            strict=True,
        )


def party(role: str, draw: random.Random) -> dict[str, Any]:
    phone = f"138{draw.randrange(10**8):08d}"
    return {"role": role, "kind": "person", "name": f"测量{draw.randrange(10**4)}", "phone": phone}


def measure() -> dict[str, Any]:
    client = Client(HTTP_HOST="localhost")
    client.force_login(Account.objects.get(username="lin"))
    matter = Matter.objects.filter(holder__key__startswith="zw-").order_by("-opened_at").first()
    pages = dict(PAGES)
    if matter is not None:
        pages["matter"] = f"/desk/matters/{matter.reference}/"
    return {name: ask(client, path) for name, path in pages.items()}


def ask(client: Client, path: str) -> dict[str, Any]:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        status = client.get(path).status_code
    spent = timed(lambda _round: client.get(path), ROUNDS)
    return {"path": path, "status": status, "queries": len(captured), **spent}
