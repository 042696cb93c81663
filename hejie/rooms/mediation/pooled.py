"""Settlement tools in which any number of parties take part, each writing its own figures: largest
product, rooms and rent, common costs. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext

from hejie.rooms.mediation import settling
from hejie.rooms.mediation.settling import Run
from hejie.settlement.catalogue import TOOLS
from hejie.settlement.tool import Settled

WEIGHT = "weight"


def rooms(run: Run) -> list[str]:
    """As many rooms as people, by number."""
    return [str(number) for number in range(1, len(run["people"]) + 1)]


def asked(run: Run) -> list[str]:
    """What each party writes a figure for."""
    match run["tool"]:
        case settling.NASH:
            return list(run["goods"])
        case settling.RENT:
            return rooms(run)
    return [WEIGHT]


def settled(run: Run, answers: Mapping[str, str]) -> Settled:
    """What the tool gives of everybody's sealed figures; parties stand in it by their keys.
    Raises `Wrong` where there is no way."""
    told = {party: json.loads(text) for party, text in answers.items()}
    tool = TOOLS[run["tool"]]
    return tool.settle(tool.given.model_validate(GIVEN[run["tool"]](run, told)))


Told = Mapping[str, Mapping[str, str]]


def _nash(run: Run, told: Told) -> dict[str, Any]:
    goods = [
        {"name": settling.GOODS[code], "values": [told[party][code] for party in run["people"]]}
        for code in run["goods"]
    ]
    return {"parties": run["people"], "goods": goods, "money": run.get("total", "0")}


def _rent(run: Run, told: Told) -> dict[str, Any]:
    valued = [
        {"name": number, "values": [told[party][number] for party in run["people"]]}
        for number in rooms(run)
    ]
    return {"parties": run["people"], "rooms": valued, "rent": run["total"]}


def _costs(run: Run, told: Told) -> dict[str, Any]:
    sharers = [{"name": party, "weight": told[party][WEIGHT]} for party in run["people"]]
    return {"total": run["total"], "sharers": sharers}


GIVEN = {settling.NASH: _nash, settling.RENT: _rent, settling.COSTS: _costs}


def outcome(run: Run, names: Mapping[str, str]) -> Iterator[str]:
    """What came of it, a sentence a party or thing."""
    result = settling.shares_of(run)
    people = [names.get(party, party) for party in run["people"]]
    match run["tool"]:
        case settling.NASH:
            for code, owner in zip(run["goods"], result["owners"], strict=True):
                told = {"thing": settling.GOODS[code], "name": names.get(owner, owner)}
                yield gettext("%(thing)s归%(name)s") % told
            for name, money in zip(people, result["money"], strict=True):
                if money != "0.00":
                    yield gettext("%(name)s得钱 %(sum)s 元") % {"name": name, "sum": money}
        case settling.RENT:
            for name, room, rent in zip(people, result["rooms"], result["rents"], strict=True):
                told = {"name": name, "room": room, "sum": rent}
                yield gettext("%(name)s住第 %(room)s 间，每月付 %(sum)s 元") % told
        case _:
            for name, amount in zip(people, result["amounts"], strict=True):
                yield gettext("%(name)s分摊 %(sum)s 元") % {"name": name, "sum": amount}


def terms(run: Run) -> Iterator[Mapping[str, Any]]:
    """Things that fall to one of two people, as terms; who pays a common cost to whom, or rent
    to which landlord, the mediator writes."""
    if run["tool"] != settling.NASH or len(run["people"]) != 2:
        return
    for code, owner in zip(run["goods"], settling.shares_of(run)["owners"], strict=True):
        giver = next(party for party in run["people"] if party != owner)
        yield {"payer": giver, "payee": owner, "thing": f"{settling.GOODS[code]}归对方所有"}
