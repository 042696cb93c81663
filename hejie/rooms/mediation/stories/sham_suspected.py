"""疑似虚假调解: a debt that nobody disputes, and a house that others have a claim on."""

from hejie.rooms.mediation.stories.phrases import applicant, chosen, held, respondent
from hejie.stories.telling import ISSUE, Story, act

story = Story(
    key="sham_suspected",
    title="太顺利的一笔借款",
    procedure="mediation",
    outcome="archived",
    teaches="发现疑似虚假调解立即停止、报告；法院委派的退回法院；不出协议。",
    acts=(
        act(
            "2026-06-15 09:00",
            "qin",
            "refer",
            facts_told="原告称借给被告五十万元，要求用被告的房屋抵债，被告全部承认。",
            claims="以房抵债。",
            category="MD07",
            place="420303003004",
            route="B",
            case_number="（2026）鄂0303民诉前调0633号",
            contact="秦雨桐 0719-8651177",
            holder="zw-centre",
            amount="500000",
            parties=[applicant("苗志远", "13807281401"), respondent("单立军", "13807281402")],
        ),
        act("2026-06-16 08:40", "lin", "sign_for", list_checked=True),
        act("2026-06-16 09:00", "lin", "accept", consenting=["p1", "p2"], said="phone"),
        *chosen("peng", {"p1": "2026-06-16 09:10", "p2": "2026-06-16 09:11"}),
        act("2026-06-16 10:00", "peng", "disclose", relation="none"),
        act(
            "2026-06-16 10:10",
            "peng",
            "set_session",
            begins="2026-06-18 09:00",
            ends="2026-06-18 11:00",
            way="on_site",
            venue="zw-1",
        ),
        held(
            "2026-06-18 09:50",
            "peng",
            "1",
            present=["p1", "p2"],
            result="continue",
            record="双方陈述一致，没有任何争议，都要求当天出协议。问到款项来源和交付，说不清。",
        ),
        act(
            "2026-06-18 10:10",
            "peng",
            "suspect_sham",
            told="区综治中心负责人孟宪华；区法院秦雨桐",
            text="五十万元没有转账记录，被告另有三件执行案，疑似为躲债串通。",
        ),
        act("2026-06-18 10:20", "peng", "draft_agreement", refused="现在的状态是“中止”"),
        act(
            "2026-06-23 15:00",
            "meng",
            "fail",
            reason="sham",
            basic_facts="双方主张的借款没有交付凭证，被申请人涉多起执行案件，疑似虚假调解。",
        ),
        act("2026-06-23 15:05", "meng", ISSUE, kind="failure_report"),
        act("2026-06-23 15:10", "meng", "send_back", text="疑似虚假调解，请依法审查。"),
        act("2026-07-02 16:00", "qian", "archive", pages_checked=True),
    ),
)
