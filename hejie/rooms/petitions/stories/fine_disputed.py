"""不服罚款: to reconsideration, which has its own clocks."""

from hejie.rooms.petitions.stories.phrases import classified, forwarded, petitioner, registered
from hejie.stories.telling import Story, act

story = Story(
    key="fine_disputed",
    title="不服罚款",
    procedure="petition",
    outcome="diverted",
    teaches="能走诉讼、仲裁、行政复议等程序的，告诉他去哪里、有什么期限，这里不另出意见书。",
    acts=(
        registered(
            "2026-06-22 09:00",
            category="PF09",
            facts_told="小店被罚了三千元，觉得罚重了。",
            claims="撤销罚款。",
            parties=[petitioner("柴永", "13807283051")],
        ),
        classified("2026-06-22 09:20", "R4"),
        forwarded("2026-06-22 09:30", "zw-urban"),
        act(
            "2026-06-24 09:00",
            "cheng",
            "divert",
            path="reconsideration",
            text="自知道处罚之日起六十日内，可以向区政府申请行政复议。",
        ),
    ),
)
