"""Who and what a mediation paper names: letterhead, parties, agents, offices, routes, dates."""

import io
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw

from hejie.papers.shapes import Signature


@dataclass(frozen=True, kw_only=True)
class Letterhead(ABC):
    """What every paper carries: the matter's number, the committee, the paper's date."""

    number: str
    committee: str
    date: date

    @classmethod
    @abstractmethod
    def sample(cls) -> Self:
        """Return a filled-in paper, for previews and tests."""


class Kind(StrEnum):
    """A person 自然人 or an organisation 单位: each is described on paper in its own way."""

    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, kw_only=True)
class Agent:
    """委托代理人 or 法定代理人, with what the power of attorney lets the agent do."""

    name: str
    id_number: str
    phone: str
    capacity: str
    authority: str

    @classmethod
    def sample(cls) -> Self:
        return cls(
            name="刘海涛",
            id_number="420303198706151231",
            phone="13972450006",
            capacity="公司员工",
            authority="特别授权：代为承认、变更、放弃请求，代为签署调解协议",
        )


@dataclass(frozen=True, kw_only=True)
class Party:
    """A party as it introduces itself; `representative` and `post` are an organisation's."""

    role: str
    name: str
    kind: Kind = Kind.PERSON
    id_type: str = "居民身份证"
    id_number: str = ""
    address: str = ""
    phone: str = ""
    representative: str = ""
    post: str = ""
    agent: Agent | None = None

    @classmethod
    def sample(cls) -> Self:
        return cls(
            role="申请人",
            name="王秀兰",
            id_number="420303196503120022",
            address="湖北省十堰市张湾区车城路街道朝阳社区兴业小区3号楼1单元301室",
            phone="13807280001",
        )

    @classmethod
    def sample_organisation(cls) -> Self:
        return cls(
            role="被申请人",
            name="十堰安居物业服务有限公司",
            kind=Kind.ORGANISATION,
            id_type="统一社会信用代码",
            id_number="91420300MA48ABCD18",
            address="湖北省十堰市张湾区公园路街道公园路18号",
            phone="0719-8660002",
            representative="赵建国",
            post="总经理",
            agent=Agent.sample(),
        )


@dataclass(frozen=True, kw_only=True)
class Office:
    """Where a person can go or ring."""

    name: str
    address: str
    phone: str
    hours: str = ""

    @classmethod
    def sample(cls) -> Self:
        return cls(
            name="张湾区社会治安综合治理中心矛盾纠纷调处大厅",
            address="湖北省十堰市张湾区车城路1号",
            phone="0719-8690001",
            hours="工作日8:30至12:00、14:30至17:30",
        )


@dataclass(frozen=True, kw_only=True)
class Route:
    """Another lawful way to settle the dispute: what it is, who hears it, where, and until when."""

    way: str
    organ: str
    address: str
    phone: str
    note: str = ""

    @classmethod
    def samples(cls) -> tuple[Self, ...]:
        return (
            cls(
                way="诉讼",
                organ="十堰市张湾区人民法院诉讼服务中心",
                address="湖北省十堰市张湾区公园路88号",
                phone="12368",
                note="请注意诉讼时效；调解期间形成的无争议事实可一并提交。",
            ),
            cls(
                way="行政处理",
                organ="十堰市张湾区住房和城乡建设局物业管理科",
                address="湖北省十堰市张湾区车城西路6号",
                phone="0719-8690012",
                note="涉及物业服务企业履行职责的，可以投诉。",
            ),
        )


@dataclass(frozen=True, kw_only=True)
class NextDate:
    """The next date that counts, its weight (法定, 一般 or 内部) and why it is that day."""

    label: str
    due: date
    weight: str
    basis: str
    explanation: tuple[str, ...]
    provisional: bool = False

    @classmethod
    def sample(cls) -> Self:
        return cls(
            label="答复是否受理",
            due=date(2025, 4, 8),
            weight="内部",
            basis="本区规定（非法定期限）",
            explanation=(
                "自2025年4月2日收到申请的次日起算，按工作日计3日。",
                "4月4日至6日为清明节假期，不计入。",
                "第3个工作日为2025年4月8日。",
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Material:
    """One line of a list of materials."""

    name: str
    copies: int

    @classmethod
    def samples(cls) -> tuple[Self, ...]:
        return (cls(name="漏水现场照片", copies=6), cls(name="维修费发票", copies=2))


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One line of an evidence list: a material, and what it is to prove."""

    name: str
    copies: int
    proves: str = ""

    @classmethod
    def samples(cls) -> tuple[Self, ...]:
        return (
            cls(name="漏水现场照片", copies=6, proves="天花板、墙面渗水及家具受损情况"),
            cls(name="维修费发票", copies=2, proves="已支付维修费4,200.00元"),
            cls(name="物业报修记录", copies=1, proves="2025年2月16日、3月1日两次报修"),
        )


NUMBER = "420303-2025-000317"
COMMITTEE = "十堰市张湾区人民调解委员会"
PLACE = ZoneInfo("Asia/Shanghai")


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of 2025 in Zhangwan, for samples."""
    return datetime(2025, month, day, hour, minute, tzinfo=PLACE)


def signed(role: str, name: str, when: datetime, *, fingerprint: bool = False) -> Signature:
    """A signature drawn on a screen, for samples."""
    return Signature(
        role=role,
        name=name,
        image=_stroke(len(name)),
        signed_at=when,
        way="手写屏签名",
        fingerprint=fingerprint,
    )


def _stroke(swings: int) -> bytes:
    drawing = Image.new("RGBA", (480, 160), (0, 0, 0, 0))
    points = [(30 + 60 * step, (30, 130, 80)[step % 3]) for step in range(swings * 2 + 2)]
    ImageDraw.Draw(drawing).line(points, fill=(0, 0, 0, 255), width=6, joint="curve")
    content = io.BytesIO()
    drawing.save(content, "PNG")
    return content.getvalue()
