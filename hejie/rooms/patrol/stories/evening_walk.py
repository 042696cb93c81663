"""傍晚走一圈: a shift of one's own choice, from its plan to its end."""

from hejie.stories.telling import Story, act

story = Story(
    key="evening_walk",
    title="傍晚走一圈",
    procedure="shift",
    outcome="ended",
    teaches="巡防的时间、路线自己选。只有点了开始、还没点结束时才记位置。",
    acts=(
        act(
            "2026-07-28 17:00",
            "yan",
            "plan",
            begins="2026-07-28 19:00",
            ends="2026-07-28 20:30",
            route_plan="村口、河堤、小学。",
        ),
        act("2026-07-28 18:00", "mai", "start", refused="只有本人能办"),
        act("2026-07-28 19:02", "yan", "start"),
        act(
            "2026-07-28 19:40",
            "yan",
            "log",
            text="河堤栏杆松了一根，已经告诉网格员。",
            photos="$photo",
        ),
        act("2026-07-28 20:25", "yan", "end", text="一路平安。"),
    ),
)
