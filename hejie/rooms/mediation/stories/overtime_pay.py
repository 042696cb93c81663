"""加班费: fifteen days that end this week, and a session before they do."""

from hejie.rooms.mediation.stories.phrases import applicant, chosen, unit
from hejie.stories.telling import Story, act

story = Story(
    key="overtime_pay",
    title="两个月的加班费",
    procedure="mediation",
    outcome="assigned",
    teaches="劳动争议自收到申请之日起十五日；期满没有达成协议，可以去仲裁。",
    acts=(
        act(
            "2026-11-11 12:30",
            "visitor",
            "apply",
            facts_told="在配件厂上夜班，九月、十月每天多干两个小时，没有算加班费。",
            claims="补发加班费两千八百元。",
            category="MD08",
            place="420303400001",
            amount="2800",
            way="on_site",
            parties=[
                applicant("符丽娟", "13807282501"),
                unit("respondent", "西城汽车配件厂", "13807282502", head="管厂长"),
            ],
        ),
        act("2026-11-12 09:00", "lin", "invite", text="请带考勤记录。"),
        act("2026-11-13 16:00", "p2", "answer_invitation", answer="yes"),
        *chosen("tang", {"p1": "2026-11-13 20:00", "p2": "2026-11-16 09:00"}),
        act("2026-11-16 10:00", "tang", "disclose", relation="none"),
        act("2026-11-18 20:10", "p1", "supplement", text="班长的排班微信我都存着。"),
        act(
            "2026-11-19 09:00",
            "tang",
            "set_session",
            begins="2026-11-25 14:30",
            ends="2026-11-25 17:00",
            way="on_site",
            venue="zw-1",
        ),
    ),
)
