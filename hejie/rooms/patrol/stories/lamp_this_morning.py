"""今天早上的灯: still open, for the demonstration."""

from hejie.rooms.patrol.stories.phrases import SQUARE, accepted, seen, sent_to
from hejie.stories.telling import Story, act

story = Story(
    key="lamp_this_morning",
    title="还在处置的一件",
    procedure="event",
    outcome="in_handling",
    teaches="正在处置的事件，期限一直在走。",
    acts=(
        seen("2026-11-20 08:30", "mai", "EV01", "花果村小学门口", "路灯罩掉下来一半。", **SQUARE),
        accepted("2026-11-20 09:00", "S4"),
        sent_to("2026-11-20 09:20", "zw-lights"),
        act("2026-11-20 14:00", "kang", "begin", crew="维修二组"),
    ),
)
