"""Standing steps: what may be done to any matter, whatever its procedure.

Handing up and down keeps the number. Several people may work on one matter (组团服务).
Supervisors urge and order; the one who holds the matter answers in writing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from hejie.kernel.checks import not_before_today
from hejie.kernel.procedures import (
    ANY,
    RUNNING,
    Act,
    Data,
    Deadline,
    Need,
    Situation,
    Start,
    Step,
)

STAFF = ("clerk", "mediator", "director", "handler")
PARTY = "party"
"""Role that every party of a matter has, beside the role the procedure gives it."""
MERGE = "merge"
MEETING = {
    "let_in": "请进视频会",
    "send_out": "请出视频会",
    "agree_recording": "答复是否同意录像",
    "keep_recording": "封存录像",
    "write_minutes": "写完视频笔录",
    "confirm_minutes": "确认视频笔录",
}
"""What is told of a video meeting while it is held."""
ERASE = "erase"
CONTACT, OWN, CASE = "contact", "own", "case"
"""How much is erased: what serves to reach a person, all that a person stated and handed in,
or all that was said by anybody."""
RECOUNT, RECOUNTED = "recount", "recounted"
"""An event of the platform, when a running deadline turns out to end on another day, and the
part of it that tells which."""
GONE = "这一件的内容已经依法删除，不能再办理"
NOTES = {
    ERASE: "删除个人资料",
    RECOUNT: "重新计算期限",
    "correct": "更正资料",
    "issue": "出具文书",
    "absorb": "并入另一件",
    "link": "立了关联事项",
    "report": "关联事项有了进展",
    **MEETING,
}
"""Events beside the steps, as a history names them."""


def _open_orders(situation: Situation) -> list[Any]:
    return [order for order in situation.data.get("orders", ()) if not order["answered"]]


def _order_due(data: Data, act: Act) -> Iterable[tuple[str, date]]:
    yield str(act.seq), date.fromisoformat(act.values["due"])


def _open_requests(situation: Situation) -> list[Any]:
    return [one for one in situation.data.get("erasures", ()) if not one["decision"]]


def _asks_for_the_first_time(situation: Situation) -> bool:
    return all(one["party"] != situation.by for one in _open_requests(situation))


ADVICE = {"improve_work": "改进工作", "policy": "完善政策", "responsibility": "追究责任"}
"""What an order may advise beside what it demands (信访工作条例 第四十条 names the three)."""
ADOPTED = {"wholly": "全部采纳", "partly": "部分采纳", "no": "不采纳"}

DEADLINES = {"answer": Deadline(label="答复督办", agreed="督办要求")}

STEPS = {
    "supplement": Step(
        label="补充材料",
        source=RUNNING,
        by=(*STAFF, "liaison", PARTY),
        help="补交照片、单据，或者补充说明。",
    ),
    "remark": Step(label="办理记录", source=ANY, by=(*STAFF, "liaison"), help="只供工作人员看。"),
    "hand_up": Step(
        label="上交",
        source=RUNNING,
        by=("clerk", "director"),
        help="交给上级中心或调委会，编号不变。",
    ),
    "hand_down": Step(
        label="下派",
        source=RUNNING,
        by=("clerk", "director"),
        help="交给下级中心或调委会，编号不变。",
    ),
    "ask_in": Step(
        label="请求协助",
        source=RUNNING,
        by=("clerk", "director", "mediator"),
        help="请上级专业室或别的单位一起办，本单位仍然负责。",
    ),
    "join": Step(
        label="组团服务",
        source=RUNNING,
        by=("clerk", "director"),
        help="让几个人一起办这件事，各有分工。",
    ),
    "urge": Step(label="催办", source=RUNNING, by=("supervisor", "leader")),
    "order": Step(
        label="督办",
        source=RUNNING,
        by=("supervisor", "leader"),
        starts=(Start(deadline="answer", moments=_order_due),),
        check=not_before_today("due"),
        help="责令承办单位在限期内书面答复。",
    ),
    "answer": Step(
        label="答复督办",
        source=ANY,
        by=("clerk", "director", "mediator", "handler"),
        stops=("answer",),
        needs=(Need(sentence="没有等待答复的督办", holds=lambda s: bool(_open_orders(s))),),
    ),
    "ask_erasure": Step(
        label="请求删除个人资料",
        source=ANY,
        by=PARTY,
        needs=(
            Need(
                sentence="您的上一次请求还没有答复，答复以后可以再提",
                holds=_asks_for_the_first_time,
            ),
        ),
        basis="个人信息保护法 第四十七条",
        help="由负责人决定，答复写明理由；依法还要保存的，会说明保存到哪天。",
    ),
    "decide_erasure": Step(
        label="答复删除请求",
        source=ANY,
        by=("director",),
        needs=(Need(sentence="没有等待答复的删除请求", holds=lambda s: bool(_open_requests(s))),),
        basis="个人信息保护法 第四十七条；个人信息保护法 第五十条",
        help="不同意的要写明理由。同意以后马上删除，不能恢复；本人从此不能再用手机进入，请先告诉本人。",
    ),
}


def merging(*, source: tuple[str, ...], target: str, starts: tuple[str | Start, ...] = ()) -> Step:
    """The step `merge` of a procedure that lets a copy of a matter end in the original."""
    return Step(
        label="并案",
        source=source,
        target=target,
        by=("clerk", "director"),
        starts=starts,
        ends_clocks=True,
        keeps=("merged_into",),
        help="同一件事登记了两次：并入先登记的那一件，编号、日期都保留。",
    )


def after(data: Data, act: Act) -> Data:
    """Fold a standing act into the matter's data."""
    if act.step == "order":
        order = {
            "seq": act.seq,
            "due": act.values["due"],
            "answered": False,
            "advice": act.values.get("advice", ""),
        }
        return {**data, "orders": [*data.get("orders", ()), order]}
    if act.step == "answer":
        answered = [
            {**o, "answered": True, "adopted": act.values.get("adopted", "")}
            if str(o["seq"]) == act.values["subject"]
            else o
            for o in data.get("orders", ())
        ]
        return {**data, "orders": answered}
    if act.step == "issue":
        issued, kind = data.get("issued", {}), act.values["kind"]
        papers = {**issued.get(kind, {}), str(act.values["for"]): act.values["digest"]}
        return {**data, "issued": {**issued, kind: papers}}
    if act.step == "absorb":
        return {**data, "absorbed": [*data.get("absorbed", ()), act.values["merged"]]}
    if act.step in {"link", "report"}:
        told = {**act.values["linked"], "seq": act.seq}
        others = [one for one in data.get("linked", ()) if one["reference"] != told["reference"]]
        return {**data, "linked": [*others, told]}
    if act.step in {"ask_erasure", "decide_erasure"}:
        return {**data, "erasures": _erasures(data.get("erasures", ()), act)}
    if act.step == ERASE:
        return {**data, "erased": sorted({*data.get("erased", ()), act.values["scope"]})}
    if act.step == "urge":
        return {**data, "urged": data.get("urged", 0) + 1}
    if act.step in MEETING:
        meetings, key = data.get("meetings", {}), act.values["meeting"]
        return {**data, "meetings": {**meetings, key: _meeting(meetings.get(key, {}), act)}}
    return data


def _erasures(asked: Iterable[Any], act: Act) -> list[Any]:
    """The requests for erasure after one more, or one more answer."""
    if act.step == "ask_erasure":
        party = act.by.removeprefix("party:")
        return [
            *asked,
            {"seq": act.seq, "party": party, "what": act.values["what"], "decision": ""},
        ]
    answer = {"decision": act.values["decision"], "decided": act.seq}
    return [{**one, **answer} if str(one["seq"]) == act.values["subject"] else one for one in asked]


def is_erased(data: Data) -> bool:
    """Whether all that was said in a matter is gone, by the rule on how long it is kept."""
    return CASE in data.get("erased", ())


def _meeting(told: Data, act: Act) -> Data:
    """What is known of one meeting after one more thing that happened in it."""
    people = act.values.get("people", {})
    match act.step:
        case "let_in":
            out = [key for key in told.get("out", ()) if key not in people]
            return {**told, "present": {**told.get("present", {}), **people}, "out": out}
        case "send_out":
            return {**told, "out": sorted({*told.get("out", ()), *people})}
        case "write_minutes":
            return {**told, "minutes": act.seq, "confirmed": []}
        case "confirm_minutes":
            return {**told, "confirmed": sorted({*told.get("confirmed", ()), *people})}
    return told
