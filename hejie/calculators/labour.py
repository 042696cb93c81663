"""劳动争议: severance, double wages, overtime, annual leave, arrears, non-competition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from hejie.calculators.asking import Day, Given, InRegion, Number, Percent, Yuan, ask, wrong
from hejie.calculators.calculator import Calculator
from hejie.calculators.days import days_between, whole_months
from hejie.calculators.figures import Look
from hejie.calculators.results import Item, Range, Result, item, percent, plain, rounded, yuan
from hejie.kernel.workdays import PACKAGE_CALENDAR, add_months

LAW_BEGINS = date(2008, 1, 1)
WORKDAYS_A_MONTH = Decimal("21.75")
HOURS_A_DAY = 8
CAPPED_YEARS = 12
MOST_OVERTIME = 36

COMPENSATION = "劳动合同法 第四十六条；劳动合同法 第四十七条"
UNLAWFUL = "劳动合同法 第八十七条；劳动合同法实施条例 第二十五条"
NOTICE = "劳动合同法 第四十条；劳动合同法实施条例 第二十条"
UNSIGNED = "劳动合同法 第八十二条；劳动合同法实施条例 第六条；劳动合同法实施条例 第七条"
OVERTIME = "劳动法 第四十四条；工资支付暂行规定 第十三条"
ENTRY_LEAVE = "企业职工带薪年休假实施办法 第五条"
LEAVE_PAY = (
    "企业职工带薪年休假实施办法 第十条；企业职工带薪年休假实施办法 第十一条；"
    "企业职工带薪年休假实施办法 第十二条"
)
LEAVE_DAYS = "职工带薪年休假条例 第三条"
NO_LEAVE = "职工带薪年休假条例 第四条"
ARREARS = "人社部发〔2025〕2号；劳动争议调解仲裁法 第十六条"
NON_COMPETE = "最高人民法院关于审理劳动争议案件适用法律问题的解释（一） 第三十六条"
SURCHARGE = "劳动合同法 第八十五条"

MEDIATION = "调解：收到申请之日起十五日内没有谈成，可以申请仲裁（劳动争议调解仲裁法第十四条）。"
LIMITATION = (
    "仲裁时效：知道权利被侵害起一年；在职期间拖欠劳动报酬的不受这一年限制，"
    "劳动关系终止的，终止之日起一年内提出（劳动争议调解仲裁法第二十七条）。"
)
PAYMENT_ORDER = (
    "就拖欠的钱谈成了、单位到期不付，可以凭协议书申请支付令（劳动争议调解仲裁法第十六条）。"
)
CLOCKS = (MEDIATION, LIMITATION, PAYMENT_ORDER)


def day_wage(month_wage: Decimal) -> Decimal:
    return month_wage / WORKDAYS_A_MONTH


# 经济补偿、赔偿金


class SeveranceGiven(InRegion):
    hired: Day = ask(
        "入职日", "不是自己要走而换到新单位、原单位没给补偿的，工龄连着算，填原单位的入职日"
    )
    left: Day = ask("离职日", "最后一个工作日")
    wage: Yuan = ask(
        "离职前 12 个月的平均工资",
        "应得工资：奖金、津贴、补贴都算进去；没干满 12 个月的，按实际月数平均",
        unit="元/月",
    )
    ground: Literal["compensation", "no_notice", "unlawful"] = ask(
        "怎么离职的",
        default="compensation",
        choices={
            "compensation": "依法应当给经济补偿（N）",
            "no_notice": "单位没有提前三十日通知（N+1）",
            "unlawful": "单位违法解除、终止（2N）",
        },
    )
    last_month_wage: Yuan | None = ask(
        "离职前一个月的工资", "只有 N+1 才用", default=None, unit="元"
    )
    before_2008: Yuan | None = ask(
        "2008 年以前工龄的补偿",
        "2008年1月1日以前入职的才填：那一段按当时的规定算好的数",
        default=None,
        unit="元",
    )
    city_average_wage: Yuan | None = ask(
        "上年度职工月平均工资",
        "设区的市公布的；留空就用已经录入的数",
        default=None,
        unit="元",
        figure="city_average_wage",
    )
    minimum_wage: Yuan | None = ask(
        "当地最低工资", "留空就用已经录入的数", default=None, unit="元", figure="minimum_wage"
    )


def service_years(hired: date, left: date) -> Decimal:
    """Years of service: half a year for less than six months, one for six or more."""
    months = whole_months(hired, left + timedelta(days=1))
    years, rest = divmod(months, 12)
    if rest >= 6:
        return Decimal(years + 1)
    over = add_months(hired, years * 12) < left + timedelta(days=1)
    return years + (Decimal("0.5") if over else Decimal(0))


def severance(given: SeveranceGiven, look: Look) -> Result:
    if given.left < given.hired:
        raise wrong("left", "离职日不能早于入职日")
    if given.hired < LAW_BEGINS and given.before_2008 is None:
        raise wrong("before_2008", "2008年以前入职的，请填那一段按当时规定算好的数（没有就填 0）")
    average = look.up("city_average_wage", given.left, stated=given.city_average_wage)
    minimum = look.up("minimum_wage", given.left, stated=given.minimum_wage)
    years = service_years(max(given.hired, LAW_BEGINS), given.left)
    base, notes = _base(given.wage, average, minimum)
    if given.wage > 3 * average and years > CAPPED_YEARS:
        notes.append(f"工资高于平均工资三倍，年限从 {plain(years)} 年按 12 年封顶。")
        years = Decimal(CAPPED_YEARS)
    items = [
        item(
            f"经济补偿（{plain(years)} 个月）",
            base * years,
            f"{yuan(base)} × {plain(years)} 个月",
            COMPENSATION,
        )
    ]
    if given.before_2008:
        items.append(
            item(
                "2008 年以前工龄的补偿",
                given.before_2008,
                "按当时规定算好的数",
                "劳动合同法 第九十七条",
            )
        )
    items += _on_top(given, items)
    return Result(items=tuple(items), notes=(*notes, *CLOCKS))


def _base(wage: Decimal, average: Decimal, minimum: Decimal) -> tuple[Decimal, list[str]]:
    if wage > 3 * average:
        return 3 * average, [
            f"月工资 {yuan(wage)} 高于平均工资的三倍，按三倍 {yuan(3 * average)} 算。"
        ]
    if wage < minimum:
        return minimum, [f"月工资 {yuan(wage)} 低于最低工资，按最低工资 {yuan(minimum)} 算。"]
    return wage, []


def _on_top(given: SeveranceGiven, items: list[Item]) -> Iterator[Item]:
    if given.ground == "unlawful":
        once = sum((one.amount for one in items), Decimal(0))
        yield item(
            "违法解除的再加一倍（合计 2N）", once, f"{yuan(once)} × 2 － {yuan(once)}", UNLAWFUL
        )
    if given.ground == "no_notice":
        if given.last_month_wage is None:
            raise wrong("last_month_wage", "N+1 要填离职前一个月的工资")
        yield item("代通知金（一个月）", given.last_month_wage, "上一个月的工资", NOTICE)


# 没签合同的二倍工资差额


class UnsignedGiven(Given):
    hired: Day = ask("入职日")
    left: Day = ask("离职日", "还在职的，填今天")
    signed: Day | None = ask("补签合同的日子", "一直没签的不填", default=None)
    wage: Yuan = ask("月工资", unit="元/月")


def unsigned_contract(given: UnsignedGiven, look: Look) -> Result:
    if given.left < given.hired:
        raise wrong("left", "离职日不能早于入职日")
    begins = add_months(given.hired, 1)
    ends = min(
        given.left,
        add_months(given.hired, 12) - timedelta(days=1),
        given.signed - timedelta(days=1) if given.signed else given.left,
    )
    if ends < begins:
        nothing = item("二倍工资差额", Decimal(0), "用工不满一个月，或者一个月内签了合同", UNSIGNED)
        return Result(items=(nothing,), notes=CLOCKS)
    # Counted from the hire, so that one on the 31st has its months on the 31st.
    months = whole_months(given.hired, ends + timedelta(days=1)) - 1
    rest = add_months(given.hired, months + 1)
    items = []
    if months:
        last = rest - timedelta(days=1)
        formula = f"{yuan(given.wage)} × {months} 个月（{begins} 至 {last}）"
        items.append(item("整月的二倍工资差额", given.wage * months, formula, UNSIGNED))
    days, provisional = _working_days(rest, ends)
    if rest <= ends:
        part = min(day_wage(given.wage) * days, given.wage)
        formula = (
            f"{yuan(given.wage)} ÷ 21.75 × {days} 个工作日（{rest} 至 {ends}），不超过一个月工资"
        )
        items.append(item("不满一个月的部分", part, formula, UNSIGNED))
    notes = ["差额在已经发的工资之外；不满一个月的按实际工作日算。"]
    if provisional:
        notes.append("这一段的放假安排还没有公布，工作日是暂定的。")
    return Result(items=tuple(items), notes=(*notes, *CLOCKS))


def _working_days(first: date, last: date) -> tuple[int, bool]:
    span = max(0, days_between(first, last) + 1)
    days = [PACKAGE_CALENDAR.is_working(first + timedelta(days=n)) for n in range(span)]
    return sum(works for works, _certain in days), not all(certain for _works, certain in days)


# 加班工资


class OvertimeGiven(Given):
    wage: Yuan = ask("月工资", unit="元/月")
    weekday_hours: Number = ask("工作日加班", default=Decimal(0), unit="小时")
    rest_day_hours: Number = ask(
        "休息日加班", "没有安排补休的才算", default=Decimal(0), unit="小时"
    )
    holiday_hours: Number = ask("法定节假日加班", default=Decimal(0), unit="小时")


RATES = (
    ("weekday_hours", "工作日加班", Decimal("1.5")),
    ("rest_day_hours", "休息日加班", Decimal(2)),
    ("holiday_hours", "法定节假日加班", Decimal(3)),
)


def overtime(given: OvertimeGiven, look: Look) -> Result:
    hour = day_wage(given.wage) / HOURS_A_DAY
    head = f"{yuan(given.wage)} ÷ 21.75 ÷ 8"
    hours = {name: getattr(given, name) for name, _label, _rate in RATES}
    items = tuple(
        item(
            label,
            hour * rate * hours[name],
            f"{head} × {plain(rate)} × {plain(hours[name])} 小时",
            OVERTIME,
        )
        for name, label, rate in RATES
    )
    notes = ["法定节假日的三倍在正常月工资之外另给。"]
    if sum(hours.values()) > MOST_OVERTIME:
        notes.append(
            f"一个月加班 {plain(sum(hours.values(), Decimal(0)))} 小时，超过 36 小时"
            "（劳动法第四十一条）；超过的加班费照样要给。"
        )
    return Result(items=items, notes=(*notes, *CLOCKS))


# 带薪年休假


class EntryLeaveGiven(Given):
    joined: Day = ask("到新单位的日子", "之前要已经连续工作满十二个月")
    worked_years: Annotated[int, Field(ge=0, le=70)] = ask(
        "累计工龄", "所有单位加在一起", unit="年"
    )


class LeavePayGiven(Given):
    left: Day = ask("离职日")
    joined: Day | None = ask("今年才来的，填入职日", default=None)
    worked_years: Annotated[int, Field(ge=0, le=70)] = ask(
        "累计工龄", "所有单位加在一起", unit="年"
    )
    taken: Annotated[int, Field(ge=0, le=366)] = ask("今年已经休了", default=0, unit="天")
    wage: Yuan = ask("离职前 12 个月的平均工资", "不含加班费", unit="元/月")
    excluded: bool = ask(
        "今年有不享受年休假的情形",
        "寒暑假更长、请事假累计二十天以上而单位不扣工资、病假累计超过规定的月数",
        default=False,
    )


def leave_days(worked_years: int) -> int:
    """Days of leave a year by the whole working life."""
    bands = ((20, 15), (10, 10), (1, 5))
    return next((days for years, days in bands if worked_years >= years), 0)


def entry_leave(given: EntryLeaveGiven, look: Look) -> Result:
    whole = leave_days(given.worked_years)
    remaining = days_between(given.joined, date(given.joined.year, 12, 31)) + 1
    days = Decimal(remaining * whole // 365)
    formula = f"{remaining} 天 ÷ 365 × {whole} 天，不满一天的不算"
    one = item("当年可以休的年休假（天）", days, formula, f"{ENTRY_LEAVE}；{LEAVE_DAYS}")
    return Result(items=(one,), unit="天", notes=CLOCKS)


def leave_pay(given: LeavePayGiven, look: Look) -> Result:
    whole = 0 if given.excluded else leave_days(given.worked_years)
    begins = max(date(given.left.year, 1, 1), given.joined or date.min)
    if begins > given.left:
        raise wrong("joined", "入职日不能晚于离职日")
    elapsed = days_between(begins, given.left) + 1
    earned = elapsed * whole // 365
    days = max(0, earned - given.taken)
    formula = (
        f"{elapsed} 天 ÷ 365 × {whole} 天 ＝ {earned} 天（不满一天的不算），已休 {given.taken} 天，"
        f"余 {days} 天 × {yuan(given.wage)} ÷ 21.75 × 200%"
    )
    pay = item("未休年休假工资报酬", day_wage(given.wage) * 2 * days, formula, LEAVE_PAY)
    notes = ["300% 里有 100% 是已经发了的工资，这里算另外要给的 200%。"]
    if given.excluded:
        notes.append(f"有不享受当年年休假的情形（{NO_LEAVE}）。")
    return Result(items=(pay,), notes=(*notes, *CLOCKS))


# 拖欠的工资、竞业限制、加付赔偿金


class ArrearsGiven(Given):
    wage: Yuan = ask("月工资", unit="元/月")
    months: Annotated[int, Field(ge=0, le=600)] = ask("拖欠几个整月", default=0, unit="月")
    days: Annotated[Decimal, Field(ge=0, le=31, decimal_places=1)] = ask(
        "另外拖欠几个工作日", default=Decimal(0), unit="天"
    )
    paid: Yuan = ask("其中已经付了", default=Decimal(0), unit="元")


def wage_arrears(given: ArrearsGiven, look: Look) -> Result:
    items = [
        item(
            "整月的工资",
            given.wage * given.months,
            f"{yuan(given.wage)} × {given.months} 个月",
            ARREARS,
        ),
        item(
            "不满一个月的工资",
            day_wage(given.wage) * given.days,
            f"{yuan(given.wage)} ÷ 21.75 × {plain(given.days)} 天",
            ARREARS,
        ),
    ]
    owed = sum((one.amount for one in items), Decimal(0))
    if given.paid > owed:
        raise wrong("paid", f"已经付的比应付的 {yuan(owed)} 还多")
    if given.paid:
        items.append(item("已经付的", -given.paid, f"－ {yuan(given.paid)}", ARREARS))
    return Result(items=tuple(items), notes=CLOCKS)


class NonCompeteGiven(InRegion):
    wage: Yuan = ask("离职前 12 个月的平均工资", unit="元/月")
    left: Day = ask("离职日")
    months: Annotated[int, Field(ge=0, le=24)] = ask("履行了几个月", unit="月")
    minimum_wage: Yuan | None = ask(
        "当地最低工资", "留空就用已经录入的数", default=None, unit="元", figure="minimum_wage"
    )


def non_compete(given: NonCompeteGiven, look: Look) -> Result:
    minimum = look.up("minimum_wage", given.left, stated=given.minimum_wage)
    share = given.wage * 30 / 100
    month = rounded(max(share, minimum))
    why = f"平均工资的 30% 是 {yuan(share)}，最低工资 {yuan(minimum)}，取高的"
    formula = f"{why}：{yuan(month)} × {given.months} 个月"
    pay = item("竞业限制补偿", month * given.months, formula, NON_COMPETE)
    return Result(items=(pay,), notes=("没有约定补偿、劳动者履行了的，按月给。", *CLOCKS))


class SurchargeGiven(Given):
    unpaid: Yuan = ask("劳动行政部门责令支付而逾期没付的数", unit="元")
    share: Annotated[Percent, Field(ge=50, le=100)] = ask(
        "加付比例", "50% 至 100%", default=Decimal(50), unit="%", slider=(50, 100, 5)
    )


def surcharge(given: SurchargeGiven, look: Look) -> Result:
    formula = f"{yuan(given.unpaid)} × {percent(given.share)}"
    one = item("加付赔偿金", given.unpaid * given.share / 100, formula, SURCHARGE)
    ends = Range(label="50% 至 100%", low=rounded(given.unpaid / 2), high=rounded(given.unpaid))
    note = "只有劳动行政部门责令限期支付、单位逾期不付的，才由该部门责令加付；调解时可以作为参考。"
    return Result(items=(one,), ranges=(ends,), notes=(note, *CLOCKS))


CALCULATORS = (
    Calculator(
        name="wage_arrears",
        label="拖欠的工资",
        group="labour",
        help="干了活没拿到的工资：整月加零天，减去已经给的。",
        given=ArrearsGiven,
        compute=wage_arrears,
    ),
    Calculator(
        name="severance",
        label="经济补偿、赔偿金",
        group="labour",
        help="离职时单位该给的补偿：N、N+1 或者 2N。",
        given=SeveranceGiven,
        compute=severance,
    ),
    Calculator(
        name="unsigned_contract",
        label="没签合同的二倍工资差额",
        group="labour",
        help="用工满一个月没签书面合同，最多十一个月。",
        given=UnsignedGiven,
        compute=unsigned_contract,
    ),
    Calculator(
        name="overtime",
        label="加班工资",
        group="labour",
        help="平时 1.5 倍，休息日没补休 2 倍，法定节假日 3 倍。",
        given=OvertimeGiven,
        compute=overtime,
    ),
    Calculator(
        name="entry_leave",
        label="入职当年的年休假",
        group="labour",
        help="新到一个单位，当年还能休几天。",
        given=EntryLeaveGiven,
        compute=entry_leave,
    ),
    Calculator(
        name="leave_pay",
        label="离职时没休完的年休假",
        group="labour",
        help="离职那年没休的天数，另给两倍工资。",
        given=LeavePayGiven,
        compute=leave_pay,
    ),
    Calculator(
        name="non_compete",
        label="竞业限制补偿",
        group="labour",
        help="约定了不去同行、没约定给多少钱的。",
        given=NonCompeteGiven,
        compute=non_compete,
    ),
    Calculator(
        name="surcharge",
        label="加付赔偿金",
        group="labour",
        help="劳动部门责令付钱，单位到期还不付的。",
        given=SurchargeGiven,
        compute=surcharge,
    ),
)
