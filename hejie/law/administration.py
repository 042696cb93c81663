"""行政执法与信息公开: inspection results, penalties, government information, yearly reports."""

from datetime import date

from hejie.kernel.deadlines import Approver, DeadlineRule, Mark, PauseGround, Unit

DISCLOSURE = "政府信息公开条例"
REPORTING = "法治政府建设与责任落实督察工作规定"

INSPECTION_RESULT = DeadlineRule(
    code="DR-PUB",
    label="公开双随机抽查结果",
    basis=f"{DISCLOSURE} 第二十六条",
    start_event="抽查任务完成",
    qty=20,
    unit=Unit.WORKING_DAYS,
    mark=Mark.FROM_MEMORY,
    valid_from=date(2019, 5, 15),
    note="抽查结果的公开期限以一般的主动公开期限为准，专门规定待核",
)

PENALTY_DECISION = DeadlineRule(
    code="PN-DEC",
    label="作出行政处罚决定",
    basis="行政处罚法 第六十条",
    start_event="立案",
    qty=90,
    unit=Unit.CALENDAR_DAYS,
    valid_from=date(2021, 7, 15),
    note="法律、法规、规章另有规定的，从其规定",
)

PROACTIVE_DISCLOSURE = DeadlineRule(
    code="GI-PUB",
    label="主动公开政府信息",
    basis=f"{DISCLOSURE} 第二十六条",
    start_event="政府信息形成或者变更",
    qty=20,
    unit=Unit.WORKING_DAYS,
    valid_from=date(2019, 5, 15),
)

INFORMATION_REQUEST = DeadlineRule(
    code="GI-REQ",
    label="答复政府信息公开申请",
    basis=f"{DISCLOSURE} 第三十三条",
    start_event="收到申请",
    qty=20,
    unit=Unit.WORKING_DAYS,
    ext_qty=20,
    ext_unit=Unit.WORKING_DAYS,
    ext_approver=Approver.DISCLOSURE_HEAD,
    pause_grounds=(
        PauseGround(
            key="third_party",
            label="征求第三方和其他机关意见",
            basis=f"{DISCLOSURE} 第三十三条",
            mark=Mark.VERIFIED,
        ),
    ),
    valid_from=date(2019, 5, 15),
)

YEARLY_REPORT = DeadlineRule(
    code="RL-REP",
    label="报送法治政府建设年度报告",
    basis=REPORTING,
    start_event="起算",
    unit=Unit.YEARLY_DATE,
    yearly_date=(3, 1),
    mark=Mark.WEB_PAGES,
)

YEARLY_REPORT_PUBLICATION = DeadlineRule(
    code="RL-PUB",
    label="公开法治政府建设年度报告",
    basis=REPORTING,
    start_event="起算",
    unit=Unit.YEARLY_DATE,
    yearly_date=(4, 1),
    mark=Mark.FROM_MEMORY,
)

RULES = (
    INSPECTION_RESULT,
    PENALTY_DECISION,
    PROACTIVE_DISCLOSURE,
    INFORMATION_REQUEST,
    YEARLY_REPORT,
    YEARLY_REPORT_PUBLICATION,
)
