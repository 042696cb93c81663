"""Papers of intake: applications, the register, the receipt, consent, the choice of a mediator."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Self

from hejie.papers.shapes import QrCode, Signature
from hejie.rooms.mediation.paper_data.people import (
    COMMITTEE,
    NUMBER,
    Evidence,
    Letterhead,
    Material,
    NextDate,
    Office,
    Party,
    at,
    signed,
)

_FACTS = (
    "2025年2月15日起，申请人家中客厅、卧室天花板持续渗水，家具、地板受损。"
    "申请人于2月16日、3月1日两次向被申请人报修，被申请人派人查看后确认系公共排水立管破裂，"
    "但至今未修复，也未赔偿。\n申请人已自行支付临时维修费4,200.00元，另有家具损失5,801.50元。"
)
_CLAIMS = (
    "请求被申请人于十日内修复3号楼1单元公共排水立管；",
    "请求被申请人赔偿维修费、家具损失共计10,001.50元。",
)


@dataclass(frozen=True, kw_only=True)
class Application(Letterhead):
    """调解申请书, written by the applicant."""

    parties: tuple[Party, ...]
    cause: str
    facts: str
    claims: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    preferred_mediator: str
    way: str
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 2),
            parties=(Party.sample(), Party.sample_organisation()),
            cause="物业服务纠纷",
            facts=_FACTS,
            claims=_CLAIMS,
            evidence=Evidence.samples(),
            preferred_mediator="陈志远",
            way="现场调解",
            signatures=(signed("申请人", "王秀兰", at(4, 2, 9, 20)),),
        )


@dataclass(frozen=True, kw_only=True)
class OralApplication(Letterhead):
    """口头申请调解记录: the clerk writes what the applicant says, the applicant confirms it."""

    parties: tuple[Party, ...]
    cause: str
    facts: str
    claims: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    preferred_mediator: str
    way: str
    place: str
    recorder: str
    taken_at: datetime
    confirmation: str
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 2),
            parties=(Party.sample(), Party.sample_organisation()),
            cause="物业服务纠纷",
            facts=_FACTS,
            claims=_CLAIMS,
            evidence=Evidence.samples(),
            preferred_mediator="",
            way="现场调解",
            place="张湾区矛盾纠纷调处大厅2号窗口",
            recorder="李敏",
            taken_at=at(4, 2, 9, 5),
            confirmation="以上记录已向我宣读，与我所说一致。",
            signatures=(
                signed("申请人", "王秀兰", at(4, 2, 9, 20), fingerprint=True),
                signed("记录人", "李敏", at(4, 2, 9, 21)),
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Register(Letterhead):
    """受理登记表; `source_reference` is the number the matter had where it came from."""

    source: str
    source_reference: str
    received_at: datetime
    cause: str
    parties: tuple[Party, ...]
    summary: str
    amount: Decimal | None
    people_involved: int
    urgency: str
    reply: str
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 3),
            source="当事人申请",
            source_reference="",
            received_at=at(4, 2, 9, 20),
            cause="物业服务纠纷",
            parties=(Party.sample(), Party.sample_organisation()),
            summary="公共排水立管破裂致业主家中渗水，业主要求物业修复并赔偿。",
            amount=Decimal("10001.50"),
            people_involved=2,
            urgency="一般",
            reply="双方同意调解，2025年4月3日受理，由陈志远主持调解。",
            signatures=(signed("登记人", "李敏", at(4, 3, 10, 0)),),
        )


@dataclass(frozen=True, kw_only=True)
class Receipt(Letterhead):
    """回执: how to follow the matter, and the next date with its reason. Names are masked."""

    applicant: str
    received_at: datetime
    cause: str
    materials: tuple[Material, ...]
    query_code: str
    query: QrCode
    next_dates: tuple[NextDate, ...]
    office: Office

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 2),
            applicant="王*兰",
            received_at=at(4, 2, 9, 20),
            cause="物业服务纠纷",
            materials=Material.samples(),
            query_code="7K4M-92QX",
            query=QrCode("https://hejie.example.cn/track/7K4M-92QX"),
            next_dates=(NextDate.sample(),),
            office=Office.sample(),
        )


@dataclass(frozen=True, kw_only=True)
class Consent(Letterhead):
    """同意调解记录: what was asked, in which version of the text, and what was answered."""

    person: Party
    question_version: str
    question: str
    answer: str
    answered_at: datetime
    channel: str
    recorder: str
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 3),
            person=Party.sample_organisation(),
            question_version="同意调解询问文本 第1版",
            question=(
                "王秀兰就物业服务纠纷申请人民调解。调解不收费，您可以接受，也可以拒绝；"
                "接受后随时可以要求终止。您是否同意调解？"
            ),
            answer="同意调解",
            answered_at=at(4, 3, 9, 42),
            channel="电话询问，短信验证码确认",
            recorder="李敏",
            signatures=(
                Signature(
                    role="被申请人",
                    name="十堰安居物业服务有限公司",
                    signed_at=at(4, 3, 9, 45),
                    way="短信验证码确认",
                ),
                signed("记录人", "李敏", at(4, 3, 9, 50)),
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A mediator shown to the parties."""

    name: str
    unit: str
    expertise: str


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Whom one party chose; an empty `mediator` leaves it to the committee or the court."""

    party: str
    mediator: str
    chosen_at: datetime


@dataclass(frozen=True, kw_only=True)
class MediatorChoice(Letterhead):
    """调解员选定书: candidates, each party's choice, disclosures, challenge and decision."""

    candidates: tuple[Candidate, ...]
    choices: tuple[Choice, ...]
    named_by: str
    mediators: tuple[str, ...]
    disclosures: tuple[str, ...]
    challenge: str
    decision: str
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 3),
            candidates=(
                Candidate(name="陈志远", unit="房产物业调解室", expertise="物业服务、房屋维修"),
                Candidate(name="周红", unit="车城路街道调委会", expertise="邻里、婚姻家庭"),
            ),
            choices=(
                Choice(party="王秀兰", mediator="陈志远", chosen_at=at(4, 3, 10, 5)),
                Choice(
                    party="十堰安居物业服务有限公司", mediator="陈志远", chosen_at=at(4, 3, 11, 30)
                ),
            ),
            named_by="双方当事人共同选定",
            mediators=("陈志远",),
            disclosures=("陈志远三年前曾为本小区业主委员会提供法律咨询，与双方无亲属关系。",),
            challenge="双方知悉上述披露后均同意由陈志远调解，未申请回避。",
            decision="由陈志远主持调解。",
            signatures=(
                signed("申请人", "王秀兰", at(4, 3, 11, 40)),
                signed("被申请人代理人", "刘海涛", at(4, 3, 11, 41)),
            ),
        )
