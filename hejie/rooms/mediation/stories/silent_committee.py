"""没有回音，另行委派: three working days of silence, another committee, and the court files it."""

from hejie.rooms.mediation.stories.phrases import applicant, respondent
from hejie.stories.telling import Story, act

story = Story(
    key="silent_committee",
    title="树枝伸过墙，委派去没有回音",
    procedure="mediation",
    outcome="filed",
    teaches="调解组织三个工作日没有确认，法院可以另行委派（人民法院在线调解规则 第十二条）；"
    "对方不同意调解的，材料送回，法院依法立案。",
    acts=(
        act(
            "2026-07-06 10:00",
            "qin",
            "refer",
            facts_told="邻居的梧桐树枝伸过院墙，落叶堵了屋檐排水，砸坏了瓦。",
            claims="修剪树枝，赔偿八百元。",
            category="MD03",
            place="420303003009",
            route="B",
            case_number="（2026）鄂0303民诉前调0702号",
            contact="秦雨桐 0719-8651177",
            holder="t-420303003",
            amount="800",
            parties=[applicant("芦桂花", "13807286101"), respondent("单志明", "13807286102")],
        ),
        act(
            "2026-07-08 09:00",
            "qin",
            "reassign",
            holder="zw-property",
            refused="三个工作日还没有过",
        ),
        act("2026-07-27 08:40", "qin", "reassign", holder="zw-property"),
        act("2026-07-27 10:00", "lin", "sign_for", list_checked=True),
        act("2026-07-27 10:10", "lin", "invite"),
        act("2026-07-28 09:00", "p1", "answer_invitation", answer="yes"),
        act("2026-07-29 16:00", "p2", "answer_invitation", answer="no"),
        act("2026-07-30 08:50", "lin", "send_back"),
        act("2026-07-30 14:00", "qin", "file_case", filed_number="（2026）鄂0303民初1987号"),
    ),
)
