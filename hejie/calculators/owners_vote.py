"""业主共同决定: whether a vote of owners is carried, by area and by heads, in exact fractions."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from hejie.calculators.asking import Given, Number, ask, wrong
from hejie.calculators.calculator import Calculator
from hejie.calculators.figures import Look
from hejie.calculators.results import Item, Result, item, plain

VOTE = "民法典 第二百七十八条"
SPECIAL = {6, 7, 8}
"""Items of the article that need three quarters of those who take part."""
Heads = Annotated[int, Field(ge=0, le=10_000_000)]
NOTES = (
    "一个专有部分算一人；同一买受人有几套的算一人；建设单位没卖出、没交付的合起来算一人"
    "（最高人民法院关于审理建筑物区分所有权纠纷案件适用法律若干问题的解释第九条）。",
    "面积按不动产登记簿；没有登记的按测绘，没有测绘的按合同（同一解释第八条）。",
)


class VoteGiven(Given):
    total_area: Annotated[Number, Field(gt=0)] = ask("专有部分总面积", unit="平方米")
    total_heads: Annotated[Heads, Field(gt=0)] = ask("总人数", unit="人")
    voting_area: Number = ask("参加表决的面积", unit="平方米")
    voting_heads: Heads = ask("参加表决的人数", unit="人")
    yes_area: Number = ask("同意的面积", unit="平方米")
    yes_heads: Heads = ask("同意的人数", unit="人")
    matter: Annotated[int, Field(ge=1, le=9)] = ask(
        "表决什么事",
        choices={
            "1": "制定、修改业主大会议事规则",
            "2": "制定、修改管理规约",
            "3": "选举、更换业主委员会",
            "4": "选聘、解聘物业服务企业",
            "5": "使用维修资金",
            "6": "筹集维修资金",
            "7": "改建、重建建筑物",
            "8": "改变共有部分的用途，或者利用共有部分经营",
            "9": "其他重大事项",
        },
    )


def owners_vote(given: VoteGiven, look: Look) -> Result:
    """Four conditions, each counted as one; carried when all four are met."""
    _require_parts(given)
    special = given.matter in SPECIAL
    pairs = (
        ("面积", given.total_area, given.voting_area, given.yes_area, "平方米"),
        (
            "人数",
            Decimal(given.total_heads),
            Decimal(given.voting_heads),
            Decimal(given.yes_heads),
            "人",
        ),
    )
    items = [_quorum(*pair) for pair in pairs]
    items += [_majority(*pair, special=special) for pair in pairs]
    missed = [one.label for one in items if not one.amount]
    verdict = "通过" if not missed else f"没有通过，差在：{'、'.join(missed)}"
    return Result(
        items=tuple(items), unit="项", verdict=verdict, notes=(f"结果：{verdict}。", *NOTES)
    )


def _require_parts(given: VoteGiven) -> None:
    for name in ("area", "heads"):
        total, voting, yes = (
            getattr(given, f"{part}_{name}") for part in ("total", "voting", "yes")
        )
        if voting > total:
            raise wrong(f"voting_{name}", "参加的不能比总数还多")
        if yes > voting:
            raise wrong(f"yes_{name}", "同意的不能比参加的还多")


def _quorum(what: str, total: Decimal, voting: Decimal, yes: Decimal, unit: str) -> Item:
    holds = 3 * voting >= 2 * total
    sign = "≥" if holds else "＜"
    formula = f"3 × {plain(voting)} {sign} 2 × {plain(total)} {unit}"
    return item(f"参加表决的{what}达到三分之二", Decimal(holds), formula, VOTE)


def _majority(
    what: str, total: Decimal, voting: Decimal, yes: Decimal, unit: str, *, special: bool
) -> Item:
    if special:
        holds, label = 4 * yes >= 3 * voting, f"同意的{what}达到参加的四分之三"
        sign = "≥" if holds else "＜"
        formula = f"4 × {plain(yes)} {sign} 3 × {plain(voting)} {unit}"
    else:
        holds, label = 2 * yes > voting, f"同意的{what}超过参加的一半"
        sign = "＞" if holds else "≤"
        formula = f"2 × {plain(yes)} {sign} {plain(voting)} {unit}"
    return item(label, Decimal(holds and voting > 0), formula, VOTE)


CALCULATORS = (
    Calculator(
        name="owners_vote",
        label="业主表决过没过",
        group="property",
        help="面积和人数都要够：先看参加的够不够，再看同意的够不够。",
        given=VoteGiven,
        compute=owners_vote,
    ),
)
