"""社区: notice in property service contracts, owners' meetings, village affairs."""

from datetime import date

from hejie.kernel.deadlines import DeadlineRule, Unit

UNLESS_AGREED = "合同对通知期限另有约定的除外"

PROPERTY_DISMISSAL = DeadlineRule(
    code="PR-DISM",
    label="业主解聘物业服务人的书面通知",
    basis="民法典 第九百四十六条",
    start_event="解聘生效",
    qty=60,
    unit=Unit.CALENDAR_DAYS,
    before=True,
    valid_from=date(2021, 1, 1),
    note=UNLESS_AGREED,
)

PROPERTY_NO_RENEWAL = DeadlineRule(
    code="PR-NONR",
    label="物业服务人不同意续聘的书面通知",
    basis="民法典 第九百四十七条",
    start_event="合同期限届满",
    qty=90,
    unit=Unit.CALENDAR_DAYS,
    before=True,
    valid_from=date(2021, 1, 1),
    note=UNLESS_AGREED,
)

PROPERTY_INDEFINITE = DeadlineRule(
    code="PR-INDEF",
    label="解除不定期物业服务合同的书面通知",
    basis="民法典 第九百四十八条",
    start_event="解除生效",
    qty=60,
    unit=Unit.CALENDAR_DAYS,
    before=True,
    valid_from=date(2021, 1, 1),
)

OWNERS_MEETING = DeadlineRule(
    code="OW-NOTICE",
    label="通知全体业主召开业主大会会议",
    basis="物业管理条例 第十四条",
    start_event="召开会议",
    qty=15,
    unit=Unit.CALENDAR_DAYS,
    before=True,
)

VILLAGE_PUBLICATION = DeadlineRule(
    code="VG-PUB",
    label="公布村务（一般事项至少每季度一次）",
    basis="村民委员会组织法 第三十条",
    start_event="上一季度结束",
    unit=Unit.QUARTER_END,
    note="按2018年文本；2026年1月1日起施行的修订文本条号待核",
)

RULES = (
    PROPERTY_DISMISSAL,
    PROPERTY_NO_RENEWAL,
    PROPERTY_INDEFINITE,
    OWNERS_MEETING,
    VILLAGE_PUBLICATION,
)
