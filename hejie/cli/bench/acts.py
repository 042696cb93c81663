"""What the second lock and encryption add to an act."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import click
from django.db import connection
from django.utils import timezone

from hejie.cli.answers import answer
from hejie.cli.bench import district
from hejie.cli.bench.timing import told_of
from hejie.kernel import permissions
from hejie.kernel.actions import Sent, open_matters, take
from hejie.kernel.jurisdictions import Account, Actor, actor_for
from hejie.kernel.vault import Ring


@click.command()
@click.argument("rounds", type=click.IntRange(1, 10_000), default=100)
def act(rounds: int) -> None:
    """Open a matter and invite, ROUNDS times each with and without the second lock and
    encryption, in turn: what each of them costs, as ratios of one run."""
    district.prepare()
    draw = random.Random(7)  # noqa: S311 - the same matters every time
    rows = district.statements(draw, district.villages(), (rounds + 1) * len(WAYS))
    spent: dict[str, dict[str, list[float]]] = {way: {"open": [], "take": []} for way in WAYS}
    for round_ in range(rounds + 1):
        for way, (locked, sealed) in WAYS.items():
            with nullcontext() if sealed else left_open():
                opened, taken = life(next(rows), locked=locked)
            if round_:  # the first of each is not counted: it loads what the others find
                spent[way]["open"].append(opened)
                spent[way]["take"].append(taken)
    told = {way: {name: told_of(ms) for name, ms in acts.items()} for way, acts in spent.items()}
    answer({"rounds": rounds, "acts": told, "ratios": ratios(told)})


WAYS = {
    "neither": (False, False),
    "second_lock": (True, False),
    "encryption": (False, True),
    "both": (True, True),
}
"""Whether the second lock holds, and whether what is about people is encrypted."""


def life(row: Sent, *, locked: bool) -> tuple[float, float]:
    """Milliseconds of opening a matter, and of its first step, each as a request of its own."""
    clerk = actor_for(Account.objects.get(username="lin"), on=timezone.localdate())
    with stopwatch(clerk if locked else None) as opened:
        (done,) = open_matters("mediation", actor=clerk, rows=[row], now=timezone.now())
    holder = district.clerk_of(done.matter)
    with stopwatch(holder if locked else None) as taken:
        take(done.matter, "invite", actor=holder, sent=Sent(data={}), now=timezone.now())
    return opened[0], taken[0]


@contextmanager
def stopwatch(seen_by: Actor | None) -> Iterator[list[float]]:
    """The time within, with what a web request tells the second lock before it."""
    spent: list[float] = []
    begun = time.perf_counter()
    if seen_by is not None:
        permissions.look_as(seen_by)
    yield spent
    spent.append((time.perf_counter() - begun) * 1000)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@contextmanager
def left_open() -> Iterator[None]:
    """Nothing is encrypted meanwhile; what is about people here was drawn by chance."""
    encrypt, decrypt = Ring.encrypt, Ring.decrypt

    def open_up(ring: Ring, token: bytes, about: str) -> bytes:
        is_open = token.startswith(LEFT_OPEN)
        return token.removeprefix(LEFT_OPEN) if is_open else decrypt(ring, token, about)

    setattr(Ring, "encrypt", lambda _ring, data, _about: data and LEFT_OPEN + data)  # noqa: B010
    setattr(Ring, "decrypt", open_up)  # noqa: B010
    try:
        yield
    finally:
        setattr(Ring, "encrypt", encrypt)  # noqa: B010
        setattr(Ring, "decrypt", decrypt)  # noqa: B010


LEFT_OPEN = b"\xff"
"""No cipher's number, so no token begins with it."""


def ratios(told: dict[str, dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    """Each way's median as a share of that with neither."""
    return {
        way: {
            name: round(ms["ms_p50"] / told["neither"][name]["ms_p50"], 3)
            for name, ms in acts.items()
        }
        for way, acts in told.items()
    }
