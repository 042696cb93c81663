"""路灯不亮: slight, checked by another grid, done again because it was not done."""

from hejie.rooms.patrol.stories.phrases import SQUARE, accepted, checked, done, seen, sent_to
from hejie.stories.telling import Story, act

story = Story(
    key="broken_lamp",
    title="路灯不亮",
    procedure="event",
    outcome="closed",
    teaches="处置完由别的网格去核查，没办好的返工。上报的人自己不核查。没有人评价的，七天以后不再提醒。",
    acts=(
        seen("2026-07-08 08:30", "mai", "EV01", "花果村口桥头", "两盏路灯不亮。", **SQUARE),
        accepted("2026-07-08 09:00", "S4"),
        sent_to("2026-07-08 09:20", "zw-lights"),
        act("2026-07-09 09:00", "kang", "begin", crew="维修二组"),
        done("2026-07-10 16:00", "kang", "更换灯头。"),
        act(
            "2026-07-10 16:30",
            "mai",
            "verify",
            refused="以外的人核查",
            result="done",
            text="亮了。",
        ),
        act("2026-07-10 17:00", "luo", "ask_verifier", organ="v-420303001001"),
        checked("2026-07-10 20:00", "miao", "redo", "只亮了一盏。"),
        act("2026-07-13 09:00", "kang", "begin", crew="维修二组"),
        done("2026-07-13 15:00", "kang", "线路接头重做，两盏都亮。"),
        checked("2026-07-13 20:00", "miao", "done", "两盏都亮。"),
        act("2026-07-14 09:00", "luo", "close", text="已办结。"),
        act("2026-07-22 00:10", "system", "tend"),
    ),
)
