"""已经判过: what a court has decided is not mediated again; the way is shown."""

from hejie.rooms.mediation.stories.phrases import applicant, respondent
from hejie.stories.telling import ISSUE, Story, act

story = Story(
    key="already_judged",
    title="法院已经判过",
    procedure="mediation",
    outcome="not_accepted",
    teaches="不予受理也要写明理由和该走的路：已经判决的，不服可以上诉，生效的申请执行。",
    acts=(
        act(
            "2026-11-10 09:40",
            "xiang",
            "register",
            facts_told="邻居占了过道，去年打过官司，判了要拆，对方一直没有拆。",
            claims="再调一次，让他拆。",
            category="MD03",
            place="420303004003",
            source="applied",
            channel="window",
            parties=[applicant("殷国强", "13807281301"), respondent("常有田", "13807281302")],
        ),
        act(
            "2026-11-11 10:20",
            "xiang",
            "not_accept",
            reason="judged",
            text="这件事法院已经判决，应当向法院申请强制执行，申请执行的期间是二年。",
        ),
        act("2026-11-11 10:25", "xiang", ISSUE, kind="non_acceptance"),
    ),
)
