"""楼道里的煤气味: danger to life is telephoned first, and told back within two hours."""

from hejie.rooms.patrol.stories.phrases import accepted, done, seen, sent_to
from hejie.stories.telling import Story, act

story = Story(
    key="gas_smell",
    title="楼道里有煤气味",
    procedure="event",
    outcome="closed",
    teaches="有生命危险的先打110、119、120。受理时要写几点打的、打给谁；两小时内首次反馈。",
    acts=(
        seen(
            "2026-07-06 19:00",
            "visitor",
            "EV06",
            "二堰铺社区8栋2单元",
            "楼道里煤气味很重，已经打了119。",
            step="tell",
            danger=True,
            parties=[
                {"role": "reporter", "kind": "person", "name": "汪女士", "phone": "13807284001"}
            ],
            place="420303001001",
        ),
        accepted("2026-07-06 19:05", "S1", refused="S1要先打电话"),
        accepted("2026-07-06 19:08", "S1", called_at="19:03", called="119、燃气抢修、二堰铺社区"),
        sent_to("2026-07-06 19:10", "zw-gas", "zw-fire", "zw-emergency"),
        act("2026-07-06 19:20", "qi", "begin", crew="抢修三班"),
        act("2026-07-06 20:10", "qi", "first_report", text="已到场，关阀，疏散二单元。"),
        done("2026-07-06 23:30", "qi", "接头老化漏气，已更换，测漏合格。"),
        act(
            "2026-07-07 09:00",
            "luo",
            "verify",
            result="done",
            text="社区回访，没有气味。",
            called=True,
        ),
        act("2026-07-07 09:10", "luo", "close", text="已办结。"),
        act("2026-07-07 20:00", "p1", "rate", mark="5", text="来得快。"),
    ),
)
