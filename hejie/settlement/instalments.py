"""分期付款: a sum in instalments, by how many or by how much each, with what else it could be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from hejie.calculators.asking import Day, Given, Yuan, ask, wrong
from hejie.kernel.workdays import add_months
from hejie.settlement.tool import Settled, Tool, fen, fens_in, yuan

MOST = 360
MOST_MONTHS = 480


class InstalmentsGiven(Given):
    total: Annotated[Yuan, Field(gt=0)] = ask("一共欠多少", unit="元")
    down: Yuan = ask("签字当天先付", default=Decimal(0), unit="元")
    first: Day = ask("第一期哪天")
    every: Annotated[int, Field(ge=1, le=12)] = ask("每隔几个月", default=1, unit="月")
    count: Annotated[int, Field(ge=1, le=MOST)] | None = ask(
        "分几期", "和“每期付多少”填一个", default=None, unit="期"
    )
    amount: Annotated[Yuan, Field(gt=0)] | None = ask(
        "每期付多少", "和“分几期”填一个", default=None, unit="元"
    )


def plan(total: int, down: int, count: int | None, amount: int | None) -> list[int]:
    """Instalments in fen: equal ones, the last with what is left."""
    rest = total - down
    if amount is None:
        number = count or 1
        each = rest // number
        return [each] * (number - 1) + [rest - each * (number - 1)]
    whole, last = divmod(rest, amount)
    return [amount] * whole + ([last] if last else [])


def settle(given: InstalmentsGiven) -> Settled:
    _require_one_way(given)
    amount = fen(given.amount) if given.amount is not None else None
    sums = plan(fen(given.total), fen(given.down), given.count, amount)
    if len(sums) > MOST:
        raise wrong("amount", f"要付 {len(sums)} 期，太长了，最多 {MOST} 期")
    if (len(sums) - 1) * given.every > MOST_MONTHS:
        raise wrong("count", "最后一期在四十年以后，太长了")
    if min(sums) <= 0:
        raise wrong("count", "期数太多，每期不到一分钱")
    left, rows = fen(given.total) - fen(given.down), []
    for number, one in enumerate(sums):
        left -= one
        due = add_months(given.first, number * given.every)
        rows.append({"due": due.isoformat(), "amount": yuan(one), "left": yuan(left)})
    inputs = {
        "total": f"{given.total:.2f}",
        "down": f"{given.down:.2f}",
        "first": given.first.isoformat(),
        "every": given.every,
        "count": given.count,
        "amount": None if amount is None else yuan(amount),
    }
    return Settled(inputs=inputs, result={"rows": rows, "what_if": _what_if(given, len(sums))})


def _require_one_way(given: InstalmentsGiven) -> None:
    if (given.count is None) == (given.amount is None):
        raise wrong("count", "“分几期”和“每期付多少”填一个，只填一个")
    if given.down >= given.total:
        raise wrong("down", "先付的要比一共欠的少")


def _what_if(given: InstalmentsGiven, count: int) -> list[dict[str, Any]]:
    """Fewer and more instalments: how much each, and until when."""
    rest = fen(given.total) - fen(given.down)
    others = {max(1, count // 2), max(1, count - 1), count + 1, min(MOST, 2 * count)} - {count}
    return [
        {
            "count": number,
            "each": yuan(rest // number),
            "last": add_months(given.first, (number - 1) * given.every).isoformat(),
        }
        for number in sorted(others)
        if number <= MOST and rest >= number and (number - 1) * given.every <= MOST_MONTHS
    ]


def check(certificate: Mapping[str, Any]) -> Iterator[str]:
    inputs, rows = certificate["inputs"], certificate["result"]["rows"]
    given = InstalmentsGiven.model_validate(inputs)
    sums = [fens_in(one["amount"]) for one in rows]
    if not sums or min(sums) <= 0:
        yield "没有分期，或者有一期不是正数"
        return
    if sum(sums) != fen(given.total) - fen(given.down):
        yield "各期加起来不是欠的数"
    if len(set(sums[:-1])) > 1:
        yield "除了最后一期，各期不一样多"
    if given.count is not None and len(sums) != given.count:
        yield "期数不对"
    if given.amount is not None and any(one != fen(given.amount) for one in sums[:-1]):
        yield "每期的数不对"
    left = sum(sums)
    for number, (row, one) in enumerate(zip(rows, sums, strict=True)):
        left -= one
        if date.fromisoformat(row["due"]) != add_months(given.first, number * given.every):
            yield f"第 {number + 1} 期的日子不对"
        if row["left"] != yuan(left):
            yield f"第 {number + 1} 期以后剩的数不对"


RULE = (
    "写下一共欠多少、先付多少、第一期哪天、每隔几个月，再写分几期或者每期付多少。",
    "各期一样多，除不尽的放在最后一期；加起来正好是欠的数。",
    "旁边列出多几期、少几期各是多少，看付得起哪一种。",
)
TOOL = Tool(
    name="instalments",
    label="分期付款",
    help="一笔钱分几次付，每次哪天付多少，换一种分法会怎样。",
    rule=RULE,
    given=InstalmentsGiven,
    settle=settle,
    check=check,
    seen=("欠的数、各期的日子和数", "加起来正好，日子按月对齐，是重新算的"),
    unseen=("付钱的人付不付得起",),
)
