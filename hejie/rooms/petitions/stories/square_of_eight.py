"""八个人一起来: five speak for eight, and the street answers itself."""

from hejie.rooms.petitions.stories.phrases import (
    accepted,
    classified,
    closed,
    decided,
    delivered,
    inquired,
    petitioner,
    registered,
    tended,
)
from hejie.stories.telling import Story, act

story = Story(
    key="square_of_eight",
    title="八户人家一起来",
    procedure="petition",
    outcome="closed",
    teaches="一起来反映同一件事的，推选代表，最多五人；其余的只记人数，不记名字。",
    acts=(
        registered(
            "2026-07-06 09:00",
            "huang",
            refused="走访的代表最多5人",
            category="PF11",
            people=8,
            facts_told="广场音响每晚到十一点。",
            claims="九点半以后关掉。",
            parties=[petitioner(f"代表{n}") for n in "甲乙丙丁戊己"],
        ),
        registered(
            "2026-07-06 09:10",
            "huang",
            category="PF11",
            people=8,
            facts_told="广场音响每晚到十一点。",
            claims="九点半以后关掉。",
            parties=[petitioner(n) for n in ("田大妈", "贺师傅", "聂姐", "池叔", "米婶")],
        ),
        classified("2026-07-06 09:30", "R6", "huang"),
        accepted("2026-07-08 09:00", "huang"),
        inquired("2026-07-13 21:30", "huang", "连续三晚到场，十点以后仍在播放。"),
        act("2026-07-14 09:00", "huang", "mediate", text="舞队和住户代表都愿意坐下来谈。"),
        act(
            "2026-07-16 16:00",
            "huang",
            "end_mediation",
            agreed="yes",
            text="约定晚上九点半关音响。",
            files=["$scan"],
        ),
        decided(
            "2026-07-20 09:00",
            "guo",
            "support",
            request="九点半以后关掉音响。",
            findings="夜间播放影响休息，双方已经谈成。",
            text="按协议执行，街道巡查一个月。",
            law="噪声污染防治的有关规定。",
            implement_by="2026-08-20",
        ),
        delivered("2026-07-21 09:00", "huang"),
        act("2026-08-19 09:00", "huang", "implement", text="巡查一个月，没有再超时。"),
        tended("2026-08-21 02:00"),
        closed("2026-08-24 09:00", "huang", tags=("resolved",), text="已经落实。"),
    ),
)
