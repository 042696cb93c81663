"""离婚财产、抚养费: a house bought before marriage, a net split, child support.

Only agreements on money and support can be computed; marriage and parentage cannot be mediated.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from hejie.calculators.asking import Day, Given, Percent, Yuan, ask, wrong
from hejie.calculators.calculator import Calculator
from hejie.calculators.figures import Look
from hejie.calculators.results import Range, Result, item, percent, plain, rounded, yuan
from hejie.kernel.workdays import add_months

FIRST = "最高人民法院关于适用《民法典》婚姻家庭编的解释（一）"
SPLIT = "民法典 第一千零八十七条"
HOUSE = f"{FIRST} 第七十八条"
SUPPORT = f"{FIRST} 第四十九条；{FIRST} 第五十三条"
ADULT_MONTHS = 18 * 12
NOTES = (
    "只算钱和抚养；婚姻关系本身不能调解确认。",
    "协议离婚申请后有三十日可以撤回，期满后三十日内领证（民法典第一千零七十七条）。",
)
CONCEALED = (
    "隐藏、转移、变卖、毁损、挥霍共同财产的，可以少分或者不分；"
    "离婚后发现的，发现之日起三年内可以请求再分"
    "（民法典第一千零九十二条、婚姻家庭编解释（一）第八十四条）。"
)


class HouseGiven(Given):
    price: Annotated[Yuan, Field(gt=0)] = ask("房价", unit="元")
    interest: Yuan = ask("贷款的利息总额", unit="元")
    fees: Yuan = ask("税费等", default=Decimal(0), unit="元")
    joint_paid: Yuan = ask("婚后一起还的", "本金和利息", unit="元")
    value_now: Annotated[Yuan, Field(gt=0)] = ask("现在的价值", unit="元")


def house_share(given: HouseGiven, look: Look) -> Result:
    cost = given.price + given.interest + given.fees
    if given.joint_paid > cost:
        raise wrong("joint_paid", f"不能比总成本 {yuan(cost)} 还多")
    formula = (
        f"{yuan(given.joint_paid)} ÷（{yuan(given.price)} ＋ {yuan(given.interest)} ＋ "
        f"{yuan(given.fees)}）× 现值 {yuan(given.value_now)} ÷ 2"
    )
    amount = given.joint_paid * given.value_now / cost / 2
    note = (
        "一方婚前付首付、登记在自己名下，婚后一起还贷的：房子归登记的一方，没还的贷款归他还，"
        "一起还的钱和相应的增值要补给另一方；算法是审判中常用的。"
    )
    one = item("补给另一方的数", amount, formula, HOUSE)
    return Result(items=(one,), notes=(note, *NOTES))


class Property(Given):
    label: Annotated[str, Field(min_length=1, max_length=60)] = ask("什么财产或者债务")
    kind: Literal["asset", "debt"] = ask(
        "财产还是债务", default="asset", choices={"asset": "财产", "debt": "债务"}
    )
    value: Yuan = ask("值多少", unit="元")
    holder: Literal["a", "b"] = ask("归谁（债务由谁还）", choices={"a": "甲方", "b": "乙方"})
    separate: bool = ask("是个人的，不分", default=False)


class SplitGiven(Given):
    properties: Annotated[list[Property], Field(min_length=1, max_length=100)] = ask("财产和债务")
    share_b: Percent = ask(
        "乙方分百分之几",
        "一般各半；照顾子女、女方和无过错方",
        default=Decimal(50),
        unit="%",
        slider=(30, 70, 1),
    )


def property_split(given: SplitGiven, look: Look) -> Result:
    """Who holds what stays as it is; the one who holds more than the share pays the other."""
    shared = [one for one in given.properties if not one.separate]
    net = {holder: _net(shared, holder) for holder in ("a", "b")}
    whole = net["a"] + net["b"]
    due_b = rounded(whole * given.share_b / 100)
    to_b = due_b - net["b"]
    payee, held, due, share = (
        ("乙方", net["b"], due_b, given.share_b)
        if to_b >= 0
        else ("甲方", net["a"], whole - due_b, 100 - given.share_b)
    )
    payer = "甲方" if payee == "乙方" else "乙方"
    items = (
        item(f"{payee}应得的份额", due, f"净值 {yuan(whole)} × {percent(share)}", SPLIT),
        item(f"{payee}手里已有的", -held, f"财产减债务 {yuan(held)}", SPLIT),
    )
    apart = [one.label for one in given.properties if one.separate]
    notes = [f"{payer}付给{payee} {yuan(due - held)}。"]
    if apart:
        notes.append(f"个人财产不分：{'、'.join(apart)}（民法典第一千零六十三条）。")
    if whole < 0:
        notes.append("共同债务多于共同财产，按同样的比例分担。")
    notes.append(
        "债务要两人都签字、事后追认，或者用于家庭日常生活的才是共同债务（民法典第一千零六十四条）。"
    )
    return Result(items=items, notes=(*notes, CONCEALED, *NOTES))


def _net(properties: list[Property], holder: str) -> Decimal:
    signed = [
        one.value if one.kind == "asset" else -one.value
        for one in properties
        if one.holder == holder
    ]
    return sum(signed, Decimal(0))


class Child(Given):
    born: Day = ask("出生日期")


class SupportGiven(Given):
    income: Yuan = ask(
        "不带孩子一方的月总收入", "没有固定收入的，按年收入或者行业平均折算", unit="元/月"
    )
    children: Annotated[list[Child], Field(min_length=1, max_length=10)] = ask("孩子")
    start: Day = ask("从哪个月起给", "填那个月的任意一天")
    rate: Percent = ask(
        "所有孩子一共百分之几",
        "一个孩子 20% 至 30%；两个以上可以适当提高，一般不超过 50%",
        default=Decimal(25),
        unit="%",
        slider=(20, 50, 1),
    )


def child_support(given: SupportGiven, look: Look) -> Result:
    count = len(given.children)
    monthly = rounded(given.income * given.rate / 100 / count)
    items = []
    for number, child in enumerate(given.children, start=1):
        months = _months_to_adult(child.born, given.start)
        label = "抚养费" if count == 1 else f"第 {number} 个孩子的抚养费"
        last = add_months(child.born, ADULT_MONTHS)
        each = f" ÷ {count} 人" if count > 1 else ""
        formula = (
            f"{yuan(given.income)} × {percent(given.rate)}{each} ＝ 每月 {yuan(monthly)} × "
            f"{months} 个月（到 {last:%Y-%m}）"
        )
        items.append(item(label, monthly * months, formula, SUPPORT))
    low, high = (20, 30) if count == 1 else (20, 50)
    ends = Range(
        label=f"每月 {low}% 至 {high}%",
        low=rounded(given.income * low / 100),
        high=rounded(given.income * high / 100),
    )
    notes = [f"每月 {yuan(monthly * count)}，一般按月给（{FIRST}第五十条），给到孩子十八周岁。"]
    if not low <= given.rate <= high:
        notes.insert(
            0, f"{plain(given.rate)}% 不在通常的 {low}% 至 {high}% 里，要双方商定并写明理由。"
        )
    return Result(items=tuple(items), ranges=(ends,), notes=(*notes, *NOTES))


def _months_to_adult(born: date, start: date) -> int:
    """The month of the eighteenth birthday is the last."""
    last = add_months(born, ADULT_MONTHS)
    return max(0, (last.year - start.year) * 12 + last.month - start.month + 1)


CALCULATORS = (
    Calculator(
        name="house_share",
        label="婚前买房、婚后还贷",
        group="family",
        help="房子归登记的一方，要补给另一方多少。",
        given=HouseGiven,
        compute=house_share,
    ),
    Calculator(
        name="property_split",
        label="离婚财产分割",
        group="family",
        help="各人手里的留在手里，多的一方补给少的一方多少。",
        given=SplitGiven,
        compute=property_split,
    ),
    Calculator(
        name="child_support",
        label="抚养费",
        group="family",
        help="每月多少，到十八周岁一共多少。",
        given=SupportGiven,
        compute=child_support,
    ),
)
