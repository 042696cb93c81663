"""密封出价: each side seals a figure; where they meet there is a sum, where not nobody sees any."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field

from hejie.calculators.asking import Given, Percent, Yuan, ask
from hejie.settlement.sealing import SEAL, Salt, new_salt, opened, seal, text_under
from hejie.settlement.tool import Settled, Tool, fen, half_up, yuan

MOST_ROUNDS = 20
SUM = re.compile(r"\d{1,11}\.\d\d")
SIDES = ("demand", "offer")


class Round(Given):
    demand: Yuan = ask("收钱一方最少要", unit="元")
    offer: Yuan = ask("付钱一方最多给", unit="元")
    demand_salt: Salt | None = ask("收钱一方的盐", "64 位十六进制；不填就现取", default=None)
    offer_salt: Salt | None = ask("付钱一方的盐", "64 位十六进制；不填就现取", default=None)


class SealedBidsGiven(Given):
    rounds: Annotated[list[Round], Field(min_length=1, max_length=MOST_ROUNDS)] = ask("各轮出价")
    share: Percent = ask(
        "取两个数之间的哪里",
        "50 是正中间，0 是收钱一方的数，100 是付钱一方的数",
        default=Decimal(50),
        unit="%",
    )
    tolerance: Yuan = ask(
        "差多少以内也算谈成", "差在这个数以内的，取中间", default=Decimal(0), unit="元"
    )


def meet(demand: Decimal, offer: Decimal, *, share: Decimal, tolerance: Decimal) -> str | None:
    """The sum on which two figures meet, or nothing."""
    low, high = fen(demand), fen(offer)
    if high >= low:
        return yuan(low + Fraction(high - low) * Fraction(share) / 100)
    if low - high <= fen(tolerance):
        return yuan(half_up(Fraction(low + high, 2)))
    return None


def settle(given: SealedBidsGiven) -> Settled:
    """The first round in which the figures meet; rounds after it are not looked at."""
    terms = {"share": given.share, "tolerance": given.tolerance}
    sealed: list[dict[str, Any]] = []
    for number, one in enumerate(given.rounds, start=1):
        salts = {side: getattr(one, f"{side}_salt") or new_salt() for side in SIDES}
        texts = {side: text_of(getattr(one, side)) for side in SIDES}
        seals = {side: seal(texts[side], salts[side]) for side in SIDES}
        sealed.append({"round": number, **seals})
        amount = meet(one.demand, one.offer, **terms)
        if amount is not None:
            shown = {side: opened(texts[side], salts[side]) for side in SIDES}
            return outcome(sealed, given.share, given.tolerance, amount=amount, shown=shown)
    return outcome(sealed, given.share, given.tolerance)


def text_of(bid: Decimal) -> str:
    """A bid as it is sealed."""
    return f"{bid:.2f}"


def outcome(
    sealed: list[dict[str, Any]],
    share: Decimal,
    tolerance: Decimal,
    *,
    amount: str | None = None,
    shown: Mapping[str, Any] | None = None,
) -> Settled:
    """What may be told of rounds: seals of all, and what lies under those that met."""
    result = {"settled": amount is not None, "rounds": len(sealed), "amount": amount}
    return Settled(
        inputs={"rounds": sealed, "share": f"{share:f}", "tolerance": f"{tolerance:.2f}"},
        result=result,
        opened=shown,
        notes=("没谈成的出价没有人看到，也不写在任何地方。",) if amount is None else (),
    )


def check(certificate: Mapping[str, Any]) -> Iterator[str]:
    inputs, result = certificate["inputs"], certificate["result"]
    rounds = inputs["rounds"]
    seals = [one[side] for one in rounds for side in SIDES]
    if [one["round"] for one in rounds] != list(range(1, len(rounds) + 1)):
        yield "轮次的编号不连续"
    if not all(isinstance(one, str) and SEAL.fullmatch(one) for one in seals):
        yield "有一个封条不是摘要"
    if len(set(seals)) != len(seals):
        yield "有两个封条一样"
    if result["rounds"] != len(rounds):
        yield "轮数和封条的数目不符"
    if not result["settled"]:
        if certificate["opened"] is not None or result["amount"] is not None:
            yield "没有谈成，却打开了出价或者写了金额"
        return
    yield from _check_meeting(inputs, result, certificate["opened"] or {})


def _check_meeting(
    inputs: Mapping[str, Any], result: Mapping[str, Any], shown: Mapping[str, Any]
) -> Iterator[str]:
    last = inputs["rounds"][-1]
    texts = {side: text_under(shown.get(side), last[side]) for side in SIDES}
    found = {side: Decimal(text) for side, text in texts.items() if text and SUM.fullmatch(text)}
    if len(found) < len(SIDES):
        yield "打开的出价和封条不符"
        return
    share, tolerance = Decimal(inputs["share"]), Decimal(inputs["tolerance"])
    if not 0 <= share <= 100:
        yield "规则不对：取值要在 0 和 100 之间"
    if meet(found["demand"], found["offer"], share=share, tolerance=tolerance) != result["amount"]:
        yield "按打开的出价和规则算出来的不是这个金额"


RULE = (
    "收钱的一方写最少要多少，付钱的一方写最多给多少，各写各的，密封。",
    "付的不少于要的，就谈成：取两个数之间约定的位置，没有另外约定就取正中间。",
    "没有谈成的那一轮，两个数谁也看不到，调解员也看不到；可以再来一轮，次数事先说好。",
    "谈成的那一轮，双方的数写进凭证，供核对。谈成的数写进协议，各方签了字才算数。",
)
TOOL = Tool(
    name="sealed_bids",
    label="密封出价",
    help="双方各写一个数，密封；碰上了取中间，没碰上谁也不知道对方写了多少。",
    rule=RULE,
    given=SealedBidsGiven,
    settle=settle,
    check=check,
    seen=(
        "每一轮双方都封存了一个数，封条各不相同",
        "谈成那一轮的两个数和封条一致，金额按规则算出",
    ),
    unseen=(
        "没谈成的各轮写的是多少：只有封条，看不到数",
        "没谈成的各轮是不是真的没有碰上：要由出价的人拿出当时的数和盐才能核对",
    ),
)
