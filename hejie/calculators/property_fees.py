"""物业费欠费: fees by registered area, late fees by instalment, a discount that was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from hejie.calculators.asking import Day, Given, Number, Percent, ask
from hejie.calculators.calculator import Calculator
from hejie.calculators.days import days_between
from hejie.calculators.figures import Look
from hejie.calculators.results import Item, Result, item, percent, plain, rounded, yuan
from hejie.kernel.workdays import add_months

FEE = (
    "民法典 第九百四十四条；"
    "最高人民法院关于审理建筑物区分所有权纠纷案件适用法律若干问题的解释 第八条"
)
LATE = "民法典 第五百八十五条"
LIMITATION = "民法典 第一百八十八条"
NOTES = (
    "服务已经提供的，业主不能以没有接受、不需要为由不交；物业先催告、给合理期限，"
    "再起诉或者仲裁；不得用停电停水停热停气催费（民法典第九百四十四条）。",
    "违规收费、擅自扩大收费范围的，可以不交或者要求退还"
    "（最高人民法院关于审理物业服务纠纷案件适用法律若干问题的解释第二条）；"
    "合同终止后，没有服务的预收费要退（第三条）。",
    "面积按不动产登记簿；没有登记的按测绘，没有测绘的按合同。",
    "租户约定交费的，业主负连带责任（物业管理条例第四十一条）。",
)


class FeeGiven(Given):
    area: Annotated[Number, Field(gt=0)] = ask("建筑面积", "按不动产登记簿", unit="平方米")
    price: Annotated[Number, Field(gt=0)] = ask("单价", unit="元/平方米·月")
    first_month: Day = ask("从哪个月起欠", "填那个月的任意一天")
    months: Annotated[int, Field(ge=1, le=600)] = ask("欠几个月", unit="月")
    due_day: Annotated[int, Field(ge=1, le=31)] = ask(
        "每月几号前交", "那个月没有这一天的，算最后一天", default=31
    )
    until: Day | None = ask("算到哪天", "算滞纳金和时效才填", default=None)
    late_daily: Percent = ask("约定的滞纳金，每天", "没有约定的填 0", default=Decimal(0), unit="%")
    factor: Percent = ask(
        "服务不到位，商量打几成",
        "100 是不打折，80 是打八折；要双方同意",
        default=Decimal(100),
        unit="%",
        slider=(50, 100, 1),
    )


def property_fee(given: FeeGiven, look: Look) -> Result:
    monthly = rounded(given.area * given.price)
    how = f"{plain(given.area)} 平方米 × {plain(given.price)} 元 ＝ 每月 {yuan(monthly)}"
    dues = list(_due_days(given))
    items = list(_fees(given, monthly, how, dues))
    fees = sum((one.amount for one in items), Decimal(0))
    if given.factor < 100:
        cut = rounded(fees * given.factor / 100) - fees
        formula = f"{yuan(fees)} × {percent(given.factor)} － {yuan(fees)}"
        items.append(item("服务不到位商定少交", cut, formula, "双方协商"))
    if given.late_daily and given.until:
        items += _late_fees(given, monthly, dues)
    return Result(items=tuple(items), notes=NOTES)


def _due_days(given: FeeGiven) -> Iterator[date]:
    first = given.first_month.replace(day=1)
    for number in range(given.months):
        begins = add_months(first, number)
        last = add_months(begins, 1)
        yield begins.replace(day=min(given.due_day, days_between(begins, last)))


def _fees(given: FeeGiven, monthly: Decimal, how: str, dues: list[date]) -> Iterator[Item]:
    """All months as one item, or parted where the three years' limitation may matter."""
    line = add_months(given.until, -36) if given.until else None
    older = [day for day in dues if line and day < line]
    if not older:
        formula = f"{how} × {len(dues)} 个月"
        yield item("物业费", monthly * len(dues), formula, FEE)
        return
    recent = len(dues) - len(older)
    if recent:
        formula = f"{how} × {recent} 个月"
        yield item("物业费（三年以内到期的）", monthly * recent, formula, FEE)
    formula = f"{how} × {len(older)} 个月；按月交的从哪一期起算时效有争议，单列出来供协商"
    yield item("物业费（到期超过三年的）", monthly * len(older), formula, f"{FEE}；{LIMITATION}")


def _late_fees(given: FeeGiven, monthly: Decimal, dues: list[date]) -> Iterator[Item]:
    for due in dues:
        days = days_between(due, given.until) if given.until else 0
        if days > 0:
            formula = f"{yuan(monthly)} × 每天 {percent(given.late_daily)} × {days} 天"
            yield item(
                f"{due:%Y-%m} 的滞纳金", monthly * given.late_daily / 100 * days, formula, LATE
            )


CALCULATORS = (
    Calculator(
        name="property_fee",
        label="物业费",
        group="property",
        help="欠了几个月物业费，滞纳金多少，打折后多少。",
        given=FeeGiven,
        compute=property_fee,
    ),
)
