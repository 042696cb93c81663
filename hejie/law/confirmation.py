"""司法确认: from the effective agreement to the ruling, objections and enforcement."""

from datetime import date

from hejie.kernel.deadlines import Approver, DeadlineRule, Effect, Mark, PauseGround, Unit

CONFIRMATION_RULES = "最高人民法院关于人民调解协议司法确认程序的若干规定"
INTERPRETATION = "最高人民法院关于适用《民事诉讼法》的解释"
LABOUR_PAYMENT = "最高人民法院关于审理劳动争议案件适用法律问题的解释（一） 第五十二条"
"""Of labour agreements only payments, mediated by a people's mediation committee."""

APPLICATION = DeadlineRule(
    code="JC-APPLY",
    label="共同申请司法确认",
    basis="民事诉讼法 第二百零五条；人民调解法 第三十三条",
    start_event="调解协议生效",
    qty=30,
    unit=Unit.CALENDAR_DAYS,
    roll=True,
    valid_from=date(2024, 1, 1),
)

ACCEPTANCE = DeadlineRule(
    code="JC-ACC",
    label="法院决定是否受理",
    basis=f"{CONFIRMATION_RULES} 第四条",
    start_event="法院收到司法确认申请",
    qty=3,
    unit=Unit.CALENDAR_DAYS,
    roll=True,
    valid_from=date(2011, 3, 30),
)

DECISION = DeadlineRule(
    code="JC-DEC",
    label="法院作出是否确认的决定",
    basis=f"{CONFIRMATION_RULES} 第五条",
    start_event="受理司法确认申请",
    qty=15,
    unit=Unit.CALENDAR_DAYS,
    roll=True,
    ext_qty=10,
    ext_unit=Unit.CALENDAR_DAYS,
    ext_approver=Approver.COURT_PRESIDENT,
    effect=Effect.WARN,
    valid_from=date(2011, 3, 30),
    note="与特别程序三十日的关系待核：到期先提醒，三十日为最后期限；补充材料能否中止待核，默认不中止",
)

CONCLUSION = DeadlineRule(
    code="JC-MAX",
    label="司法确认审结（特别程序）",
    basis="民事诉讼法 第一百八十七条",
    start_event="立案",
    qty=30,
    unit=Unit.CALENDAR_DAYS,
    roll=True,
    yellow_before=15,
    red_before=5,
    ext_approver=Approver.COURT_PRESIDENT,
    valid_from=date(2024, 1, 1),
    note="满十五日黄色预警，满二十五日红色预警，过三十日为超期（2011年司法解释的十五日加十日与三十日并存）",
)

PARTY_OBJECTION = DeadlineRule(
    code="JC-OBJ-P",
    label="当事人对确认裁定提出异议",
    basis=f"{INTERPRETATION} 第三百七十二条",
    start_event="收到裁定",
    qty=15,
    unit=Unit.CALENDAR_DAYS,
    roll=True,
    valid_from=date(2022, 4, 10),
)

THIRD_PARTY_OBJECTION = DeadlineRule(
    code="JC-OBJ-T",
    label="利害关系人对确认裁定提出异议",
    basis=f"{INTERPRETATION} 第三百七十二条",
    start_event="知道或者应当知道权益受到侵害",
    qty=6,
    unit=Unit.MONTHS,
    roll=True,
    valid_from=date(2022, 4, 10),
)

ENFORCEMENT = DeadlineRule(
    code="JC-ENF",
    label="申请强制执行",
    basis="民事诉讼法 第二百五十条",
    start_event="履行期间届满",
    qty=2,
    unit=Unit.YEARS,
    roll=True,
    pause_grounds=(
        PauseGround(
            key="limitation",
            label="诉讼时效中止",
            basis="民事诉讼法 第二百五十条",
            mark=Mark.VERIFIED,
        ),
    ),
    valid_from=date(2024, 1, 1),
    note="分期履行的，从最后一期届满起算；时效中断后重新起算",
)

RULES = (
    APPLICATION,
    ACCEPTANCE,
    DECISION,
    CONCLUSION,
    PARTY_OBJECTION,
    THIRD_PARTY_OBJECTION,
    ENFORCEMENT,
)
