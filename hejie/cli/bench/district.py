"""The demonstration's district in an instance of its own, and matters drawn by chance."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from hejie.cli.answers import BadInput
from hejie.kernel.actions import Sent
from hejie.kernel.jurisdictions import Account, Actor, Division, actor_for
from hejie.kernel.matters import Matter
from hejie.rooms.mediation.stories.stage import load_venues
from hejie.stories import cast, places

WORDS = ["漏水", "噪音", "工资", "物业费", "地界", "借款", "装修", "停车", "树木", "围墙"]


def prepare() -> None:
    """The demonstration's district in an instance that holds nothing of its own."""
    call_command("migrate", verbosity=0)
    if Account.objects.exclude(username__in=[one.username for one in cast.CAST]).exists():
        raise BadInput("这个实例有自己的账号，不能用来测量。 Measure a scratch HEJIE_HOME only.")
    places.load_divisions()
    places.load_boundaries()
    cast.load_organs()
    cast.load_cast()
    load_venues()


def villages() -> list[str]:
    return list(Division.objects.filter(level="village").values_list("code", flat=True))


def clerk_of(matter: Matter) -> Actor:
    names = {"zw-": "lin", "t-420303001": "luo", "t-420303003": "jiang", "t-420303100": "cai"}
    name = next((n for key, n in names.items() if matter.holder_id.startswith(key)), "lin")
    return actor_for(Account.objects.get(username=name), on=timezone.localdate())


def statements(draw: random.Random, codes: list[str], size: int) -> Iterator[Sent]:
    for _ in range(size):
        words = "、".join(draw.sample(WORDS, 3))
        yield Sent(
            data={
                "facts_told": f"因{words}发生纠纷，多次协商没有结果，要求赔偿。",
                "claims": "赔偿损失。",
                "category": draw.choice(["MD03", "MD05", "MD07", "MD08", "MD12", "MD17"]),
                "place": draw.choice(codes),
                "source": "applied",
                "channel": "window",
                "parties": [party("applicant", draw), party("respondent", draw)],
            },
            strict=True,
        )


def party(role: str, draw: random.Random) -> dict[str, Any]:
    phone = f"138{draw.randrange(10**8):08d}"
    return {"role": role, "kind": "person", "name": f"测量{draw.randrange(10**4)}", "phone": phone}
