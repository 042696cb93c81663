"""修坏的拖拉机: agreed last week; a visit and a payment are due this week."""

from hejie.rooms.mediation.stories.phrases import (
    applicant,
    chosen,
    drafted,
    held,
    sealed,
    signed,
    term,
    unit,
)
from hejie.stories.telling import Story, act

story = Story(
    key="tractor_repair",
    title="修坏的拖拉机",
    procedure="mediation",
    outcome="agreed_written",
    teaches="协议生效以后：七日内首次回访，付款到期前自动提醒，三十日内可以共同申请司法确认。",
    acts=(
        act(
            "2026-11-09 08:30",
            "cai",
            "register",
            facts_told="拖拉机送修花了一千八，开回来第二天又趴窝，误了种麦。",
            claims="免费重修，赔误工。",
            category="MD06",
            place="420303100204",
            source="applied",
            channel="window",
            amount="2600",
            way="on_site",
            parties=[
                applicant("芦满意", "13807282801"),
                unit("respondent", "黄龙农机修理部", "13807282802", head="厉师傅"),
            ],
        ),
        act("2026-11-09 09:00", "cai", "accept", consenting=["p1", "p2"], said="phone"),
        *chosen("shi", {"p1": "2026-11-09 12:00", "p2": "2026-11-09 18:00"}),
        act("2026-11-10 09:00", "shi", "disclose", relation="none"),
        act(
            "2026-11-10 09:10",
            "shi",
            "set_session",
            begins="2026-11-17 09:00",
            ends="2026-11-17 11:00",
            way="on_site",
            venue="huanglong-1",
        ),
        held(
            "2026-11-17 10:40",
            "shi",
            "1",
            present=["p1", "p2"],
            result="agreed",
            record="拆开看了，喷油嘴没有换。修理部认账。",
        ),
        *drafted(
            "2026-11-17 10:45",
            "shi",
            shown="2026-11-17 10:47",
            facts_agreed="拖拉机第一次没有修好，误了种麦。",
            points="重修和误工怎么办。",
            liability="修理部承担。",
            terms=[
                term("p2", "p1", "2026-11-27", sum="600.00", way="微信转账"),
                term("p2", "p1", "2026-11-30", thing="免费换喷油嘴，保修半年", way="上门修理"),
            ],
            copies=3,
        ),
        *signed("2026-11-17", {"p1": "10:52", "p2": "10:53"}, "shi"),
        sealed("2026-11-17 11:20", "cai"),
    ),
)
