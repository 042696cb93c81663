"""田边小路: an oral agreement in a village, where one man does everything."""

from hejie.rooms.mediation.stories.phrases import applicant, held, respondent, tended, term, told_by
from hejie.stories.telling import Story, act

story = Story(
    key="footpath",
    title="田边的小路",
    procedure="mediation",
    outcome="archived",
    teaches="村里一人多岗：调委会主动调解、代当事人记录同意、邀请邻居参与、口头协议、上门回访。",
    acts=(
        act(
            "2026-04-13 09:20",
            "fu",
            "register",
            facts_told="吴家翻整菜地，把田埂边一条走了多年的小路挖断了，肖家下地要绕远。",
            claims="把路恢复到能过三轮车。",
            category="MD03",
            place="420303001202",
            source="own_motion",
            channel="visit",
            way="on_site",
            occurred="2026-04-12 16:00",
            parties=[applicant("肖德全", "13807280201"), respondent("吴长明", "13807280202")],
        ),
        act("2026-04-13 09:30", "fu", "invite"),
        act(
            "2026-04-13 18:10", "fu", "answer_invitation", answer="yes", **told_by("p1", "on_site")
        ),
        act(
            "2026-04-13 18:40", "fu", "answer_invitation", answer="yes", **told_by("p2", "on_site")
        ),
        act(
            "2026-04-14 08:00",
            "fu",
            "name_mediator",
            mediators=["$account:fu"],
            text="双方都说请村里的老付。",
        ),
        act("2026-04-14 08:05", "fu", "disclose", relation="none"),
        act("2026-04-14 08:10", "fu", "accept_mediator", answer="yes", **told_by("p1", "phone")),
        act("2026-04-14 08:12", "fu", "accept_mediator", answer="yes", **told_by("p2", "phone")),
        act(
            "2026-04-14 08:20",
            "fu",
            "invite_helper",
            helpers=[{"name": "黄桂英", "kind": "person", "phone": "13807280203"}],
            agreed=True,
            text="黄婶住在路边四十年，知道原来路多宽。",
        ),
        act(
            "2026-04-14 08:30",
            "fu",
            "set_session",
            begins="2026-04-15 09:00",
            ends="2026-04-15 11:00",
            way="on_site",
            venue="huaguo-village",
        ),
        held(
            "2026-04-15 11:00",
            "fu",
            "1",
            present=["p1", "p2", "p3"],
            result="agreed",
            record="到田边看了。黄桂英说原来的路有一米二宽，双方都认。",
            negotiation="吴长明怕压坏菜，肖德全愿意帮着垒一道矮坎。",
        ),
        act(
            "2026-04-15 11:10",
            "fu",
            "agree_orally",
            facts_agreed="小路原宽一米二，翻地时被挖断。",
            points="路恢复多宽、谁来修。",
            liability="各出一半力。",
            terms=[
                term("p2", "p1", "2026-04-20", thing="让出一米二宽的路面", way="自己平整"),
                term("p1", "p2", "2026-04-20", thing="沿菜地垒一道矮坎", way="自己动手"),
            ],
        ),
        act("2026-04-15 11:20", "fu", "confirm_orally", **told_by("p1", "on_site")),
        act("2026-04-15 11:21", "fu", "confirm_orally", **told_by("p2", "on_site")),
        *tended("2026-04-17 06:00"),
        act("2026-04-20 15:00", "fu", "perform", subject="1", outcome="performed"),
        act("2026-04-20 15:05", "fu", "perform", subject="2", outcome="performed"),
        act(
            "2026-04-21 17:30",
            "fu",
            "visit",
            clock="visit:",
            way="home",
            reached="yes",
            applicant_said="三轮车能过了。",
            respondent_said="坎垒得结实。",
            stars=5,
        ),
        act(
            "2026-05-19 18:00",
            "fu",
            "visit",
            clock="visit_last:",
            way="home",
            reached="yes",
            applicant_said="好走。",
        ),
        act("2026-05-19 18:30", "fu", "archive", pages_checked=True),
    ),
)
