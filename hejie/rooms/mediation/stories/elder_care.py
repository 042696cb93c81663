"""老人跟谁住: a month that ended on a Saturday, and a next session after it."""

from hejie.rooms.mediation.stories.phrases import applicant, chosen, held, respondent
from hejie.stories.telling import Story, act

story = Story(
    key="elder_care",
    title="老人跟谁住",
    procedure="mediation",
    outcome="in_session",
    teaches="期限最后一日是星期六，顺延到星期一；内部预警看原来那一天，先红后超期。",
    acts=(
        act(
            "2026-10-20 15:00",
            "lin",
            "register",
            facts_told="父亲八十一岁，三个子女轮流接住，今年轮到老三时说房子小接不了。",
            claims="商量好轮流照顾和医药费分担。",
            category="MD01",
            place="420303002006",
            source="petition",
            channel="letter",
            way="on_site",
            parties=[
                applicant("裴国珍", "13807282601"),
                applicant("裴国富", "13807282602"),
                respondent("裴国强", "13807282603"),
            ],
        ),
        act("2026-10-20 15:30", "lin", "invite"),
        act("2026-10-21 20:30", "p3", "answer_invitation", answer="yes"),
        *chosen(
            "he",
            {"p1": "2026-10-21 21:00", "p2": "2026-10-21 21:10", "p3": "2026-10-22 08:00"},
        ),
        act("2026-10-22 09:00", "he", "disclose", relation="none"),
        act(
            "2026-10-22 09:10",
            "he",
            "plan_methods",
            methods=["people", "counselling"],
            text="先单独和老人谈一次，听听他愿意跟谁。",
        ),
        act(
            "2026-10-22 09:20",
            "he",
            "set_session",
            begins="2026-10-28 18:30",
            ends="2026-10-28 20:30",
            way="on_site",
            venue="zw-2",
        ),
        held(
            "2026-10-28 20:30",
            "he",
            "1",
            present=["p1", "p2", "p3"],
            result="continue",
            record="三人到场。都同意医药费三家平分，住处没有谈好。",
            negotiation="老三提出出钱请人照料，姐姐要求每年接住三个月。",
            proposal="老人愿意住大女儿家，老三每月出八百元。",
        ),
        act(
            "2026-11-17 10:00",
            "he",
            "set_session",
            begins="2026-11-26 18:30",
            ends="2026-11-26 20:30",
            way="on_site",
            venue="zw-2",
        ),
    ),
)
