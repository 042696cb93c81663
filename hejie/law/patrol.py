"""网格事件: no statute sets its times; all of them are local, proposed by the district's centre."""

from datetime import date

from hejie.kernel.deadlines import Approver, DeadlineRule, Effect, Mark, PauseGround, Unit

OWNER, SET_ON = "区综治中心", date(2026, 11, 27)
LOCAL = "地方设定"
SUSPENDING = (
    PauseGround(key="season", label="要等季节、天气", basis=LOCAL, mark=Mark.LOCAL),
    PauseGround(key="funds", label="要等经费", basis=LOCAL, mark=Mark.LOCAL),
    PauseGround(key="legal", label="要走法定程序", basis=LOCAL, mark=Mark.LOCAL),
)


def _rule(
    code: str,
    label: str,
    start: str,
    qty: int,
    unit: Unit,
    *,
    to: int | None = None,
    pauses: bool = False,
    note: str = "",
) -> DeadlineRule:
    """A local rule; `to` is how many of the unit it may come to when the matter is complex."""
    return DeadlineRule(
        code=code,
        label=label,
        basis=LOCAL,
        start_event=start,
        qty=qty,
        unit=unit,
        ext_qty=to - qty if to else None,
        ext_unit=unit if to else None,
        ext_approver=Approver.UNIT_HEAD if to else None,
        pause_grounds=SUSPENDING if pauses else (),
        effect=Effect.INFO,
        yellow_share=0.7,
        mark=Mark.LOCAL,
        owner=OWNER,
        set_on=SET_ON,
        note=note,
    )


COMPLEX = 15
"""Working days in which a complex event is handled."""
REPORTED, TAKEN, SENT = "上报", "受理", "派单"
ACCEPTANCE = {
    "S1": _rule("EV-L-ACC1", "受理（S1）", REPORTED, 30, Unit.MINUTES, note="同时电话通知"),
    "S2": _rule("EV-L-ACC2", "受理（S2）", REPORTED, 2, Unit.HOURS),
    "S3": _rule("EV-L-ACC3", "受理（S3）", REPORTED, 1, Unit.WORKING_DAYS),
    "S4": _rule("EV-L-ACC4", "受理（S4）", REPORTED, 1, Unit.WORKING_DAYS),
}
DISPATCH = {
    "S1": _rule("EV-L-SEND1", "派单（S1）", TAKEN, 30, Unit.MINUTES, note="同时电话通知"),
    "S2": _rule("EV-L-SEND2", "派单（S2）", TAKEN, 2, Unit.HOURS),
    "S3": _rule("EV-L-SEND3", "派单（S3）", TAKEN, 1, Unit.WORKING_DAYS),
    "S4": _rule("EV-L-SEND4", "派单（S4）", TAKEN, 1, Unit.WORKING_DAYS),
}
RETURN = _rule(
    "EV-L-BACK",
    "退单",
    SENT,
    1,
    Unit.WORKING_DAYS,
    note="规定是半个工作日；不足一个工作日的算到当天",
)
FIRST_REPORT = {"S1": _rule("EV-L-FIRST", "首次反馈（S1）", SENT, 2, Unit.HOURS)}
HANDLING = {
    "S2": _rule("EV-L-DO2", "处置反馈（S2）", SENT, 24, Unit.HOURS, pauses=True),
    "S3": _rule("EV-L-DO3", "处置反馈（S3）", SENT, 3, Unit.WORKING_DAYS, to=COMPLEX, pauses=True),
    "S4": _rule("EV-L-DO4", "处置反馈（S4）", SENT, 7, Unit.WORKING_DAYS, to=COMPLEX, pauses=True),
}
VERIFICATION = _rule("EV-L-VERIFY", "核查", "反馈", 2, Unit.WORKING_DAYS)
RATING = _rule("EV-L-RATE", "上报人评价", "办结", 7, Unit.CALENDAR_DAYS)

RULES = (
    *ACCEPTANCE.values(),
    *DISPATCH.values(),
    RETURN,
    *FIRST_REPORT.values(),
    *HANDLING.values(),
    VERIFICATION,
    RATING,
)
