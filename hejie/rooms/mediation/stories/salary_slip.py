"""押着的工资: applied for on a Saturday; the fifteen days have begun."""

from hejie.rooms.mediation.stories.phrases import applicant, unit
from hejie.stories.telling import Story, act

story = Story(
    key="salary_slip",
    title="离职了，还押着半个月工资",
    procedure="mediation",
    outcome="registered",
    teaches="周末在网上申请的，劳动争议的十五日从收到申请就起算，不等受理。",
    acts=(
        act(
            "2026-11-21 10:05",
            "visitor",
            "apply",
            facts_told="在超市做收银，月初离职，店长说押半个月工资到年底才给。",
            claims="付清半个月工资一千六百元。",
            category="MD08",
            place="420303003015",
            amount="1600",
            way="phone",
            parties=[
                applicant("农小敏", "13807283601"),
                unit("respondent", "中岳便民超市", "13807283602", head="钮店长"),
            ],
        ),
    ),
)
