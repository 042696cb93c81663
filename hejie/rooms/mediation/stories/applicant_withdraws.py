"""申请人撤回: the two made it up over a meal."""

from hejie.rooms.mediation.stories.phrases import applicant, chosen, respondent
from hejie.stories.telling import Story, act

story = Story(
    key="applicant_withdraws",
    title="自己和好了",
    procedure="mediation",
    outcome="withdrawn",
    teaches="申请人随时可以撤回；约好的调解会先取消；只有申请人可以撤回。",
    acts=(
        act(
            "2026-11-06 08:50",
            "visitor",
            "apply",
            facts_told="姐弟两个为母亲留下的金镯子归谁吵了一架，半个月不说话。",
            claims="商量镯子怎么分。",
            category="MD02",
            place="420303001004",
            parties=[applicant("尤桂芳", "13807281201"), respondent("尤桂生", "13807281202")],
        ),
        act("2026-11-06 09:30", "luo", "invite"),
        act("2026-11-08 12:00", "p2", "answer_invitation", answer="yes"),
        *chosen("zeng", {"p1": "2026-11-08 20:00", "p2": "2026-11-09 08:00"}),
        act("2026-11-09 09:00", "zeng", "disclose", relation="none"),
        act(
            "2026-11-09 09:10",
            "zeng",
            "set_session",
            begins="2026-11-13 09:00",
            ends="2026-11-13 11:00",
            way="on_site",
            venue="huaguo-1",
        ),
        act("2026-11-12 07:50", "p2", "withdraw", refused="这一步由", reason="不用调了。"),
        act("2026-11-12 08:10", "p1", "withdraw", reason="昨晚一起吃饭说开了，镯子给外甥女。"),
    ),
)
