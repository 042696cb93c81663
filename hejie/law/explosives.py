"""民用爆炸物品: permits, filings and the return of what a shift did not use.

The regulation says 日. Whether permit periods are working days by 行政许可法 第八十二条 is
disputed: both readings are computed, and the earlier one is warned on.
"""

from hejie.kernel.deadlines import DeadlineRule, Unit

REGULATION = "民用爆炸物品安全管理条例"
DISPUTED = "条文写“日”，是否按工作日计算有争议：两种日期都列出，提醒以较早的为准"

PURCHASE_PERMIT = DeadlineRule(
    code="EX-BUY",
    label="审查购买许可证申请",
    basis=f"{REGULATION} 第二十一条",
    start_event="受理申请",
    qty=5,
    unit=Unit.CALENDAR_DAYS,
    also_unit=Unit.WORKING_DAYS,
    note=DISPUTED,
)

TRANSPORT_PERMIT = DeadlineRule(
    code="EX-TRN",
    label="审查运输许可证申请",
    basis=f"{REGULATION} 第二十六条",
    start_event="受理申请",
    qty=3,
    unit=Unit.CALENDAR_DAYS,
    also_unit=Unit.WORKING_DAYS,
    note=DISPUTED,
)

BLASTING_LICENCE = DeadlineRule(
    code="EX-BLU",
    label="审查爆破作业单位许可证申请",
    basis=f"{REGULATION} 第三十二条",
    start_event="受理申请",
    qty=20,
    unit=Unit.CALENDAR_DAYS,
    also_unit=Unit.WORKING_DAYS,
    note=DISPUTED,
)

FILING = DeadlineRule(
    code="EX-FILE",
    label="买卖双方备案",
    basis=f"{REGULATION} 第二十四条",
    start_event="买卖成交",
    qty=3,
    unit=Unit.CALENDAR_DAYS,
    also_unit=Unit.WORKING_DAYS,
    note=DISPUTED,
)

PERMIT_RETURN = DeadlineRule(
    code="EX-RET",
    label="交回运输许可证核销",
    basis=f"{REGULATION} 第二十九条",
    start_event="运达目的地并验收",
    qty=3,
    unit=Unit.CALENDAR_DAYS,
    also_unit=Unit.WORKING_DAYS,
    note=DISPUTED,
)

SHIFT_RETURN = DeadlineRule(
    code="EX-SHIFT",
    label="剩余民用爆炸物品当班清退回库",
    basis=f"{REGULATION} 第三十七条",
    start_event="领取、发放",
    unit=Unit.SAME_SHIFT,
)

RULES = (
    PURCHASE_PERMIT,
    TRANSPORT_PERMIT,
    BLASTING_LICENCE,
    FILING,
    PERMIT_RETURN,
    SHIFT_RETURN,
)
