"""网购的电动车: a consumer's complaint goes to the market regulator, with its clocks told."""

from hejie.rooms.mediation.stories.phrases import applicant, unit
from hejie.stories.telling import Story, act

story = Story(
    key="consumer_to_market",
    title="买的电动车三天就坏",
    procedure="mediation",
    outcome="archived",
    teaches="路径J：对方是经营者又不愿来调解，指引并移送市场监管部门，受理和办结期限一并告知。",
    acts=(
        act(
            "2026-09-14 20:15",
            "visitor",
            "apply",
            facts_told="在店里买的电动车，骑了三天电机就不转，店家说是我骑坏的，不给退。",
            claims="退货退款三千二百元。",
            category="MD13",
            place="420303003001",
            amount="3200",
            way="phone",
            parties=[
                applicant("汪小琴", "13807280301"),
                unit("respondent", "车城西路绿行车行", "0719-8230301", head="彭志强"),
            ],
        ),
        act("2026-09-15 09:05", "lin", "invite"),
        act(
            "2026-09-16 10:30",
            "lin",
            "hand_over",
            door="market",
            text="车行只愿意由市场监管所处理。申请人同意移送，已告知可以拨打12315。",
        ),
        act("2026-09-30 10:00", "qian", "archive", pages_checked=True),
    ),
)
