"""网络安全: graded protection of systems, and the reporting of incidents."""

from datetime import date

from hejie.kernel.deadlines import DeadlineRule, Mark, Unit

GRADED_PROTECTION = "信息安全等级保护管理办法"

FILING = DeadlineRule(
    code="MLPS-FILE",
    label="第二级以上信息系统备案",
    basis=f"{GRADED_PROTECTION} 第十五条",
    start_event="系统定级或者投入运行",
    qty=30,
    unit=Unit.CALENDAR_DAYS,
    mark=Mark.WEB_PAGES,
)

CERTIFICATE = DeadlineRule(
    code="MLPS-CERT",
    label="公安机关审核备案材料并发证",
    basis=f"{GRADED_PROTECTION} 第十七条",
    start_event="收到备案材料",
    qty=10,
    unit=Unit.WORKING_DAYS,
    mark=Mark.WEB_PAGES,
)

POLICE_REPORT = DeadlineRule(
    code="IN-POL",
    label="向公安机关报告计算机信息系统案件",
    basis="计算机信息系统安全保护条例 第十四条",
    start_event="发现案件",
    qty=24,
    unit=Unit.HOURS,
)

CYBERSPACE_REPORT = DeadlineRule(
    code="IN-CAC",
    label="向网信部门报告较大以上网络安全事件",
    basis="国家网络安全事件报告管理办法",
    start_event="发现事件",
    qty=4,
    unit=Unit.HOURS,
    mark=Mark.WEB_PAGES,
    valid_from=date(2025, 11, 1),
)

RULES = (FILING, CERTIFICATE, POLICE_REPORT, CYBERSPACE_REPORT)
