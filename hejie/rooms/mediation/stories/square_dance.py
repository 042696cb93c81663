"""广场舞: came in this morning, still in the queue."""

from hejie.rooms.mediation.stories.phrases import applicant, respondent
from hejie.stories.telling import Story, act

story = Story(
    key="square_dance",
    title="广场舞音量",
    procedure="mediation",
    outcome="registered",
    teaches="刚登记的事项：受理员的队列里有它，三个工作日内决定是否受理。",
    acts=(
        act(
            "2026-11-20 21:40",
            "visitor",
            "apply",
            facts_told="楼下广场每晚九点以后还放大音箱跳舞，孩子中考，睡不好觉。",
            claims="九点以后不放音箱。",
            category="MD03",
            place="420303001003",
            way="on_site",
            parties=[
                applicant("田丽", "13807280351"),
                respondent("向阳舞队召集人冯桂芳", "13807280352"),
            ],
        ),
    ),
)
