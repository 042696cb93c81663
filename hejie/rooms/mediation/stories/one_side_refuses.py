"""一方不愿意: an employer says no, and nothing keeps the worker from arbitration."""

from hejie.rooms.mediation.stories.phrases import applicant, unit
from hejie.stories.telling import ISSUE, Story, act

story = Story(
    key="one_side_refuses",
    title="公司不愿意调解",
    procedure="mediation",
    outcome="refused",
    teaches="调解自愿：一方明确不同意就结束，期限全部停止，告知仲裁、行政、起诉的途径。",
    acts=(
        act(
            "2026-11-02 20:30",
            "visitor",
            "apply",
            facts_told="在餐馆做了两年服务员，没有签劳动合同，上个月突然叫我不用来了。",
            claims="支付经济补偿六千元。",
            category="MD08",
            place="420303004008",
            way="on_site",
            amount="6000",
            parties=[
                applicant("祝小琴", "13807281101"),
                unit("respondent", "聚友餐馆", "13807281102", head="邹老板"),
            ],
        ),
        act("2026-11-03 09:00", "lin", "invite"),
        act("2026-11-04 10:00", "p1", "supplement", text="补充：工资是微信发的，有两年的记录。"),
        act("2026-11-05 15:30", "p2", "answer_invitation", answer="no", reason="让她去仲裁。"),
        act("2026-11-05 15:40", "lin", ISSUE, kind="termination"),
        act(
            "2026-11-05 16:00",
            "lin",
            "remark",
            text="已电话告诉祝小琴：可以到区劳动人事争议仲裁委员会申请仲裁，法律援助打12348。",
        ),
        act("2026-11-05 20:00", "p1", "rate", stars=3, text="没谈成，但是知道该去哪儿了。"),
    ),
)
