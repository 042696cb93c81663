"""要确认房子归谁: a matter of title, which the court does not accept."""

from hejie.rooms.confirmation.stories.phrases import agreed, applied, does, person, received
from hejie.stories.telling import Story, act

story = Story(
    key="title_not_accepted",
    title="房子归谁，不能这样确认",
    procedure="confirmation",
    outcome="not_accepted",
    teaches="协议内容是物权确权的，法院裁定不予受理，并告诉该走哪条路。",
    acts=(
        *agreed(
            "2026-06-09",
            parties=[
                person("applicant", "龚菊香", "13807280661"),
                person("respondent", "龚卫东", "13807280662"),
            ],
            category="MD02",
            told="老屋由谁继承，兄妹说不拢。",
            terms=[does("2026-07-31", "确认老屋归龚菊香所有，并交出钥匙")],
            acknowledged=["title.1"],
        ),
        *applied("2026-06-11"),
        received("2026-06-12 09:30"),
        act(
            "2026-06-15 10:00",
            "qin",
            "not_accept",
            ground="title",
            text="协议第一条确认房屋归一方所有。",
        ),
    ),
)
