"""写了信又上门: one matter, both dates kept."""

from hejie.rooms.petitions.stories.phrases import classified, forwarded, petitioner, registered
from hejie.stories.telling import Story, act

LETTER = "来信"

story = Story(
    key="told_twice_to_two",
    title="写了信又上门",
    procedure="petition",
    outcome="merged",
    teaches="同一件事正在期限内办理，又提一次的，并到先登记的那一件，两次的日期都保留。",
    acts=(
        registered(
            "2026-10-12 09:00",
            facts_told="上周写信说过，楼顶还在漏。",
            claims="批下维修资金。",
            repeat=True,
            parties=[petitioner("严文清", "13807283071")],
        ),
        registered(
            "2026-10-12 09:30",
            of=LETTER,
            channel="letter",
            occurred="2026-10-09 15:00",
            facts_told="楼顶漏水，维修资金批不下来。",
            claims="批下维修资金。",
            parties=[petitioner("严文清", "13807283071")],
        ),
        classified("2026-10-12 10:00", "R6", of=LETTER),
        act(
            "2026-10-12 10:20",
            "jin",
            "merge",
            merged_into=f"$matter:{LETTER}",
            reason="同一栋楼、同一件事，信上周五就收到了。",
        ),
        forwarded("2026-10-13 09:00", "zw-housing", of=LETTER),
    ),
)
