"""在别的平台上调解: the package goes out, a receipt comes back, and then the outcome."""

from hejie.rooms.mediation.stories.exchange import outcome, receipt
from hejie.rooms.mediation.stories.phrases import applicant, unit
from hejie.stories.telling import ISSUE, Story, act

story = Story(
    key="other_platform",
    title="停车费，在行业协会的平台上调解",
    procedure="mediation",
    outcome="returned",
    teaches="材料包导出给别的平台，对方的回执和送回的材料包验过签名再登记；结果和无争议事实都在里面。",
    acts=(
        act(
            "2026-09-14 09:00",
            "qin",
            "refer",
            facts_told="商场停车场多收了半年停车费，要求退还六百元。",
            claims="退还六百元。",
            category="MD13",
            place="420303003014",
            route="B",
            case_number="（2026）鄂0303民诉前调1002号",
            contact="秦雨桐 0719-8651177",
            holder="zw-medical",
            amount="600",
            parties=[
                applicant("鲍小勤", "13807286401"),
                unit("respondent", "东城商业管理有限公司", "13807286402", head="褚经理"),
            ],
        ),
        act("2026-09-14 09:10", "qin", ISSUE, kind="referral_package"),
        act("2026-09-14 15:00", "qin", "file_receipt", receipt_file=receipt("SX-2026-88")),
        act(
            "2026-09-28 16:00",
            "qin",
            "take_return",
            package_file=outcome("failed", undisputed=("多收的月份是三月到八月。",)),
        ),
    ),
)
