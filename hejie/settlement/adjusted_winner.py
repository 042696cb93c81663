"""调整赢家: two people spread 100 points over things; each gets what it points to, and one thing
at most is shared so that both end with the same points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Annotated, Any

from pydantic import Field

from hejie.calculators.asking import Given, Percent, Wrong, Yuan, ask, wrong
from hejie.settlement.tool import Settled, Tool, exact, fen, yuan

POINTS = 100


class Good(Given):
    name: Annotated[str, Field(min_length=1, max_length=80)] = ask("什么东西")
    a: Percent = ask("甲方给的分", unit="分")
    b: Percent = ask("乙方给的分", unit="分")
    value: Yuan | None = ask(
        "大概值多少", "填了就能算出分开的那一件要补多少钱", default=None, unit="元"
    )


class WinnerGiven(Given):
    goods: Annotated[list[Good], Field(min_length=1, max_length=200)] = ask("要分的东西")


@dataclass(frozen=True)
class _Thing:
    name: str
    a: Fraction
    b: Fraction


def divide(things: Sequence[_Thing]) -> list[Fraction]:
    """The first one's share of each thing."""
    shares = [Fraction(one.a > one.b or (one.a == one.b > 0)) for one in things]
    gap = _gap(things, shares)
    # Hand over from the one ahead what the other likes nearly as much, until both are even.
    ahead_is_a = gap > 0
    movable = [n for n, share in enumerate(shares) if share == ahead_is_a]
    for n in sorted(movable, key=lambda n: _reluctance(things[n], a_gives=ahead_is_a)):
        if gap == 0:
            break
        step = min(Fraction(1), abs(gap) / (things[n].a + things[n].b or Fraction(1)))
        shares[n] += -step if ahead_is_a else step
        gap = _gap(things, shares)
        if (gap > 0) != ahead_is_a:
            break
    return shares


def _gap(things: Sequence[_Thing], shares: Sequence[Fraction]) -> Fraction:
    pairs = list(zip(things, shares, strict=True))
    return sum((t.a * s - t.b * (1 - s) for t, s in pairs), Fraction(0))


def _reluctance(thing: _Thing, *, a_gives: bool) -> Fraction:
    """How much more the giver likes it than the taker: the least goes first."""
    giver, taker = (thing.a, thing.b) if a_gives else (thing.b, thing.a)
    return giver / taker if taker else Fraction(10**9) + giver


def settle(given: WinnerGiven) -> Settled:
    _require_points(given.goods)
    things = [_Thing(one.name, Fraction(one.a), Fraction(one.b)) for one in given.goods]
    shares = divide(things)
    goods = [
        {"name": one.name, "a": f"{one.a:f}", "b": f"{one.b:f}", **_worth(one)}
        for one in given.goods
    ]
    result = {
        "shares": [exact(share) for share in shares],
        "points": {
            "a": exact(sum((t.a * s for t, s in zip(things, shares, strict=True)), Fraction(0))),
            "b": exact(
                sum((t.b * (1 - s) for t, s in zip(things, shares, strict=True)), Fraction(0))
            ),
        },
        "split": [
            _split(one, share)
            for one, share in zip(given.goods, shares, strict=True)
            if 0 < share < 1
        ],
    }
    return Settled(inputs={"goods": goods}, result=result, notes=_notes(given.goods, shares))


def _worth(good: Good) -> dict[str, str]:
    return {} if good.value is None else {"value": f"{good.value:.2f}"}


def _require_points(goods: Sequence[Good]) -> None:
    if len({one.name for one in goods}) != len(goods):
        raise wrong("goods", "有两件东西同名")
    for side, who in (("a", "甲方"), ("b", "乙方")):
        total = sum((getattr(one, side) for one in goods), Decimal(0))
        if total != POINTS:
            raise Wrong([(("goods",), f"{who}的分加起来是 {total}，要正好 100 分")])


