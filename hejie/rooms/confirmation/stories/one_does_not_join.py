"""一方不愿意: nobody has to join; the agreement binds all the same."""

from hejie.rooms.confirmation.stories.phrases import agreed, asked, consented, pays, person, shown
from hejie.stories.telling import Story

story = Story(
    key="one_does_not_join",
    title="对方不愿意一起申请",
    procedure="confirmation",
    outcome="not_applied",
    teaches="司法确认要双方自愿；一方说不，申请就不再进行，协议不受影响。",
    acts=(
        *agreed(
            "2026-06-02",
            parties=[
                person("applicant", "贺敏", "13807280651"),
                person("respondent", "侯玉梅", "13807280652"),
            ],
            category="MD07",
            told="借了五千元，说好年底还。",
            terms=[pays("2026-12-20", "5000")],
        ),
        asked(
            "2026-06-03 19:00",
            harmful=["not_voluntary"],
            refused="不能申请：违反自愿原则",
        ),
        asked("2026-06-03 19:02"),
        shown("2026-06-03 19:05"),
        consented("2026-06-03 19:06", "p1"),
        consented("2026-06-04 12:00", "p2", answer="no"),
    ),
)
