"""Who is told what when something happens in a confirmation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils import timezone

from hejie.kernel.events import Event
from hejie.kernel.matters import Matter
from hejie.kernel.notices import Message
from hejie.kernel.parties import Party, parties_of
from hejie.rooms.confirmation.grounds import DISMISSED, NOT_ACCEPTED
from hejie.rooms.confirmation.guards import SUIT


def messages(matter: Matter, event: Event) -> Iterator[Message]:
    if write := MESSAGES.get(event.step):
        yield from write(matter, event)


def _parties(matter: Matter, *roles: str) -> list[Party]:
    return [p for p in parties_of(matter) if p.role in (roles or ("applicant",))]


def _to(party: Party, matter: Matter, text: str) -> Message:
    return Message(
        to=f"party:{party.key}",
        text=f"【和解】{text}事项 {matter.reference}，您的查询码 {party.code}，"
        f"打开 {party.track_address} 查看、办理。",
    )


def _all(matter: Matter, text: str) -> Iterator[Message]:
    for party in _parties(matter):
        yield _to(party, matter, text)


def _committee(matter: Matter, text: str) -> Message:
    organ = matter.data["agreement"]["committee"]
    return Message(to=f"organ:{organ}", text=f"{matter.reference}：{text}")


def _court(matter: Matter, text: str) -> Message:
    return Message(to=f"organ:{matter.data['court']}", text=f"{matter.reference}：{text}")


def _asked(matter: Matter, event: Event) -> Iterator[Message]:
    for party in _parties(matter):
        if event.by == f"party:{party.key}":
            yield _to(party, matter, "司法确认申请书已经写好，请看过后同意；对方也已收到通知。")
        else:
            text = "对方想和您一起申请司法确认。请先看申请书，再答复同意还是不同意。"
            yield _to(party, matter, text)


def _consented(matter: Matter, event: Event) -> Iterator[Message]:
    if event.state == "prepared":
        yield from _all(matter, "双方都同意，司法确认申请已经送到法院。")
        yield _court(matter, "收到一件共同申请司法确认，请核对材料收件。")
    elif event.state == "not_applied":
        yield from _all(matter, f"有一方不同意申请司法确认，申请不再进行。{SUIT}")


def _expired(matter: Matter, event: Event) -> Iterator[Message]:
    yield from _all(matter, f"三十日内没有共同申请司法确认，不能再申请了。{SUIT}")


def _withdrawn(matter: Matter, event: Event) -> Iterator[Message]:
    if event.state == "withdrawn":
        yield from _all(matter, f"司法确认申请已经撤回。{SUIT}")
        yield _committee(matter, "司法确认申请已经撤回。")
    else:
        yield _court(matter, "当事人申请撤回，请审查是否准许。")


def _papers_asked(matter: Matter, event: Event) -> Iterator[Message]:
    yield from _all(matter, "法院说申请材料还不齐，请打开看缺什么。")
    yield _committee(matter, "法院通知补交申请材料。")


def _submitted(matter: Matter, event: Event) -> Iterator[Message]:
    yield from _all(matter, "法院已经收到申请材料，三日内决定是否受理。")


def _accepted(matter: Matter, event: Event) -> Iterator[Message]:
    yield from _all(matter, f"法院已经受理，案号 {event.values['case_number']}。")


def _not_accepted(matter: Matter, event: Event) -> Iterator[Message]:
    ground = NOT_ACCEPTED[event.values["ground"]]
    yield from _all(matter, f"法院不予受理：{ground.law}。{ground.advice}")
    yield _committee(matter, f"司法确认不予受理：{ground.law}。")


def _review_set(matter: Matter, event: Event) -> Iterator[Message]:
    begins = timezone.localtime(datetime.fromisoformat(event.values["begins"]))
    text = f"法院请双方{begins:%m月%d日%H:%M}一起到场核实，无故不到会按撤回处理。"
    yield from _all(matter, text)


def _supplement_asked(matter: Matter, event: Event) -> Iterator[Message]:
    yield from _all(matter, f"法院要求在{event.values['due']}前补充材料，逾期按撤回处理。")
    yield _committee(matter, "法院要求当事人补充材料，请帮助准备。")


def _body_asked(matter: Matter, event: Event) -> Iterator[Message]:
    yield _committee(matter, "法院有问题向调委会核实，请答复。")


def _handed_in(matter: Matter, event: Event) -> Iterator[Message]:
    yield _court(matter, "法院要的材料已经补交。")


def _court_answered(matter: Matter, event: Event) -> Iterator[Message]:
    yield _court(matter, "调委会已经答复。")


def _valid(matter: Matter, event: Event) -> Iterator[Message]:
    yield from _all(matter, "法院裁定调解协议有效，请等待送达；对方不履行的可以申请强制执行。")
    yield _committee(matter, "裁定调解协议有效。")


def _dismissed(matter: Matter, event: Event) -> Iterator[Message]:
    ground = DISMISSED[event.values["ground"]]
    text = f"法院裁定驳回申请：{ground.law}。可以请调解员变更协议后重新申请，也可以起诉。"
    yield from _all(matter, text)
    yield _committee(matter, f"司法确认被驳回：{ground.law}。详见反馈函。")


def _served(matter: Matter, event: Event) -> Iterator[Message]:
    for party in _parties(matter):
        if party.key == event.values["party"]:
            yield _to(party, matter, "裁定已经送达给您。认为有错误的，可以在期限内提出异议。")


def _third_heard(matter: Matter, event: Event) -> Iterator[Message]:
    for party in _parties(matter, "third"):
        if party.key == event.values["third"]:
            yield _to(party, matter, "已登记您是利害关系人，可以在期限内提出异议。")


def _objected(matter: Matter, event: Event) -> Iterator[Message]:
    yield from _all(matter, "有人对确认裁定提出异议，法院会审查。")
    yield _court(matter, "收到对确认裁定的异议，请审查。")


def _objection_decided(matter: Matter, event: Event) -> Iterator[Message]:
    upheld = event.state == "revoked"
    text = f"异议成立，原裁定已撤销。{SUIT}" if upheld else "异议不成立，原裁定继续有效。"
    for party in _parties(matter, "applicant", "third"):
        yield _to(party, matter, text)
    if upheld:
        yield _committee(matter, "确认裁定因异议成立被撤销。")


def _enforcement(matter: Matter, event: Event) -> Iterator[Message]:
    yield _court(matter, "收到强制执行申请。")
    yield _committee(matter, "当事人已申请强制执行。")


MESSAGES: dict[str, Callable[[Matter, Event], Iterator[Message]]] = {
    "ask": _asked,
    "consent": _consented,
    "expire": _expired,
    "withdraw": _withdrawn,
    "permit_withdrawal": _withdrawn,
    "deem_withdrawn": _withdrawn,
    "ask_papers": _papers_asked,
    "submit": _submitted,
    "accept": _accepted,
    "not_accept": _not_accepted,
    "set_review": _review_set,
    "ask_supplement": _supplement_asked,
    "hand_in": _handed_in,
    "ask_body": _body_asked,
    "answer_court": _court_answered,
    "rule_valid": _valid,
    "dismiss": _dismissed,
    "serve": _served,
    "hear_third": _third_heard,
    "object": _objected,
    "decide_objection": _objection_decided,
    "apply_enforcement": _enforcement,
}
