"""Who is told what when something happens in a mediation."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from hejie.kernel.events import Event
from hejie.kernel.matters import Matter
from hejie.kernel.notices import Message
from hejie.kernel.parties import Party, parties_of
from hejie.rooms.mediation import settling
from hejie.rooms.mediation.docking.waiting import is_agreed

OTHER_ROUTES = "您仍可以申请仲裁、找行政机关处理或者向法院起诉。"

PAYMENT_ORDER = "因支付拖欠劳动报酬达成协议的，还可以凭协议向法院申请支付令。"
COURT_NEXT = {
    "B": "没有达成协议，请依法登记立案。",
    "C": "没有达成协议，请恢复审理。",
    "D": "没有达成协议，请恢复审理。",
}


def messages(matter: Matter, event: Event) -> Iterator[Message]:
    if write := MESSAGES.get(event.step):
        yield from write(matter, event)


def _parties(matter: Matter, *roles: str) -> list[Party]:
    left = matter.data.get("left", {})
    return [p for p in parties_of(matter) if p.role in roles and p.key not in left]


def _to(party: Party, matter: Matter, text: str) -> Message:
    return Message(
        to=f"party:{party.key}",
        text=f"【和解】{text}事项 {matter.reference}，您的查询码 {party.code}，"
        f"打开 {party.track_address} 查看、办理。",
    )


def _received(matter: Matter, event: Event) -> Iterator[Message]:
    for party in _parties(matter, "applicant"):
        yield _to(party, matter, f"您的调解申请已登记，由{matter.holder.name}办理。")
    yield Message(to=f"organ:{matter.holder_id}", text=f"新登记事项 {matter.reference}，请受理。")


def _invited(matter: Matter, event: Event) -> Iterator[Message]:
    for party in _parties(matter, "applicant", "respondent"):
        if party.key not in matter.data["consents"]:
            text = f"有人请{matter.holder.name}调解与您的纠纷，请答复是否愿意。调解免费、自愿。"
            yield _to(party, matter, text)


def _answered(matter: Matter, event: Event) -> Iterator[Message]:
    if event.state == "accepted":
        for party in _parties(matter, "applicant", "respondent"):
            yield _to(party, matter, "各方都同意调解，已受理。您可以选择调解员。")
    elif event.state == "refused":
        yield from _ended(matter, event)


def _ended(matter: Matter, event: Event) -> Iterator[Message]:
    if event.state not in matter.law.final:
        return
    for party in _parties(matter, "applicant", "respondent"):
        text = f"本次调解已结束（{matter.law.states[event.state]}）。{OTHER_ROUTES}"
        yield _to(party, matter, text)
    yield from _to_court(matter, f"调解结束（{matter.law.states[event.state]}），材料随后送回。")


def _to_court(matter: Matter, text: str) -> Iterator[Message]:
    if court := matter.data.get("referred_by"):
        number = matter.data.get("case_number", "")
        yield Message(to=f"organ:{court}", text=f"{matter.reference}（{number}）{text}")


def _reassigned(matter: Matter, event: Event) -> Iterator[Message]:
    text = f"法院另行委派事项 {matter.reference}，请在三个工作日内确认。"
    yield Message(to=f"organ:{matter.holder_id}", text=text)


def _naming_asked(matter: Matter, event: Event) -> Iterator[Message]:
    yield from _to_court(matter, "双方没有选定调解员，请法院指定。")


def _recalled(matter: Matter, event: Event) -> Iterator[Message]:
    for party in _parties(matter, "applicant", "respondent"):
        yield _to(party, matter, "法院已收回这件事，接下来由法院办理。")
    text = f"法院收回事项 {matter.reference}，请送回材料。"
    yield Message(to=f"organ:{matter.holder_id}", text=text)


def _sent_back(matter: Matter, event: Event) -> Iterator[Message]:
    agreed = "达成协议，请收下。" if is_agreed(matter.data) else COURT_NEXT[matter.route]
    yield from _to_court(matter, f"材料已送回。{agreed}")


def _gone_on(matter: Matter, event: Event) -> Iterator[Message]:
    what = {"file_case": "法院已登记立案。", "resume_trial": "法院恢复审理。"}[event.step]
    for party in _parties(matter, "applicant", "respondent"):
        yield _to(party, matter, what)
    yield Message(to=f"organ:{matter.holder_id}", text=f"{matter.reference} {what}")


def _merged(matter: Matter, event: Event) -> Iterator[Message]:
    for party in _parties(matter, "applicant", "respondent"):
        text = f"同一件事先前已经登记，您的事项并入 {event.values['merged_into']} 一起办理。"
        yield _to(party, matter, text)


def _named(matter: Matter, event: Event) -> Iterator[Message]:
    for change in event.values.get("team", ()):
        if change["active"]:
            text = f"您被选定为 {matter.reference} 的调解员，请先披露有无利害关系。"
            yield Message(to=f"account:{change['account']}", text=text)


def _disclosed(matter: Matter, event: Event) -> Iterator[Message]:
    if event.state == "assigned":
        yield from _assigned(matter, event)
        return
    for party in _parties(matter, "applicant", "respondent"):
        yield _to(party, matter, "调解员已披露有无利害关系，请答复是否接受。")


def _assigned(matter: Matter, event: Event) -> Iterator[Message]:
    if event.state == "assigned":
        for party in _parties(matter, "applicant", "respondent"):
            yield _to(party, matter, "调解员已经确定，接下来约时间调解。")


def _session_set(matter: Matter, event: Event) -> Iterator[Message]:
    begins = parse_datetime(event.values["begins"])
    when = f"{timezone.localtime(begins):%m月%d日%H:%M}" if begins else ""
    for party in _parties(matter, "applicant", "respondent", "agent"):
        yield _to(party, matter, f"调解会定在{when}，请打开链接查看地点。")


def _session_cancelled(matter: Matter, event: Event) -> Iterator[Message]:
    for party in _parties(matter, "applicant", "respondent", "agent"):
        yield _to(party, matter, "原定的调解会取消，另行通知。")


def _drafted(matter: Matter, event: Event) -> Iterator[Message]:
    for party in _parties(matter, "applicant", "respondent"):
        yield _to(party, matter, "协议已起草，请先看完全文，再决定签不签。")


def _signed(matter: Matter, event: Event) -> Iterator[Message]:
    if event.state in {"agreed_written", "agreed_oral", "partly_agreed"}:
        for party in _parties(matter, "applicant", "respondent"):
            yield _to(party, matter, f"调解协议已达成。{_next_to_court(matter)}")
        yield from _to_court(matter, "达成协议，材料随后送回。")


def _withdrew(matter: Matter, event: Event) -> Iterator[Message]:
    for party in _parties(matter, "applicant", "respondent"):
        if party.key != event.values["party"]:
            yield _to(party, matter, "有一位当事人撤回了签字，协议还没有生效。")
    for nominee in matter.data.get("nominees", ()):
        text = f"{matter.reference} 有一位当事人撤回了签字，请看是否重新商量。"
        yield Message(to=f"account:{nominee['account']}", text=text)


def _next_to_court(matter: Matter) -> str:
    if matter.route in {"C", "D"}:
        return "材料送回法院，由法院依法出具文书。"
    return "生效三十日内，双方可以共同向法院申请司法确认。"


def _reminded(matter: Matter, event: Event) -> Iterator[Message]:
    term = matter.data["draft"]["terms"][int(event.values["subject"]) - 1]
    for party in _parties(matter, "applicant", "respondent"):
        if party.key == term["payer"]:
            yield _to(party, matter, f"协议第{event.values['subject']}条请在{term['due']}前履行。")


def _breached(matter: Matter, event: Event) -> Iterator[Message]:
    for party in _parties(matter, "applicant", "respondent"):
        text = (
            "协议有一条没有按期履行。生效三十日内可以共同申请司法确认，也可以就履行问题向法院起诉。"
        )
        yield _to(party, matter, text + (PAYMENT_ORDER if matter.route == "G" else ""))


def _tool_offered(matter: Matter, event: Event) -> Iterator[Message]:
    for party in _of_the_run(matter):
        yield _to(party, matter, "调解员提议用一种办法来谈，请打开链接看规则，同意再开始。")


def _seals_opened(matter: Matter, event: Event) -> Iterator[Message]:
    said = "谈成了，请打开链接看结果。" if event.values.get("met") else "这一轮没有谈成。"
    for party in _of_the_run(matter):
        yield _to(party, matter, f"密封的已经按规则开封：{said}")


def _figure_given(matter: Matter, event: Event) -> Iterator[Message]:
    for party in _of_the_run(matter):
        yield _to(party, matter, "数额已经给出，按说好的高低限定了下来，请打开链接看结果。")


def _word_left(matter: Matter, event: Event) -> Iterator[Message]:
    """That a party left the mediators a word; of whom and what nothing is sent."""
    for nominee in matter.data.get("nominees", ()):
        text = f"{matter.reference} 有人给您留了话，请打开事项看。"
        yield Message(to=f"account:{nominee['account']}", text=text)


def _of_the_run(matter: Matter) -> Iterator[Party]:
    run = list(settling.runs(matter.data).values())[-1]
    sides = settling.sides(run)
    yield from (one for one in _parties(matter, "applicant", "respondent") if one.key in sides)


MESSAGES: dict[str, Callable[[Matter, Event], Iterator[Message]]] = {
    "apply": _received,
    "register": _received,
    "refer": _received,
    "take_referral": _received,
    "reassign": _reassigned,
    "ask_naming": _naming_asked,
    "name_by_court": _named,
    "recall": _recalled,
    "send_back": _sent_back,
    "file_case": _gone_on,
    "resume_trial": _gone_on,
    "invite": _invited,
    "answer_invitation": _answered,
    "accept": _answered,
    "refuse": _ended,
    "withdraw": _ended,
    "not_accept": _ended,
    "hand_over": _ended,
    "merge": _merged,
    "fail": _ended,
    "expire": _ended,
    "choose_mediator": _named,
    "name_mediator": _named,
    "disclose": _disclosed,
    "accept_mediator": _assigned,
    "set_session": _session_set,
    "cancel_session": _session_cancelled,
    "draft_agreement": _drafted,
    "agree_orally": _drafted,
    "sign": _signed,
    "countersign": _signed,
    "seal": _signed,
    "confirm_orally": _signed,
    "withdraw_signature": _withdrew,
    "raise_doubt": _word_left,
    "ask_time": _word_left,
    "offer_tool": _tool_offered,
    "open_seals": _seals_opened,
    "give_figure": _figure_given,
    "remind": _reminded,
    "record_breach": _breached,
}
