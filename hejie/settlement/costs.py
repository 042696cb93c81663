"""费用分摊: a common cost by shares, to the fen, adding up exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field

from hejie.calculators.asking import Given, Number, Yuan, ask, wrong
from hejie.settlement.tool import Settled, Tool, exact, fen, fens_in, yuan


class Sharer(Given):
    name: Annotated[str, Field(min_length=1, max_length=80)] = ask("谁")
    weight: Number = ask("份数", "按面积就填面积，按人头就填 1，按用量就填用量")


class CostGiven(Given):
    total: Yuan = ask("一共多少", unit="元")
    sharers: Annotated[list[Sharer], Field(min_length=1, max_length=1000)] = ask("由谁分摊")


def split(total: int, weights: Sequence[Fraction]) -> list[int]:
    """Whole fen by weights; what is left goes to the largest remainders, the first before."""
    whole = sum(weights)
    shares = [Fraction(total) * weight / whole for weight in weights]
    floors = [int(one) for one in shares]
    order = sorted(range(len(shares)), key=lambda n: (floors[n] - shares[n], n))
    for n in order[: total - sum(floors)]:
        floors[n] += 1
    return floors


def settle(given: CostGiven) -> Settled:
    if not any(one.weight for one in given.sharers):
        raise wrong("sharers", "份数不能都是零")
    amounts = split(fen(given.total), [Fraction(one.weight) for one in given.sharers])
    sharers = [{"name": one.name, "weight": f"{one.weight:f}"} for one in given.sharers]
    return Settled(
        inputs={"total": f"{given.total:.2f}", "sharers": sharers},
        result={"amounts": [yuan(one) for one in amounts]},
    )


def check(certificate: Mapping[str, Any]) -> Iterator[str]:
    inputs = certificate["inputs"]
    weights = [Fraction(one["weight"]) for one in inputs["sharers"]]
    amounts = [fens_in(one) for one in certificate["result"]["amounts"]]
    total = Fraction(inputs["total"]) * 100
    if len(amounts) != len(weights) or not sum(weights) or min(weights) < 0:
        yield "份数或者人的数目不对"
        return
    if sum(amounts) != total:
        yield "各人的数加起来不是总数"
    for one, weight, amount in zip(inputs["sharers"], weights, amounts, strict=True):
        due = total * weight / sum(weights)
        if abs(amount - due) >= 1:
            yield f"{one['name']} 应是 {exact(due / 100)} 元，差了一分以上"


RULE = (
    "先说好按什么分：面积、人头、用量，或者各人认的份数。",
    "总数按份数分到分；除不尽的那几分，给小数最大的几家各加一分，加起来正好是总数。",
)
TOOL = Tool(
    name="cost_split",
    label="费用分摊",
    help="修水管、修路、电梯，按面积、人头或者用量分到各家，一分不差。",
    rule=RULE,
    given=CostGiven,
    settle=settle,
    check=check,
    seen=("份数和各人的数", "加起来正好，每家差不到一分，是重新算的"),
    unseen=("份数定得公不公道",),
)
