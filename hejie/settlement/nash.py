"""最大纳什福利: things that cannot be split, and money, among two or more, so that the product of
what each has is largest: fair to the last thing, and not to be bettered for all.

Exact by trying every way where that is quick; else by HiGHS with tangents to the logarithm, and
exact arithmetic for what is told of the outcome.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import permutations, product
from typing import Annotated, Any

from pydantic import Field

from hejie.calculators.asking import Given, Wrong, Yuan, ask, wrong
from hejie.settlement.solving import NoAnswer, TooLong, maximise, model
from hejie.settlement.tool import Settled, Tool, fen, fens_in, yuan

TRIED = 5_000
"""Ways up to which all are tried."""
CLOSE = 2e-6
"""By how much the logarithm of the product may fall short of the solver's bound."""
SECONDS = 20.0
ROUNDS = 60


class Thing(Given):
    name: Annotated[str, Field(min_length=1, max_length=80)] = ask("什么东西")
    values: Annotated[list[Yuan], Field(min_length=2, max_length=12)] = ask(
        "各人觉得它值多少", "按人的顺序写", unit="元"
    )


class NashGiven(Given):
    parties: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=40)]], Field(min_length=2, max_length=12)
    ] = ask("哪些人")
    goods: Annotated[list[Thing], Field(max_length=60)] = ask("不能拆开的东西", default=[])
    money: Yuan = ask("可以任意分的钱", default=Decimal(0), unit="元")


@dataclass(frozen=True)
class Estate:
    """What is there: the worth of each thing to each person, and money, all in fen."""

    worth: tuple[tuple[int, ...], ...]
    """By thing, then by person."""
    money: int
    people: int

    @property
    def ways(self) -> int:
        return int(self.people ** len(self.worth))


@dataclass(frozen=True)
class Division:
    """Who has each thing, and how much money each."""

    owners: tuple[int, ...]
    money: tuple[Fraction, ...]

    def utilities(self, estate: Estate) -> list[Fraction]:
        found = list(self.money)
        for thing, owner in enumerate(self.owners):
            found[owner] += estate.worth[thing][owner]
        return found


Welfare = tuple[int, Fraction]
"""How many have anything, and the product of what they have: the first counts before."""


def welfare(utilities: Sequence[Fraction]) -> Welfare:
    positive = [one for one in utilities if one > 0]
    return len(positive), math.prod(positive, start=Fraction(1))


def pour(levels: Sequence[int], money: int) -> tuple[Fraction, ...]:
    """Share money out so that the product is largest: the poorest are lifted together."""
    order = sorted(range(len(levels)), key=lambda n: levels[n])
    height = Fraction(0)
    for count in range(1, len(order) + 1):
        lifted = order[:count]
        height = Fraction(money + sum(levels[n] for n in lifted), count)
        if count == len(order) or height <= levels[order[count]]:
            break
    return tuple(max(Fraction(0), height - level) for level in levels)


def best_of_all(estate: Estate) -> Division:
    """The best way by trying every one."""
    best: tuple[Welfare, tuple[int, ...]] | None = None
    for owners in product(range(estate.people), repeat=len(estate.worth)):
        levels = _levels(estate, owners)
        told = (
            welfare([a + b for a, b in zip(pour(levels, estate.money), levels, strict=True)])
            if estate.money
            else _whole_welfare(levels)
        )
        if best is None or told > best[0]:
            best = (told, owners)
    assert best is not None
    return Division(best[1], pour(_levels(estate, best[1]), estate.money))


def _whole_welfare(levels: Sequence[int]) -> Welfare:
    positive = [one for one in levels if one > 0]
    return len(positive), Fraction(math.prod(positive))


def _levels(estate: Estate, owners: Sequence[int]) -> list[int]:
    levels = [0] * estate.people
    for thing, owner in enumerate(owners):
        levels[owner] += estate.worth[thing][owner]
    return levels


