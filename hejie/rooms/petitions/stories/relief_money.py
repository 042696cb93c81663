"""救助款去了哪里: sealed at the bureau, passed on, and unseen by whom it is about."""

from hejie.rooms.petitions.stories.phrases import petitioner
from hejie.stories.telling import Story, act

story = Story(
    key="relief_money",
    title="救助款去了哪里",
    procedure="accusation",
    outcome="concluded",
    teaches="检举控告加密保存，只交给纪检监察等有权机关。被反映的单位看不到有没有这件事，也不能经手。",
    acts=(
        act(
            "2026-08-03 09:00",
            "huang",
            "accuse",
            refused="不能由本单位登记",
            place="420303001001",
            accused="s-420303001",
            story="救助款名单上有干部亲戚。",
            parties=[petitioner("", "", "")],
        ),
        act(
            "2026-08-03 10:00",
            "jin",
            "accuse",
            place="420303001001",
            accused="s-420303001",
            story="救助款名单上有三户是干部的亲戚，实际不困难。",
            parties=[petitioner("", "", "")],
        ),
        act("2026-08-03 10:20", "huang", "remark", refused="这一步由", text="想看看。"),
        act(
            "2026-08-04 09:00",
            "jin",
            "hand_down",
            refused="不能交给它办",
            holder="s-420303001",
            reason="交街道。",
        ),
        act("2026-08-04 09:10", "jin", "pass_on", holder="zw-discipline"),
        act("2026-08-04 10:00", "jin", "conclude", refused="这一步由", text="想登记结果。"),
        act("2026-09-14 09:00", "ji", "conclude", text="核查属实，已按规定处理。"),
    ),
)
