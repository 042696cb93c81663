"""第三十一天: one side asked in time, the other came a day too late."""

from hejie.rooms.confirmation.stories.phrases import (
    agreed,
    asked,
    consented,
    pays,
    person,
    shown,
    tended,
)
from hejie.stories.telling import Story

story = Story(
    key="sought_on_day_31",
    title="第三十一天才想起来",
    procedure="confirmation",
    outcome="not_applied",
    teaches="三十日内要双方都同意才算申请。过了就关门：协议照样有约束力，不履行可以起诉。",
    acts=(
        *agreed(
            "2026-05-12",
            parties=[
                person("applicant", "彭秀云", "13807280641"),
                person("respondent", "曹大军", "13807280642"),
            ],
            category="MD06",
            told="装修尾款六千元。",
            terms=[pays("2026-06-30", "6000")],
        ),
        asked("2026-06-09 19:00"),
        shown("2026-06-09 19:05"),
        consented("2026-06-09 19:06", "p1"),
        consented("2026-06-12 08:00", "p2", refused="协议生效已经超过三十日"),
        *tended("2026-06-12 09:00"),
        asked("2026-06-12 10:00", of="再申请", refused="协议生效已经超过三十日"),
    ),
)
