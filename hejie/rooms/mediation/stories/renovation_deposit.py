"""装修押金: drafted and signed by one side; one signature is missing."""

from hejie.rooms.mediation.stories.phrases import (
    applicant,
    chosen,
    confirmed,
    drafted,
    held,
    term,
    unit,
)
from hejie.stories.telling import Story, act

story = Story(
    key="renovation_deposit",
    title="装修押金不退",
    procedure="mediation",
    outcome="in_session",
    teaches="还差一个签字的协议：每一方看到的是同一份文本，最后一个签字到了才生效。",
    acts=(
        act(
            "2026-11-09 09:20",
            "jiang",
            "register",
            facts_told="装修完半年了，物业以楼道划伤为由不退五千元押金。",
            claims="退还押金五千元。",
            category="MD05",
            place="420303003001",
            source="applied",
            channel="window",
            amount="5000",
            parties=[
                applicant("涂敏", "13807280381"),
                unit("respondent", "东风车城物业服务部", "0719-8230381", head="毕成刚"),
            ],
        ),
        act("2026-11-09 10:00", "jiang", "accept", consenting=["p1", "p2"], said="phone"),
        *chosen("yu", {"p1": "2026-11-10 09:00", "p2": "2026-11-10 10:00"}),
        act("2026-11-10 14:00", "yu", "disclose", relation="none"),
        act(
            "2026-11-10 14:10",
            "yu",
            "set_session",
            begins="2026-11-17 15:00",
            ends="2026-11-17 16:30",
            way="on_site",
            venue="checheng-1",
        ),
        held(
            "2026-11-17 16:30",
            "yu",
            "1",
            present=["p1", "p2"],
            result="agreed",
            record="双方到场，看了楼道照片，对划伤三处没有争议。",
            negotiation="物业先说扣一千，后同意只扣三百。",
        ),
        *drafted(
            "2026-11-19 09:00",
            "yu",
            shown="2026-11-19 09:05",
            facts_agreed="装修时划伤楼道墙面三处，押金五千元未退。",
            points="押金退多少。",
            copies=3,
            liability="涂敏承担修补费三百元。",
            terms=[term("p2", "p1", "2026-12-04", sum="4700.00")],
        ),
        confirmed("2026-11-19 18:20", "p1"),
        act("2026-11-19 18:20", "p1", "sign", digest="$digest", drawn="$signature"),
    ),
)
