"""可执行性检查: what a court would refuse to confirm in an agreement, and why. Pure.

Reads terms, parties and papers as the event of drafting states them; a finding never stops
anybody from signing, the mediator only has to have seen it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from hejie.kernel.procedures import PartyView
from hejie.law.lending import (
    CONTRACTS,
    LENDING,
    NEW_RULE,
    SALES,
    a_year,
    interest_ceiling,
    penalty_ceiling,
)
from hejie.rooms.mediation.rates_told import rates_told

REVIEW = "最高人民法院关于适用《民事诉讼法》的解释"
UNCLEAR_CONTENT = f"人民调解法 第二十九条；{REVIEW} 第三百五十八条"
AGENT_PAPER = "agent_authority"
"""Kind of the paper by which a party authorises its agent (授权委托书)."""
SIGNERS = {"applicant", "respondent"}
LOANS = {"MD07"}
WITH_LOANS = {*LOANS, "MD06", "MD14", "MD22"}
"""Causes in which a term may be about a loan, so that its interest is asked for."""
PRICED = {"MD05", "MD06", "MD13", "MD14", "MD20"}
"""Causes in which money owed is a price, whose loss by delay the law puts in figures."""
LABOUR = {"MD08", "MD09"}
BY_MEMORY = "（LPR 请按公布的原文核对）"
"""The shipped rates have not been compared with their publication."""
BLANK = re.compile("【[^】]*】")


class Severity(StrEnum):
    REFUSED = "refused"
    UNCLEAR = "unclear"
    ADVICE = "advice"

    @property
    def label(self) -> str:
        return {
            "refused": "法院会不予确认",
            "unclear": "法院可能认为不明确",
            "advice": "建议",
        }[self.value]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing found: where (0 is the agreement as a whole), how grave, why, by which article."""

    code: str
    term: int
    severity: Severity
    sentence: str
    basis: str

    @property
    def key(self) -> str:
        """As the event keeps it once the mediator has seen it."""
        return f"{self.code}.{self.term}"

    @property
    def where(self) -> str:
        return f"第 {self.term} 条" if self.term else "整份协议"


