"""借轮椅: lent on a Monday, back within the week."""

from hejie.stories.telling import Story, act

story = Story(
    key="wheelchair",
    title="借轮椅",
    procedure="example",
    outcome="returned",
    teaches="最小的一间：借出时开始计时，归还时停止。",
    acts=(
        act(
            "2026-09-07 09:00",
            "lin",
            "lend",
            place="420303001001",
            purpose="母亲出院，借用一周。",
        ),
        act("2026-09-08 09:00", "luo", "take_back", refused="这一步由受理员办理"),
        act("2026-09-11 16:20", "lin", "take_back"),
    ),
)
