"""电动车相撞: people's mediation of a traffic accident fails; three days to ask the police."""

from hejie.rooms.mediation.stories.phrases import (
    applicant,
    chosen,
    held,
    respondent,
    tended,
)
from hejie.stories.telling import Story, act

story = Story(
    key="crash_fails",
    title="两辆电动车相撞",
    procedure="mediation",
    outcome="archived",
    teaches="路径H：交通事故人民调解不成，三日内可以一起申请交警调解，也可以起诉；三日过了不再提醒。",
    acts=(
        act(
            "2026-07-06 09:30",
            "jiang",
            "register",
            facts_told="两辆电动车在巷口相撞，郑家老人摔伤住院十天。",
            claims="赔偿医疗费、护理费。",
            category="MD10",
            place="420303003001",
            source="police",
            channel="window",
            amount="18600",
            parties=[applicant("郑守义", "13807280331"), respondent("左明", "13807280332")],
        ),
        act("2026-07-06 09:40", "jiang", "accept", consenting=["p1", "p2"], said="on_site"),
        *chosen("yu", {"p1": "2026-07-06 10:00", "p2": "2026-07-06 10:05"}),
        act("2026-07-06 10:20", "yu", "disclose", relation="none"),
        act(
            "2026-07-06 10:30",
            "yu",
            "set_session",
            begins="2026-07-09 15:00",
            ends="2026-07-09 17:00",
            way="on_site",
            venue="checheng-1",
        ),
        held(
            "2026-07-09 17:00",
            "yu",
            "1",
            present=["p1", "p2"],
            result="apart",
            record="双方到场，对谁先转弯说法不一，对住院费用没有争议。",
            negotiation="左明愿意出一半，郑家要求全赔。",
        ),
        act(
            "2026-07-09 17:10",
            "yu",
            "record_facts",
            undisputed=[{"text": "郑守义住院十天，医疗费一万八千六百元。"}],
            signed_by=["p1", "p2"],
        ),
        act(
            "2026-07-13 09:00",
            "yu",
            "fail",
            reason="apart",
            basic_facts="巷口相撞，一人住院；责任比例谈不拢。",
        ),
        *tended("2026-07-20 06:00"),
        act("2026-07-24 10:00", "jiang", "archive", pages_checked=True),
    ),
)
