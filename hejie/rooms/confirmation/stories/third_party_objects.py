"""利害关系人异议: what one party promised was not its own; the ruling is revoked."""

from hejie.rooms.confirmation.stories.phrases import (
    agreed,
    applied,
    does,
    in_review,
    person,
    ruled_valid,
    served,
    tended,
)
from hejie.stories.telling import Story, act

story = Story(
    key="third_party_objects",
    title="抵账的挖掘机是别人的",
    procedure="confirmation",
    outcome="revoked",
    teaches="利害关系人从知道权益受损那天起六个月内提出异议；成立的，撤销原裁定。",
    acts=(
        *agreed(
            "2026-01-13",
            parties=[
                person("applicant", "严建平", "13807280631"),
                person("respondent", "尹志强", "13807280632"),
            ],
            category="MD06",
            told="工程尾款四万元没有付。",
            terms=[does("2026-02-28", "把工地上的一台旧挖掘机交给对方抵账")],
        ),
        *applied("2026-01-15"),
        *in_review("2026-01-16", "1"),
        ruled_valid("2026-01-21 10:00", "1"),
        served("2026-01-22 09:00", "p1"),
        served("2026-01-22 09:05", "p2"),
        *tended("2026-02-10 02:00"),
        act(
            "2026-03-10 10:00",
            "qin",
            "hear_third",
            name="万春生",
            kind="person",
            phone="13807280633",
            known_on="2026-03-02",
            reason="挖掘机是我租给他的，有购机发票。",
        ),
        act(
            "2026-03-12 20:00",
            "p3",
            "object",
            reason="机器是我的，不能拿去抵账。附发票、租赁合同。",
        ),
        act(
            "2026-03-25 15:00",
            "fangming",
            "decide_objection",
            party="p3",
            upheld="yes",
            ruling_number="（2026）鄂0303调确1号之一",
            text="购机发票和租赁合同证明机器属于异议人。",
        ),
    ),
)
