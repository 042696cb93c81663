"""镶牙纠纷: both sides prefer the health authority; handed over with its two clocks."""

from hejie.rooms.mediation.stories.phrases import applicant, unit
from hejie.stories.telling import Story, act

story = Story(
    key="hospital_to_health_bureau",
    title="镶的牙总是松",
    procedure="mediation",
    outcome="archived",
    teaches="路径F：医患双方共同要求由卫生健康部门调解，移送并告知受理、调结两个期限。",
    acts=(
        act(
            "2026-06-08 10:10",
            "lin",
            "register",
            facts_told="在口腔门诊镶了三颗牙，一个月里松了两次，门诊说是牙床的问题。",
            claims="免费重做，或者退还费用。",
            category="MD12",
            place="420303004001",
            source="applied",
            channel="window",
            amount="7800",
            parties=[
                applicant("廖国珍", "13807280311"),
                unit("respondent", "汉江路康乐口腔门诊部", "0719-8230311", head="袁立"),
            ],
        ),
        act(
            "2026-06-09 15:20",
            "lin",
            "hand_over",
            door="health",
            text="双方都说愿意由卫生健康局来调解，已一同写了申请。",
        ),
        act("2026-06-24 10:00", "qian", "archive", pages_checked=True),
    ),
)