def best_by_solver(estate: Estate) -> Division:
    """The best way by an outer approximation of the logarithm; `NoAnswer` where not everybody
    can have something."""
    made, has, utilities, logs = _program(estate)
    scale = _scale(estate)
    floor = 1 / scale
    points = [floor * (estate.people * scale / 1) ** (k / 12) for k in range(13)]
    for utility, log in zip(utilities, logs, strict=True):
        made.addConstr(utility >= floor)
        for point in points:
            made.addConstr(log <= math.log(point) + (utility - point) * (1 / point))
    began = time.monotonic()
    for _round in range(ROUNDS):
        if time.monotonic() - began > SECONDS:
            raise TooLong
        value = maximise(made, sum(logs[1:], logs[0] * 1.0))
        owners = tuple(
            max(range(estate.people), key=lambda person: value(has[thing][person]))
            for thing in range(len(estate.worth))
        )
        found = Division(owners, pour(_levels(estate, owners), estate.money))
        reached = [float(one) / scale for one in found.utilities(estate)]
        bound = sum(value(log) for log in logs)
        if all(reached) and bound - sum(map(math.log, reached)) <= CLOSE:
            return found
        for person, log in enumerate(logs):
            for point in {max(value(utilities[person]), floor), max(reached[person], floor)}:
                made.addConstr(log <= math.log(point) + (utilities[person] - point) * (1 / point))
    return found


def _scale(estate: Estate) -> int:
    """The largest sum that anybody could have, so that the solver sees numbers near one."""
    whole = [estate.money + sum(worth[n] for worth in estate.worth) for n in range(estate.people)]
    return max(1, *whole)


def _program(estate: Estate) -> tuple[Any, list[list[Any]], list[Any], list[Any]]:
    """Things to people, money to people, and what each then has, in parts of the scale."""
    made, people, scale = model(), range(estate.people), _scale(estate)
    has = [[made.addBinary() for _person in people] for _thing in estate.worth]
    for row in has:
        made.addConstr(sum(row[1:], row[0] * 1.0) == 1)
    share = estate.money / scale
    money = [made.addVariable(0, share) for _person in people]
    made.addConstr(sum(money[1:], money[0] * 1.0) == share)
    utilities = [made.addVariable(0, 1) for _person in people]
    for person in people:
        gained = money[person] * 1.0
        for thing, row in enumerate(has):
            if estate.worth[thing][person]:
                gained += row[person] * (estate.worth[thing][person] / scale)
        made.addConstr(utilities[person] == gained)
    logs = [made.addVariable(-60, 0) for _person in people]
    return made, has, utilities, logs


def divide(estate: Estate) -> Division:
    if estate.ways <= TRIED:
        return best_of_all(estate)
    try:
        return best_by_solver(estate)
    except TooLong as late:
        raise wrong("goods", "东西太多、太接近，算的时间太长；请先把说好的几件拿出来再算") from late
    except NoAnswer as none:
        raise wrong("goods", "没有办法让每个人都分到自己看重的东西，请先商量用钱来补") from none


def settle(given: NashGiven) -> Settled:
    estate = _estate(given)
    found = divide(estate)
    money = _in_fen(found.money, estate.money)
    names = given.parties
    utilities = Division(found.owners, tuple(map(Fraction, money))).utilities(estate)
    result = {
        "owners": [names[owner] for owner in found.owners],
        "money": [yuan(one) for one in money],
        "utilities": [yuan(one) for one in utilities],
        "exact": estate.ways <= TRIED,
    }
    return Settled(inputs=_told(given), result=result)


def _told(given: NashGiven) -> dict[str, Any]:
    goods = [
        {"name": one.name, "values": [f"{value:.2f}" for value in one.values]}
        for one in given.goods
    ]
    return {"parties": given.parties, "goods": goods, "money": f"{given.money:.2f}"}


def _estate(given: NashGiven) -> Estate:
    if len(set(given.parties)) != len(given.parties):
        raise wrong("parties", "有两个人同名")
    if not given.goods and not given.money:
        raise wrong("goods", "没有东西也没有钱，不用分")
    for number, one in enumerate(given.goods):
        if len(one.values) != len(given.parties):
            raise Wrong([(("goods", number, "values"), "每个人都要写一个数")])
    worth = tuple(tuple(fen(value) for value in one.values) for one in given.goods)
    return Estate(worth, fen(given.money), len(given.parties))


def _in_fen(shares: Sequence[Fraction], whole: int) -> list[int]:
    """Whole fen that add up: the largest remainders get the fen that is left."""
    floors = [int(one) for one in shares]
    order = sorted(range(len(shares)), key=lambda n: floors[n] - shares[n])
    for n in order[: whole - sum(floors)]:
        floors[n] += 1
    return floors


