"""水费找谁: told on the spot where to go."""

from hejie.rooms.petitions.stories.phrases import petitioner, registered
from hejie.stories.telling import Story, act

story = Story(
    key="water_bill",
    title="水费对不上",
    procedure="petition",
    outcome="guided",
    teaches="不归本单位管的，书面告诉他该找谁；能当场告知的当场告知。",
    acts=(
        registered(
            "2026-06-29 09:00",
            "huang",
            category="PF99",
            facts_told="三个月的水费比平时多一倍。",
            claims="查一查。",
            parties=[petitioner("苗秀云", "13807283061")],
        ),
        act(
            "2026-06-29 09:20",
            "huang",
            "guide",
            to="十堰市自来水公司营业厅",
            text="带最近三个月的账单，请他们上门验表。",
        ),
    ),
)
