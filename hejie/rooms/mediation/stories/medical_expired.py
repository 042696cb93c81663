"""医疗纠纷期满: thirty working days pass without an agreement to go on; that ends it."""

from hejie.rooms.mediation.stories.phrases import (
    applicant,
    chosen,
    held,
    tended,
    unit,
)
from hejie.stories.telling import Story, act

story = Story(
    key="medical_expired",
    title="三十个工作日没有谈成",
    procedure="mediation",
    outcome="failed",
    teaches="医疗纠纷三十个工作日期满、又没有约定延长的，视为调解不成：由本平台到期自动结束，"
    "国庆、中秋假期都不计。",
    acts=(
        act(
            "2026-09-14 09:30",
            "lin",
            "register",
            facts_told="孩子在诊所输液后起疹子，转院住了五天。诊所说是孩子体质原因。",
            claims="赔偿住院费三千二百元。",
            category="MD12",
            place="420303002004",
            source="applied",
            channel="window",
            amount="3200",
            parties=[
                applicant("牛春花", "13807282001"),
                unit("respondent", "动力新村诊所", "13807282002", head="施医生"),
            ],
        ),
        act("2026-09-14 10:00", "lin", "accept", consenting=["p1", "p2"], said="phone"),
        *chosen("xu", {"p1": "2026-09-14 12:00", "p2": "2026-09-14 15:00"}),
        act("2026-09-15 09:00", "xu", "disclose", relation="none"),
        act(
            "2026-09-15 09:10",
            "xu",
            "set_session",
            begins="2026-09-21 09:00",
            ends="2026-09-21 11:00",
            way="on_site",
            venue="zw-2",
        ),
        held(
            "2026-09-21 11:00",
            "xu",
            "1",
            present=["p1", "p2"],
            result="continue",
            record="双方对用药是否需要皮试说法不一，都不愿意鉴定。",
            negotiation="诊所愿意退药费六百元，家长不接受。",
        ),
        act(
            "2026-10-26 10:00",
            "xu",
            "extend",
            refused="延长要各方都同意",
            extension=10,
            agreeing=["p1"],
            text="家长愿意再谈，诊所没有答应。",
        ),
        # Moved to weeks with other holidays, the thirty days may end some days later.
        *tended("2026-10-31 06:00", "2026-11-04 06:00", "2026-11-12 06:00"),
    ),
)