# Checking


def check(certificate: Mapping[str, Any]) -> Iterator[str]:
    """Rechecks what was promised: all is given out, fair to the last thing, not to be bettered,
    and the largest product, each computed anew."""
    given = NashGiven.model_validate(certificate["inputs"])
    estate, result = _estate(given), certificate["result"]
    owners = [given.parties.index(one) for one in result["owners"]]
    money = [Fraction(fens_in(one)) for one in result["money"]]
    if len(owners) != len(estate.worth) or len(money) != estate.people:
        yield "东西或者人的数目不对"
        return
    if sum(money) != estate.money or min(money) < 0:
        yield "分的钱加起来不是那么多"
    division = Division(tuple(owners), tuple(money))
    utilities = division.utilities(estate)
    if [yuan(one) for one in utilities] != list(result["utilities"]):
        yield "各人所得写得和分法不符"
    if not is_fair_to_the_last_thing(estate, division, slack=1):
        yield "有人羡慕别人，去掉一件也还羡慕"
    if can_be_bettered(estate, utilities):
        yield "换一换，可以有人更好而没有人更差"
    if _is_beaten(estate, utilities):
        yield "有乘积更大的分法"


def is_fair_to_the_last_thing(estate: Estate, division: Division, *, slack: int = 0) -> bool:
    """Whether nobody would rather have another's part, after one thing of it is put aside
    (envy-free up to one thing); `slack` in fen for the rounding of money."""
    parts = [
        [thing for thing, owner in enumerate(division.owners) if owner == person]
        for person in range(estate.people)
    ]
    own = division.utilities(estate)
    for one, other in permutations(range(estate.people), 2):
        worths = [estate.worth[thing][one] for thing in parts[other]]
        seen = division.money[other] + sum(worths) - max(worths, default=0)
        if own[one] + slack < seen:
            return False
    return True


def can_be_bettered(estate: Estate, utilities: Sequence[Fraction]) -> bool:
    """Whether some other way gives nobody less and somebody more, beyond the rounding of money."""
    slack = Fraction(estate.people)
    if estate.ways <= TRIED:
        return any(
            _dominates(_levels(estate, owners), utilities, estate.money, slack)
            for owners in product(range(estate.people), repeat=len(estate.worth))
        )
    made, _has, found, _logs = _program(estate)
    scale = _scale(estate)
    for variable, one in zip(found, utilities, strict=True):
        made.addConstr(variable >= float(one) / scale - CLOSE)
    value = maximise(made, sum(found[1:], found[0] * 1.0))
    better = sum(value(variable) for variable in found) * scale
    return better > float(sum(utilities) + slack) + 1e-6 * scale


def _dominates(
    levels: Sequence[int], utilities: Sequence[Fraction], money: int, slack: Fraction
) -> bool:
    """Whether these things and this money could give everybody as much and more is left."""
    needed = sum(
        (max(Fraction(0), u - n) for n, u in zip(levels, utilities, strict=True)), Fraction(0)
    )
    return needed <= money and sum(levels) + money > sum(utilities) + slack


def _is_beaten(estate: Estate, utilities: Sequence[Fraction]) -> bool:
    best = welfare(divide(estate).utilities(estate))
    found = welfare(utilities)
    if best[0] != found[0]:
        return best[0] > found[0]
    # Whole fen may cost a little of the product: with a fen more each it must not be less.
    return best[1] > welfare([one + 1 for one in utilities])[1]


RULE = (
    "每个人写下每件东西对自己值多少钱，各写各的，密封。",
    "东西整件分，钱可以任意分；取每个人所得相乘最大的那种分法。",
    "这样分，去掉对方一件东西以后谁也不羡慕谁，也没有对大家都更好的分法。",
    "各人写的数进凭证，供核对。",
)
TOOL = Tool(
    name="nash_goods",
    label="整件东西和钱的分法",
    help="几个人分几件不能拆的东西和一笔钱，互不羡慕到一件以内。",
    rule=RULE,
    given=NashGiven,
    settle=settle,
    check=check,
    seen=(
        "各人写的数、每件东西归谁、各人分多少钱",
        "不羡慕、没有更好的分法、乘积最大，都是重新算的",
    ),
    unseen=("写的数是不是心里真的看法",),
)
