"""Papers between a court and a committee: the letter that refers a case, a delivery address."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from hejie.papers.shapes import Signature
from hejie.rooms.mediation.paper_data.people import (
    COMMITTEE,
    NUMBER,
    Evidence,
    Letterhead,
    Party,
    at,
    signed,
)


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where papers reach a party, and who takes them there."""

    party: str
    address: str
    receiver: str
    phone: str

    @classmethod
    def sample(cls) -> Self:
        return cls(
            party="王秀兰",
            address="湖北省十堰市张湾区车城路街道朝阳社区兴业小区3号楼1单元301室",
            receiver="王秀兰本人",
            phone="13807280001",
        )


@dataclass(frozen=True, kw_only=True)
class ReferralLetter(Letterhead):
    """委派（委托）调解函: the case that a court sends to a committee, and its clocks. It is the
    court's letter: its head and seal are the court's."""

    addressee: str
    court_number: str
    route: str
    cause: str
    parties: tuple[Party, ...]
    facts: str
    claims: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    deliveries: tuple[Address, ...]
    clocks: tuple[str, ...]
    contact: str

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee="十堰市张湾区人民法院",
            date=date(2025, 4, 2),
            addressee=COMMITTEE,
            court_number="（2025）鄂0303民诉前调317号",
            route="立案前委派调解",
            cause="物业服务纠纷",
            parties=(Party.sample(), Party.sample_organisation()),
            facts="2025年2月15日起，公共排水立管破裂，致301室渗水，家具、地板受损。",
            claims=("赔偿家具损失一万元。", "修复排水立管。"),
            evidence=Evidence.samples(),
            deliveries=(Address.sample(),),
            clocks=("收到之日起三个工作日内确认是否接受。", "签收之日起三十日内调解完毕。"),
            contact="秦雨桐 0719-8651177",
        )


@dataclass(frozen=True, kw_only=True)
class Delivery(Letterhead):
    """送达地址确认书: where a party wants the court's papers to reach it."""

    court_number: str
    cause: str
    delivery: Address
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 9),
            court_number="（2025）鄂0303民诉前调317号",
            cause="物业服务纠纷",
            delivery=Address.sample(),
            signatures=(signed("当事人", "王秀兰", at(4, 9, 17, 30)),),
        )