@dataclass(frozen=True, kw_only=True)
class Term:
    """One term; sums in yuan, `interest` in per cent a year, `late` in parts of ten thousand a
    day, `lpr` the rate in force on the day `made` of the loan."""

    payer: str = ""
    payee: str = ""
    sum: Decimal | None = None
    thing: str = ""
    way: str = ""
    due: date | None = None
    default: str = ""
    account: str = ""
    joint: str = ""
    interest: Decimal | None = None
    late: Decimal | None = None
    made: date | None = None
    lpr: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What the check reads; `lpr` is the rate in force on the day of drafting."""

    terms: tuple[Term, ...]
    parties: tuple[PartyView, ...]
    other: str = ""
    category: str = ""
    papers: frozenset[str] = frozenset()
    lpr: Decimal | None = None

    @property
    def signers(self) -> set[str]:
        return {party.key for party in self.parties if party.role in SIGNERS}


def agreement_of(
    values: Mapping[str, Any],
    words: Mapping[str, str],
    *,
    parties: Sequence[PartyView],
    category: str,
    papers: Collection[str],
) -> Agreement:
    """An agreement from what the act of drafting it states."""
    terms = [_term(number, row, words) for number, row in enumerate(values.get("terms", ()))]
    return Agreement(
        terms=tuple(terms),
        parties=tuple(parties),
        other=words.get("other", ""),
        category=category,
        papers=frozenset(papers),
        lpr=_number(values.get("lpr")),
    )


def _term(number: int, row: Mapping[str, Any], words: Mapping[str, str]) -> Term:
    return Term(
        payer=row.get("payer", ""),
        payee=row.get("payee", ""),
        sum=_number(row.get("sum")),
        thing=words.get(f"terms.{number}.thing", ""),
        way=words.get(f"terms.{number}.way", ""),
        due=_day(row.get("due")),
        default=words.get(f"terms.{number}.default", ""),
        account=words.get(f"terms.{number}.account", ""),
        joint=row.get("joint", ""),
        interest=_number(row.get("interest")),
        late=_number(row.get("late")),
        made=_day(row.get("made")),
        lpr=_number(row.get("lpr")),
    )


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: Any) -> Decimal | None:
    return Decimal(text) if text else None


def check(agreement: Agreement) -> tuple[Finding, ...]:
    """Everything found, the gravest first, in the order of the terms."""
    found = [*_whole(agreement)]
    for number, term in enumerate(agreement.terms, start=1):
        for rule in OF_TERMS:
            found += (_at(number, fault) for fault in rule(agreement, term))
    order = list(Severity)
    return tuple(sorted(found, key=lambda one: (order.index(one.severity), one.term)))


def refusals(agreement: Agreement) -> tuple[Finding, ...]:
    """Those that a mediator has to have seen before anybody signs."""
    return tuple(one for one in check(agreement) if one.severity is Severity.REFUSED)


@dataclass(frozen=True)
class _Fault:
    code: str
    severity: Severity
    sentence: str
    basis: str


def _at(number: int, fault: _Fault) -> Finding:
    return Finding(
        code=fault.code,
        term=number,
        severity=fault.severity,
        sentence=fault.sentence,
        basis=fault.basis,
    )


Faults = Iterable[_Fault]


def _words() -> dict[str, re.Pattern[str]]:
    path = Path(__file__).with_suffix(".toml")
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: re.compile("|".join(words)) for name, words in lists.items()}


WORDS = _words()


def _found(name: str, *texts: str) -> str:
    """The first words of a list in any of these texts."""
    hits = (WORDS[name].search(text) for text in texts)
    return next((hit[0] for hit in hits if hit), "")


def _amount(agreement: Agreement, term: Term) -> Faults:
    told = _found("money", term.thing)
    if term.sum is None and told and not _found("sum_in_words", term.thing):
        yield _Fault(
            "no_amount",
            Severity.REFUSED,
            f"“{told}”没有写金额，执行时不知道是多少",
            UNCLEAR_CONTENT,
        )
    if term.sum is None and not term.thing.strip():
        yield _Fault("nothing", Severity.REFUSED, "没有写给什么、做什么", UNCLEAR_CONTENT)


def _date(agreement: Agreement, term: Term) -> Faults:
    if term.due is None:
        yield _Fault("no_date", Severity.REFUSED, "没有写哪天以前履行", UNCLEAR_CONTENT)
    if told := _found("vague_time", term.thing, term.way):
        yield _Fault(
            "vague_time",
            Severity.REFUSED,
            f"“{told}”不是确定的日子，请写年月日",
            UNCLEAR_CONTENT,
        )


def _people(agreement: Agreement, term: Term) -> Faults:
    if term.payer not in agreement.signers:
        yield _Fault("no_payer", Severity.REFUSED, "义务人不是签字的当事人", UNCLEAR_CONTENT)
    if term.payee not in agreement.signers or term.payee == term.payer:
        yield _Fault("no_payee", Severity.REFUSED, "没有写明给哪一位当事人", UNCLEAR_CONTENT)
    if term.sum is not None and _found("by_bank", term.way) and not term.account.strip():
        yield _Fault(
            "no_account",
            Severity.UNCLEAR,
            "通过银行付款，请写明收款人和账户",
            UNCLEAR_CONTENT,
        )


def _clarity(agreement: Agreement, term: Term) -> Faults:
    if blank := BLANK.search(f"{term.thing}{term.way}{term.default}{term.account}"):
        yield _Fault("blank", Severity.REFUSED, f"{blank[0]}还没有填", UNCLEAR_CONTENT)
    if told := _found("vague_act", term.thing):
        yield _Fault(
            "vague_act",
            Severity.UNCLEAR,
            f"“{told}”说不清做到什么样才算做到，请写明做什么、做到什么标准",
            UNCLEAR_CONTENT,
        )


def _interest(agreement: Agreement, term: Term) -> Faults:
    """All that a loan costs a year, against four times the LPR of the day it was made."""
    if not _is_loan(agreement, term):
        return
    yearly = _interest_told(term) + _penalty_told(term)
    if not yearly:
        return
    if term.made is None:
        yield _Fault(
            "no_loan_day",
            Severity.UNCLEAR,
            "约定了利息，请写明借款合同成立的日子，利率上限按那一天算",
            f"{LENDING} 第二十五条",
        )
    elif term.made < NEW_RULE:
        yield _Fault(
            "old_loan",
            Severity.ADVICE,
            "2020年8月20日以前的借款，利率上限分段计算，以后的部分按起诉时的标准，请人工核对",
            f"{LENDING} 第三十一条",
        )
    elif term.lpr is None:
        yield _no_rate(term.made, f"{LENDING} 第二十五条")
    elif yearly > (ceiling := interest_ceiling(term.lpr)):
        yield _Fault(
            "interest",
            Severity.REFUSED,
            f"利息、违约金合计年利率 {_plain(yearly)}%，超过合同成立时一年期 LPR"
            f"（{_plain(term.lpr)}%）四倍 {_plain(ceiling)}%，超过的部分法院不支持{BY_MEMORY}",
            f"{LENDING} 第二十五条；{LENDING} 第二十九条；{REVIEW} 第三百五十八条",
        )


def _penalty(agreement: Agreement, term: Term) -> Faults:
    """A penalty for a price paid late, against the loss that the law puts in figures."""
    yearly = _penalty_told(term)
    if agreement.category not in PRICED or _is_loan(agreement, term) or not yearly:
        return
    basis = f"民法典 第五百八十五条；{CONTRACTS} 第六十五条；{SALES} 第十八条"
    if agreement.lpr is None:
        yield _no_rate(None, basis)
    elif yearly > (ceiling := penalty_ceiling(agreement.lpr)):
        yield _Fault(
            "penalty",
            Severity.ADVICE,
            f"逾期违约金折合年利率 {_plain(yearly)}%，超过参考上限 {_plain(ceiling)}%"
            f"（一年期 LPR {_plain(agreement.lpr)}% 加五成，再加三成），"
            f"一方可以请求减少{BY_MEMORY}",
            basis,
        )


def _is_loan(agreement: Agreement, term: Term) -> bool:
    return agreement.category in LOANS or term.made is not None or "借款" in term.thing


def _interest_told(term: Term) -> Decimal:
    if term.interest is not None:
        return term.interest
    return max(rates_told(f"{term.thing}。{term.way}"), default=Decimal())


def _penalty_told(term: Term) -> Decimal:
    if term.late is not None:
        return a_year(term.late)
    return max(rates_told(term.default), default=Decimal())


def _no_rate(day: date | None, basis: str) -> _Fault:
    when = day.isoformat() if day else "起草那天"
    sentence = f"没有录入 {when} 的一年期 LPR，利率、违约金没有核对；请人工核对"
    return _Fault("no_rate", Severity.ADVICE, sentence, basis)


def _plain(number: Decimal) -> str:
    return f"{number.quantize(Decimal('0.01')):f}".rstrip("0").rstrip(".")


def _law(agreement: Agreement, term: Term) -> Faults:
    text = (term.thing, term.way, term.default)
    yield from _forbidden(text)
    if agreement.category == "MD05" and (told := _found("cut_supply", *text)):
        yield _Fault(
            "cut_supply",
            Severity.REFUSED,
            f"“{told}”：不能用停水、停电、停气、停热的办法催物业费",
            f"民法典 第九百四十四条；{REVIEW} 第三百五十八条",
        )
    if agreement.category in LABOUR and term.sum is None:
        yield _Fault(
            "not_payment",
            Severity.REFUSED,
            "劳动争议的调解协议，只有给付义务可以申请司法确认",
            "最高人民法院关于审理劳动争议案件适用法律问题的解释（一） 第五十二条",
        )
    if term.joint and term.joint not in agreement.signers:
        yield _Fault(
            "third_party",
            Severity.REFUSED,
            "承担连带责任的人不在协议上签字，对他没有约束力",
            f"{REVIEW} 第三百五十八条",
        )


FORBIDDEN = {
    "status": (
        "“{told}”是婚姻、亲子、收养这类身份关系，法院不予确认，请到有权的机关办理或者起诉",
        f"{REVIEW} 第三百五十五条",
    ),
    "title": (
        "“{told}”是确认物权或者知识产权归谁，法院不予确认；可以写成交付、过户等要做的事",
        f"{REVIEW} 第三百五十五条",
    ),
    "third_party": (
        "“{told}”涉及不在协议上签字的人的权利或者义务",
        f"{REVIEW} 第三百五十八条",
    ),
}


def _forbidden(texts: Sequence[str]) -> Faults:
    for code, (sentence, basis) in FORBIDDEN.items():
        if told := _found(code, *texts):
            yield _Fault(code, Severity.REFUSED, sentence.format(told=told), basis)


def _whole(agreement: Agreement) -> Iterator[Finding]:
    if not agreement.terms:
        fault = _Fault("nothing", Severity.REFUSED, "没有写要履行的内容", UNCLEAR_CONTENT)
        yield _at(0, fault)
    yield from (_at(0, fault) for fault in _forbidden([agreement.other]))
    has_agent = any(
        party.represents in agreement.signers for party in agreement.parties if party.represents
    )
    if has_agent and AGENT_PAPER not in agreement.papers:
        fault = _Fault(
            "no_authority",
            Severity.REFUSED,
            "有代理人，但是没有授权委托书；没有授权签的字对当事人没有约束力",
            f"民事诉讼法 第六十一条；{REVIEW} 第三百五十一条；{REVIEW} 第三百五十四条",
        )
        yield _at(0, fault)


Rule = Callable[[Agreement, Term], Faults]
OF_TERMS: tuple[Rule, ...] = (
    _amount,
    _date,
    _people,
    _clarity,
    _interest,
    _penalty,
    _law,
)
NAMES = {
    "no_amount": "没有金额",
    "nothing": "没有内容",
    "no_date": "没有日期",
    "vague_time": "日期不确定",
    "no_payer": "义务人不明",
    "no_payee": "权利人不明",
    "no_account": "没有收款账户",
    "blank": "还有空没填",
    "vague_act": "事情说不清",
    "no_loan_day": "没有借款成立日",
    "old_loan": "旧规定的借款",
    "no_rate": "利率没有核对",
    "interest": "利息超过四倍 LPR",
    "penalty": "违约金过高",
    "cut_supply": "停水停电催费",
    "not_payment": "劳动争议的非给付内容",
    "status": "涉及身份关系",
    "title": "涉及权属",
    "third_party": "涉及他人",
    "no_authority": "代理人没有授权",
}
"""What each code means, in a few words."""


def names_of(keys: Collection[str]) -> Mapping[str, str]:
    """Words for findings that were seen, by the keys that the event keeps."""
    split = {key: key.rpartition(".") for key in keys}
    return {
        key: f"{f'第 {term} 条' if term != '0' else '整份协议'}：{NAMES.get(code, code)}"
        for key, (code, _dot, term) in split.items()
    }
