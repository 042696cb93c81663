"""领导接访: a day that is published, and one visit on it from booking to an answer.

信访工作条例 第十八条: leaders receive visitors regularly; name, post, portfolio, time and place
are published. Who may book when is a local setting.
"""

from collections.abc import Iterable
from datetime import date, datetime

from hejie.kernel.checks import not_before_today
from hejie.kernel.procedures import (
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
from hejie.law.petitions import REGULATION

STAFF = ("clerk", "handler", "director")
BASIS = f"{REGULATION} 第十八条"
OPENS_BEFORE = 14
"""Calendar days before the day on which booking opens [L]."""
CLOSES_BEFORE = 2
"""Working days before the day on which booking closes [L]."""

HOLDS = Need(sentence="由组织接访的单位办理", holds=lambda s: s.holder in s.organs)


def _is_ahead(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if datetime.fromisoformat(facts["begins"]) <= situation.now:
        yield Problem(sentence="接访时间要在现在以后", field="begins")


def _has_come(situation: Situation) -> bool:
    begins = datetime.fromisoformat(situation.data["begins"])
    return begins.date() <= situation.today


HAS_COME = Need(sentence="接访日还没有到", holds=_has_come)

day_procedure = Procedure(
    key="reception_day",
    label="领导接访日",
    basis=BASIS,
    roles={"clerk": "受理员", "handler": "承办人", "director": "单位负责人"},
    states={"published": "已公布", "held": "已接访", "called_off": "已取消"},
    steps={
        "publish": Step(
            label="公布接访日",
            source=START,
            target="published",
            by=STAFF,
            check=_is_ahead,
            keeps=("begins", "slots", "minutes", "leader"),
            basis=BASIS,
            help="公布谁、什么职务、分管什么、什么时间、在哪里接访。",
        ),
        "call_off": Step(
            label="取消接访日",
            source="published",
            target="called_off",
            by=STAFF,
            needs=(HOLDS,),
            basis=BASIS,
            help="写明理由；已经预约的请逐一改约。",
        ),
        "hold": Step(
            label="接访结束",
            source="published",
            target="held",
            by=STAFF,
            needs=(HOLDS, HAS_COME),
            basis=BASIS,
        ),
    },
)


def own_visit(situation: Situation) -> bool:
    return "party" not in situation.as_roles or situation.state == "booked"


def task_days(data: Data, act: Act) -> Iterable[tuple[str, date]]:
    for number, task in enumerate(act.values.get("tasks", ()), start=1):
        yield str(number), date.fromisoformat(task["due"])


def _is_open_task(situation: Situation, facts: Facts) -> Iterable[Problem]:
    clock = situation.clock("task", facts["subject"])
    if clock is None or clock.status != "running":
        yield Problem(sentence="没有这一项还没办完的任务", field="subject")


TASKS_DONE = Need(
    sentence="还有任务没有办完",
    holds=lambda s: not any(c.key == "task" and c.status == "running" for c in s.clocks),
)
SLOT = ("day", "number", "begins", "leader", "walk_in")

procedure = Procedure(
    key="reception",
    label="领导接访预约",
    basis=BASIS,
    roles={
        "visitor": "来访群众",
        "party": "当事人",
        "caller": "来访人",
        "clerk": "受理员",
        "handler": "承办人",
        "director": "单位负责人",
        "leader": "领导",
    },
    states={
        "booked": "已预约",
        "arrived": "已到场等候",
        "received": "已接谈",
        "told": "已反馈",
        "cancelled": "已取消预约",
        "absent": "没有到场",
    },
    deadlines={"task": Deadline(label="接访交办的任务", agreed="接访时确定")},
    steps={
        "book": Step(
            label="预约接访",
            source=START,
            target="booked",
            by=("visitor", *STAFF),
            keeps=SLOT,
            basis=BASIS,
            help="和领导当面谈一件事。选日子、选时间，不用排队。没有预约也可以当天来。",
        ),
        "walk_in": Step(
            label="登记现场来访",
            source=START,
            target="arrived",
            by=STAFF,
            keeps=SLOT,
            basis=BASIS,
            help="没有预约的，当天也接待，排在预约的后面。",
        ),
        "move": Step(
            label="改时间",
            source="booked",
            by=("caller", *STAFF),
            keeps=SLOT,
            basis=BASIS,
        ),
        "cancel": Step(
            label="取消预约",
            source="booked",
            target="cancelled",
            by=("caller", *STAFF),
            ends_clocks=True,
            basis=BASIS,
        ),
        "arrive": Step(
            label="到场",
            source="booked",
            target="arrived",
            by=STAFF,
            needs=(HOLDS, HAS_COME),
            basis=BASIS,
        ),
        "miss": Step(
            label="没有到场",
            source="booked",
            target="absent",
            by=STAFF,
            needs=(HOLDS, HAS_COME),
            ends_clocks=True,
            basis=BASIS,
        ),
        "receive": Step(
            label="记录接谈",
            source="arrived",
            target="received",
            by=STAFF,
            needs=(HOLDS,),
            check=not_before_today("tasks"),
            starts=(Start(deadline="task", moments=task_days),),
            basis=BASIS,
            help="谁在场、说了什么、怎么答复、交给谁、哪天前办完。",
        ),
        "sign": Step(
            label="领导确认记录",
            source="received",
            by="leader",
            needs=(Need(sentence="已经确认过", holds=lambda s: not s.data.get("signed")),),
            keeps=("signed",),
            basis=BASIS,
        ),
        "report_task": Step(
            label="登记任务办理结果",
            source="received",
            by=STAFF,
            check=_is_open_task,
            stops=("task",),
            basis=BASIS,
        ),
        "feed_back": Step(
            label="向来访人反馈",
            source="received",
            target="told",
            by=STAFF,
            needs=(HOLDS, TASKS_DONE),
            ends_clocks=True,
            basis=BASIS,
            help="任务都办完了，把结果告诉来访人。",
        ),
    },
)
