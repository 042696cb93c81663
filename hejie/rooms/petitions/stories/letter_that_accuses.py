"""信里夹着一条举报: found while sorting, and closed at once."""

from hejie.rooms.petitions.stories.phrases import petitioner, registered
from hejie.stories.telling import Story, act

story = Story(
    key="letter_that_accuses",
    title="来信里说干部收钱",
    procedure="petition",
    outcome="closed",
    teaches="登记以后才看出是检举控告的，甄别成检举控告那一刻起，别的单位就看不到了。",
    acts=(
        registered(
            "2026-08-10 09:00",
            channel="letter",
            category="PF99",
            facts_told="街道有人办低保收了烟钱。",
            claims="查一查。",
            parties=[petitioner("孔庆", "13807283091")],
        ),
        act("2026-08-10 10:00", "jin", "classify", refused="检举控告要写明", route="A"),
        act("2026-08-10 10:05", "jin", "classify", route="A", accused="s-420303001"),
        act(
            "2026-08-10 10:10",
            "jin",
            "forward",
            refused="检举控告只能转给有权机关",
            holder="zw-urban",
        ),
        act("2026-08-11 09:00", "jin", "pass_on", holder="zw-discipline"),
        act("2026-09-21 09:00", "ji", "conclude", text="已经办结。"),
    ),
)
