"""人身损害、交通事故: the items of an injury or a death, who pays them in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from hejie.calculators.asking import (
    Age,
    Day,
    Days,
    Given,
    InRegion,
    Number,
    Percent,
    Yuan,
    ask,
    wrong,
)
from hejie.calculators.calculator import Calculator
from hejie.calculators.figures import Look
from hejie.calculators.results import Item, Result, item, percent, rounded, yuan

RULES = "最高人民法院关于审理人身损害赔偿案件适用法律若干问题的解释"
PAYERS = "民法典 第一千二百一十三条"
SHARE = "道路交通安全法 第七十六条"
AGREED = "双方协商"
MENTAL = "最高人民法院关于确定民事侵权精神损害赔偿责任若干问题的解释 第五条"
VEHICLE = "最高人民法院关于审理道路交通事故损害赔偿案件适用法律若干问题的解释 第十二条"
FULL_YEARS, ADULT, OLD, VERY_OLD, LEAST_YEARS = 20, 18, 60, 75, 5
NO_FAULT_SHARE = 10
NOTES = (
    "统计数据用一审法庭辩论终结时的上一统计年度（"
    "最高人民法院关于审理人身损害赔偿案件适用法律若干问题的解释第二十二条）；"
    "能证明住所地标准更高的，可以按住所地（第十八条）。",
    "精神损害可以请求在交强险里优先赔"
    "（最高人民法院关于审理道路交通事故损害赔偿案件适用法律若干问题的解释第十三条）。",
    "好意免费搭乘的，驾驶人的责任可以减轻（民法典第一千二百一十七条）。",
)


def article(number: str) -> str:
    return f"{RULES} 第{number}条"


def years_by_age(age: int) -> int:
    """Twenty years; from 60 one less for each year, from 75 five."""
    if age >= VERY_OLD:
        return LEAST_YEARS
    return FULL_YEARS - max(0, age - OLD)


class Dependant(Given):
    age: Age = ask("年龄", unit="岁")
    supporters: Annotated[int, Field(ge=1, le=50)] = ask(
        "一共几个人抚养", "连受害人在内", unit="人"
    )

    @property
    def years(self) -> int:
        """A minor to 18; a grown-up who cannot work and has no income as by age."""
        return ADULT - self.age if self.age < ADULT else years_by_age(self.age)


class ClaimGiven(InRegion):
    """What injuries and deaths have in common."""

    on: Day = ask("按哪天的统计数据", "调解的日子")
    age: Age = ask("受害人的年龄", unit="岁")
    medical: Yuan = ask("医疗费", "按收据", default=Decimal(0), unit="元")
    hospital_days: Days = ask("住院", default=0, unit="天")
    meal_rate: Yuan | None = ask(
        "住院伙食补助，每天", "留空就用已经录入的数", default=None, unit="元", figure="meal_rate"
    )
    nutrition: Yuan = ask(
        "营养费", "按医嘱，例如 60 天 × 30 元 = 1800", default=Decimal(0), unit="元"
    )
    later_treatment: Yuan = ask("后续治疗费", "按证明、鉴定", default=Decimal(0), unit="元")
    nursing_days: Annotated[int, Field(ge=0, le=7305)] = ask(
        "护理", "最长二十年", default=0, unit="天"
    )
    nursing_rate: Yuan = ask("护理，每人每天", default=Decimal(0), unit="元")
    carers: Annotated[int, Field(ge=1, le=10)] = ask("护理人数", "一般一人", default=1, unit="人")
    lost_days: Days = ask("误工", "最多算到定残前一天", default=0, unit="天")
    lost_rate: Yuan = ask("误工，每天", default=Decimal(0), unit="元")
    travel: Yuan = ask("交通费", "按票据", default=Decimal(0), unit="元")
    mental: Yuan = ask("精神损害抚慰金", "没有公式，双方商量", default=Decimal(0), unit="元")
    property_loss: Yuan = ask("财产损失", "修车、施救、车上物品等", default=Decimal(0), unit="元")
    dependants: Annotated[list[Dependant], Field(max_length=30)] = ask(
        "被扶养人", "未成年的，或者没有劳动能力又没有生活来源的", default=[]
    )
    insured: bool = ask("对方机动车有交强险", default=False)
    at_fault: bool = ask("对方机动车有责任", default=True)
    share: Percent = ask(
        "对方承担的比例",
        "交强险以外的部分，对方承担百分之几",
        default=Decimal(100),
        unit="%",
        slider=(0, 100, 5),
    )
    disposable_income: Yuan | None = ask(
        "人均可支配收入，每年",
        "留空就用已经录入的数",
        default=None,
        unit="元",
        figure="disposable_income",
    )
    consumption: Yuan | None = ask(
        "人均消费支出，每年",
        "留空就用已经录入的数",
        default=None,
        unit="元",
        figure="consumption",
    )


class InjuryGiven(ClaimGiven):
    grade: Annotated[int, Field(ge=0, le=10)] = ask(
        "伤残等级",
        "没有评残的选 0",
        default=0,
        choices={"0": "没有评残", **{str(n): f"{n} 级" for n in range(1, 11)}},
    )
    aid_price: Yuan = ask("残疾辅助器具，每件", default=Decimal(0), unit="元")
    aid_count: Annotated[Number, Field(le=200)] = ask(
        "辅助器具，几件", "连更换的在内", default=Decimal(0), unit="件"
    )


class DeathGiven(ClaimGiven):
    yearly_wage: Yuan | None = ask(
        "职工年平均工资", "留空就用已经录入的数", default=None, unit="元", figure="yearly_wage"
    )


Groups = dict[str, list[Item]]
"""Items by the limit of compulsory insurance that they fall under."""


def injury(given: InjuryGiven, look: Look) -> Result:
    groups = _common(given, look)
    person = groups["death"]
    if given.grade:
        factor = Decimal(110 - 10 * given.grade) / 100
        person += _yearly(given, look, "残疾赔偿金", factor, article("十二"))
    elif given.dependants:
        raise wrong("dependants", "没有评残、没有丧失劳动能力的，不算被扶养人生活费")
    if given.aid_price and given.aid_count:
        formula = f"{yuan(given.aid_price)} × {given.aid_count:f} 件"
        aids = given.aid_price * given.aid_count
        person.append(item("残疾辅助器具费", aids, formula, article("十三")))
    notes = [f"{given.grade} 级按 {110 - 10 * given.grade}% 算；几处伤残的按当地规定另加。"]
    return _paid(given, look, groups, notes if given.grade else [])


def death(given: DeathGiven, look: Look) -> Result:
    groups = _common(given, look)
    groups["death"] += _yearly(given, look, "死亡赔偿金", Decimal(1), article("十五"))
    wage = look.up("yearly_wage", given.on, stated=given.yearly_wage)
    funeral = item("丧葬费", wage / 2, f"{yuan(wage)} ÷ 12 × 6 个月", article("十四"))
    groups["death"].append(funeral)
    return _paid(given, look, groups, [])


def _common(given: ClaimGiven, look: Look) -> Groups:
    medical = [
        item("医疗费", given.medical, "按收据", article("六")),
        *_by_day("住院伙食补助费", _meal(given, look), given.hospital_days, 1, article("十")),
        item("营养费", given.nutrition, "按医嘱", article("十一")),
        item("后续治疗费", given.later_treatment, "按证明、鉴定", article("六")),
    ]
    person = [
        *_by_day("误工费", given.lost_rate, given.lost_days, 1, article("七")),
        *_by_day("护理费", given.nursing_rate, given.nursing_days, given.carers, article("八")),
        item("交通费", given.travel, "按票据", article("九")),
        item("精神损害抚慰金", given.mental, "双方商量的数", MENTAL),
    ]
    goods = [item("财产损失", given.property_loss, "按发票、评估", VEHICLE)]
    found = {"medical": medical, "death": person, "property": goods}
    return {name: [one for one in items if one.amount] for name, items in found.items()}


def _meal(given: ClaimGiven, look: Look) -> Decimal:
    if not given.hospital_days:
        return Decimal(0)
    return look.up("meal_rate", given.on, stated=given.meal_rate)


def _by_day(label: str, rate: Decimal, days: int, people: int, basis: str) -> Iterator[Item]:
    if rate and days:
        each = f" × {people} 人" if people > 1 else ""
        yield item(label, rate * days * people, f"{yuan(rate)} × {days} 天{each}", basis)


def _yearly(
    given: ClaimGiven, look: Look, label: str, factor: Decimal, basis: str
) -> Iterator[Item]:
    """Compensation by years of income, and what dependants need, which is added into it."""
    income = look.up("disposable_income", given.on, stated=given.disposable_income)
    years = years_by_age(given.age)
    part = f" × {percent(factor * 100)}" if factor != 1 else ""
    yield item(label, income * years * factor, f"{yuan(income)} × {years} 年{part}", basis)
    if given.dependants:
        consumption = look.up("consumption", given.on, stated=given.consumption)
        yield _dependants(given.dependants, consumption, factor, label)


def _dependants(
    people: Sequence[Dependant], consumption: Decimal, factor: Decimal, label: str
) -> Item:
    """Year by year, all dependants together no more than one year's consumption."""
    total, told = Decimal(0), []
    for years, first, each in _stretches(people, consumption, factor):
        year = min(each, consumption)
        total += year * years
        cap = "（封顶）" if each > consumption else ""
        told.append(f"第 {first} 至 {first + years - 1} 年每年 {yuan(year)}{cap}")
    basis = f"{article('十六')}；{article('十七')}"
    return item(f"被扶养人生活费（计入{label}）", total, "；".join(told) or "没有剩余年数", basis)


