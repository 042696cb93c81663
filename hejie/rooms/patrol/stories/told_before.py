"""两个人看见同一盏灯: a likely copy is shown, and one is merged into the other."""

from hejie.rooms.patrol.stories.phrases import SQUARE, accepted, seen
from hejie.stories.telling import Story, act

EARLIER = "先看到的"
NEAR = {"lon": "110.5848", "lat": "32.4938"}

story = Story(
    key="told_before",
    title="两个人看见同一个井盖",
    procedure="event",
    outcome="merged",
    teaches="五十米以内、一天之内的同类事会列出来，由受理的人看是不是同一件；不会自动合并。",
    acts=(
        seen(
            "2026-07-21 08:40",
            "visitor",
            "EV02",
            "花果市场门口",
            "井盖斜着，差点绊倒。",
            step="tell",
            **NEAR,
        ),
        seen(
            "2026-07-21 12:00",
            "mai",
            "EV02",
            "花果市场东门",
            "井盖移位。",
            of=EARLIER,
            occurred="2026-07-21 08:10",
            **SQUARE,
        ),
        accepted("2026-07-21 12:10", "S3", refused="是同一件的请并案"),
        act(
            "2026-07-21 12:15",
            "luo",
            "merge",
            merged_into=f"$matter:{EARLIER}",
            reason="同一个井盖。",
        ),
        accepted("2026-07-21 12:20", "S3", of=EARLIER, distinct=True),
    ),
)
