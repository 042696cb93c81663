"""围墙的纠纷: a dispute goes to mediation; a hazard in a firm is only a tip."""

from hejie.rooms.patrol.stories.phrases import SQUARE, seen
from hejie.stories.telling import Story, act

TIP = "线索"

story = Story(
    key="quarrel_over_a_wall",
    title="两家为围墙吵起来",
    procedure="event",
    outcome="handed_over",
    teaches="矛盾纠纷转调解，生产安全隐患转主管部门。网格员看到企业的隐患只是线索，不是检查。",
    acts=(
        seen("2026-07-27 09:00", "mai", "EV12", "花果村二组", "两家为围墙争执。", **SQUARE),
        act("2026-07-27 09:20", "luo", "hand_over", to="mediation", text="已请村调委会上门。"),
        seen(
            "2026-07-27 15:00",
            "mai",
            "EV07",
            "花果工业园南门外",
            "从路上看到气瓶倒在太阳下。",
            of=TIP,
            **SQUARE,
        ),
        act("2026-07-27 15:20", "luo", "hand_over", of=TIP, to="safety", text="已转区应急局。"),
    ),
)
