"""Papers of the court before it decides: acceptance or not, review, supplement."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from hejie.papers.shapes import Signature
from hejie.rooms.confirmation.paper_data.people import (
    COURT,
    NUMBER,
    Agreement,
    Letterhead,
    Party,
    at,
)


@dataclass(frozen=True, kw_only=True)
class Acceptance(Letterhead):
    """受理通知书: the case number, and the last days that follow from it."""

    addressees: tuple[str, ...]
    agreement: Agreement
    received_on: date
    case_number: str
    days: tuple[str, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COURT,
            date=date(2026, 6, 23),
            addressees=("陈大勇", "十堰宏达建筑劳务有限公司"),
            agreement=Agreement.sample(),
            received_on=date(2026, 6, 22),
            case_number="（2026）鄂0303调确15号",
            days=("法院作出裁定：2026年7月8日", "司法确认审结：2026年7月23日"),
        )


@dataclass(frozen=True, kw_only=True)
class NonAcceptance(Letterhead):
    """不予受理裁定书: the ground, and where else one can go."""

    parties: tuple[Party, ...]
    agreement: Agreement
    ground: str
    basis: str
    explanation: str
    advice: str

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COURT,
            date=date(2026, 6, 23),
            parties=Party.samples(),
            agreement=Agreement.sample(),
            ground="调解协议内容涉及物权、知识产权确权",
            basis="最高人民法院关于适用《民事诉讼法》的解释 第三百五十五条",
            explanation="协议第二条约定房屋归一方所有。",
            advice="权属要到登记机关办理，或者向法院起诉。",
        )


@dataclass(frozen=True, kw_only=True)
class ReviewNotice(Letterhead):
    """到场核实通知书: both come together."""

    addressees: tuple[str, ...]
    agreement: Agreement
    case_number: str
    begins: datetime
    way: str
    words: str

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COURT,
            date=date(2026, 6, 24),
            addressees=("陈大勇", "十堰宏达建筑劳务有限公司"),
            agreement=Agreement.sample(),
            case_number="（2026）鄂0303调确15号",
            begins=at(6, 29, 9, 30),
            way="到法院",
            words="诉讼服务中心二楼调解确认室。请带身份证、授权委托书原件。",
        )


@dataclass(frozen=True, kw_only=True)
class ReviewRecord(Letterhead):
    """到场核实笔录."""

    agreement: Agreement
    case_number: str
    held_at: datetime
    judge: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    record: str
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COURT,
            date=date(2026, 6, 29),
            agreement=Agreement.sample(),
            case_number="（2026）鄂0303调确15号",
            held_at=at(6, 29, 10, 0),
            judge="方明",
            present=("陈大勇", "十堰宏达建筑劳务有限公司"),
            absent=(),
            record="双方均表示协议是自愿签的，内容看懂了。\n约定的两期款项和账号无误。",
            signatures=(
                Signature(role="申请人", name="陈大勇"),
                Signature(role="申请人", name="十堰宏达建筑劳务有限公司"),
                Signature(role="审判员", name="方明"),
            ),
        )


@dataclass(frozen=True, kw_only=True)
class SupplementNotice(Letterhead):
    """限期补充通知书: what, until when, and what follows from silence."""

    addressees: tuple[str, ...]
    agreement: Agreement
    case_number: str
    words: str
    due: date

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COURT,
            date=date(2026, 6, 25),
            addressees=("陈大勇", "十堰宏达建筑劳务有限公司"),
            agreement=Agreement.sample(),
            case_number="（2026）鄂0303调确15号",
            words="请补充收款账户的开户行和户名。",
            due=date(2026, 7, 1),
        )
