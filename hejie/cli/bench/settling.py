"""The largest sizes that settlement tools answer within a second."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import click

from hejie.cli.answers import answer
from hejie.settlement.catalogue import settle


@click.command("settle")
def settlement() -> None:
    """The largest size of each settlement tool that is answered within a second."""
    answer({name: within_a_second(name) for name in SIZES})


SECOND = 1.0


def within_a_second(name: str) -> dict[str, Any]:
    """Sizes in turn until one takes longer or the tool takes no more."""
    made, sizes = SIZES[name]
    reached: dict[str, Any] = {}
    for size in sizes:
        stated = made(size, random.Random(size))  # noqa: S311 - the same figures every time
        begun = time.perf_counter()
        settle(name.removesuffix("_of_four"), stated)
        spent = time.perf_counter() - begun
        if spent > SECOND:
            return {**reached, "first_slower": size, "its_seconds": round(spent, 2)}
        reached = {"within_a_second": size, "seconds": round(spent, 3)}
    return {**reached, "first_slower": None}


def _sum(draw: random.Random, most: int = 100_000) -> str:
    return f"{draw.randrange(100, most * 100) / 100:.2f}"


def _bids(size: int, draw: random.Random) -> dict[str, Any]:
    rounds = [{"demand": _sum(draw), "offer": "0.01"} for _ in range(size)]
    return {"rounds": rounds}


def _winner(size: int, draw: random.Random) -> dict[str, Any]:
    def points() -> list[int]:
        cuts = sorted(draw.choices(range(101), k=size - 1))
        return [b - a for a, b in pairwise([0, *cuts, 100])]

    goods = zip(points(), points(), strict=True)
    return {"goods": [{"name": f"第{n}件", "a": a, "b": b} for n, (a, b) in enumerate(goods)]}


def _nash(size: int, draw: random.Random) -> dict[str, Any]:
    goods = [{"name": f"第{n}件", "values": [_sum(draw), _sum(draw)]} for n in range(size)]
    return {"parties": ["甲", "乙"], "goods": goods, "money": "50000.00"}


def _nash_of_four(size: int, draw: random.Random) -> dict[str, Any]:
    people = ["甲", "乙", "丙", "丁"]
    goods = [{"name": f"第{n}件", "values": [_sum(draw) for _ in people]} for n in range(size)]
    return {"parties": people, "goods": goods, "money": "50000.00"}


def _rent(size: int, draw: random.Random) -> dict[str, Any]:
    rooms = [
        {"name": f"第{n}间", "values": [f"{draw.randrange(800, 2000)}.00" for _ in range(size)]}
        for n in range(size)
    ]
    return {"parties": [f"第{n}人" for n in range(size)], "rooms": rooms, "rent": f"{size * 700}"}


def _costs(size: int, draw: random.Random) -> dict[str, Any]:
    sharers = [{"name": f"第{n}户", "weight": draw.randrange(40, 160)} for n in range(size)]
    return {"total": "123456.78", "sharers": sharers}


def _instalments(size: int, draw: random.Random) -> dict[str, Any]:
    return {"total": _sum(draw, 900_000), "first": "2026-12-01", "count": size}


Made = Callable[[int, random.Random], dict[str, Any]]
SIZES: dict[str, tuple[Made, tuple[int, ...]]] = {
    "sealed_bids": (_bids, (1, 5, 20)),
    "instalments": (_instalments, (3, 24, 120, 360)),
    "adjusted_winner": (_winner, (2, 10, 50, 100, 200)),
    "nash_goods": (_nash, (2, 5, 8, 10, 12, 16, 20, 30, 40, 60)),
    "nash_goods_of_four": (_nash_of_four, (2, 4, 5, 6, 8, 10, 12, 16, 20)),
    "rent_split": (_rent, (2, 3, 4, 6, 8, 10, 12, 16, 20)),
    "cost_split": (_costs, (2, 10, 100, 300, 1000)),
}
