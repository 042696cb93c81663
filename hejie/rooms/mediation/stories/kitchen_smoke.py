"""油烟: a yellow month, and the next meeting by video."""

from hejie.rooms.mediation.stories.phrases import applicant, chosen, held, unit
from hejie.stories.telling import Story, act

story = Story(
    key="kitchen_smoke",
    title="烧烤店的油烟",
    procedure="mediation",
    outcome="in_session",
    teaches="期限剩五分之一时黄色预警；最后一次谈改用视频，店主不用关店。",
    acts=(
        act(
            "2026-10-26 10:20",
            "xiang",
            "register",
            facts_told="楼下烧烤店的烟管正对着我家窗户，晚上开不了窗。",
            claims="把烟管接到楼顶。",
            category="MD17",
            place="420303004007",
            source="12345",
            channel="phone",
            parties=[
                applicant("倪素芳", "13807282701"),
                unit("respondent", "阳光烧烤店", "13807282702", head="巴老板"),
            ],
        ),
        act("2026-10-26 11:00", "xiang", "invite"),
        act("2026-10-28 15:00", "p2", "answer_invitation", answer="yes"),
        *chosen("ruan", {"p1": "2026-10-28 19:00", "p2": "2026-10-29 10:00"}),
        act("2026-10-29 14:00", "ruan", "disclose", relation="none"),
        act(
            "2026-10-29 14:10",
            "ruan",
            "set_session",
            begins="2026-11-04 09:30",
            ends="2026-11-04 11:30",
            way="on_site",
            venue="hanjiang-1",
        ),
        held(
            "2026-11-04 11:20",
            "ruan",
            "1",
            present=["p1", "p2"],
            result="continue",
            record="店主同意接高烟管，要先请师傅报价。",
            negotiation="费用谁出还要商量，店主希望业主体谅一点。",
        ),
        act(
            "2026-11-18 10:00",
            "ruan",
            "set_session",
            begins="2026-11-27 15:00",
            ends="2026-11-27 16:00",
            way="video",
            text="报价来了，视频谈就行。",
        ),
    ),
)
