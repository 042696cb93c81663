"""积案化解: an old petition with a responsible leader, from its listing to a close by others.

What is resolved is the matter. The one who petitioned has nothing to fear from it, and nothing
here says what kind of person that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from hejie.kernel.checks import not_before_today
from hejie.kernel.procedures import (
    RUNNING,
    START,
    Act,
    Data,
    Deadline,
    Facts,
    Need,
    Problem,
    Procedure,
    Situation,
    Start,
    Step,
)
from hejie.law.petitions import HANDLING, REGULATION

BASIS = f"{REGULATION} 第十八条"
LEAD = ("handler", "director")
GROUNDS = {
    "overdue": "超过办理期限和延长期限没有办结",
    "unfulfilled": "复核已经终结，答应的事项没有落实",
    "conference": "信访工作联席会议列入",
}
STATEMENTS = {
    "agrees": "认可处理结果",
    "disagrees": "不认可处理结果",
    "not_heard": "没有联系上",
}
LIMIT = sum(filter(None, (HANDLING.qty, HANDLING.ext_qty)))
"""Days after acceptance, extension included, after which a matter is old."""


# 列入


def enters(situation: Situation, facts: Facts) -> Iterable[Problem]:
    ground = facts["ground"]
    if ground == "overdue":
        yield from _is_old(situation, facts)
    if ground == "unfulfilled" and situation.data.get("promised") is False:
        yield Problem(sentence="这件事没有复核终结以后还没落实的事项", field="ground")
    if ground == "conference" and not facts.get("listed_on"):
        yield Problem(sentence="联席会议列入的，请写会议日期", field="listed_on")
    yield from not_before_today("due")(situation, facts)


def _is_old(situation: Situation, facts: Facts) -> Iterable[Problem]:
    accepted = situation.data.get("accepted_on") or facts.get("accepted_on")
    if not accepted:
        yield Problem(sentence="还没有受理的，不能按超期列入", field="ground")
        return
    last = date.fromisoformat(accepted) + timedelta(days=LIMIT)
    if situation.today <= last:
        yield Problem(
            sentence="%(accepted)s受理，连同延长到%(last)s才满%(limit)s日，还不是积案",
            told={"accepted": accepted, "last": last, "limit": LIMIT},
            field="ground",
            basis=HANDLING.basis,
        )


# 谁来办


def _is_responsible(situation: Situation) -> bool:
    leader = f"account:{situation.data['leader']}"
    return leader in {situation.by, situation.instead.get("leader", ("", ""))[0]}


RESPONSIBLE = Need(sentence="由包案的领导本人审定", holds=_is_responsible)
LEADS = Need(sentence="由牵头单位办理", holds=lambda s: s.holder in s.organs)
BY_OTHERS = Need(
    sentence="结案由牵头单位以外的单位审核", holds=lambda s: s.data["lead"] not in s.organs
)
PLANNED = Need(
    sentence="还没有新的化解方案", holds=lambda s: s.data.get("plan") != s.data.get("approved")
)
MILESTONES_DONE = Need(
    sentence="方案里还有没办完的事项",
    holds=lambda s: not any(c.key == "milestone" and c.status == "running" for c in s.clocks),
)


# 方案和节点


def _milestones(data: Data, _act: Act) -> Iterable[tuple[str, date]]:
    for number, due in data["proposed"].items():
        yield number, date.fromisoformat(due)


def _named_day(name: str) -> Callable[[Data, Act], Iterable[tuple[str, date]]]:
    def moments(_data: Data, act: Act) -> Iterable[tuple[str, date]]:
        yield "", date.fromisoformat(act.values[name])

    return moments


def _is_running_milestone(situation: Situation, facts: Facts) -> Iterable[Problem]:
    clock = situation.clock("milestone", facts["subject"])
    if clock is None or clock.status != "running":
        yield Problem(sentence="没有这一项还没办完的事项", field="subject")


def fold(data: Data, act: Act) -> Data:
    """Milestones are numbered on through all plans of a matter."""
    if act.step == "plan":
        first = data.get("numbered", 0) + 1
        dues = [one["due"] for one in act.values["milestones"]]
        proposed = {str(number): due for number, due in enumerate(dues, start=first)}
        return {**data, "plan": act.seq, "proposed": proposed}
    if act.step == "approve_plan":
        return {**data, "approved": data["plan"]}
    if act.step == "begin":
        return {**data, "numbered": data.get("numbered", 0) + len(data["proposed"])}
    return data


KEPT = ("ground", "leader", "lead", "accepted_on")

procedure = Procedure(
    key="backlog",
    label="积案化解",
    basis=BASIS,
    roles={
        "party": "当事人",
        "petitioner": "信访人",
        "supervisor": "督办员",
        "leader": "领导",
        "handler": "承办人",
        "director": "单位负责人",
    },
    states={
        "listed": "已列入",
        "plan_approved": "方案已审定",
        "working": "化解中",
        "proposed_close": "拟结案",
        "returned": "退回继续化解",
        "closed": "已结案",
    },
    ends=frozenset({"closed"}),
    deadlines={
        "resolve": Deadline(label="化解期限", agreed="列入时确定"),
        "milestone": Deadline(label="化解方案的节点", agreed="化解方案确定"),
        "visit": Deadline(label="回访", agreed="结案时确定"),
    },
    fold=fold,
    steps={
        "list_petition": Step(
            label="列为积案，确定包案领导",
            source=START,
            target="listed",
            by="supervisor",
            check=enters,
            starts=(Start(deadline="resolve", moments=_named_day("due")),),
            keeps=KEPT,
            basis=BASIS,
            help="超期没办结的、终结以后没落实的、联席会议列入的，由一名领导包案化解。",
        ),
        "list": Step(
            label="登记平台以外的积案",
            source=START,
            target="listed",
            by="supervisor",
            check=enters,
            starts=(Start(deadline="resolve", moments=_named_day("due")),),
            keeps=KEPT,
            basis=BASIS,
            help="以前的纸质案件，或者别的系统里的。本平台的信访事项，请从那件事项里列入。",
        ),
        "plan": Step(
            label="提出化解方案",
            source=("listed", "returned"),
            by=LEAD,
            needs=(LEADS,),
            check=not_before_today("milestones"),
            basis=BASIS,
            help="写清核心诉求、法律分析、办法和每一步哪天前办完。",
        ),
        "approve_plan": Step(
            label="审定化解方案",
            source=("listed", "returned"),
            target="plan_approved",
            by="leader",
            needs=(RESPONSIBLE, PLANNED),
            basis=BASIS,
        ),
        "begin": Step(
            label="开始化解",
            source="plan_approved",
            target="working",
            by=LEAD,
            needs=(LEADS,),
            starts=(Start(deadline="milestone", moments=_milestones),),
            basis=BASIS,
            help="方案里的每一步从现在起计时。",
        ),
        "meet": Step(
            label="记录包案会议、接谈",
            source=RUNNING,
            by=("leader", *LEAD),
            basis=BASIS,
        ),
        "report_milestone": Step(
            label="登记节点办理结果",
            source="working",
            by=LEAD,
            needs=(LEADS,),
            check=_is_running_milestone,
            stops=("milestone",),
            basis=BASIS,
        ),
        "propose_close": Step(
            label="提出结案",
            source="working",
            target="proposed_close",
            by=LEAD,
            needs=(LEADS, MILESTONES_DONE),
            basis=BASIS,
            help="写明结果，和信访人怎么说。信访人也可以用查询码自己说。",
        ),
        "say": Step(
            label="说说对处理结果的意见",
            source="proposed_close",
            by="petitioner",
            basis=BASIS,
            help="您说的话会和结案报告一起审核。",
        ),
        "close": Step(
            label="审核结案",
            source="proposed_close",
            target="closed",
            by="supervisor",
            needs=(BY_OTHERS,),
            check=not_before_today("visit_on"),
            stops=("resolve",),
            starts=(Start(deadline="visit", moments=_named_day("visit_on")),),
            basis=BASIS,
            help="由牵头单位以外的单位审核；定一个回访的日子。",
        ),
        "send_back": Step(
            label="退回继续化解",
            source="proposed_close",
            target="returned",
            by="supervisor",
            needs=(BY_OTHERS,),
            basis=BASIS,
        ),
        "visit": Step(
            label="登记回访",
            source="closed",
            by=("supervisor", *LEAD),
            needs=(
                Need(
                    sentence="已经回访过",
                    holds=lambda s: any(
                        c.key == "visit" and c.status == "running" for c in s.clocks
                    ),
                ),
            ),
            stops=("visit",),
            basis=BASIS,
        ),
    },
)
