"""受理后撤回: both have paid and been paid, the court lets them go."""

from hejie.rooms.confirmation.stories.phrases import agreed, applied, in_review, pays, person
from hejie.stories.telling import Story, act

story = Story(
    key="both_withdraw",
    title="钱已经付了，不用确认了",
    procedure="confirmation",
    outcome="withdrawn",
    teaches="裁定作出以前可以申请撤回；法院已经受理的，由法院准许。",
    acts=(
        *agreed(
            "2026-07-07",
            parties=[
                person("applicant", "孔令辉", "13807280681"),
                person("respondent", "毛建军", "13807280682"),
            ],
            category="MD13",
            told="电动车修了三次修不好，要退钱。",
            terms=[pays("2026-07-31", "2600")],
        ),
        *applied("2026-07-08"),
        *in_review("2026-07-09", "16"),
        act("2026-07-13 12:00", "p1", "withdraw", reason="他已经把钱转给我了。"),
        act("2026-07-13 16:00", "fangming", "permit_withdrawal"),
    ),
)
