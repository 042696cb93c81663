"""车位: a session is set for this week."""

from hejie.rooms.mediation.stories.phrases import applicant, chosen, respondent
from hejie.stories.telling import Story, act

story = Story(
    key="parking_space",
    title="谁的车位",
    procedure="mediation",
    outcome="assigned",
    teaches="已约好调解会的事项：调解员的日历、当事人的通知和日程文件都从这里来。",
    acts=(
        act(
            "2026-11-12 10:00",
            "visitor",
            "apply",
            facts_told="小区划线车位一直是我家停，新搬来的邻居说他买了，天天争。",
            claims="弄清车位归谁用。",
            category="MD03",
            place="420303001001",
            parties=[applicant("覃建军", "13807280371"), respondent("游浩", "13807280372")],
        ),
        act("2026-11-12 11:00", "luo", "invite"),
        act("2026-11-13 20:05", "p2", "answer_invitation", answer="yes"),
        *chosen("zeng", {"p1": "2026-11-16 09:00", "p2": "2026-11-16 12:30"}),
        act("2026-11-17 08:40", "zeng", "disclose", relation="none"),
        act(
            "2026-11-18 09:10",
            "zeng",
            "set_session",
            begins="2026-11-25 09:30",
            ends="2026-11-25 11:30",
            way="on_site",
            venue="huaguo-1",
        ),
    ),
)
