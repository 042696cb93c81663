"""民间借贷: what interest can be asked for, with part payments; a note that was written anew.

Licensed lenders stand outside these rules, and lending to the public may void the contract:
both are asked about, and then no interest is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from hejie.calculators.asking import Day, Given, Percent, Yuan, ask, wrong
from hejie.calculators.calculator import Calculator
from hejie.calculators.days import part_of_years, told
from hejie.calculators.figures import Look
from hejie.calculators.results import Item, Result, item, percent, rounded, yuan

RULES = "最高人民法院关于审理民间借贷案件适用法律若干问题的规定"
INTEREST = f"{RULES} 第二十五条"
NOTHING_AGREED = f"民法典 第六百八十条；{RULES} 第二十四条"
PRINCIPAL = f"{RULES} 第二十六条"
RENEWED = f"{RULES} 第二十七条"
OVERDUE = f"{RULES} 第二十八条"
TOGETHER = f"{RULES} 第二十九条"
OLD_AND_NEW = f"{RULES} 第三十一条"
ORDER = "民法典 第五百六十一条"

NEW_RULE = date(2020, 8, 20)
OLD_LINE = Decimal(24)
TIMES = 4
LIMITATION = "诉讼时效三年，从知道权利受损和义务人起算（民法典第一百八十八条）。"
PERIODS = "利率中途不变的，整年按对年算、零头按天；利率中途变了的，全部按天算。"


class Payment(Given):
    on: Day = ask("哪天还的")
    amount: Annotated[Yuan, Field(gt=0)] = ask("还了多少", unit="元")


class LoanGiven(Given):
    lender: Literal["private", "financial", "public"] = ask(
        "出借人",
        default="private",
        choices={
            "private": "个人或者一般单位",
            "financial": "银行、小额贷款等金融机构",
            "public": "以放贷为业、向不特定的人放贷",
        },
    )
    note_amount: Annotated[Yuan, Field(gt=0)] = ask("借条上写的数", unit="元")
    deducted: Yuan = ask("先扣掉的利息", "砍头息：没有到手的部分", default=Decimal(0), unit="元")
    lent_on: Day = ask("钱到手的日子")
    until: Day = ask("算到哪天", "还清的日子，或者今天")
    made_on: Day | None = ask("借款合同成立的日子", "和到手的日子同一天的不填", default=None)
    agreed: Literal["rate", "none", "unclear"] = ask(
        "利息怎么说的",
        default="rate",
        choices={"rate": "约定了利率", "none": "没有约定", "unclear": "说过但说不清"},
    )
    rate: Percent | None = ask(
        "约定的年利率", "月息 1 分就是年利率 12%", default=None, unit="%", slider=(0, 36, 0.1)
    )
    both_natural: bool = ask("借贷双方都是个人", default=True)
    due: Day | None = ask("约定的还款日", "没有约定的不填", default=None)
    overdue_rate: Percent | None = ask(
        "约定的逾期年利率", "没有另外约定的不填", default=None, unit="%"
    )
    other_fees: Yuan = ask(
        "另外约定的违约金、服务费等", "和利息加在一起不能超过上限", default=Decimal(0), unit="元"
    )
    suit_on: Day | None = ask(
        "法院受理的日子", "2020年8月20日以前的合同才填；还没有起诉的填今天", default=None
    )
    payments: Annotated[list[Payment], Field(max_length=200)] = ask("中途还的钱", default=[])
    with_principal: bool = ask("把没还的本金也加进合计", default=False)
    day_year: Literal["365", "360"] = ask(
        "一年按多少天",
        default="365",
        choices={"365": "365 天", "360": "360 天（合同写明的）"},
    )
    lpr: Percent | None = ask(
        "一年期 LPR", "留空就用公布的数", default=None, unit="%", figure="lpr"
    )


@dataclass(frozen=True)
class _Rates:
    """The rate and its cap from a day on."""

    begins: date
    rate: Decimal
    cap: Decimal
    basis: str

    @property
    def counted(self) -> Decimal:
        return min(self.rate, self.cap)


@dataclass
class _Account:
    """What stands on the loan as the days go by."""

    principal: Decimal
    unpaid: Decimal = Decimal(0)
    capped: Decimal = Decimal(0)
    agreed: Decimal = Decimal(0)
    room: Decimal = Decimal(0)
    """By how much interest stays below the cap so far."""
    items: list[Item] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def loan_interest(given: LoanGiven, look: Look) -> Result:
    _require_private(given)
    principal = given.note_amount - given.deducted
    _require_order(given, principal)
    account = _Account(principal)
    if given.deducted:
        account.notes.append(
            f"本金按实际到手的算：{yuan(given.note_amount)} － {yuan(given.deducted)}"
            f" ＝ {yuan(principal)}（{PRINCIPAL}）。"
        )
    rates = _rates(given, look)
    _run(given, rates, account)
    if given.other_fees:
        _add_fees(given, account)
    if account.agreed > account.capped:
        over = account.agreed - account.capped
        account.notes.append(
            f"按约定是 {yuan(account.agreed)}，上限以内 {yuan(account.capped)}，"
            f"超过的 {yuan(over)} 不受保护；已经付了的超过部分可以抵本金。"
        )
    if given.with_principal:
        account.items.append(item("没有还的本金", account.principal, "实际到手减去已还", PRINCIPAL))
    account.notes.append(f"到 {given.until} 没有还的本金是 {yuan(account.principal)}。")
    return Result(items=tuple(account.items), notes=(*account.notes, PERIODS, LIMITATION))


def _require_private(given: LoanGiven) -> None:
    if given.lender == "financial":
        raise wrong("lender", "金融机构的贷款不适用民间借贷的规定，这里不算利息")
    if given.lender == "public":
        raise wrong("lender", "以放贷为业的，合同可能无效，这里不算利息；请先弄清合同效力")


def _require_order(given: LoanGiven, principal: Decimal) -> None:
    if principal <= 0:
        raise wrong("deducted", "先扣的利息不能比借条上的数还多")
    if given.until < given.lent_on:
        raise wrong("until", "不能早于钱到手的日子")
    if given.due and given.due < given.lent_on:
        raise wrong("due", "还款日不能早于钱到手的日子")
    if any(not given.lent_on <= one.on <= given.until for one in given.payments):
        raise wrong("payments", "还钱的日子要在到手和算到的日子之间")
    if given.agreed == "rate" and given.rate is None:
        raise wrong("rate", "请填约定的年利率")


def _rates(given: LoanGiven, look: Look) -> list[_Rates]:
    """From each day on which the rate or its cap changes."""
    made = given.made_on or given.lent_on
    days = {given.lent_on}
    if made < NEW_RULE:
        days.add(max(given.lent_on, NEW_RULE))
    if given.due and given.due < given.until:
        days.add(given.due)
    found: list[_Rates] = []
    for day in sorted(one for one in days if one < given.until or one == given.lent_on):
        cap, basis = _cap(given, look, made, day)
        rate, why = _rate(given, look, day)
        after = _Rates(day, rate, cap, why or basis)
        if not found or (found[-1].rate, found[-1].cap) != (after.rate, after.cap):
            found.append(after)
    return found


def _cap(given: LoanGiven, look: Look, made: date, day: date) -> tuple[Decimal, str]:
    if made >= NEW_RULE:
        return TIMES * look.up("lpr", made, stated=given.lpr), INTEREST
    if day < NEW_RULE:
        return OLD_LINE, OLD_AND_NEW
    if given.suit_on is None:
        raise wrong("suit_on", "2020年8月20日以前的合同，请填法院受理的日子；还没有起诉的填今天")
    return TIMES * look.up("lpr", given.suit_on, stated=given.lpr), OLD_AND_NEW


def _rate(given: LoanGiven, look: Look, day: date) -> tuple[Decimal, str]:
    """The rate of a day before any cap, with the article where it is not the agreed one."""
    if given.due is not None and day >= given.due:
        return _overdue_rate(given, look)
    if given.agreed == "rate" and given.rate is not None:
        return given.rate, ""
    if given.agreed == "unclear" and not given.both_natural:
        raise wrong("agreed", "不都是个人、利息又说不清的，请先一起商量一个利率再算")
    return Decimal(0), NOTHING_AGREED


def _overdue_rate(given: LoanGiven, look: Look) -> tuple[Decimal, str]:
    if given.overdue_rate is not None:
        return given.overdue_rate, OVERDUE
    if given.agreed == "rate" and given.rate is not None:
        return given.rate, OVERDUE
    return look.up("lpr", given.due or given.until, stated=given.lpr), OVERDUE


def _run(given: LoanGiven, rates: list[_Rates], account: _Account) -> None:
    """Count each stretch between a change of rate and a payment, and take payments in."""
    payments: dict[date, Decimal] = {}
    for one in given.payments:
        payments[one.on] = payments.get(one.on, Decimal(0)) + one.amount
    days = sorted({given.lent_on, given.until, *payments, *(one.begins for one in rates)})
    for begin, end in pairwise(days):
        if begin in payments:
            _take_in(account, begin, payments.pop(begin))
        now = [one for one in rates if one.begins <= begin][-1]
        _accrue(given, account, now, begin, end, by_days=len(rates) > 1)
    for day, amount in payments.items():
        _take_in(account, day, amount)


def _accrue(
    given: LoanGiven, account: _Account, rates: _Rates, begin: date, end: date, *, by_days: bool
) -> None:
    year = int(given.day_year)
    span = part_of_years(begin, end, year=year, by_days=by_days)
    words = told(begin, end, year=year, by_days=by_days)
    line = item(
        f"{begin} 至 {end} 的利息",
        account.principal * rates.counted / 100 * span,
        f"{yuan(account.principal)} × 年利率 {percent(rates.counted)} × {words}",
        rates.basis,
    )
    account.items.append(line)
    account.unpaid += line.amount
    account.capped += line.amount
    account.agreed += rounded(account.principal * rates.rate / 100 * span)
    account.room += rounded(account.principal * rates.cap / 100 * span) - line.amount
    if rates.rate > rates.cap:
        account.notes.append(
            f"{begin} 起约定的年利率 {percent(rates.rate)} 高于上限 {percent(rates.cap)}，"
            "按上限算。"
        )


def _take_in(account: _Account, day: date, amount: Decimal) -> None:
    """A part payment goes to interest first, then to the principal."""
    interest = min(amount, account.unpaid)
    principal = min(amount - interest, account.principal)
    account.unpaid -= interest
    account.principal -= principal
    if interest:
        formula = f"{yuan(amount)} 先抵利息 {yuan(interest)}"
        account.items.append(item(f"{day} 还款抵的利息", -interest, formula, ORDER))
    left = yuan(account.principal)
    account.notes.append(
        f"{day} 还 {yuan(amount)}：先抵利息 {yuan(interest)}，再抵本金 {yuan(principal)}，"
        f"本金还剩 {left}（{ORDER}）。"
    )
    if over := amount - interest - principal:
        account.notes.append(f"{day} 多还了 {yuan(over)}。")


def _add_fees(given: LoanGiven, account: _Account) -> None:
    """Interest, penalty and fees together stay below the cap: what room is left."""
    fees = min(given.other_fees, account.room)
    formula = f"约定 {yuan(given.other_fees)}，上限以内还能加 {yuan(account.room)}"
    account.items.append(item("违约金、服务费等", fees, formula, TOGETHER))
    account.agreed += given.other_fees
    account.capped += fees


class RenewedGiven(Given):
    first_principal: Annotated[Yuan, Field(gt=0)] = ask("最早借的本金", "实际到手的", unit="元")
    lent_on: Day = ask("最早到手的日子")
    renewed_on: Day = ask("重新出具借条的日子")
    new_note: Annotated[Yuan, Field(gt=0)] = ask("新借条上写的数", unit="元")
    rate: Percent = ask("新借条约定的年利率", unit="%", slider=(0, 36, 0.1))
    until: Day = ask("算到哪天")
    lpr: Percent | None = ask(
        "一年期 LPR", "留空就用公布的数", default=None, unit="%", figure="lpr"
    )


def renewed_loan(given: RenewedGiven, look: Look) -> Result:
    """A note that took in earlier interest: counted twice, but the whole stays below the first
    principal with interest at the cap over the whole term."""
    if not given.lent_on <= given.renewed_on <= given.until:
        raise wrong("renewed_on", "要在最早到手的日子和算到的日子之间")
    cap = TIMES * look.up("lpr", given.lent_on, stated=given.lpr)
    rate = min(given.rate, cap)
    most_note = _grown(given.first_principal, cap, given.lent_on, given.renewed_on)
    note = min(given.new_note, most_note)
    asked = _grown(note, rate, given.renewed_on, given.until)
    most = _grown(given.first_principal, cap, given.lent_on, given.until)
    total = min(asked, most)
    first = item("最早的本金", min(given.first_principal, total), "实际到手的数", PRINCIPAL)
    interest = item(
        "受保护的利息",
        total - first.amount,
        f"新借条认 {yuan(note)}，到 {given.until} 连本带利 {yuan(asked)}；"
        f"全程上限 {yuan(most)}（年利率 {percent(cap)}），取低的",
        RENEWED,
    )
    return Result(items=(first, interest), notes=(LIMITATION,))


def _grown(principal: Decimal, rate: Decimal, begin: date, end: date) -> Decimal:
    return principal + rounded(principal * rate / 100 * part_of_years(begin, end))


CALCULATORS = (
    Calculator(
        name="loan_interest",
        label="借款利息",
        group="lending",
        help="借钱的利息最多能要多少，中途还的钱怎么抵。",
        given=LoanGiven,
        compute=loan_interest,
    ),
    Calculator(
        name="renewed_loan",
        label="利滚利的借条",
        group="lending",
        help="把旧利息写进新借条的，受保护的总数。",
        given=RenewedGiven,
        compute=renewed_loan,
    ),
)
