"""等一方接受调解员: named, disclosed, accepted by one; the other has not said."""

from hejie.rooms.mediation.stories.phrases import applicant, respondent
from hejie.stories.telling import Story, act

story = Story(
    key="mediator_disclosed",
    title="调解员是以前的同事",
    procedure="mediation",
    outcome="accepted",
    teaches="其他可能影响公正的关系也要说明；各方都接受了才算定下来。",
    acts=(
        act(
            "2026-11-16 10:10",
            "du",
            "register",
            facts_told="合买的一台收割机，一人要卖一人要留，价钱谈不拢。",
            claims="把机器折价分清。",
            category="MD06",
            place="420303101201",
            source="applied",
            channel="window",
            amount="46000",
            parties=[applicant("牟长河", "13807283001"), respondent("佟有粮", "13807283002")],
        ),
        act("2026-11-16 10:20", "du", "accept", consenting=["p1", "p2"], said="on_site"),
        act("2026-11-16 10:30", "du", "name_mediator", mediators=["$account:min"]),
        act(
            "2026-11-17 09:00",
            "min",
            "disclose",
            relation="other",
            text="我和牟长河二十年前在镇农机站同事三年，现在没有来往。",
        ),
        act("2026-11-17 12:00", "p1", "accept_mediator", answer="yes"),
    ),
)
