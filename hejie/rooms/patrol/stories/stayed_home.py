"""下雨不去了: a shift that was planned and not walked."""

from hejie.stories.telling import Story, act

story = Story(
    key="stayed_home",
    title="下雨不去了",
    procedure="shift",
    outcome="cancelled",
    teaches="计划了不去，取消就行，没有后果。",
    acts=(
        act(
            "2026-07-29 12:00",
            "mai",
            "plan",
            begins="2026-07-29 19:00",
            ends="2026-07-29 21:00",
            route_plan="市场一带。",
        ),
        act("2026-07-29 18:00", "mai", "cancel"),
    ),
)
