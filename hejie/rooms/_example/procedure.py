"""示例：借用轮椅. The smallest room there is, with one step that fails on purpose."""

from datetime import date

from hejie.kernel.deadlines import DeadlineRule, Effect, Mark, Unit
from hejie.kernel.procedures import START, Deadline, Procedure, Step

RETURN = DeadlineRule(
    code="DEMO-L-RETURN",
    label="归还轮椅",
    basis="地方设定",
    start_event="借出",
    qty=7,
    unit=Unit.CALENDAR_DAYS,
    effect=Effect.INFO,
    mark=Mark.LOCAL,
    owner="区综治中心",
    set_on=date(2026, 11, 23),
)

procedure = Procedure(
    key="example",
    label="示例：借用轮椅",
    roles={"clerk": "受理员"},
    states={"lent": "已借出", "returned": "已归还"},
    deadlines={"bring_back": Deadline(label="归还", rule=RETURN)},
    steps={
        "lend": Step(label="借出", source=START, target="lent", by="clerk", starts=("bring_back",)),
        "take_back": Step(
            label="收回", source="lent", target="returned", by="clerk", stops=("bring_back",)
        ),
        "stumble": Step(
            label="出错",
            source="lent",
            target="returned",
            by="clerk",
            stops=("bring_back",),
            help="总是失败：一步没有走完，就像没有走过。",
        ),
    },
)
