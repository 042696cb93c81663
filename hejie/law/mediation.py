"""人民调解、诉前调解: the clocks of each route, and the local ones around it."""

from datetime import date

from hejie.kernel.deadlines import Approver, DeadlineRule, Effect, Mark, PauseGround, Unit

INVITED = "最高人民法院关于人民法院特邀调解的规定"
ONLINE = "人民法院在线调解规则"
LOCAL = "地方设定"
OWNER = "区司法局"
PROPOSED_ON = date(2026, 11, 23)

COURT_APPRAISAL = PauseGround(
    key="appraisal", label="诉前委托鉴定评估", basis=f"{ONLINE} 第二十六条", mark=Mark.VERIFIED
)

GENERAL = DeadlineRule(
    code="MD-A",
    label="人民调解（一般）调结",
    basis="人民调解工作若干规定 第三十三条",
    start_event="受理调解",
    qty=1,
    unit=Unit.MONTHS,
    roll=True,
    ext_approver=Approver.PARTIES,
    pause_grounds=(PauseGround(key="appraisal", label="鉴定", basis=LOCAL, mark=Mark.LOCAL),),
    effect=Effect.WARN,
    mark=Mark.WEB_PAGES,
    note="人民调解法没有规定期限；2002年部令是否仍然有效，待核",
)

ASSIGNED = DeadlineRule(
    code="MD-B",
    label="委派调解（立案前）调结",
    basis=f"{INVITED} 第二十七条；{ONLINE} 第二十四条；{ONLINE} 第二十六条",
    start_event="调解组织或调解员签收材料、确认接受委派",
    qty=30,
    unit=Unit.CALENDAR_DAYS,
    roll=True,
    ext_approver=Approver.PARTIES,
    pause_grounds=(COURT_APPRAISAL,),
    valid_from=date(2016, 7, 1),
)

ENTRUSTED_ORDINARY = DeadlineRule(
    code="MD-C",
    label="委托调解（立案后，普通程序）调结",
    basis=f"{INVITED} 第二十七条；{ONLINE} 第二十四条；{ONLINE} 第二十六条",
    start_event="调解组织或调解员签收材料、确认接受委托",
    qty=15,
    unit=Unit.CALENDAR_DAYS,
    roll=True,
    ext_approver=Approver.PARTIES,
    pause_grounds=(COURT_APPRAISAL,),
    valid_from=date(2016, 7, 1),
    note="延长的期限不计入审理期限",
)

ENTRUSTED_SUMMARY = DeadlineRule(
    code="MD-D",
    label="委托调解（立案后，简易程序）调结",
    basis=f"{INVITED} 第二十七条；{ONLINE} 第二十四条；{ONLINE} 第二十六条",
    start_event="调解组织或调解员签收材料、确认接受委托",
    qty=7,
    unit=Unit.CALENDAR_DAYS,
    roll=True,
    ext_approver=Approver.PARTIES,
    pause_grounds=(COURT_APPRAISAL,),
    valid_from=date(2016, 7, 1),
    note="延长的期限不计入审理期限",
)

MEDICAL_COMMITTEE = DeadlineRule(
    code="MD-MED",
    label="医疗纠纷人民调解调结",
    basis="医疗纠纷预防和处理条例 第三十八条",
    start_event="受理调解",
    qty=30,
    unit=Unit.WORKING_DAYS,
    ext_approver=Approver.PARTIES,
    pause_grounds=(
        PauseGround(
            key="appraisal",
            label="鉴定",
            basis="医疗纠纷预防和处理条例 第三十八条",
            mark=Mark.VERIFIED,
        ),
    ),
    valid_from=date(2018, 10, 1),
    note="超过期限未达成协议的，视为调解不成",
)

HEALTH_AUTHORITY_ACCEPTANCE = DeadlineRule(
    code="MD-HA1",
    label="医疗纠纷行政调解：决定是否受理",
    basis="医疗纠纷预防和处理条例 第四十条",
    start_event="收到调解申请",
    qty=5,
    unit=Unit.WORKING_DAYS,
    valid_from=date(2018, 10, 1),
)

HEALTH_AUTHORITY = DeadlineRule(
    code="MD-HA2",
    label="医疗纠纷行政调解调结",
    basis="医疗纠纷预防和处理条例 第四十条",
    start_event="受理调解",
    qty=30,
    unit=Unit.WORKING_DAYS,
    pause_grounds=(
        PauseGround(
            key="appraisal",
            label="鉴定",
            basis="医疗纠纷预防和处理条例 第四十条",
            mark=Mark.VERIFIED,
        ),
    ),
    valid_from=date(2018, 10, 1),
    note="超过期限未达成协议的，视为调解不成",
)

