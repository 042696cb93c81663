"""安全生产: cutting power, reporting accidents, publishing penalties."""

from datetime import date

from hejie.kernel.deadlines import DeadlineRule, Unit

POWER_CUT = DeadlineRule(
    code="SF-POWER",
    label="停止供电前的通知时间（满后方可停电）",
    basis="安全生产法 第七十条",
    start_event="通知生产经营单位",
    qty=24,
    unit=Unit.HOURS,
    note="有危及生产安全的紧急情形的除外",
)

ACCIDENT_BY_UNIT = DeadlineRule(
    code="SF-ACC1",
    label="单位负责人报告事故",
    basis="生产安全事故报告和调查处理条例 第九条",
    start_event="单位负责人接到报告",
    qty=1,
    unit=Unit.HOURS,
    valid_from=date(2007, 6, 1),
)

ACCIDENT_UPWARD = DeadlineRule(
    code="SF-ACC2",
    label="逐级上报事故",
    basis="生产安全事故报告和调查处理条例 第十一条",
    start_event="接到事故报告",
    qty=2,
    unit=Unit.HOURS,
    valid_from=date(2007, 6, 1),
)

PENALTY_PUBLICATION = DeadlineRule(
    code="SF-PUB",
    label="公示安全生产行政处罚",
    basis="安全生产法 第七十八条",
    start_event="作出处罚决定",
    qty=7,
    unit=Unit.WORKING_DAYS,
)

RULES = (POWER_CUT, ACCIDENT_BY_UNIT, ACCIDENT_UPWARD, PENALTY_PUBLICATION)
