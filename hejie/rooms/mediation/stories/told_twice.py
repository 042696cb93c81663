"""说了两遍: one quarrel registered online and at the window becomes one matter again."""

from hejie.rooms.mediation.stories.phrases import applicant, respondent
from hejie.stories.telling import Story, act

COPY = "窗口又登记的一件"

story = Story(
    key="told_twice",
    title="同一件事说了两遍",
    procedure="mediation",
    outcome="accepted",
    teaches="网上申请过又到窗口说了一遍：后登记的并入先登记的，两边都记下来，先来的日期不变。",
    acts=(
        act(
            "2026-11-17 21:00",
            "visitor",
            "apply",
            facts_told="楼道里堆满了邻居的纸箱，进出都侧着身，怕着火。",
            claims="把纸箱清走。",
            category="MD03",
            place="420303001001",
            parties=[applicant("蓝玉珍", "13807282301"), respondent("仇志刚", "13807282302")],
        ),
        act(
            "2026-11-18 09:20",
            "luo",
            "register",
            of=COPY,
            facts_told="蓝玉珍来说楼道堆纸箱，怕着火。",
            category="MD03",
            place="420303001001",
            source="applied",
            channel="window",
            parties=[applicant("蓝玉珍", "13807282301"), respondent("仇志刚", "13807282302")],
        ),
        act(
            "2026-11-18 09:25",
            "luo",
            "merge",
            of=COPY,
            merged_into="$matter:",
            reason="地点、双方、说的事都一样，昨晚网上申请过。",
        ),
        act("2026-11-18 09:30", "luo", "invite"),
        act("2026-11-18 19:40", "p2", "answer_invitation", answer="yes"),
        act("2026-11-19 10:00", "p1", "choose_mediator", mediator="$account:zeng"),
    ),
)
