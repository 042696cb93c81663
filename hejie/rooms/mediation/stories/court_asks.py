"""委派以后问双方: signed for and asked; one has said yes, the other not yet."""

from hejie.rooms.mediation.stories.phrases import applicant, respondent
from hejie.stories.telling import Story, act

story = Story(
    key="court_asks",
    title="委派来的借款，等对方答复",
    procedure="mediation",
    outcome="invited",
    teaches="法院委派的，调委会自己不算一方：双方都要问，都同意才受理；三十日从签收起算。",
    acts=(
        act(
            "2026-11-16 10:30",
            "qin",
            "refer",
            facts_told="原告借给被告六千元买摩托车，约好半年还，过了一年没有还。",
            claims="归还借款六千元。",
            category="MD07",
            place="420303002002",
            route="B",
            case_number="（2026）鄂0303民诉前调1274号",
            contact="秦雨桐 0719-8651177",
            holder="zw-centre",
            amount="6000",
            parties=[applicant("宿文斌", "13807284001"), respondent("冉小龙", "13807284002")],
        ),
        act("2026-11-17 14:20", "lin", "sign_for", list_checked=True),
        act("2026-11-17 14:30", "lin", "invite"),
        act("2026-11-18 12:10", "p1", "answer_invitation", answer="yes"),
    ),
)
