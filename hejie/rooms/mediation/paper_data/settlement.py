"""The paper of an outcome by a rule: what was settled, by which rule, and its digest."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from hejie.papers.shapes import QrCode
from hejie.rooms.mediation.paper_data.people import COMMITTEE, NUMBER, Letterhead


@dataclass(frozen=True, kw_only=True)
class SettlementCertificate(Letterhead):
    """协商凭证: a picture of the file that anybody can recheck; the file itself is what counts."""

    tool: str
    outcome: tuple[str, ...]
    rule: tuple[str, ...]
    seen: tuple[str, ...]
    unseen: tuple[str, ...]
    digest: str
    code: QrCode

    @classmethod
    def sample(cls) -> Self:
        digest = f"sha256:{'0a1b2c3d' * 8}"
        return cls(
            number=NUMBER,
            committee=COMMITTEE,
            date=date(2025, 4, 9),
            tool="密封出价",
            outcome=("十堰安居物业服务有限公司付给王秀兰10,001.50元",),
            rule=("双方各写一个数，密封，互相看不到。", "都封好以后按说好的办法取数。"),
            seen=("谈成的数",),
            unseen=("没有谈成的各轮写了什么",),
            digest=digest,
            code=QrCode(digest),
        )