LABOUR = DeadlineRule(
    code="MD-LAB",
    label="劳动争议调解：满期可申请仲裁",
    basis="劳动争议调解仲裁法 第十四条",
    start_event="调解组织收到调解申请",
    qty=15,
    unit=Unit.CALENDAR_DAYS,
    roll=True,
    valid_from=date(2008, 5, 1),
)

TRAFFIC_AFTER_FAILURE = DeadlineRule(
    code="MD-TRF",
    label="人民调解不成后申请交警调解",
    basis="道路交通事故处理程序规定 第八十五条",
    start_event="人民调解委员会终止调解",
    qty=3,
    unit=Unit.CALENDAR_DAYS,
    valid_from=date(2018, 5, 1),
    note="双方一致书面申请；也可以直接起诉",
)

TRAFFIC_APPLICATION = DeadlineRule(
    code="MD-TRA",
    label="申请交警调解",
    basis="道路交通事故处理程序规定 第八十六条；道路交通安全法实施条例 第九十四条",
    start_event="收到事故认定书、事故证明或者维持原认定的复核结论",
    qty=10,
    unit=Unit.CALENDAR_DAYS,
    valid_from=date(2018, 5, 1),
)

TRAFFIC_POLICE = DeadlineRule(
    code="MD-TRP",
    label="交警调解：制作调解书或者终结书",
    basis="道路交通事故处理程序规定 第九十条；道路交通安全法实施条例 第九十五条",
    start_event="调解开始（丧葬时间结束、治疗终结、定残或者损失确定）",
    qty=10,
    unit=Unit.CALENDAR_DAYS,
    valid_from=date(2018, 5, 1),
)

CONSUMER_ACCEPTANCE = DeadlineRule(
    code="MD-CON1",
    label="消费投诉：决定是否受理",
    basis="投诉举报办法 第十四条",
    start_event="收到投诉",
    qty=7,
    unit=Unit.WORKING_DAYS,
)

CONSUMER = DeadlineRule(
    code="MD-CON2",
    label="消费投诉：未能达成一致则终止调解",
    basis="投诉举报办法 第二十条；投诉举报办法 第二十一条",
    start_event="受理投诉",
    qty=45,
    unit=Unit.WORKING_DAYS,
    pause_grounds=(
        PauseGround(
            key="appraisal",
            label="检测、鉴定",
            basis="投诉举报办法 第二十条；投诉举报办法 第二十一条",
            mark=Mark.VERIFIED,
        ),
    ),
)

CONSUMER_NOTICE = DeadlineRule(
    code="MD-CON3",
    label="消费投诉：告知终止调解",
    basis="投诉举报办法 第二十一条",
    start_event="终止调解",
    qty=7,
    unit=Unit.WORKING_DAYS,
)

ONLINE_CHOICE = DeadlineRule(
    code="MD-ON1",
    label="在线调解：双方共同选择调解员",
    basis=f"{ONLINE} 第十条",
    start_event="双方同意在线调解",
    qty=2,
    unit=Unit.WORKING_DAYS,
    valid_from=date(2022, 1, 1),
    note="逾期由人民法院指定",
)

ONLINE_APPOINTMENT = DeadlineRule(
    code="MD-ON2",
    label="在线调解：法院指定调解组织或调解员",
    basis=f"{ONLINE} 第十条",
    start_event="收到在线调解申请",
    qty=3,
    unit=Unit.WORKING_DAYS,
    valid_from=date(2022, 1, 1),
)

ONLINE_ACCEPTANCE = DeadlineRule(
    code="MD-ON3",
    label="在线调解：调解组织确认是否接受",
    basis=f"{ONLINE} 第十二条",
    start_event="收到委派委托信息或者调解申请",
    qty=3,
    unit=Unit.WORKING_DAYS,
    valid_from=date(2022, 1, 1),
    note="逾期未确认的，可以重新指定或者选定",
)

ONLINE_ENQUIRY = DeadlineRule(
    code="MD-ON4",
    label="在线调解：询问对方是否同意调解",
    basis=f"{ONLINE} 第十五条",
    start_event="接受委派调解",
    qty=3,
    unit=Unit.WORKING_DAYS,
    valid_from=date(2022, 1, 1),
)

