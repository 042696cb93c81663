"""阳台改了水管: a mediator is chosen; the session is on Tuesday afternoon."""

from hejie.rooms.mediation.stories.phrases import applicant, chosen, respondent
from hejie.stories.telling import Story, act

story = Story(
    key="balcony_pipe",
    title="楼上阳台改了水管",
    procedure="mediation",
    outcome="assigned",
    teaches="从申请到第一次坐下来，一个星期：答复、选人、披露、约时间，各方都收到短信。",
    acts=(
        act(
            "2026-11-16 19:30",
            "visitor",
            "apply",
            facts_told="楼上把洗衣机移到阳台，排水接到雨水管，我家阳台返水返泡沫。",
            claims="把排水改回去。",
            category="MD03",
            place="420303001001",
            way="on_site",
            parties=[applicant("祁玉华", "13807283901"), respondent("晏小军", "13807283902")],
        ),
        act("2026-11-17 09:00", "luo", "invite"),
        act("2026-11-17 20:00", "p2", "answer_invitation", answer="yes"),
        *chosen("deng", {"p1": "2026-11-17 21:00", "p2": "2026-11-18 07:40"}),
        act("2026-11-18 09:00", "deng", "disclose", relation="none"),
        act(
            "2026-11-18 09:10",
            "deng",
            "set_session",
            begins="2026-11-24 15:00",
            ends="2026-11-24 17:00",
            way="on_site",
            venue="huaguo-1",
            text="我们先到两家阳台看一看。",
        ),
    ),
)
