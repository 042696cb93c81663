"""院墙: the month is over and nobody asked to go on; the supervisor wants an answer."""

from hejie.rooms.mediation.stories.phrases import applicant, chosen, held, respondent
from hejie.stories.telling import Story, act

story = Story(
    key="wall_late",
    title="院墙往外挪了半米",
    procedure="mediation",
    outcome="in_session",
    teaches="超过期限的事项：红色预警、催办、限期答复，谁什么时候被告知都有记录。",
    acts=(
        act(
            "2026-10-12 09:10",
            "cai",
            "register",
            facts_told="隔壁重砌院墙，往路上挪了半米，拖拉机过不去。",
            claims="把墙退回原处。",
            category="MD03",
            place="420303100",
            source="applied",
            channel="window",
            parties=[applicant("阮志国", "13807280391"), respondent("阮志民", "13807280392")],
        ),
        act("2026-10-12 09:30", "cai", "accept", consenting=["p1", "p2"], said="on_site"),
        *chosen("shi", {"p1": "2026-10-12 10:00", "p2": "2026-10-12 10:02"}),
        act("2026-10-12 10:30", "shi", "disclose", relation="none"),
        act(
            "2026-10-12 10:40",
            "shi",
            "set_session",
            begins="2026-10-16 09:00",
            ends="2026-10-16 11:00",
            way="on_site",
            venue="huanglong-1",
        ),
        held(
            "2026-10-16 11:00",
            "shi",
            "1",
            present=["p1", "p2"],
            result="continue",
            record="到现场量了墙，对挪了多少没有争议，对退不退有争议。",
            negotiation="阮志民愿意退三十公分。",
        ),
        act("2026-11-16 10:00", "zhou", "urge", text="一个月的期限已过，请抓紧。"),
        act(
            "2026-11-19 10:00",
            "zhou",
            "order",
            ground="late",
            text="请书面说明为什么没有办结，打算怎么办。",
            due="2026-11-25",
        ),
    ),
)
