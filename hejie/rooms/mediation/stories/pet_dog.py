"""狗咬了人: invited on Friday, the other side has not answered yet."""

from hejie.rooms.mediation.stories.phrases import applicant, respondent
from hejie.stories.telling import Story, act

story = Story(
    key="pet_dog",
    title="没牵绳的狗",
    procedure="mediation",
    outcome="invited",
    teaches="等待对方答复的事项：被申请人凭短信里的查询码答复同意或者不同意。",
    acts=(
        act(
            "2026-11-19 15:25",
            "luo",
            "register",
            facts_told="遛弯时被邻居没牵绳的狗咬伤小腿，打疫苗花了一千四。",
            claims="赔医药费，以后遛狗牵绳。",
            category="MD11",
            place="420303001002",
            source="applied",
            channel="window",
            amount="1400",
            people="2",
            parties=[applicant("史春梅", "13807280361"), respondent("柯文斌", "13807280362")],
        ),
        act("2026-11-20 09:00", "luo", "invite"),
    ),
)
