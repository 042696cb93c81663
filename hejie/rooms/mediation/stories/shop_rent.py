"""门面租金: two rounds of invitation are over; a session stands on Tuesday."""

from hejie.rooms.mediation.stories.phrases import applicant, chosen, respondent
from hejie.stories.telling import Story, act

story = Story(
    key="shop_rent",
    title="门面房的租金",
    procedure="mediation",
    outcome="assigned",
    teaches="双方选到同一位调解员就定下来；七日内开第一次调解会。",
    acts=(
        act(
            "2026-11-12 09:30",
            "xiang",
            "register",
            facts_told="租了三年的门面，房东要涨租三成，租户说合同没有到期。",
            claims="按合同租金继续租到期满。",
            category="MD06",
            place="420303004005",
            source="applied",
            channel="window",
            amount="36000",
            way="on_site",
            parties=[applicant("谷雨生", "13807283301"), respondent("车家福", "13807283302")],
        ),
        act("2026-11-12 10:00", "xiang", "invite"),
        act("2026-11-14 11:00", "p2", "answer_invitation", answer="yes"),
        *chosen("ruan", {"p1": "2026-11-15 20:00", "p2": "2026-11-16 19:00"}),
        act("2026-11-17 14:00", "ruan", "disclose", relation="none"),
        act(
            "2026-11-17 14:20",
            "ruan",
            "set_session",
            begins="2026-11-24 09:30",
            ends="2026-11-24 11:30",
            way="on_site",
            venue="hanjiang-1",
        ),
    ),
)
