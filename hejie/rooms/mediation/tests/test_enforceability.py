"""The enforceability check: for each finding an agreement that has it and one that has not."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejie.kernel import statutes
from hejie.kernel.procedures import PartyView
from hejie.kernel.statutes import Citation
from hejie.law.lending import (
    NEW_RULE,
    interest_ceiling,
    penalty_ceiling,
)
from hejie.rooms.mediation.enforceability import (
    AGENT_PAPER,
    NAMES,
    Agreement,
    Finding,
    Severity,
    Term,
    check,
    names_of,
    refusals,
)
from hejie.rooms.mediation.rates_told import rates_told


def party(key: str, role: str, represents: str = "") -> PartyView:
    return PartyView(key=key, role=role, kind="person", represents=represents)


SIDES = (party("p1", "applicant"), party("p2", "respondent"))
AGENT = party("p3", "agent", represents="p2")
SOUND = Term(
    payer="p2",
    payee="p1",
    sum=Decimal(4200),
    thing="支付天花板维修费",
    way="银行转账",
    account="王秀兰，农业银行，6228480000000000018",
    due=date(2026, 8, 31),
)
WORK = replace(SOUND, sum=None, account="", thing="修好卫生间防水层，闭水试验四十八小时不渗漏")
LOAN = replace(
    SOUND,
    thing="归还借款本金并支付利息",
    interest=Decimal("12.4"),
    made=date(2024, 12, 1),
    lpr=Decimal("3.10"),
)


def agreed(*terms: Term, **more: object) -> Agreement:
    known = {"category": "MD03", "parties": SIDES, **more}
    return Agreement(terms=terms, **known)  # type: ignore[arg-type]


def price(**more: object) -> Agreement:
    term = replace(SOUND, thing="支付货款", **more)  # type: ignore[arg-type]
    return agreed(term, category="MD06", lpr=Decimal("3.00"))


def loan(**more: object) -> Agreement:
    return agreed(replace(LOAN, **more), category="MD07")  # type: ignore[arg-type]


def does(thing: str, **more: object) -> Agreement:
    return agreed(replace(WORK, thing=thing), **more)


REFUSED, UNCLEAR, ADVICE = Severity
CASES: dict[str, tuple[Severity, list[Agreement], list[Agreement]]] = {
    "no_amount": (
        REFUSED,
        [does("支付天花板维修费"), does("赔偿家具损失"), does("承担对方的医疗费用")],
        [agreed(SOUND), does("支付维修费四千二百元"), does("修好支付窗口")],
    ),
    "nothing": (REFUSED, [does(""), agreed()], [agreed(WORK), agreed(replace(SOUND, thing=""))]),
    "no_date": (REFUSED, [agreed(replace(SOUND, due=None))], [agreed(SOUND)]),
    "vague_time": (
        REFUSED,
        [does("尽快修好漏水"), agreed(replace(SOUND, way="有钱时转账"))],
        [agreed(SOUND, WORK)],
    ),
    "no_payer": (
        REFUSED,
        [agreed(replace(SOUND, payer="")), agreed(replace(SOUND, payer="p9"))],
        [agreed(SOUND)],
    ),
    "no_payee": (
        REFUSED,
        [agreed(replace(SOUND, payee="")), agreed(replace(SOUND, payee="p2"))],
        [agreed(SOUND)],
    ),
    "no_account": (
        UNCLEAR,
        [agreed(replace(SOUND, account="  "))],
        [
            agreed(SOUND),
            agreed(replace(SOUND, account="", way="当场付现金")),
            agreed(WORK),
            agreed(replace(SOUND, account="", way="微信转账")),
        ],
    ),
    "blank": (
        REFUSED,
        [does("修复【部位】"), agreed(replace(SOUND, account="【账号】"))],
        [agreed(SOUND, WORK)],
    ),
    "vague_act": (
        UNCLEAR,
        [does("妥善处理漏水问题"), does("尽力协助解决"), does("双方和睦相处")],
        [agreed(WORK)],
    ),
    "no_loan_day": (UNCLEAR, [loan(made=None, lpr=None)], [loan(), loan(made=None, interest=None)]),
    "old_loan": (
        ADVICE,
        [loan(made=NEW_RULE - timedelta(days=1))],
        [loan(made=NEW_RULE, lpr=Decimal("3.85"))],
    ),
    "no_rate": (
        ADVICE,
        [loan(lpr=None), replace(price(late=Decimal(5)), lpr=None)],
        [loan(), price(late=Decimal(1))],
    ),
    "interest": (
        REFUSED,
        [
            loan(interest=Decimal("12.41")),
            loan(interest=Decimal(12), late=Decimal("0.2")),
            loan(interest=None, thing="归还借款，月息二分"),
            agreed(replace(LOAN, interest=Decimal(24)), category="MD22"),
        ],
        [
            loan(),
            loan(interest=Decimal(12), late=Decimal("0.1")),
            loan(interest=None, thing="归还借款，月息一分"),
            loan(interest=None),
        ],
    ),
    "penalty": (
        ADVICE,
        [price(late=Decimal("1.61")), price(default="逾期按日千分之五支付违约金")],
        [
            price(late=Decimal("1.60")),
            price(default="逾期按日万分之一点五支付违约金"),
            price(),
            replace(price(late=Decimal(50)), category="MD08"),
        ],
    ),
    "cut_supply": (
        REFUSED,
        [agreed(replace(SOUND, default="逾期不交就停水停电"), category="MD05")],
        [
            agreed(replace(SOUND, default="逾期可以起诉"), category="MD05"),
            agreed(replace(WORK, thing="施工时停水两小时"), category="MD03"),
        ],
    ),
    "not_payment": (
        REFUSED,
        [does("出具离职证明", category="MD08"), does("当面道歉", category="MD09")],
        [agreed(SOUND, category="MD08"), does("当面道歉")],
    ),
    "status": (
        REFUSED,
        [
            does("双方离婚", category="MD01"),
            does("解除收养关系", category="MD01"),
            does("确认小明与刘大勇的父子关系", category="MD01"),
            agreed(SOUND, other="双方自愿解除婚姻关系。", category="MD01"),
        ],
        [
            agreed(replace(SOUND, thing="支付小明的抚养费"), category="MD01"),
            does("把离婚证原件交给对方", category="MD01"),
            agreed(SOUND, other="双方已登记离婚。", category="MD01"),
        ],
    ),
    "title": (
        REFUSED,
        [
            does("老屋归王秀兰所有", category="MD02"),
            does("确认宅基地使用权属于申请人", category="MD04"),
            agreed(SOUND, other="商标权归申请人。", category="MD06"),
        ],
        [
            does("到登记大厅配合办理房屋转移登记", category="MD01"),
            does("交还铁锹两把"),
        ],
    ),
    "third_party": (
        REFUSED,
        [
            does("由其父亲支付三千元"),
            does("把父母名下的车交给对方"),
            agreed(SOUND, other="其他继承人放弃份额。", category="MD02"),
            agreed(replace(SOUND, joint="p3"), parties=(*SIDES, party("p3", "third"))),
        ],
        [
            agreed(SOUND),
            agreed(replace(SOUND, joint="p3"), parties=(*SIDES, party("p3", "respondent"))),
        ],
    ),
    "no_authority": (
        REFUSED,
        [agreed(SOUND, parties=(*SIDES, AGENT))],
        [
            agreed(SOUND),
            agreed(SOUND, parties=(*SIDES, AGENT), papers=frozenset({AGENT_PAPER})),
        ],
    ),
}
EXAMPLES = [
    (code, severity, agreement, has)
    for code, (severity, bad, good) in CASES.items()
    for has, agreements in ((True, bad), (False, good))
    for agreement in agreements
]


def of_code(code: str, agreement: Agreement) -> list[Finding]:
    return [one for one in check(agreement) if one.code == code]


def test_every_finding_has_an_agreement_with_it_and_one_without():
    assert CASES.keys() == NAMES.keys()
    assert all(bad and good for _severity, bad, good in CASES.values())


@pytest.mark.parametrize(
    ("code", "severity", "agreement", "has"),
    EXAMPLES,
    ids=[
        f"{code}-{'fails' if has else 'passes'}-{n}"
        for n, (code, _s, _a, has) in enumerate(EXAMPLES)
    ],
)
def test_a_finding_is_made_where_it_is_due_and_nowhere_else(code, severity, agreement, has):
    found = of_code(code, agreement)
    assert bool(found) is has
    for one in found:
        assert one.severity is severity
        assert one.sentence
        assert names_of([one.key])[one.key].endswith(NAMES[code])


def test_a_sound_agreement_has_nothing_to_be_found():
    assert check(agreed(SOUND, WORK)) == ()
    assert check(loan()) == ()


@pytest.mark.parametrize("code", CASES)
def test_every_finding_cites_articles_that_we_can_explain(code):
    summaries = statutes.summaries()
    _severity, bad, _good = CASES[code]
    for agreement in bad:
        for one in of_code(code, agreement):
            cited = statutes.cite(one.basis)
            assert cited
            assert all(c.article and Citation(c.law, c.article) in summaries for c in cited)


def test_the_gravest_come_first_and_only_those_have_to_be_seen():
    term = replace(SOUND, thing="妥善处理", sum=None, due=None, way="银行转账")
    found = check(agreed(SOUND, term))
    assert [one.severity for one in found] == [REFUSED, UNCLEAR]
    assert [one.key for one in refusals(agreed(SOUND, term))] == ["no_date.2"]
    assert found[0].where == "第 2 条"


def test_words_of_the_check_are_told_as_they_stand():
    (one,) = of_code("vague_act", does("妥善处理漏水"))
    assert "“妥善处理”" in one.sentence


@given(
    lpr=st.decimals("0.5", "10", places=2),
    over=st.decimals("0.01", "50", places=2),
)
def test_four_times_the_rate_itself_is_allowed_and_anything_above_is_not(lpr, over):
    ceiling = interest_ceiling(lpr)
    assert not of_code("interest", loan(interest=ceiling, lpr=lpr))
    assert of_code("interest", loan(interest=ceiling + over, lpr=lpr))


@given(
    thing=st.text(max_size=60),
    way=st.text(max_size=30),
    default=st.text(max_size=60),
    category=st.sampled_from([f"MD{n:02}" for n in range(1, 23)]),
)
def test_whatever_is_written_is_checked(thing, way, default, category):
    term = replace(SOUND, thing=thing, way=way, default=default)
    found = check(agreed(term, other=thing, category=category, lpr=Decimal(3)))
    assert all(one.code in NAMES and one.basis for one in found)


@pytest.mark.parametrize(
    ("text", "yearly"),
    [
        ("月息2分", "24"),
        ("月息三分", "36"),
        ("月息八厘", "9.6"),
        ("年息1分", "10"),
        ("年利率12%", "12"),
        ("年利率十五点四％", "15.4"),
        ("按月息1.5%计算", "18"),
        ("每日万分之五", "18.25"),
        ("按日千分之三支付违约金", "109.5"),
        ("每天百分之半", "182.5"),
        ("每年百分之二十四", "24"),
    ],
)
def test_rates_are_read_as_people_write_them(text, yearly):
    assert rates_told(text) == [Decimal(yearly)]


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月支付30%",
        "每月10日前支付百分之五十",
        "逾期按法律规定付利息",
        "分期付款",
        "日百分之十零",
    ],
)
def test_what_is_no_rate_is_not_taken_for_one(text):
    assert sum(rates_told(text)) == 0


@given(
    st.text(alphabet="日天月年每按息利率百千万分之厘半点%‰0123456789一二三十零.，。", max_size=40)
)
def test_any_text_can_be_read_for_rates(text):
    assert all(rate >= 0 for rate in rates_told(text))


def test_ceilings_are_those_of_the_worked_examples():
    assert interest_ceiling(Decimal("3.10")) == Decimal("12.40")
    assert penalty_ceiling(Decimal("3.10")) == Decimal("4.65") * Decimal("1.3")
