"""法院收回: the parties want the judge to decide, and the court takes the case back."""

from hejie.rooms.mediation.stories.phrases import applicant, respondent
from hejie.stories.telling import Story, act

story = Story(
    key="court_recalls",
    title="保证金，法院收回",
    procedure="mediation",
    outcome="recalled",
    teaches="当事人要求由法院处理的，法院写明理由收回；委托的期限不再计算，材料送回。",
    acts=(
        act(
            "2026-09-21 09:20",
            "qin",
            "refer",
            facts_told="加盟店保证金两万元到期不退。",
            claims="退还保证金两万元。",
            category="MD06",
            place="420303002002",
            route="D",
            case_number="（2026）鄂0303民初2650号",
            contact="秦雨桐 0719-8651177",
            holder="zw-centre",
            amount="20000",
            parties=[applicant("温小川", "13807286201"), respondent("甄佳佳", "13807286202")],
        ),
        act("2026-09-21 15:00", "lin", "sign_for", list_checked=True),
        act("2026-09-21 15:10", "lin", "accept", consenting=["p1", "p2"], said="phone"),
        act(
            "2026-09-23 11:00",
            "fangming",
            "recall",
            recall_reason="preservation",
            text="原告申请财产保全，由本院先行处理。",
        ),
        act("2026-09-23 11:30", "lin", "send_back"),
    ),
)
