"""Papers of applying: the application and the list of what goes with it."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from hejie.papers.shapes import Signature
from hejie.rooms.confirmation.grounds import PAPERS, TRUTH
from hejie.rooms.confirmation.paper_data.people import (
    COURT,
    NUMBER,
    Agreement,
    Letterhead,
    Party,
    at,
    confirmed,
)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """Where the court's papers reach a party."""

    party: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Application(Letterhead):
    """司法确认申请书; `recorder` is who wrote it down when it was made orally."""

    court: str
    parties: tuple[Party, ...]
    agreement: Agreement
    request: str
    reasons: str
    statement: str
    deliveries: tuple[Delivery, ...]
    papers: tuple[str, ...]
    recorder: str
    signatures: tuple[Signature, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee="",
            date=date(2026, 6, 20),
            court=COURT,
            parties=Party.samples(),
            agreement=Agreement.sample(),
            request="确认上述调解协议有效。",
            reasons="分两期支付，希望有强制执行力。",
            statement=TRUTH,
            deliveries=(
                Delivery(party="陈大勇", words="花果街道二堰铺社区3栋201，13807280101"),
                Delivery(party="十堰宏达建筑劳务有限公司", words="工业新区8号办公室，0719-8660102"),
            ),
            papers=tuple(PAPERS.values()),
            recorder="",
            signatures=(
                confirmed("申请人", "陈大勇", at(6, 20, 9, 10)),
                confirmed("申请人", "十堰宏达建筑劳务有限公司", at(6, 20, 15, 40)),
            ),
        )


@dataclass(frozen=True, kw_only=True)
class ListedPaper:
    """One line of the list: what it is, and where it comes from."""

    name: str
    source: str


@dataclass(frozen=True, kw_only=True)
class PaperList(Letterhead):
    """申请材料清单, also the committee's proof that it mediated."""

    court: str
    parties: tuple[Party, ...]
    agreement: Agreement
    mediators: tuple[str, ...]
    rows: tuple[ListedPaper, ...]

    @classmethod
    def sample(cls) -> Self:
        return cls(
            number=NUMBER,
            committee="张湾区劳动争议调解室",
            date=date(2026, 6, 20),
            court=COURT,
            parties=Party.samples(),
            agreement=Agreement.sample(),
            mediators=("唐国强",),
            rows=(
                ListedPaper(name="调解协议", source="随案电子文书"),
                ListedPaper(name="授权委托书", source="当事人提交"),
            ),
        )
