"""高低限: both sides agree on a lowest and a highest sum; the figure that somebody else gives is
kept between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from hejie.calculators.asking import Given, Yuan, ask, wrong
from hejie.settlement.tool import Settled, Tool


class BracketGiven(Given):
    low: Yuan = ask("最少", "付钱一方保证最少付这么多", unit="元")
    high: Yuan = ask("最多", "收钱一方保证最多要这么多", unit="元")
    figure: Yuan = ask("第三个人给的数", "计算表的数、评估的数，或者调解员的数", unit="元")


def kept_between(low: Decimal, high: Decimal, figure: Decimal) -> Decimal:
    return max(low, min(high, figure))


def settle(given: BracketGiven) -> Settled:
    if given.high < given.low:
        raise wrong("high", "最多的不能比最少的还少")
    amount = kept_between(given.low, given.high, given.figure)
    return Settled(
        inputs={name: f"{getattr(given, name):.2f}" for name in ("low", "high", "figure")},
        result={"settled": True, "amount": f"{amount:.2f}"},
    )


def check(certificate: Mapping[str, Any]) -> Iterator[str]:
    low, high, figure = (Decimal(certificate["inputs"][n]) for n in ("low", "high", "figure"))
    if certificate["result"]["settled"] is not True:
        yield "高低限总有一个金额"
    if low > high:
        yield "最少的比最多的还多"
    elif certificate["result"]["amount"] != f"{kept_between(low, high, figure):.2f}":
        yield "金额不是三个数里居中的一个"


RULE = (
    "双方先说好一个最少、一个最多，写下来。",
    "再由第三个人给一个数：计算表、评估，或者调解员。",
    "这个数在两者之间，就按它；比最少的还少，按最少的；比最多的还多，按最多的。",
)
TOOL = Tool(
    name="bracket",
    label="高低限",
    help="先说好最少和最多，再由第三个人给数，出不了这个范围。",
    rule=RULE,
    given=BracketGiven,
    settle=settle,
    check=check,
    seen=("三个数都在凭证里，金额是居中的一个",),
    unseen=("第三个人的数是怎么来的",),
)
