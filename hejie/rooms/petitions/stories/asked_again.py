"""复核以后又来: nothing new, and a reason in writing."""

from hejie.rooms.petitions.stories.phrases import petitioner, registered
from hejie.stories.telling import Story, act

story = Story(
    key="asked_again",
    title="复核以后又来提",
    procedure="petition",
    outcome="not_accepted",
    teaches="经过复核，没有新的事实和理由再提的，不再受理，写明理由告诉他。",
    acts=(
        registered(
            "2026-09-07 09:00",
            channel="letter",
            category="PF02",
            facts_told="还是那三年工龄。",
            claims="补算三年工龄。",
            repeat=True,
            parties=[petitioner("邱长河", "13807283011")],
        ),
        act(
            "2026-09-10 09:00",
            "jin",
            "not_accept",
            ground="reviewed",
            text="复核意见已于8月4日送达，这次没有新的事实和理由。",
        ),
    ),
)
