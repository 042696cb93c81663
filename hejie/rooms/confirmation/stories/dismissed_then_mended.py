"""条款不明确被驳回，改好再确认: the court says which term, the committee mends it with both."""

from hejie.rooms.confirmation.stories.phrases import (
    agreed,
    applied,
    asked,
    drafted_and_signed,
    in_review,
    mediate,
    pays,
    person,
    ruled_valid,
    served,
)
from hejie.stories.telling import Story, act

AGAIN = "重新申请"

story = Story(
    key="dismissed_then_mended",
    title="“尽快付清”被驳回，写明日子再来",
    procedure="confirmation",
    outcome="dismissed",
    teaches="驳回不是白忙：裁定和反馈函写明哪一条不明确，双方请调解员变更协议，新协议生效后三十日内重新申请。",
    acts=(
        *agreed(
            "2026-04-14",
            parties=[
                person("applicant", "江海涛", "13807280621"),
                person("respondent", "汤国庆", "13807280622"),
            ],
            category="MD07",
            told="前年借的三万元，写了借条。",
            terms=[
                pays("2026-05-31", "10000"),
                {
                    "payer": "p2",
                    "payee": "p1",
                    "due": "2026-12-31",
                    "thing": "尽快付清余款",
                    "way": "有钱就付",
                },
            ],
            acknowledged=["no_amount.2", "vague_time.2"],
        ),
        *applied("2026-04-16"),
        *in_review("2026-04-17", "8"),
        act(
            "2026-04-23 15:00",
            "fangming",
            "dismiss",
            ground="unclear",
            ruling_number="（2026）鄂0303调确8号",
            text="第二条“尽快付清余款”没有金额，无法执行。",
        ),
        act("2026-04-24 09:00", "qin", "serve", party="p1", way="electronic"),
        act("2026-04-24 09:05", "qin", "serve", party="p2", way="electronic"),
        asked(
            "2026-04-25 10:00",
            of=AGAIN,
            refused="已经被法院裁定驳回，请先请调解员变更协议",
        ),
        mediate(
            "2026-04-27 09:00",
            "deng",
            "mend",
            agreeing=["p1", "p2"],
            reason="第二条没有写金额，法院驳回了，双方同意写明。",
        ),
        *drafted_and_signed(
            "2026-04-27",
            told="前年借的三万元，写了借条。",
            terms=[pays("2026-05-31", "10000"), pays("2026-12-31", "20000")],
        ),
        *applied("2026-04-29", of=AGAIN),
        *in_review("2026-04-30", "9", of=AGAIN),
        ruled_valid("2026-05-08 10:00", "9", of=AGAIN),
        served("2026-05-09 09:00", "p1", of=AGAIN),
        served("2026-05-09 09:05", "p2", of=AGAIN),
    ),
)