def _split(good: Good, share: Fraction) -> dict[str, str]:
    """The one thing that both have a part of; with a worth, what the keeper pays."""
    told = {"name": good.name, "a": exact(share)}
    if good.value is not None:
        keeper = "a" if share >= Fraction(1, 2) else "b"
        other = 1 - share if keeper == "a" else share
        told |= {"keeper": keeper, "pays": yuan(other * fen(good.value))}
    return told


def _notes(goods: Sequence[Good], shares: Sequence[Fraction]) -> tuple[str, ...]:
    told = []
    for good, share in zip(goods, shares, strict=True):
        if 0 < share < 1:
            told.append(
                f"“{good.name}”要分开：甲方占 {float(share):.2%}；可以卖了分钱，"
                "或者一方留下、补给另一方。"
            )
    return tuple(told)


def check(certificate: Mapping[str, Any]) -> Iterator[str]:
    """Rechecks the properties, not the way: even, free of envy, not to be bettered for both."""
    goods, result = certificate["inputs"]["goods"], certificate["result"]
    things = [_Thing(one["name"], Fraction(one["a"]), Fraction(one["b"])) for one in goods]
    shares = [Fraction(one) for one in result["shares"]]
    if len(shares) != len(things) or not all(0 <= share <= 1 for share in shares):
        yield "份额的数目或者大小不对"
        return
    for side in ("a", "b"):
        if sum(getattr(one, side) for one in things) != POINTS:
            yield f"{side} 的分加起来不是 100"
    pairs = list(zip(things, shares, strict=True))
    a = sum((t.a * s for t, s in pairs), Fraction(0))
    b = sum((t.b * (1 - s) for t, s in pairs), Fraction(0))
    if (exact(a), exact(b)) != (result["points"]["a"], result["points"]["b"]):
        yield "两边的分和份额不符"
    if a != b:
        yield "两边的分不相等"
    if a < Fraction(POINTS, 2) or b < Fraction(POINTS, 2):
        yield "有一方会觉得对方那份更好"
    if sum(0 < share < 1 for share in shares) > 1:
        yield "分开的东西不止一件"
    if _can_be_bettered(pairs):
        yield "换一换，可以有人更好而没有人更差"
    yield from _check_split(goods, shares, result["split"])


def _can_be_bettered(pairs: Sequence[tuple[_Thing, Fraction]]) -> bool:
    """Whether some part of what a has and of what b has could be exchanged to the good of one
    and the harm of none."""
    has = [thing for thing, share in pairs if share > 0]
    other = [thing for thing, share in pairs if share < 1]
    if any(t.a == 0 < t.b for t in has) or any(t.b == 0 < t.a for t in other):
        return True
    return any(g.a * h.b < h.a * g.b for g, h in product(has, other) if g is not h)


def _check_split(
    goods: Sequence[Mapping[str, Any]], shares: Sequence[Fraction], told: Sequence[Any]
) -> Iterator[str]:
    expected = [
        _split(
            Good(
                name=one["name"],
                a=Decimal(one["a"]),
                b=Decimal(one["b"]),
                value=Decimal(one["value"]) if "value" in one else None,
            ),
            share,
        )
        for one, share in zip(goods, shares, strict=True)
        if 0 < share < 1
    ]
    if list(told) != expected:
        yield "分开的那一件写得和份额不符"


RULE = (
    "两个人各有 100 分，按自己看重的程度分给每一件东西，各写各的，密封。",
    "每件东西先归给分多的人；再把分数接近的东西从得分多的一方移给另一方，直到两边的分一样多。",
    "最多有一件东西要分开。结果两边得分相等，谁也不羡慕对方，也没有对两边都更好的分法。",
    "两个人的分写进凭证，供核对。照实写对自己最稳当：猜对方、故意写歪，可能反而吃亏。",
)
TOOL = Tool(
    name="adjusted_winner",
    label="调整赢家分财产",
    help="两个人给每件东西打分，各得所好，两边得分一样多。",
    rule=RULE,
    given=WinnerGiven,
    settle=settle,
    check=check,
    seen=("两个人的分、每件的份额", "得分相等、互不羡慕、没有对两边都更好的分法，都是重新算的"),
    unseen=("打的分是不是心里真的看法",),
)
