"""合租分房: who takes which room at which rent, so that nobody would rather have another's."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import Annotated, Any

from pydantic import Field

from hejie.calculators.asking import Given, Wrong, Yuan, ask, wrong
from hejie.settlement.solving import maximise, model
from hejie.settlement.tool import Settled, Tool, fen, fens_in, yuan

MOST = 20


class Room(Given):
    name: Annotated[str, Field(min_length=1, max_length=80)] = ask("哪一间")
    values: Annotated[list[Yuan], Field(min_length=2, max_length=MOST)] = ask(
        "各人觉得这间每月值多少", "按人的顺序写", unit="元"
    )


class RentGiven(Given):
    parties: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=40)]],
        Field(min_length=2, max_length=MOST),
    ] = ask("哪些人")
    rooms: Annotated[list[Room], Field(min_length=2, max_length=MOST)] = ask("哪些房间")
    rent: Annotated[Yuan, Field(gt=0)] = ask("整套租金", unit="元")


def settle(given: RentGiven) -> Settled:
    _require_square(given)
    worth = [[fen(value) for value in room.values] for room in given.rooms]
    rooms = _assign(worth)
    prices = _prices(worth, rooms, fen(given.rent))
    result = {
        "rooms": [given.rooms[room].name for room in rooms],
        "rents": [yuan(prices[room]) for room in rooms],
    }
    paid = "有一间的租金是负数：没人想要，住的人倒要补钱；不愿意这样的，换一种办法。"
    notes = (paid,) if min(prices) < 0 else ()
    return Settled(inputs=_told(given), result=result, notes=notes)


def _told(given: RentGiven) -> dict[str, Any]:
    rooms = [
        {"name": one.name, "values": [f"{value:.2f}" for value in one.values]}
        for one in given.rooms
    ]
    return {"parties": given.parties, "rooms": rooms, "rent": f"{given.rent:.2f}"}


def _require_square(given: RentGiven) -> None:
    if len(given.rooms) != len(given.parties):
        raise wrong("rooms", "房间和人要一样多")
    if len(set(given.parties)) != len(given.parties):
        raise wrong("parties", "有两个人同名")
    if len({one.name for one in given.rooms}) != len(given.rooms):
        raise wrong("rooms", "有两间同名")
    for number, one in enumerate(given.rooms):
        if len(one.values) != len(given.parties):
            raise Wrong([(("rooms", number, "values"), "每个人都要写一个数")])
    for person, name in enumerate(given.parties):
        if sum(one.values[person] for one in given.rooms) < given.rent:
            raise wrong("rooms", f"{name} 写的数加起来不够整套租金，分不出人人愿意的价")


def _assign(worth: Sequence[Sequence[int]]) -> list[int]:
    """Each person's room, so that the sum of worths is largest."""
    made, everyone = model(), range(len(worth))
    takes = [[made.addVariable(0, 1) for _room in everyone] for _person in everyone]
    for n in everyone:
        made.addConstr(sum(takes[n][1:], takes[n][0] * 1.0) == 1)
        column = [takes[person][n] for person in everyone]
        made.addConstr(sum(column[1:], column[0] * 1.0) == 1)
    scale = max(1, *(max(row) for row in worth))
    objective = takes[0][0] * (worth[0][0] / scale)
    for person in everyone:
        for room in everyone:
            if person or room:
                objective += takes[person][room] * (worth[room][person] / scale)
    value = maximise(made, objective)
    return [max(everyone, key=lambda room: value(takes[p][room])) for p in everyone]


def _prices(worth: Sequence[Sequence[int]], rooms: Sequence[int], rent: int) -> list[int]:
    """Rents in fen by room: free of envy, and the one who gains least gains most."""
    made, everyone = model(), range(len(worth))
    bound = 2.0 * (rent + sum(max(row) for row in worth))
    prices = [made.addVariable(-bound, bound) for _room in everyone]
    least = made.addVariable(-bound, bound)
    made.addConstr(sum(prices[1:], prices[0] * 1.0) == rent)
    for person in everyone:
        own = rooms[person]
        made.addConstr(prices[own] + least <= worth[own][person])
        for other in everyone:
            if other != own:
                made.addConstr(
                    prices[own] - prices[other] <= worth[own][person] - worth[other][person]
                )
    value = maximise(made, least * 1.0)
    return _in_fen([round(value(one), 4) for one in prices], rent)


def _in_fen(prices: Sequence[float], rent: int) -> list[int]:
    """Rents rounded by one common threshold, which keeps who envies whom; a fen at most is off
    where several stand at the same fraction."""
    floors = [math.floor(one) for one in prices]
    order = sorted(range(len(prices)), key=lambda n: floors[n] - prices[n])
    for n in order[: rent - sum(floors)]:
        floors[n] += 1
    return floors


def check(certificate: Mapping[str, Any]) -> Iterator[str]:
    given = RentGiven.model_validate(certificate["inputs"])
    _require_square(given)
    names = [one.name for one in given.rooms]
    result = certificate["result"]
    if sorted(result["rooms"]) != sorted(names):
        yield "不是每人一间"
        return
    rents = [fens_in(one) for one in result["rents"]]
    if len(rents) != len(names) or sum(rents) != fen(given.rent):
        yield "租金加起来不是整套租金"
        return
    rooms = [names.index(one) for one in result["rooms"]]
    for one, other in permutations(range(len(rooms)), 2):
        own = fen(given.rooms[rooms[one]].values[one]) - rents[one]
        theirs = fen(given.rooms[rooms[other]].values[one]) - rents[other]
        if own + 1 < theirs:
            yield f"{given.parties[one]} 更想要 {given.parties[other]} 那一间和那个租金"


RULE = (
    "每个人写下每间房每月对自己值多少，各写各的，密封；加起来不能少于整套租金。",
    "房间归得使总的看重程度最大，租金定得谁也不想拿自己的换别人的（差不到一分钱）。",
    "在这样的价里，取得益最少的人得益最多的一种。",
)
TOOL = Tool(
    name="rent_split",
    label="合租分房分租金",
    help="几个人几间房，谁住哪间、付多少，谁也不想换。",
    rule=RULE,
    given=RentGiven,
    settle=settle,
    check=check,
    seen=("各人写的数、谁住哪间、付多少", "谁也不更想要别人那间，是逐对重新比的"),
    unseen=("写的数是不是心里真的看法",),
)