def _stretches(
    people: Sequence[Dependant], consumption: Decimal, factor: Decimal
) -> Iterator[tuple[int, int, Decimal]]:
    """Years in which the same dependants are left: how many, the first, and a year's sum."""
    done = 0
    for last in sorted({one.years for one in people}):
        shares = [consumption * factor / one.supporters for one in people if one.years >= last]
        if last > done:
            yield last - done, done + 1, sum(shares, Decimal(0))
        done = max(done, last)


def _paid(given: ClaimGiven, look: Look, groups: Groups, notes: list[str]) -> Result:
    """Compulsory insurance first, then what the other side bears of the rest."""
    if given.insured and not given.at_fault and given.share > NO_FAULT_SHARE:
        raise wrong("share", "机动车没有责任的，交强险以外最多承担 10%")
    limits = _limits(given, look) if given.insured else {}
    sums = {name: _sum(items) for name, items in groups.items()}
    insured = {name: min(sums[name], limits.get(name, Decimal(0))) for name in sums}
    rest = sum((sums[name] - insured[name] for name in sums), Decimal(0))
    borne = rounded(rest * given.share / 100)
    items = [one for name in groups for one in groups[name]]
    if borne != rest:
        formula = f"交强险以外 {yuan(rest)}，对方承担 {percent(given.share)}"
        own = 100 - given.share
        basis = SHARE if given.insured else AGREED
        items.append(item(f"自己承担的部分（{percent(own)}）", borne - rest, formula, basis))
    if not items:
        items.append(item("赔偿", Decimal(0), "没有填写损失", article("六")))
    paid = sum(insured.values(), Decimal(0))
    if given.insured:
        notes = [
            f"交强险赔 {yuan(paid)}（{_told(insured)}），对方或者商业三者险赔 {yuan(borne)}"
            f"（{PAYERS}）。",
            *notes,
        ]
    return Result(items=tuple(items), notes=(*notes, *NOTES))


LABELS = {"medical": "医疗费用", "death": "死亡伤残", "property": "财产损失"}


def _told(insured: dict[str, Decimal]) -> str:
    return "、".join(f"{LABELS[name]} {yuan(amount)}" for name, amount in insured.items())


def _limits(given: ClaimGiven, look: Look) -> dict[str, Decimal]:
    ending = "" if given.at_fault else "_no_fault"
    return {name: look.up(f"insurance_{name}{ending}", given.on) for name in LABELS}


def _sum(items: Iterable[Item]) -> Decimal:
    return sum((one.amount for one in items), Decimal(0))


CALCULATORS = (
    Calculator(
        name="injury",
        label="受伤、伤残的赔偿",
        group="injury",
        help="交通事故或者被人打伤、摔伤，一共该赔多少，谁先赔。",
        given=InjuryGiven,
        compute=injury,
    ),
    Calculator(
        name="death",
        label="死亡的赔偿",
        group="injury",
        help="人不在了，死亡赔偿金、丧葬费和被扶养人的生活费。",
        given=DeathGiven,
        compute=death,
    ),
)
