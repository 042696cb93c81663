"""追尾: a fresh certificate, both ask the traffic police; handed over within ten days."""

from hejie.rooms.mediation.stories.phrases import applicant, respondent
from hejie.stories.telling import Story, act

story = Story(
    key="crash_to_police",
    title="路口追尾",
    procedure="mediation",
    outcome="transferred",
    teaches="路径I：收到事故认定书十日内，各方可以共同申请交警调解。",
    acts=(
        act(
            "2026-11-02 16:40",
            "visitor",
            "apply",
            facts_told="在路口等灯被后车追尾，认定书昨天拿到了，修车和误工的钱谈不拢。",
            claims="赔修车费和误工费六千元。",
            category="MD10",
            place="420303003002",
            amount="6000",
            parties=[applicant("谭志成", "13807280321"), respondent("康伟", "13807280322")],
        ),
        act("2026-11-03 08:50", "jiang", "invite", text="双方电话里都想先找交警。"),
        act(
            "2026-11-03 11:00",
            "jiang",
            "hand_over",
            door="traffic_police",
            text="双方同意一起到交警大队申请，认定书是{2026-11-01}收到的，请在十日内去。",
        ),
    ),
)
