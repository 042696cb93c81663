"""信访: registering, telling, handling, review and re-review of a matter.

The regulation has no clause that moves a last day off a rest day, so no rule here rolls.
"""

from datetime import date

from hejie.kernel.deadlines import Approver, DeadlineRule, Effect, Mark, PauseGround, Unit

REGULATION = "信访工作条例"
IN_FORCE = date(2022, 5, 1)

REGISTRATION = DeadlineRule(
    code="PT-REG",
    label="信访部门登记并转送、报请或者交办",
    basis=f"{REGULATION} 第二十二条",
    start_event="信访部门收到信访事项",
    qty=15,
    unit=Unit.CALENDAR_DAYS,
    valid_from=IN_FORCE,
)

NOTICE = DeadlineRule(
    code="PT-TELL",
    label="直接收到的单位书面告知信访人",
    basis=f"{REGULATION} 第二十三条",
    start_event="单位收到信访人直接提出的事项",
    qty=15,
    unit=Unit.CALENDAR_DAYS,
    valid_from=IN_FORCE,
    note="能够当场告知的，应当当场书面告知；姓名（名称）、住址不清的除外",
)

FORWARDED_NOTICE = DeadlineRule(
    code="PT-FWD",
    label="收到转送、交办的单位书面告知信访人",
    basis=f"{REGULATION} 第二十三条",
    start_event="单位收到转送、交办的事项",
    qty=15,
    unit=Unit.CALENDAR_DAYS,
    valid_from=IN_FORCE,
)

NOT_OURS = DeadlineRule(
    code="PT-OBJ",
    label="对转送、交办提出异议",
    basis=f"{REGULATION} 第二十三条",
    start_event="单位收到转送、交办的事项",
    qty=5,
    unit=Unit.WORKING_DAYS,
    valid_from=IN_FORCE,
)

HANDLING = DeadlineRule(
    code="PT-HANDLE",
    label="办结信访事项",
    basis=f"{REGULATION} 第三十四条",
    start_event="受理",
    qty=60,
    unit=Unit.CALENDAR_DAYS,
    ext_qty=30,
    ext_unit=Unit.CALENDAR_DAYS,
    ext_approver=Approver.UNIT_HEAD,
    valid_from=IN_FORCE,
    note="只适用于第三十一条第六项的事项；延长须告知信访人理由",
)

REVIEW_REQUEST = DeadlineRule(
    code="PT-REVQ",
    label="请求复查",
    basis=f"{REGULATION} 第三十五条",
    start_event="收到处理意见的书面答复",
    qty=30,
    unit=Unit.CALENDAR_DAYS,
    valid_from=IN_FORCE,
)

REVIEW = DeadlineRule(
    code="PT-REV",
    label="提出复查意见",
    basis=f"{REGULATION} 第三十五条",
    start_event="收到复查请求",
    qty=30,
    unit=Unit.CALENDAR_DAYS,
    valid_from=IN_FORCE,
)

REREVIEW_REQUEST = DeadlineRule(
    code="PT-REREVQ",
    label="请求复核",
    basis=f"{REGULATION} 第三十六条",
    start_event="收到复查意见的书面答复",
    qty=30,
    unit=Unit.CALENDAR_DAYS,
    valid_from=IN_FORCE,
)

REREVIEW = DeadlineRule(
    code="PT-REREV",
    label="提出复核意见",
    basis=f"{REGULATION} 第三十六条",
    start_event="收到复核请求",
    qty=30,
    unit=Unit.CALENDAR_DAYS,
    pause_grounds=(
        PauseGround(
            key="hearing", label="听证", basis=f"{REGULATION} 第三十六条", mark=Mark.VERIFIED
        ),
    ),
    valid_from=IN_FORCE,
)

SIMPLE_ACCEPTANCE = DeadlineRule(
    code="PT-SIMPLE-ACC",
    label="简易办理：受理",
    basis="待核（2016年简易办理规定）",
    start_event="收到信访事项",
    qty=3,
    unit=Unit.WORKING_DAYS,
    effect=Effect.WARN,
    mark=Mark.UNSURE,
    enabled=False,
    note="依据未经核对，默认停用",
)

SIMPLE_HANDLING = DeadlineRule(
    code="PT-SIMPLE-DONE",
    label="简易办理：办结",
    basis="待核（2016年简易办理规定）",
    start_event="受理",
    qty=10,
    unit=Unit.WORKING_DAYS,
    effect=Effect.WARN,
    mark=Mark.UNSURE,
    enabled=False,
    note="依据未经核对，默认停用",
)

LOCAL_ENTRY = DeadlineRule(
    code="PT-L-ENTRY",
    label="网上来件登记",
    basis="地方设定",
    start_event="收到信访事项",
    qty=1,
    unit=Unit.WORKING_DAYS,
    effect=Effect.INFO,
    mark=Mark.LOCAL,
    owner="区信访局",
    set_on=date(2026, 11, 26),
    note="当日登记；下班后、休息日收到的，下一个工作日登记",
)

LOCAL_RATING = DeadlineRule(
    code="PT-L-RATE",
    label="信访人评价",
    basis="地方设定",
    start_event="办结",
    qty=30,
    unit=Unit.CALENDAR_DAYS,
    effect=Effect.INFO,
    mark=Mark.LOCAL,
    owner="区信访局",
    set_on=date(2026, 11, 26),
)

RULES = (
    REGISTRATION,
    NOTICE,
    FORWARDED_NOTICE,
    NOT_OURS,
    HANDLING,
    REVIEW_REQUEST,
    REVIEW,
    REREVIEW_REQUEST,
    REREVIEW,
    SIMPLE_ACCEPTANCE,
    SIMPLE_HANDLING,
    LOCAL_ENTRY,
    LOCAL_RATING,
)
