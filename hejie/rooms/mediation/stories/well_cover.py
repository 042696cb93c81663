"""院里的窨井盖: urgent, told online at noon."""

from hejie.rooms.mediation.stories.phrases import applicant, respondent
from hejie.stories.telling import Story, act

story = Story(
    key="well_cover",
    title="院里的窨井盖被车压坏了",
    procedure="mediation",
    outcome="registered",
    teaches="写明紧急的排在前面；事情急的，先打电话再走程序。",
    acts=(
        act(
            "2026-11-20 12:15",
            "visitor",
            "apply",
            facts_told="邻居的货车把院里的窨井盖压裂了，孩子天天从上面过，他说不是他压的。",
            claims="马上换井盖。",
            category="MD03",
            place="420303001003",
            urgent=True,
            parties=[applicant("麦春兰", "13807283801"), respondent("国志军", "13807283802")],
        ),
    ),
)
