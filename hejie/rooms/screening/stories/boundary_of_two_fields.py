"""两家的地界: a finding goes on to mediation, another is left open with a reason."""

from hejie.rooms.screening.stories.phrases import CAMPAIGN, found, launched
from hejie.stories.telling import Story, act

BOUNDARY, PATH = "地界", "机耕路"

story = Story(
    key="boundary_of_two_fields",
    title="春耕前查地界",
    procedure="campaign",
    outcome="ended",
    teaches="矛盾纠纷转调解。结束的时候还有没销号的，写明为什么、谁接着办。",
    acts=(
        launched(
            "2026-03-02 09:00",
            "luo",
            "land",
            "春耕前土地纠纷排查",
            ["地界清不清", "机耕路通不通"],
            begins="2026-03-02",
            ends="2026-03-31",
        ),
        found("2026-03-05 10:00", "shan", BOUNDARY, 1, "两家争一条田埂，已经吵过两次。"),
        act(
            "2026-03-05 14:00",
            "luo",
            "hand_over",
            of=BOUNDARY,
            to="mediation",
            text="双方愿意调解，已经登记。",
        ),
        found("2026-03-06 10:00", "shan", PATH, 2, "机耕路被水冲断。"),
        act("2026-03-06 15:00", "luo", "assign", of=PATH, holder="zw-land", due="2026-05-30"),
        act(
            "2026-03-31 16:00",
            "luo",
            "finish",
            of=CAMPAIGN,
            refused="还有1件没有销号",
            text="查完了。",
        ),
        act(
            "2026-03-31 16:05",
            "luo",
            "finish",
            of=CAMPAIGN,
            text="查了三个村，发现两处。",
            left="机耕路要等汛期以后修，由区自然资源所接着办。",
        ),
    ),
)
