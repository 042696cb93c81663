"""临时有会: the day is called off, the booking given back."""

from hejie.rooms.reception.stories.phrases import DISTRICT, booked, published
from hejie.stories.telling import Story, act

story = Story(
    key="leader_called_away",
    title="领导临时有会",
    procedure="reception_day",
    outcome="called_off",
    teaches="取消接访日要写理由，约好的人请改约别的日子。",
    acts=(
        published("2026-08-03 09:00", "lin", "quzhang", "2026-08-17 09:00", of=DISTRICT),
        booked("2026-08-05 09:00", "visitor", DISTRICT, 2, topic="小区停车。", name="甘霖"),
        act(
            "2026-08-14 09:00",
            "lin",
            "call_off",
            of=DISTRICT,
            text="当天全市防汛会商，改到下周一。",
        ),
        act("2026-08-14 09:10", "lin", "cancel"),
    ),
)
