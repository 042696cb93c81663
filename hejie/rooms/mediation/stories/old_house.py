"""老屋归谁: a draft that a court would refuse, mended before anybody signs."""

from typing import Any

from hejie.rooms.mediation.stories.phrases import (
    applicant,
    drafted,
    held,
    respondent,
    sealed,
    signed,
    told_by,
)
from hejie.stories.telling import Story, act

TOLD: dict[str, Any] = {
    "facts_agreed": "父母留下的一处老屋由兄妹二人继承，哥哥一直居住，房屋登记还没有变更。",
    "points": "老屋怎么办，折价多少。",
    "copies": 3,
}
PAID = {
    "payer": "p2",
    "payee": "p1",
    "sum": "46000.00",
    "thing": "支付老屋的折价款",
    "way": "银行转账",
    "account": "易春桃，农村商业银行柏林支行，6228000000000000012",
    "due": "2026-10-30",
    "late": "1",
}

story = Story(
    key="old_house",
    title="兄妹分老屋",
    procedure="mediation",
    outcome="agreed_written",
    teaches="可执行性检查：写“老屋归谁所有”是确权，法院不予确认，改成配合办理登记和支付折价款；"
    "涉及别的继承人的一句，调解员看过、向双方说明后保留，勾选留痕。",
    acts=(
        act(
            "2026-09-15 09:00",
            "du",
            "register",
            facts_told="父母的老屋一直是哥哥住着，我想要一份。哥哥也愿意给钱，就是写不清楚。",
            claims="老屋分清楚，给折价款。",
            category="MD02",
            place="420303101200",
            source="applied",
            channel="window",
            way="on_site",
            amount="46000",
            parties=[applicant("易春桃", "13807281501"), respondent("易春林", "13807281502")],
        ),
        act("2026-09-15 09:10", "du", "accept", consenting=["p1", "p2"], said="on_site"),
        act("2026-09-15 09:15", "du", "name_mediator", mediators=["$account:min"]),
        act("2026-09-15 10:00", "min", "disclose", relation="none"),
        act("2026-09-15 10:05", "du", "accept_mediator", answer="yes", **told_by("p1", "on_site")),
        act("2026-09-15 10:06", "du", "accept_mediator", answer="yes", **told_by("p2", "on_site")),
        act(
            "2026-09-15 10:20",
            "min",
            "set_session",
            begins="2026-09-18 09:00",
            ends="2026-09-18 11:00",
            way="on_site",
            venue="bolin-1",
        ),
        held(
            "2026-09-18 11:00",
            "min",
            "1",
            present=["p1", "p2"],
            result="agreed",
            record="双方到场，对房屋来历没有争议，商定折价四万六千元。",
        ),
        act(
            "2026-09-18 11:10",
            "min",
            "draft_agreement",
            refused="有 1 处法院会不予确认（title.1）",
            **TOLD,
            terms=[
                {
                    "payer": "p1",
                    "payee": "p2",
                    "thing": "老屋归易春林所有",
                    "way": "本协议生效即办",
                    "due": "2026-10-30",
                },
                PAID,
            ],
        ),
        *drafted(
            "2026-09-18 11:30",
            "min",
            shown="2026-09-18 11:35",
            **TOLD,
            terms=[
                {
                    "payer": "p1",
                    "payee": "p2",
                    "thing": "到区不动产登记中心配合办理老屋的继承转移登记，税费由易春林负担",
                    "way": "双方带证件一起到场办理",
                    "due": "2026-10-30",
                },
                PAID,
            ],
            other="其他继承人放弃继承的声明由易春林在办理登记时提交。",
            acknowledged=["third_party.0"],
        ),
        *signed("2026-09-18", {"p1": "11:50", "p2": "11:52"}, "min"),
        sealed("2026-09-18 14:30", "du"),
    ),
)
