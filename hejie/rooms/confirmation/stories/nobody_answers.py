"""要求补充没有答复: the day passes, and the application counts as withdrawn."""

from hejie.rooms.confirmation.stories.phrases import (
    agreed,
    applied,
    in_review,
    pays,
    person,
    tended,
)
from hejie.stories.telling import Story, act

story = Story(
    key="nobody_answers",
    title="要补的材料没有人交",
    procedure="confirmation",
    outcome="withdrawn",
    teaches="法院定了日子要补充，没有正当理由不补的，按撤回申请处理。",
    acts=(
        *agreed(
            "2026-06-16",
            parties=[
                person("applicant", "章红", "13807280671"),
                person("respondent", "施国华", "13807280672"),
            ],
            category="MD11",
            told="骑车碰伤，医药费三千二百元。",
            terms=[pays("2026-07-31", "3200")],
        ),
        *applied("2026-06-17"),
        *in_review("2026-06-18", "14"),
        act(
            "2026-06-22 09:00",
            "fangming",
            "ask_supplement",
            text="请提交医疗费发票原件。",
            due="2026-06-29",
        ),
        *tended("2026-06-29 20:00", "2026-06-30 02:00"),
    ),
)
