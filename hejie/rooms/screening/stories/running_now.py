"""正在进行的一次: still running, for the demonstration."""

from hejie.rooms.screening.stories.phrases import CAMPAIGN, found, launched
from hejie.stories.telling import Story, act

FEE, LIFT = "收费", "电梯"

story = Story(
    key="running_now",
    title="物业纠纷排查",
    procedure="finding",
    outcome="handed_over",
    teaches="正在进行的排查，发现的事滚动销号。",
    acts=(
        launched(
            "2026-11-02 09:00",
            "luo",
            "property",
            "冬季物业纠纷排查",
            ["电梯维保", "供暖收费", "公共收益公示"],
            begins="2026-11-02",
            ends="2026-12-15",
        ),
        found(
            "2026-11-10 10:00",
            "shan",
            FEE,
            2,
            "供暖费按面积还是按户，业主和物业争执。",
            degree="low",
        ),
        act(
            "2026-11-10 14:00",
            "luo",
            "hand_over",
            of=FEE,
            to="mediation",
            text="双方愿意调解，已经登记。",
        ),
        found("2026-11-18 10:00", "shan", LIFT, 1, "3栋电梯停了两周。", where="花果村安置小区3栋"),
        act("2026-11-18 11:00", "luo", "assign", of=LIFT, holder="zw-land", due="2026-12-04"),
        act("2026-11-19 09:00", "luo", "report", of=CAMPAIGN, text="查了五个小区。"),
    ),
)
