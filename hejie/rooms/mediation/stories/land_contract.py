"""承包地的边界: a village committee tries, hands up, and the town shows the way to arbitration."""

from hejie.rooms.mediation.stories.phrases import applicant, respondent
from hejie.stories.telling import Story, act

story = Story(
    key="land_contract",
    title="承包地的边界",
    procedure="mediation",
    outcome="archived",
    teaches="路径K：村调委会上交，镇里指引到农村土地承包仲裁；编号一直不变。",
    acts=(
        act(
            "2026-05-11 10:00",
            "fu",
            "register",
            facts_told="两家承包地相邻，流转后界石不见了，各说各的边。",
            claims="按承包合同重新定界。",
            category="MD15",
            place="420303001202",
            source="grid",
            channel="visit",
            parties=[applicant("夏正新", "13807280341"), respondent("夏正启", "13807280342")],
        ),
        act(
            "2026-05-12 09:00",
            "fu",
            "hand_up",
            holder="t-420303001",
            reason="两家都是本家，村里不好断，请街道来办。",
        ),
        act("2026-05-12 14:30", "luo", "invite"),
        act(
            "2026-05-15 10:10",
            "luo",
            "hand_over",
            door="land_arbitration",
            text="夏正启要凭合同仲裁。已告知申请仲裁的时效是二年。",
        ),
        act("2026-06-08 09:00", "luo", "archive", pages_checked=True),
    ),
)
