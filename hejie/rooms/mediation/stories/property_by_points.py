"""离婚财产打分分: what a marriage left behind, divided by points that each gave unseen."""

from hejie.rooms.mediation.stories.phrases import (
    applicant,
    chosen,
    drafted,
    held,
    respondent,
    sealed,
    signed,
    tended,
    term,
)
from hejie.stories.telling import Story, act

story = Story(
    key="property_by_points",
    title="离婚财产，打分来分",
    procedure="mediation",
    outcome="performed",
    teaches="两个人各有一百分，密封打给房子、车、存款、店铺；得分一样多，最多一件要分开，折价补给对方；"
    "结果写进协议。",
    acts=(
        act(
            "2026-10-08 09:20",
            "lin",
            "register",
            facts_told="九月办了离婚登记，房子、车、存款和早餐店当时没有分，坐下来就吵。",
            claims="把东西分清楚。",
            category="MD01",
            place="420303003005",
            source="applied",
            channel="window",
            amount="900000",
            parties=[applicant("邹文娟", "13807280521"), respondent("卜志军", "13807280522")],
        ),
        act("2026-10-08 09:40", "lin", "invite"),
        act("2026-10-08 19:30", "p2", "answer_invitation", answer="yes"),
        *chosen("he", {"p1": "2026-10-09 09:00", "p2": "2026-10-09 09:30"}),
        act("2026-10-09 10:00", "he", "disclose", relation="none"),
        act(
            "2026-10-09 10:10",
            "he",
            "set_session",
            begins="2026-10-15 14:00",
            ends="2026-10-15 16:00",
            way="on_site",
            venue="zw-2",
        ),
        held(
            "2026-10-15 15:00",
            "he",
            "1",
            present=["p1", "p2"],
            result="continue",
            record="双方列出要分的四样东西，房子作价八十万元，没有争议。",
            negotiation="谁都说自己吃亏，愿意试试各自打分。",
        ),
        act(
            "2026-10-15 15:05",
            "he",
            "offer_tool",
            tool="adjusted_winner",
            payee="p1",
            payer="p2",
            goods=["house", "car", "deposit", "shop"],
            text="房子作价八十万元；店铺是早餐店。",
        ),
        act("2026-10-15 15:08", "p1", "accept_rule", answer="yes"),
        act("2026-10-15 15:09", "p2", "accept_rule", answer="yes"),
        act(
            "2026-10-15 15:15",
            "p1",
            "seal_answer",
            good_house=60,
            good_car=10,
            good_deposit=15,
            good_shop=15,
        ),
        act(
            "2026-10-15 15:18",
            "p2",
            "seal_answer",
            good_house=50,
            good_car=15,
            good_deposit=10,
            good_shop=25,
        ),
        *tended("2026-10-15 15:19"),
        *drafted(
            "2026-10-15 15:30",
            "he",
            shown="2026-10-15 15:35",
            facts_agreed="双方已登记离婚，房屋、汽车、存款、早餐店没有分割。",
            points="四样东西怎么分。",
            terms=[
                term(
                    "p2", "p1", "2026-11-13", thing="配合把房屋过户到女方名下", way="一起到登记大厅"
                ),
                term("p1", "p2", "2026-11-13", sum="254545.45", way="银行转账"),
                term("p1", "p2", "2026-10-23", thing="汽车、早餐店归男方", way="当面交接"),
                term("p2", "p1", "2026-10-23", thing="存款归女方", way="一起到银行"),
            ],
            copies=3,
        ),
        *signed("2026-10-15", {"p1": "15:40", "p2": "15:45"}, "he"),
        sealed("2026-10-15 17:00", "meng"),
        *tended("2026-10-20 06:00"),
        act(
            "2026-10-21 16:00",
            "he",
            "visit",
            clock="visit:",
            way="phone",
            reached="yes",
            applicant_said="约好了去交接。",
            respondent_said="明天把存折带上。",
        ),
        *(
            act(
                f"2026-10-22 10:0{number}",
                "he",
                "perform",
                subject=number,
                outcome="performed",
                text="双方当面交接。",
            )
            for number in ("3", "4")
        ),
        *tended("2026-11-10 06:00"),
        *(
            act(
                f"2026-11-12 10:0{number}",
                "he",
                "perform",
                subject=number,
                outcome="performed",
                text="已经过户，钱也收到了。",
            )
            for number in ("1", "2")
        ),
    ),
)
