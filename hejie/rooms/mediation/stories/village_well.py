"""村里的水井: heard on a Friday by the one man of the village committee."""

from hejie.rooms.mediation.stories.phrases import applicant, respondent
from hejie.stories.telling import Story, act

story = Story(
    key="village_well",
    title="水井边装了水泵",
    procedure="mediation",
    outcome="registered",
    teaches="村调委会的收件：星期五登记，三个工作日内决定。",
    acts=(
        act(
            "2026-11-20 16:10",
            "gong",
            "register",
            facts_told="两户共用的水井，一户装了水泵，另一户早上打不到水。",
            claims="商量好用水的时间。",
            category="MD03",
            place="420303100202",
            source="grid",
            channel="visit",
            occurred="2026-11-20 11:00",
            parties=[applicant("甄秀兰", "13807283101"), respondent("巫成林", "13807283102")],
        ),
    ),
)
