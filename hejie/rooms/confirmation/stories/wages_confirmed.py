"""工资协议确认: two instalments, one kept and one not, and a ruling that can be enforced."""

from hejie.rooms.confirmation.stories.phrases import (
    agreed,
    applied,
    firm,
    in_review,
    mediate,
    pays,
    person,
    ruled_valid,
    served,
)
from hejie.stories.telling import Story, act

story = Story(
    key="wages_confirmed",
    title="工资协议，从调解到强制执行",
    procedure="confirmation",
    outcome="enforcement_applied",
    teaches="劳动争议的协议只有付钱的内容才能确认；双方各用自己的手机同意，裁定送达后生效，到期不付可以直接申请执行。",
    acts=(
        *agreed(
            "2026-04-07",
            parties=[
                person("applicant", "陈大勇", "13807280601"),
                firm("respondent", "十堰宏达建筑劳务有限公司", "13807280602", head="何经理"),
            ],
            category="MD09",
            place="420303001001",
            told="在工地干了五个月，还欠一万六千元工资。",
            terms=[pays("2026-05-10", "8000"), pays("2026-06-10", "8000")],
        ),
        *applied("2026-04-10"),
        *in_review("2026-04-13", "7"),
        act(
            "2026-04-13 15:00",
            "fangming",
            "set_review",
            begins="2026-04-16 09:30",
            way="on_site",
            text="诉讼服务中心二楼调解确认室，请带身份证。",
        ),
        act(
            "2026-04-16 10:10",
            "fangming",
            "hold_review",
            present=["p1", "p2"],
            record="双方都说协议是自愿签的，金额、日期没有错。",
        ),
        ruled_valid("2026-04-17 16:00", "7"),
        served("2026-04-20 09:00", "p1"),
        served("2026-04-20 15:00", "p2", way="direct"),
        mediate("2026-05-08 17:30", "p2", "perform", subject="1", outcome="performed", paid="8000"),
        act(
            "2026-06-08 09:00",
            "p1",
            "apply_enforcement",
            refused="还没有到期",
            term="2",
            amount="8000",
            reason="怕他不给。",
        ),
        act(
            "2026-06-15 09:00",
            "p1",
            "apply_enforcement",
            term="2",
            amount="8000",
            reason="第二期到期没有付，打电话不接。请求强制执行八千元。",
            property_clues="公司在工业新区有项目部。",
        ),
        mediate(
            "2026-06-16 10:00", "deng", "record_breach", subject="2", text="公司没有付第二期。"
        ),
    ),
)
