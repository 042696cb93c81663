"""Papers that end a mediation or follow it: agreement, notices, report, hand-over, visit."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Self

from hejie.papers.shapes import Signature
from hejie.rooms.mediation.paper_data.people import (
    COMMITTEE,
    NUMBER,
    Letterhead,
    Material,
    Office,
    Party,
    Route,
    at,
    signed,
)


def _signers() -> tuple[Signature, ...]:
    return (
        signed("申请人", "王秀兰", at(4, 9, 17, 20)),
        signed("被申请人代理人", "刘海涛", at(4, 9, 17, 21)),
        signed("人民调解员", "陈志远", at(4, 9, 17, 25)),
        signed("记录人", "李敏", at(4, 9, 17, 25)),
    )


class Effect(StrEnum):
    """How an agreement takes effect, by the way the dispute came to the committee."""

    PEOPLE = "people"
    ASSIGNED = "assigned"
    ENTRUSTED = "entrusted"
    ONLINE = "online"


@dataclass(frozen=True, kw_only=True)
class Term:
    """One thing one party does for another; `due` is the last day, None when done on the spot.

    `jointly` names who is liable beside the payer; `interest` is per cent a year, `late` parts
    in ten thousand a day.
    """

    payer: str
    payee: str
    thing: str
    amount: Decimal | None
    way: str
    due: date | None
    default_clause: str
    account: str = ""
    jointly: str = ""
    interest: str = ""
    late: str = ""

    @classmethod
    def samples(cls) -> tuple[Self, ...]:
        return (
            cls(
                payer="十堰安居物业服务有限公司",
                payee="王秀兰",
                thing="支付维修费、家具损失赔偿款",
                amount=Decimal("10001.50"),
                way="银行转账",
                due=date(2025, 4, 16),
                default_clause="全部未付款项提前到期。",
                account="王秀兰，农业银行张湾支行，6228480000000000018",
                jointly="赵建国",
                interest="3.5",
                late="1.5",
            ),
            cls(
                payer="十堰安居物业服务有限公司",
                payee="王秀兰",
                thing="修复3号楼1单元公共排水立管",
                amount=None,
                way="施工完成后由双方共同查看并签字",
                due=date(2025, 4, 14),
                default_clause="",
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Agreement(Letterhead):
    """调解协议书 with its terms, when it takes effect, and the right to confirmation."""

    parties: tuple[Party, ...]
    cause: str
    facts: str
    disputed: str
    liability: str
    terms: tuple[Term, ...]
    other: str
    copies: int
    effect: Effect
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 9),
            parties=(Party.sample(), Party.sample_organisation()),
            cause="物业服务纠纷",
            facts="2025年2月15日起，兴业小区3号楼1单元公共排水立管破裂，致301室渗水，家具、地板受损。",
            disputed="家具损失的数额；立管修复的期限。",
            liability="被申请人未及时维修共用部位，承担全部赔偿责任。",
            terms=Term.samples(),
            other="上述款项付清、立管修复后，双方就本次渗水再无争议。",
            copies=3,
            effect=Effect.PEOPLE,
            signatures=_signers(),
        )


@dataclass(frozen=True, kw_only=True)
class OralAgreement(Letterhead):
    """口头协议登记表: what was agreed by word, with each party's confirmation."""

    parties: tuple[Party, ...]
    cause: str
    facts: str
    terms: tuple[Term, ...]
    performed: str
    agreed_on: date
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 9),
            parties=(Party.sample(), Party.sample_organisation()),
            cause="物业服务纠纷",
            facts="公共排水立管破裂致301室渗水。",
            terms=Term.samples()[:1],
            performed="未履行，按期回访",
            agreed_on=date(2025, 4, 9),
            signatures=_signers(),
        )


@dataclass(frozen=True, kw_only=True)
class Termination(Letterhead):
    """终止调解告知书: why the mediation ends, and the other lawful ways."""

    addressees: tuple[str, ...]
    cause: str
    taken: str
    """受理, or 登记 when it ended before that."""
    taken_on: date
    reason_code: str
    reason: str
    explanation: str
    routes: tuple[Route, ...]
    office: Office

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 20),
            addressees=("王秀兰", "十堰安居物业服务有限公司"),
            cause="物业服务纠纷",
            taken="受理",
            taken_on=date(2025, 4, 3),
            reason_code="F03",
            reason="当事人分歧较大，难以达成调解协议",
            explanation="双方就家具损失数额经两次调解仍未取得一致。",
            routes=Route.samples(),
            office=Office.sample(),
        )


