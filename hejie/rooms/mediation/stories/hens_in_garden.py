"""鸡吃了菜: an oral agreement last week, to be kept by Saturday."""

from hejie.rooms.mediation.stories.phrases import applicant, held, respondent, term, told_by
from hejie.stories.telling import Story, act

story = Story(
    key="hens_in_garden",
    title="鸡吃了邻居的菜",
    procedure="mediation",
    outcome="agreed_oral",
    teaches="小事口头说好也算数：记下内容，各方确认，当天生效，村里回访。",
    acts=(
        act(
            "2026-11-16 08:30",
            "fu",
            "register",
            facts_told="邻居散养的鸡把半畦白菜啄光了，说了几次没有用。",
            claims="赔菜，把鸡圈起来。",
            category="MD03",
            place="420303001202",
            source="applied",
            channel="visit",
            amount="200",
            parties=[applicant("车桂兰", "13807283201"), respondent("仲福来", "13807283202")],
        ),
        act("2026-11-16 08:40", "fu", "accept", consenting=["p1", "p2"], said="on_site"),
        act("2026-11-16 08:45", "fu", "name_mediator", mediators=["$account:fu"]),
        act("2026-11-16 08:50", "fu", "disclose", relation="none"),
        act("2026-11-16 08:55", "fu", "accept_mediator", answer="yes", **told_by("p1", "on_site")),
        act("2026-11-16 08:56", "fu", "accept_mediator", answer="yes", **told_by("p2", "on_site")),
        act(
            "2026-11-16 09:00",
            "fu",
            "set_session",
            begins="2026-11-18 17:00",
            ends="2026-11-18 18:30",
            way="on_site",
            venue="huaguo-village",
        ),
        held(
            "2026-11-18 18:10",
            "fu",
            "1",
            present=["p1", "p2"],
            result="agreed",
            record="到菜地看了，仲福来认赔，答应围网。",
        ),
        act(
            "2026-11-18 18:15",
            "fu",
            "agree_orally",
            facts_agreed="散养的鸡啄坏半畦白菜。",
            points="赔多少，鸡怎么圈。",
            terms=[
                term("p2", "p1", "2026-11-28", sum="150.00", way="现金"),
                term("p2", "p1", "2026-11-28", thing="用网把鸡圈起来", way="自己动手"),
            ],
        ),
        act("2026-11-18 18:20", "fu", "confirm_orally", **told_by("p1", "on_site")),
        act("2026-11-18 18:21", "fu", "confirm_orally", **told_by("p2", "on_site")),
    ),
)
