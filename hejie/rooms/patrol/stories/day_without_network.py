"""没有信号的一天: seen in the morning, arrived in the evening, settled by oneself."""

from hejie.rooms.patrol.stories.phrases import SQUARE, seen
from hejie.stories.telling import Story, act

RUBBISH, BRANCH = "垃圾", "树枝"

story = Story(
    key="day_without_network",
    title="山上没有信号的一天",
    procedure="event",
    outcome="self_handled",
    teaches="没有网络也照样上报，有网络再发。看到的时间和送到的时间都保留。轻微的当场办好，附办好以后的照片；别的要上报。",
    acts=(
        seen(
            "2026-07-23 18:30",
            "mai",
            "EV03",
            "花果村三组路边",
            "一袋垃圾，已经清走。",
            step="settle",
            of=RUBBISH,
            occurred="2026-07-23 09:10",
            after="$photo",
            **SQUARE,
        ),
        seen(
            "2026-07-23 18:31",
            "mai",
            "EV05",
            "花果村五组祠堂",
            "电线搭在木梁上。",
            step="settle",
            of="电线",
            refused="要上报，不能自行处置了结",
            after="$photo",
            **SQUARE,
        ),
        seen(
            "2026-07-23 18:32",
            "mai",
            "EV03",
            "花果村六组",
            "树枝挡路。",
            of=BRANCH,
            occurred="2026-07-23 11:40",
            **SQUARE,
        ),
        act("2026-07-23 19:00", "mai", "handle_self", of=BRANCH, text="锯断搬开。", after="$photo"),
    ),
)
