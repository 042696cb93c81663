"""该归谁管: two objections, one agreed and one not."""

from hejie.rooms.petitions.stories.phrases import (
    accepted,
    classified,
    closed,
    forwarded,
    petitioner,
    registered,
)
from hejie.stories.telling import Story, act

story = Story(
    key="who_is_in_charge",
    title="占道的砂石归谁管",
    procedure="petition",
    outcome="closed",
    teaches="认为不归自己管的，五个工作日内提出异议，说明详细理由；转送的信访部门核实。告知信访人的十五日不因此停下。",
    acts=(
        registered(
            "2026-06-08 09:00",
            channel="letter",
            category="PF11",
            facts_told="砂石堆在人行道上两个月，老人摔了一跤。",
            claims="请依法查处。",
            parties=[petitioner("祝老三", "", "")],
        ),
        classified("2026-06-08 10:00", "R5"),
        forwarded("2026-06-08 11:00", "zw-housing"),
        act(
            "2026-06-12 09:00",
            "zhu",
            "object",
            text="占用人行道由城市管理执法部门查处，附职责清单。",
        ),
        act("2026-06-12 15:00", "jin", "settle_objection", agreed="yes", text="同意，改转城管局。"),
        forwarded("2026-06-12 15:10", "zw-urban"),
        act("2026-06-18 09:00", "cheng", "object", text="砂石是街道工程留下的，应由街道清理。"),
        act(
            "2026-06-18 15:00",
            "jin",
            "settle_objection",
            agreed="no",
            text="查处占道属于城管职责，不同意。",
        ),
        act(
            "2026-06-23 09:00",
            "cheng",
            "object",
            refused="五个工作日以后，不能再提出异议",
            text="还是不归我们。",
        ),
        accepted("2026-06-24 09:00", "cheng"),
        act("2026-06-30 09:00", "cheng", "answer", text="已经责令清走，对责任单位依法处理。"),
        closed(
            "2026-07-01 09:00",
            tags=("resolved", "illegal_act_handled"),
            text="人行道已经恢复。",
            document_number="张湾区城管局 张城罚〔2026〕18号",
        ),
    ),
)
