"""八份工资：先算、再密封出价、分两次付: wages computed, bargained unseen, paid in instalments."""

from decimal import Decimal
from fractions import Fraction

from hejie.calculators.catalogue import CALCULATORS
from hejie.rooms.mediation.stories.phrases import (
    applicant,
    chosen,
    drafted,
    held,
    sealed,
    signed,
    tended,
    term,
    unit,
)
from hejie.settlement.costs import split
from hejie.settlement.instalments import plan
from hejie.settlement.sealed_bids import meet
from hejie.settlement.tool import fen, yuan
from hejie.stories.telling import Act, Story, act

# Month wage, whole months and working days that were not paid.
WORKED = {
    "冯国庆": ("4785", 2, "5"),
    "曾庆山": ("4785", 2, "5"),
    "彭先林": ("4350", 2, "0"),
    "吕长明": ("4350", 1, "12"),
    "苏永福": ("5220", 2, "3"),
    "丁来喜": ("4350", 2, "8"),
    "魏春生": ("5220", 1, "10"),
    "薛满堂": ("4350", 2, "0"),
}
WORKERS = [f"p{number}" for number in range(1, 9)]
BUILDER = "p9"


def _owed(wage: str, months: int, days: str) -> Decimal:
    sheet = CALCULATORS["wage_arrears"].sheet({"wage": wage, "months": months, "days": days})
    return sheet.result.total


OWED = [_owed(*worked) for worked in WORKED.values()]
WHOLE = sum(OWED)
LEAST, MOST = Decimal("66000.00"), Decimal("68000.00")
SETTLED = meet(LEAST, MOST, share=Decimal(50), tolerance=Decimal(0)) or ""
SHARES = split(fen(Decimal(SETTLED)), [Fraction(one) for one in OWED])
DUES = ("2026-10-30", "2026-11-20")


def _instalments() -> list[dict[str, str]]:
    late = "逾期一日，没付的一次全部到期，可以凭协议申请支付令"
    halves = {
        worker: plan(share, 0, 2, None) for worker, share in zip(WORKERS, SHARES, strict=True)
    }
    return [
        term(BUILDER, worker, due, sum=yuan(sums[number]), default=late)
        for number, due in enumerate(DUES)
        for worker, sums in halves.items()
    ]


TERMS = _instalments()


def _bid(day: str, least: str, most: str) -> tuple[Act, ...]:
    """The representative and the builder each seal, then the platform opens."""
    return (
        act(f"{day}0", "p1", "seal_answer", amount=least),
        act(f"{day}2", BUILDER, "seal_answer", amount=most),
        *tended(f"{day}3"),
    )


def _paid(day: str, first: int) -> tuple[Act, ...]:
    return tuple(
        act(
            f"{day} 15:{10 + number:02}",
            "tang",
            "perform",
            subject=str(first + number),
            outcome="performed",
            paid=TERMS[first + number - 1]["sum"],
            text="看了转账回单。",
        )
        for number in range(len(WORKERS))
    )


story = Story(
    key="wages_by_bids",
    title="八份工资，密封出价",
    procedure="mediation",
    outcome="performed",
    teaches="先用计算器一份一份算清；推选一人和公司密封出价，第一轮没碰上、谁也看不到，第二轮取中间；"
    "按各人欠薪的比例分，分两次付清。",
    acts=(
        act(
            "2026-09-28 09:10",
            "visitor",
            "apply",
            facts_told="我们八个人在工业新区做保温，干完了，公司说钱不够，要打折。",
            claims=f"付清工资，一共 {WHOLE} 元。",
            category="MD09",
            place="420303401003",
            way="on_site",
            amount=str(WHOLE),
            people=8,
            parties=[
                *(
                    applicant(name, f"138072805{number:02}")
                    for number, name in enumerate(WORKED, start=1)
                ),
                unit("respondent", "十堰恒温保温工程有限公司", "13807280510", head="阎志国"),
            ],
        ),
        act("2026-09-28 10:00", "lin", "invite"),
        act("2026-09-28 16:00", BUILDER, "answer_invitation", answer="yes"),
        *chosen("tang", {f"p{n}": f"2026-09-28 17:{10 + n}" for n in range(1, 10)}),
        act("2026-09-29 09:00", "tang", "disclose", relation="none"),
        act(
            "2026-09-29 09:10",
            "tang",
            "set_session",
            begins="2026-09-30 09:00",
            ends="2026-09-30 11:00",
            way="on_site",
            venue="zw-2",
        ),
        held(
            "2026-09-30 10:00",
            "tang",
            "1",
            present=[*WORKERS, BUILDER],
            result="continue",
            record=f"用计算表逐人算清，合计 {WHOLE} 元，双方对工日和单价没有争议。"
            "八人推选冯国庆和公司谈总数。",
            negotiation="公司想少付一些、当月先付一半；工人要尽快拿到钱。",
        ),
        act(
            "2026-09-30 10:05",
            "tang",
            "offer_tool",
            tool="sealed_bids",
            payee="p1",
            payer=BUILDER,
            rounds=3,
            share="50",
            text="冯国庆替八个人出价，各自写，密封。",
        ),
        act("2026-09-30 10:08", "p1", "accept_rule", answer="yes"),
        act("2026-09-30 10:09", BUILDER, "accept_rule", answer="yes"),
        *_bid("2026-09-30 10:1", "70000.00", "60000.00"),
        *_bid("2026-09-30 10:2", str(LEAST), str(MOST)),
        *drafted(
            "2026-09-30 10:40",
            "tang",
            shown="2026-09-30 10:41",
            facts_agreed=f"八名工人在公司的保温工程务工，工资合计 {WHOLE} 元没有付清。",
            points="付多少，什么时候付。",
            liability=f"双方商定付 {SETTLED} 元，按各人欠薪的比例分，分两次付清。",
            terms=TERMS,
            copies=10,
        ),
        *signed("2026-09-30", {f"p{n}": f"10:{42 + n}" for n in range(1, 10)}, "tang"),
        sealed("2026-09-30 11:30", "meng"),
        act(
            "2026-10-07 10:00",
            "tang",
            "visit",
            clock="visit:",
            way="phone",
            reached="yes",
            applicant_said="等第一笔。",
            respondent_said="款子已经安排。",
        ),
        *tended("2026-10-27 06:00"),
        *_paid("2026-10-29", 1),
        *tended("2026-11-17 06:00"),
        *_paid("2026-11-19", 9),
    ),
)
