"""无故不到场: one side stays away from the review without a reason."""

from hejie.rooms.confirmation.stories.phrases import agreed, applied, in_review, pays, person
from hejie.stories.telling import Story, act

story = Story(
    key="does_not_come",
    title="通知到场，一方没有来",
    procedure="confirmation",
    outcome="withdrawn",
    teaches="双方要一起到场核实；没有正当理由拒不接受询问的，可以按撤回申请处理。",
    acts=(
        *agreed(
            "2026-07-14",
            parties=[
                person("applicant", "武建国", "13807280691"),
                person("respondent", "钟小虎", "13807280692"),
            ],
            category="MD07",
            told="借款一万二千元到期没有还。",
            terms=[pays("2026-08-31", "12000")],
        ),
        *applied("2026-07-15"),
        *in_review("2026-07-16", "17"),
        act(
            "2026-07-17 09:00",
            "qin",
            "set_review",
            begins="2026-07-21 09:30",
            way="video",
            text="请在村里的视频室，带身份证。",
        ),
        act(
            "2026-07-21 10:30",
            "fangming",
            "hold_review",
            present=["p1"],
            excused="no",
            record="钟小虎没有到，打电话说不想来。",
        ),
        act("2026-07-21 15:00", "fangming", "deem_withdrawn"),
    ),
)
