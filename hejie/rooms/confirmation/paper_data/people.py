"""What every paper of a confirmation names: whose it is, the parties, the agreement."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from hejie.papers.shapes import Signature


@dataclass(frozen=True, kw_only=True)
class Letterhead(ABC):
    """What every paper carries: the number printed on it, whose paper it is, its date."""

    number: str
    committee: str
    date: date

    @classmethod
    @abstractmethod
    def sample(cls) -> Self:
        """Return a filled-in paper, for previews and tests."""


@dataclass(frozen=True, kw_only=True)
class Party:
    """A party as a court paper describes it; `agent` in running words."""

    role: str
    name: str
    kind: str
    id_number: str = ""
    address: str = ""
    phone: str = ""
    representative: str = ""
    agent: str = ""

    @classmethod
    def samples(cls) -> tuple[Self, ...]:
        return (
            cls(
                role="申请人",
                name="陈大勇",
                kind="person",
                id_number="420303198803152731",
                address="湖北省十堰市张湾区花果街道二堰铺社区",
                phone="13807280101",
            ),
            cls(
                role="申请人",
                name="十堰宏达建筑劳务有限公司",
                kind="organisation",
                id_number="91420300MA48ABCD18",
                address="湖北省十堰市张湾区工业新区8号",
                phone="0719-8660102",
                representative="何经理",
                agent="委托代理人：刘海涛，联系电话：13972450006",
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """The agreement to be confirmed."""

    number: str
    committee: str
    cause: str
    effective_on: date
    terms: tuple[str, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee="张湾区劳动争议调解室",
            cause="劳动争议纠纷",
            effective_on=date(2026, 6, 12),
            terms=(
                "十堰宏达建筑劳务有限公司于2026年7月10日前向陈大勇支付8,000.00元，银行转账。",
                "十堰宏达建筑劳务有限公司于2026年8月10日前向陈大勇支付8,000.00元，银行转账。",
            ),
        )


NUMBER = "420303-2026-000317"
COURT = "十堰市张湾区人民法院"
PLACE = ZoneInfo("Asia/Shanghai")


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of 2026 in Zhangwan, for samples."""
    return datetime(2026, month, day, hour, minute, tzinfo=PLACE)


def confirmed(role: str, name: str, when: datetime) -> Signature:
    """A signature made by a code sent to the telephone, for samples."""
    return Signature(role=role, name=name, signed_at=when, way="手机验证码确认")
