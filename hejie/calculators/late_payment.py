"""逾期付款: the loss of a late price, a penalty that may be too high, the doubled interest of a
judgment that is not performed."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from hejie.calculators.asking import Day, Given, Percent, Yuan, ask, wrong
from hejie.calculators.calculator import Calculator
from hejie.calculators.days import days_between
from hejie.calculators.figures import Look
from hejie.calculators.lending import LIMITATION
from hejie.calculators.results import Range, Result, item, percent, plain, rounded, yuan

SALE = "最高人民法院关于审理买卖合同纠纷案件适用法律问题的解释 第十八条"
PENALTY = "民法典 第五百八十五条；最高人民法院关于适用《民法典》合同编通则若干问题的解释 第六十五条"
BURDEN = "最高人民法院关于适用《民法典》合同编通则若干问题的解释第六十四条"
DOUBLED = (
    "民事诉讼法 第二百六十四条；"
    "最高人民法院关于执行程序中计算迟延履行期间的债务利息适用法律若干问题的解释 第一条"
)
A_DAY = Decimal("0.0175")
LEAST, MOST = Decimal(30), Decimal(50)
TOO_HIGH = Decimal("1.3")


class LateGiven(Given):
    amount: Annotated[Yuan, Field(gt=0)] = ask("拖欠的货款", unit="元")
    due: Day = ask("应付的日子")
    paid: Day = ask("付清的日子", "还没付的填今天")
    lpr: Percent | None = ask(
        "违约时的一年期 LPR",
        "留空就用公布的数；2019年8月20日以前填贷款基准利率",
        default=None,
        unit="%",
        figure="lpr",
    )


class LatePaymentGiven(LateGiven):
    markup: Annotated[Percent, Field(ge=LEAST, le=MOST)] = ask(
        "加计", "30% 至 50%", default=MOST, unit="%", slider=(30, 50, 1)
    )


def _lpr(given: LateGiven, look: Look) -> Decimal:
    code = "lpr" if given.due.isoformat() >= "2019-08-20" else "loan_benchmark"
    return look.up(code, given.due, stated=given.lpr)


def _loss(given: LateGiven, look: Look, markup: Decimal) -> tuple[Decimal, str]:
    if given.paid < given.due:
        raise wrong("paid", "不能早于应付的日子")
    days, rate = days_between(given.due, given.paid), _lpr(given, look)
    loss = given.amount * rate / 100 * (100 + markup) / 100 * days / 365
    formula = f"{yuan(given.amount)} × {percent(rate)} × {plain(100 + markup)}% × {days} 天 ÷ 365"
    return loss, formula


def late_payment(given: LatePaymentGiven, look: Look) -> Result:
    loss, formula = _loss(given, look, given.markup)
    ends = Range(
        label="加计 30% 至 50%",
        low=rounded(_loss(given, look, LEAST)[0]),
        high=rounded(_loss(given, look, MOST)[0]),
    )
    one = item(f"逾期付款损失（加计 {percent(given.markup)}）", loss, formula, SALE)
    return Result(items=(one,), ranges=(ends,), notes=(LIMITATION,))


class PenaltyGiven(LateGiven):
    daily: Percent = ask("约定的违约金，每天", "千分之五就是 0.5%", unit="%")
    bad_faith: bool = ask("对方是恶意违约", "恶意违约的，一般不减", default=False)


def agreed_penalty(given: PenaltyGiven, look: Look) -> Result:
    """A penalty above 130 % of the loss is normally too high, and may be cut to it."""
    loss, how = _loss(given, look, MOST)
    days = days_between(given.due, given.paid)
    agreed = item(
        "约定的违约金",
        given.amount * given.daily / 100 * days,
        f"{yuan(given.amount)} × {percent(given.daily)} × {days} 天",
        PENALTY,
    )
    ceiling = rounded(rounded(loss) * TOO_HIGH)
    notes = [
        f"参考上限：损失 {how} ＝ {yuan(loss)}，× 1.3 ＝ {yuan(ceiling)}。",
        f"请求减少的一方要举证；约定“不得调整”的，不影响请求（{BURDEN}）。",
    ]
    items = [agreed]
    if agreed.amount > ceiling and given.bad_faith:
        notes.insert(0, "约定的违约金高于参考上限，但是恶意违约的一般不减。")
    elif agreed.amount > ceiling:
        notes.insert(0, "约定的违约金过分高于损失，对方可以请求适当减少。")
        formula = f"{yuan(ceiling)} － {yuan(agreed.amount)}"
        items.append(item("高于参考上限的部分", ceiling - agreed.amount, formula, PENALTY))
    return Result(items=tuple(items), notes=(*notes, LIMITATION))


class DoubledGiven(Given):
    unpaid: Annotated[Yuan, Field(gt=0)] = ask("没有履行的金钱债务", "不含一般债务利息", unit="元")
    ended: Day = ask("判决、调解书指定的履行期满的日子")
    paid: Day = ask("付清的日子", "还没付的填今天")


def doubled_interest(given: DoubledGiven, look: Look) -> Result:
    if given.paid < given.ended:
        raise wrong("paid", "不能早于履行期满的日子")
    days = days_between(given.ended, given.paid)
    formula = f"{yuan(given.unpaid)} × 日万分之一点七五 × {days} 天"
    one = item("加倍部分债务利息", given.unpaid * A_DAY / 100 * days, formula, DOUBLED)
    notes = (
        "一般债务利息按判决另算。",
        "钱不够的，先还判决确定的金钱债务，再还加倍部分，另有约定的除外。",
    )
    return Result(items=(one,), notes=notes)


CALCULATORS = (
    Calculator(
        name="late_payment",
        label="逾期付款损失",
        group="lending",
        help="货款拖着不付、合同没写违约金的。",
        given=LatePaymentGiven,
        compute=late_payment,
    ),
    Calculator(
        name="agreed_penalty",
        label="约定的违约金高不高",
        group="lending",
        help="合同写了每天多少违约金，看是不是太高。",
        given=PenaltyGiven,
        compute=agreed_penalty,
    ),
    Calculator(
        name="doubled_interest",
        label="迟延履行的加倍利息",
        group="lending",
        help="判决、调解书到期不履行，加倍的那部分。",
        given=DoubledGiven,
        compute=doubled_interest,
    ),
)