LOCAL_REPLY = DeadlineRule(
    code="MD-L-REPLY",
    label="书面告知不予受理",
    basis=LOCAL,
    start_event="登记",
    qty=3,
    unit=Unit.WORKING_DAYS,
    effect=Effect.INFO,
    mark=Mark.LOCAL,
    owner=OWNER,
    set_on=PROPOSED_ON,
)

LOCAL_FIRST_SESSION = DeadlineRule(
    code="MD-L-FIRST",
    label="首次调解",
    basis=LOCAL,
    start_event="确定调解员",
    qty=7,
    unit=Unit.CALENDAR_DAYS,
    effect=Effect.INFO,
    mark=Mark.LOCAL,
    owner=OWNER,
    set_on=PROPOSED_ON,
)

LOCAL_TIME_TO_THINK = DeadlineRule(
    code="MD-L-THINK",
    label="签书面协议前的考虑时间",
    basis=LOCAL,
    start_event="起草书面协议",
    qty=24,
    unit=Unit.HOURS,
    effect=Effect.INFO,
    mark=Mark.LOCAL,
    enabled=False,
    owner=OWNER,
    set_on=PROPOSED_ON,
    note="没有全国规定；本区填了小时数才启用，时间到以前当事人不能签字",
)

LOCAL_REMINDER = DeadlineRule(
    code="MD-L-REMIND",
    label="提醒履行",
    basis=LOCAL,
    start_event="履行到期",
    qty=3,
    unit=Unit.CALENDAR_DAYS,
    before=True,
    effect=Effect.INFO,
    mark=Mark.LOCAL,
    owner=OWNER,
    set_on=PROPOSED_ON,
)

LOCAL_VISIT = DeadlineRule(
    code="MD-L-VISIT",
    label="首次回访",
    basis=LOCAL,
    start_event="调解协议生效",
    qty=7,
    unit=Unit.CALENDAR_DAYS,
    effect=Effect.INFO,
    mark=Mark.LOCAL,
    owner=OWNER,
    set_on=PROPOSED_ON,
)

LOCAL_VISIT_WHEN_DUE = DeadlineRule(
    code="MD-L-VISIT-DUE",
    label="履行到期后回访",
    basis=LOCAL,
    start_event="履行到期",
    qty=3,
    unit=Unit.CALENDAR_DAYS,
    effect=Effect.INFO,
    mark=Mark.LOCAL,
    owner=OWNER,
    set_on=PROPOSED_ON,
)

LOCAL_LAST_VISIT = DeadlineRule(
    code="MD-L-VISIT-LAST",
    label="最后一次回访",
    basis=LOCAL,
    start_event="全部履行完毕",
    qty=30,
    unit=Unit.CALENDAR_DAYS,
    effect=Effect.INFO,
    mark=Mark.LOCAL,
    owner=OWNER,
    set_on=PROPOSED_ON,
)

LOCAL_ARCHIVE = DeadlineRule(
    code="MD-L-ARCHIVE",
    label="归档",
    basis=LOCAL,
    start_event="调解结束",
    qty=30,
    unit=Unit.CALENDAR_DAYS,
    effect=Effect.INFO,
    mark=Mark.LOCAL,
    owner=OWNER,
    set_on=PROPOSED_ON,
)

RULES = (
    GENERAL,
    ASSIGNED,
    ENTRUSTED_ORDINARY,
    ENTRUSTED_SUMMARY,
    MEDICAL_COMMITTEE,
    HEALTH_AUTHORITY_ACCEPTANCE,
    HEALTH_AUTHORITY,
    LABOUR,
    TRAFFIC_AFTER_FAILURE,
    TRAFFIC_APPLICATION,
    TRAFFIC_POLICE,
    CONSUMER_ACCEPTANCE,
    CONSUMER,
    CONSUMER_NOTICE,
    ONLINE_CHOICE,
    ONLINE_APPOINTMENT,
    ONLINE_ACCEPTANCE,
    ONLINE_ENQUIRY,
    LOCAL_REPLY,
    LOCAL_FIRST_SESSION,
    LOCAL_TIME_TO_THINK,
    LOCAL_REMINDER,
    LOCAL_VISIT,
    LOCAL_VISIT_WHEN_DUE,
    LOCAL_LAST_VISIT,
    LOCAL_ARCHIVE,
)
