"""材料包来的委派: another system's package opens a matter; all sides let the court read on."""

from hejie.rooms.mediation.stories.exchange import referral
from hejie.rooms.mediation.stories.phrases import chosen, held
from hejie.stories.telling import ISSUE, Story, act

story = Story(
    key="by_package",
    title="工棚押金，材料包送来的委派",
    procedure="mediation",
    outcome="failed",
    teaches="法院系统导出的材料包验过签名才登记；各方都同意的，协商笔录单独交给法院。",
    acts=(
        act(
            "2026-10-26 09:00",
            "lin",
            "take_referral",
            package_file=referral(
                number="（2026）鄂0303民诉前调1190号",
                to="zw-environment",
                parties=("宗长林", "13807286301", "乐建军", "13807286302"),
                facts="租用工棚的押金三千元，退场时对方以地面污染为由不退。",
                claims="退还押金三千元。",
                amount="3000",
            ),
        ),
        act("2026-10-26 09:20", "lin", "sign_for", list_checked=True),
        act("2026-10-26 09:30", "lin", "accept", consenting=["p1", "p2"], said="phone"),
        *chosen("fang", {"p1": "2026-10-26 12:10", "p2": "2026-10-26 18:30"}),
        act("2026-10-27 08:40", "fang", "disclose", relation="none"),
        act(
            "2026-10-27 09:00",
            "fang",
            "set_session",
            begins="2026-11-02 14:30",
            ends="2026-11-02 16:00",
            way="phone",
        ),
        held(
            "2026-11-02 15:50",
            "fang",
            "1",
            present=["p1", "p2"],
            result="apart",
            record="双方说明退场时的地面情况。",
            negotiation="对方愿退两千元，申请人要两千五百元，差五百元。",
        ),
        act("2026-11-02 16:10", "p1", "allow_disclosure", answer="yes"),
        act("2026-11-02 20:00", "p2", "allow_disclosure", answer="yes"),
        act(
            "2026-11-03 09:00",
            "fang",
            "fail",
            reason="apart",
            basic_facts="押金三千元已付，工棚已退；对地面清洗费有争议。",
        ),
        act("2026-11-03 09:10", "fang", "send_back"),
        act("2026-11-03 09:20", "fang", "send_negotiation"),
        act("2026-11-03 09:20", "fang", ISSUE, kind="negotiation_package"),
        act("2026-11-03 09:30", "p2", "allow_disclosure", answer="no", refused="已经交给法院"),
    ),
)
