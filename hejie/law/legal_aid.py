"""法律援助: decision, assignment, objection, and the application of people in custody."""

from datetime import date

from hejie.kernel.deadlines import DeadlineRule, Mark, PauseGround, Unit

ACT = "法律援助法"
IN_FORCE = date(2022, 1, 1)

DECISION = DeadlineRule(
    code="LA-DEC",
    label="审查并决定是否给予法律援助",
    basis=f"{ACT} 第四十三条",
    start_event="收到法律援助申请",
    qty=7,
    unit=Unit.CALENDAR_DAYS,
    pause_grounds=(
        PauseGround(
            key="supplement",
            label="补充材料或者作出说明",
            basis=f"{ACT} 第四十三条",
            mark=Mark.FROM_MEMORY,
        ),
    ),
    valid_from=IN_FORCE,
)

ASSIGNMENT = DeadlineRule(
    code="LA-ASG",
    label="指派法律援助人员",
    basis=f"{ACT} 第四十三条",
    start_event="决定给予法律援助",
    qty=3,
    unit=Unit.CALENDAR_DAYS,
    valid_from=IN_FORCE,
)

OBJECTION = DeadlineRule(
    code="LA-OBJ",
    label="司法行政部门审查异议",
    basis=f"{ACT} 第四十九条",
    start_event="收到异议",
    qty=5,
    unit=Unit.CALENDAR_DAYS,
    valid_from=IN_FORCE,
)

FORWARDING = DeadlineRule(
    code="LA-FWD",
    label="转交在押人员的申请",
    basis=f"{ACT} 第三十九条",
    start_event="提出法律援助申请",
    qty=24,
    unit=Unit.HOURS,
    valid_from=IN_FORCE,
)

RULES = (DECISION, ASSIGNMENT, OBJECTION, FORWARDING)
