"""Papers of the decision and after: ruling, service, objection, enforcement, feedback."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self

from hejie.papers.shapes import Signature
from hejie.rooms.confirmation.paper_data.people import (
    COURT,
    NUMBER,
    Agreement,
    Letterhead,
    Party,
    at,
    confirmed,
)


class Result(StrEnum):
    """What a ruling says."""

    VALID = "valid"
    DISMISSED = "dismissed"
    OBJECTION_REJECTED = "objection_rejected"
    REVOKED = "revoked"


@dataclass(frozen=True, kw_only=True)
class Ruling(Letterhead):
    """民事裁定书, of the confirmation or of an objection to it."""

    ruling_number: str
    parties: tuple[Party, ...]
    objector: str
    agreement: Agreement
    applied_on: date
    accepted_on: date
    found: str
    ground: str
    result: Result
    judge: str

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COURT,
            date=date(2026, 7, 3),
            ruling_number="（2026）鄂0303调确15号",
            parties=Party.samples(),
            objector="",
            agreement=Agreement.sample(),
            applied_on=date(2026, 6, 22),
            accepted_on=date(2026, 6, 23),
            found="双方到场核实，均表示自愿。",
            ground="",
            result=Result.VALID,
            judge="方明",
        )


@dataclass(frozen=True, kw_only=True)
class ServiceProof(Letterhead):
    """送达回证, one for each party."""

    ruling_number: str
    paper: str
    addressee: str
    address: str
    way: str
    received_on: date
    served_by: str
    objection_until: str

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COURT,
            date=date(2026, 7, 6),
            ruling_number="（2026）鄂0303调确15号",
            paper="民事裁定书",
            addressee="陈大勇",
            address="花果街道二堰铺社区3栋201",
            way="电子送达",
            received_on=date(2026, 7, 6),
            served_by="秦雨桐",
            objection_until="2026年7月21日",
        )


@dataclass(frozen=True, kw_only=True)
class Objection(Letterhead):
    """异议记录: by a party or by somebody whose rights are touched."""

    court: str
    ruling_number: str
    objector: Party
    capacity: str
    counted_from: str
    counted_on: date
    objected_on: date
    reason: str
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee="",
            date=date(2026, 8, 3),
            court=COURT,
            ruling_number="（2026）鄂0303调确15号",
            objector=Party(role="利害关系人", name="周建国", kind="person", phone="13807280103"),
            capacity="利害关系人",
            counted_from="知道或者应当知道权益受到侵害",
            counted_on=date(2026, 7, 20),
            objected_on=date(2026, 8, 3),
            reason="协议里抵账的挖掘机是我的。",
            signatures=(confirmed("利害关系人", "周建国", at(8, 3, 10)),),
        )


@dataclass(frozen=True, kw_only=True)
class Enforcement(Letterhead):
    """强制执行申请书."""

    court: str
    ruling_number: str
    creditor: Party
    debtor: Party
    agreement: Agreement
    term: str
    amount: Decimal | None
    reason: str
    clues: str
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        creditor, debtor = Party.samples()
        return cls(
            number=NUMBER,
            committee="",
            date=date(2026, 8, 12),
            court=COURT,
            ruling_number="（2026）鄂0303调确15号",
            creditor=creditor,
            debtor=debtor,
            agreement=Agreement.sample(),
            term=Agreement.sample().terms[1],
            amount=Decimal("8000.00"),
            reason="第二期到期没有支付，请求强制执行八千元。",
            clues="被申请执行人在工业新区设有项目部。",
            signatures=(confirmed("申请执行人", "陈大勇", at(8, 12, 9)),),
        )


@dataclass(frozen=True, kw_only=True)
class Feedback(Letterhead):
    """司法确认反馈函: why an agreement was not confirmed, for whoever mediates the next one."""

    organ: str
    agreement: Agreement
    ruling_number: str
    ground: str
    basis: str
    explanation: str

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COURT,
            date=date(2026, 7, 3),
            organ="张湾区劳动争议调解室",
            agreement=Agreement.sample(),
            ruling_number="（2026）鄂0303调确16号",
            ground="内容不明确",
            basis="最高人民法院关于适用《民事诉讼法》的解释 第三百五十八条",
            explanation="第二条只写“尽快付清余款”，没有金额和期限。",
        )
