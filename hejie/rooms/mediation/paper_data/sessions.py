"""Papers of the session: notice, the record in two parts, investigation, undisputed facts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from hejie.papers.shapes import Signature
from hejie.rooms.mediation.paper_data.people import (
    COMMITTEE,
    NUMBER,
    Letterhead,
    Office,
    Party,
    at,
    signed,
)

_HALL = "张湾区矛盾纠纷调处大厅房产物业调解室"


@dataclass(frozen=True, kw_only=True)
class Invitation(Letterhead):
    """调解通知书: what is asked of the person, when and where, and what refusing means.

    `online` is how to join by video, empty for a session on site.
    """

    addressee: str
    applicant: str
    respondent: str
    cause: str
    claims: tuple[str, ...]
    session: int
    starts_at: datetime
    place: str
    online: str
    mediators: tuple[str, ...]
    bring: tuple[str, ...]
    office: Office

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 3),
            addressee="十堰安居物业服务有限公司",
            applicant="王秀兰",
            respondent="十堰安居物业服务有限公司",
            cause="物业服务纠纷",
            claims=("修复3号楼1单元公共排水立管；", "赔偿维修费、家具损失共计10,001.50元。"),
            session=1,
            starts_at=at(4, 9, 15, 0),
            place=_HALL,
            online="",
            mediators=("陈志远",),
            bring=("营业执照副本、法定代表人身份证明", "授权委托书（委托他人参加的）", "报修记录"),
            office=Office.sample(),
        )


@dataclass(frozen=True, kw_only=True)
class Attendant:
    """Somebody present, in which capacity, and how the identity was checked."""

    name: str
    capacity: str
    checked_by: str


_PRESENT = (
    Attendant(name="王秀兰", capacity="申请人", checked_by="核对居民身份证原件"),
    Attendant(
        name="刘海涛", capacity="被申请人委托代理人", checked_by="核对居民身份证原件、授权委托书"
    ),
)


def _signers() -> tuple[Signature, ...]:
    return (
        signed("申请人", "王秀兰", at(4, 9, 17, 5)),
        signed("被申请人代理人", "刘海涛", at(4, 9, 17, 6)),
        signed("调解员", "陈志远", at(4, 9, 17, 8)),
        signed("记录人", "李敏", at(4, 9, 17, 8)),
    )


@dataclass(frozen=True, kw_only=True)
class SessionRecord(Letterhead):
    """调解笔录（程序部分）: who, when, where, rights told, result. It may go to a court."""

    session: int
    starts_at: datetime
    ends_at: datetime
    place: str
    cause: str
    mediators: tuple[str, ...]
    recorder: str
    present: tuple[Attendant, ...]
    invited: tuple[Attendant, ...]
    open_session: str
    rights_answer: str
    proceedings: tuple[str, ...]
    result: str
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 9),
            session=1,
            starts_at=at(4, 9, 15, 0),
            ends_at=at(4, 9, 17, 0),
            place=_HALL,
            cause="物业服务纠纷",
            mediators=("陈志远",),
            recorder="李敏",
            present=_PRESENT,
            invited=(),
            open_session="不公开",
            rights_answer="双方均表示：听清楚了，不申请更换调解员，自愿接受调解。",
            proceedings=(
                "申请人陈述调解请求及事实，提交照片6张、发票2张。",
                "被申请人代理人对渗水原因和报修时间无异议，对家具损失数额有异议。",
                "双方确认无争议事实，另行制作书面记载。",
            ),
            result="双方达成调解协议，另行制作调解协议书。",
            signatures=_signers(),
        )


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What one person said."""

    speaker: str
    words: str


@dataclass(frozen=True, kw_only=True)
class NegotiationRecord(Letterhead):
    """调解笔录（协商部分）: sealed; what is said here to compromise is no evidence later."""

    session: int
    starts_at: datetime
    mediators: tuple[str, ...]
    recorder: str
    statements: tuple[Statement, ...]
    proposal: str
    replies: tuple[Statement, ...]
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 9),
            session=1,
            starts_at=at(4, 9, 15, 30),
            mediators=("陈志远",),
            recorder="李敏",
            statements=(
                Statement(speaker="王秀兰", words="家具用了八年，折旧可以谈，但维修费要全赔。"),
                Statement(speaker="刘海涛", words="维修费认可；家具最多承担一半。"),
            ),
            proposal="维修费全额承担；家具损失按七成计，由物业公司当日支付，立管五日内修好。",
            replies=(
                Statement(speaker="王秀兰", words="同意，但要求写明逾期责任。"),
                Statement(speaker="刘海涛", words="同意全额支付10,001.50元，分两次付清。"),
            ),
            signatures=_signers(),
        )


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One question and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Investigation(Letterhead):
    """调查笔录: who was asked, by whom, when and where, question by question."""

    starts_at: datetime
    ends_at: datetime
    place: str
    cause: str
    asked_by: tuple[str, ...]
    recorder: str
    person: Party
    relation: str
    exchanges: tuple[Exchange, ...]
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 7),
            starts_at=at(4, 7, 10, 0),
            ends_at=at(4, 7, 10, 25),
            place="兴业小区3号楼1单元201室",
            cause="物业服务纠纷",
            asked_by=("陈志远",),
            recorder="李敏",
            person=Party(
                role="被调查人",
                name="欧阳建华",
                id_number="420303197208083315",
                address="湖北省十堰市张湾区车城路街道朝阳社区兴业小区3号楼1单元201室",
                phone="13635710003",
            ),
            relation="申请人楼下邻居",
            exchanges=(
                Exchange(
                    question="我们是区人民调解委员会的调解员，向您了解情况，请如实回答。听清楚了吗？",
                    answer="听清楚了。",
                ),
                Exchange(
                    question="您家是否也有渗水？从什么时候开始？",
                    answer="有。今年二月中旬开始，卫生间顶上一直滴水。",
                ),
            ),
            signatures=(
                signed("被调查人", "欧阳建华", at(4, 7, 10, 25)),
                signed("调查人", "陈志远", at(4, 7, 10, 26)),
                signed("记录人", "李敏", at(4, 7, 10, 26)),
            ),
        )


@dataclass(frozen=True, kw_only=True)
class UndisputedFacts(Letterhead):
    """无争议事实记载: facts both sides confirmed, kept apart from what was said to compromise."""

    cause: str
    facts: tuple[str, ...]
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 9),
            cause="物业服务纠纷",
            facts=(
                "十堰安居物业服务有限公司自2021年起为兴业小区提供物业服务。",
                "2025年2月15日起，3号楼1单元301室因公共排水立管破裂渗水。",
                "王秀兰于2025年2月16日、3月1日两次报修。",
            ),
            signatures=_signers(),
        )
