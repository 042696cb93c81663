"""约了没来: the slot is free again, and nothing follows."""

from hejie.rooms.reception.stories.phrases import TOWN, booked, published
from hejie.stories.telling import Story, act

story = Story(
    key="did_not_come",
    title="约了没有来",
    procedure="reception",
    outcome="absent",
    teaches="没有来的，只记这件事没有谈成；以后照样可以约。",
    acts=(
        published("2026-08-24 09:00", "luo", "shuji", "2026-09-07 09:00", of=TOWN),
        booked("2026-08-26 09:00", "visitor", TOWN, 1, topic="低保复审。", name="糜丽"),
        act("2026-09-07 10:00", "luo", "miss"),
        act("2026-09-07 11:00", "luo", "hold", of=TOWN),
    ),
)
