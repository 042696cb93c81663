"""先办好了: cancelled by the resident, whose slot another takes."""

from hejie.rooms.reception.stories.phrases import TOWN, booked, caller, published, slot
from hejie.stories.telling import Story, act

story = Story(
    key="solved_before",
    title="没谈先办好了",
    procedure="reception",
    outcome="cancelled",
    teaches="不用谈了就在网上取消，时间马上让给别人。",
    acts=(
        published("2026-09-14 09:00", "luo", "shuji", "2026-09-28 09:00", of=TOWN),
        booked("2026-09-16 09:00", "visitor", TOWN, 1, topic="井盖响。", name="欧阳"),
        act("2026-09-18 20:00", "p1", "cancel"),
        act(
            "2026-09-18 20:30",
            "visitor",
            "book",
            of="接着约",
            procedure="reception",
            slot=slot(TOWN, 1),
            topic="健身器材坏了。",
            parties=[caller("向阳")],
        ),
        act("2026-09-28 09:00", "luo", "arrive", of="接着约"),
        act(
            "2026-09-28 09:30",
            "luo",
            "receive",
            of="接着约",
            present="舒书记",
            statement="三件器材坏了。",
            reply="本周更换。",
        ),
        act("2026-09-28 11:00", "luo", "hold", of=TOWN),
        act("2026-10-09 09:00", "luo", "feed_back", of="接着约", text="器材已经更换。"),
    ),
)