@dataclass(frozen=True, kw_only=True)
class NonAcceptance(Letterhead):
    """不予受理告知书: why the committee cannot take the dispute, and where to go instead."""

    addressees: tuple[str, ...]
    cause: str
    applied_on: date
    reason_code: str
    reason: str
    explanation: str
    routes: tuple[Route, ...]
    office: Office

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 7),
            addressees=("王秀兰",),
            cause="物业服务纠纷",
            applied_on=date(2025, 4, 2),
            reason_code="N02",
            reason="人民法院已经受理同一纠纷",
            explanation="本纠纷已由十堰市张湾区人民法院立案。",
            routes=Route.samples(),
            office=Office.sample(),
        )


@dataclass(frozen=True, kw_only=True)
class FailureReport(Letterhead):
    """调解不成报告 to a court: reasons, basic facts, conduct that raised the other's cost."""

    court: str
    court_number: str
    route: str
    received_on: date
    ended_on: date
    parties: tuple[Party, ...]
    cause: str
    basic_facts: str
    sessions: int
    reasons: tuple[str, ...]
    costly_conduct: tuple[str, ...]
    other: str
    materials: tuple[Material, ...]
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 28),
            court="十堰市张湾区人民法院",
            court_number="（2025）鄂0303诉前调317号",
            route="立案前委派调解",
            received_on=date(2025, 4, 3),
            ended_on=date(2025, 4, 28),
            parties=(Party.sample(), Party.sample_organisation()),
            cause="物业服务纠纷",
            basic_facts="公共排水立管破裂致301室渗水，双方对原因无争议，对损失数额有争议。",
            sessions=2,
            reasons=("当事人分歧较大且难以达成调解协议。",),
            costly_conduct=("被申请人第二次调解无正当理由未到场，申请人为此误工一日。",),
            other="",
            materials=(
                Material(name="起诉状及证据材料", copies=1),
                Material(name="调解笔录（程序部分）", copies=2),
                Material(name="无争议事实记载", copies=1),
                Material(name="送达地址确认书", copies=2),
            ),
            signatures=(signed("调解员", "陈志远", at(4, 28, 16)),),
        )


@dataclass(frozen=True, kw_only=True)
class Transfer(Letterhead):
    """移送（转办）函: a matter handed to the organ that has it by law, with its materials."""

    organ: str
    parties: tuple[Party, ...]
    cause: str
    summary: str
    reason: str
    basis: str
    materials: tuple[Material, ...]
    reply_to: Office

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 7),
            organ="十堰市张湾区劳动人事争议仲裁委员会",
            parties=(Party.sample(), Party.sample_organisation()),
            cause="劳动争议",
            summary="申请人称被申请人拖欠2025年1月至3月工资，被申请人不同意调解。",
            reason="被申请人明确拒绝调解，申请人要求通过仲裁解决。",
            basis="人民调解法 第二十六条",
            materials=Material.samples(),
            reply_to=Office.sample(),
        )


@dataclass(frozen=True, kw_only=True)
class PartyStatement:
    """What a party said at a visit; `satisfaction` from 1 (not at all) to 5, None if not asked."""

    party: str
    words: str
    satisfaction: int | None


@dataclass(frozen=True, kw_only=True)
class Visit(Letterhead):
    """回访记录: what has been performed, what each party says, what follows."""

    visited_at: datetime
    way: str
    visitor: str
    statements: tuple[PartyStatement, ...]
    performed_amount: Decimal | None
    performed_items: str
    evidence: tuple[Material, ...]
    new_dispute: str
    next_step: str
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 17),
            visited_at=at(4, 17, 10, 30),
            way="电话",
            visitor="李敏",
            statements=(
                PartyStatement(party="王秀兰", words="钱收到了，水管也修好了。", satisfaction=5),
                PartyStatement(
                    party="十堰安居物业服务有限公司", words="已按协议付款、修复。", satisfaction=4
                ),
            ),
            performed_amount=Decimal("10001.50"),
            performed_items="公共排水立管已修复",
            evidence=(Material(name="转账回单", copies=1),),
            new_dispute="无",
            next_step="履行完毕，30日后作最后一次回访",
            signatures=(signed("回访人", "李敏", at(4, 17, 10, 45)),),
        )
