"""What a mediation's acts add up to: who consented, who mediates, what is drafted and signed.

Pure: from the data before and one act to the data after.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from hejie.kernel.procedures import Act, Data
from hejie.rooms.mediation import settling

YES, NO = "yes", "no"


def fold(data: Data, act: Act) -> Data:
    """The matter's data after one more act."""
    change = FOLDS.get(act.step)
    data = {**data, **change(data, act)} if change else data
    return {**data, **_called_off(data)} if act.state in WITHOUT_SESSIONS else data


WITHOUT_SESSIONS = frozenset(
    {"accepted", "not_accepted", "transferred", "refused", "withdrawn", "failed"}
)
"""Without a mediator, or once it is over, a session that was set does not take place."""


def _called_off(data: Data) -> Data:
    sessions = {
        number: {**session, "status": "cancelled"} if session["status"] == "set" else session
        for number, session in data.get("sessions", {}).items()
    }
    return {"sessions": sessions}


def _opened(data: Data, act: Act) -> Data:
    """Whoever applies consents by applying; a court's or the committee's own motion asks all."""
    asks_all = act.values.get("source") in {"court", "own_motion"}
    consents = {} if asks_all else dict.fromkeys(act.values.get("applicants", ()), YES)
    return {"consents": consents, "left": {}, "sessions": {}, "source": act.values.get("source")}


def _answered(data: Data, act: Act) -> Data:
    party = act.values["party"]
    answers = {**data["consents"], party: act.values["answer"]}
    return {"consents": answers, **_left(data, act, party, act.values["answer"] == NO)}


def _accepted(data: Data, act: Act) -> Data:
    return {"consents": {**data["consents"], **dict.fromkeys(act.values["consenting"], YES)}}


def _stepped_out(data: Data, act: Act) -> Data:
    """What was drafted names the one who leaves, so it is void: the rest agree anew."""
    party = act.values["party"]
    left = {**_left(data, act, party, leaves=True), **settling.without(data, party)}
    return {**left, "draft": None, **UNSIGNED}


def _left(data: Data, act: Act, party: str, leaves: bool) -> Data:
    return {"left": {**data["left"], party: act.step}} if leaves else {}


def _chose(data: Data, act: Act) -> Data:
    choices = {**data.get("choices", {}), act.values["party"]: act.values["mediator"]}
    return {"choices": choices, **_nominate(data, act)}


def _named(data: Data, act: Act) -> Data:
    return _nominate(data, act)


def _nominate(data: Data, act: Act) -> Data:
    nominees = act.values.get("nominees")
    if not nominees:
        return {}
    return {
        "nominees": nominees,
        "named_by": act.step,
        "disclosures": {},
        "acceptances": {},
        "challenge": None,
    }


def _disclosed(data: Data, act: Act) -> Data:
    who = act.by.removeprefix("account:")
    return {"disclosures": {**data["disclosures"], who: act.values["relation"]}}


def _judged_mediator(data: Data, act: Act) -> Data:
    party, answer = act.values["party"], act.values["answer"]
    if answer == YES:
        return {"acceptances": {**data["acceptances"], party: YES}}
    rejected = data.get("rejections", {})
    return {
        "rejections": {**rejected, party: rejected.get(party, 0) + 1},
        **_without_mediator(data, act),
    }


def _without_mediator(data: Data, act: Act) -> Data:
    return {
        "nominees": [],
        "choices": {},
        "disclosures": {},
        "acceptances": {},
        "challenge": None,
    }


def _challenged(data: Data, act: Act) -> Data:
    return {"challenge": {"party": act.values["party"], "seq": act.seq}}


def _decided_challenge(data: Data, act: Act) -> Data:
    return _without_mediator(data, act) if act.values["upheld"] else {"challenge": None}


def _set_session(data: Data, act: Act) -> Data:
    number = str(len(data["sessions"]) + 1)
    session = {name: act.values.get(name) for name in ("begins", "ends", "venue", "way")}
    return {"sessions": {**data["sessions"], number: {**session, "status": "set"}}}


def _cancelled_session(data: Data, act: Act) -> Data:
    return _session(data, act, {"status": "cancelled"})


def _held_session(data: Data, act: Act) -> Data:
    held = {"status": "held", "present": act.values["present"], "seq": act.seq}
    return _session(data, act, held)


def _session(data: Data, act: Act, change: Mapping[str, Any]) -> Data:
    number = act.values["session"]
    return {"sessions": {**data["sessions"], number: {**data["sessions"][number], **change}}}


def _drafted(data: Data, act: Act) -> Data:
    draft = {
        "seq": act.seq,
        "way": "oral" if act.step == "agree_orally" else "written",
        "partial": bool(act.values.get("partial")),
        "terms": act.values.get("terms", []),
    }
    return {"draft": draft, **UNSIGNED}


UNSIGNED: Data = {"signatures": {}, "countersigned": {}, "sealed": None, "last_signed": ""}


def _signed(data: Data, act: Act) -> Data:
    signatures = {**data["signatures"], act.values["party"]: act.seq}
    return _effective({**data, "signatures": signatures}, act)


def _countersigned(data: Data, act: Act) -> Data:
    who = act.by.removeprefix("account:")
    return _effective({**data, "countersigned": {**data["countersigned"], who: act.seq}}, act)


def _sealed(data: Data, act: Act) -> Data:
    return _effective({**data, "sealed": act.seq}, act)


def _effective(data: Data, act: Act) -> Data:
    """An agreement is in force with the last signature that it needs (人民调解法 第二十九条、
    第三十条), whichever of them was recorded last."""
    signed = [act.occurred.isoformat(), data["last_signed"] or act.occurred.isoformat()]
    last = max(signed, key=datetime.fromisoformat)
    if act.state not in AGREED:
        return {**data, "last_signed": last}
    performance = {str(n): "open" for n in range(1, len(data["draft"]["terms"]) + 1)}
    return {**data, "last_signed": last, "effective_at": last, "performance": performance}


AGREED = frozenset({"agreed_written", "agreed_oral", "partly_agreed"})


def _performed(data: Data, act: Act) -> Data:
    return {"performance": {**data["performance"], act.values["subject"]: act.values["outcome"]}}


def _breached(data: Data, act: Act) -> Data:
    return {"performance": {**data["performance"], act.values["subject"]: "breached"}}


def _visited(data: Data, act: Act) -> Data:
    if act.values["reached"] == NO:
        return {"failed_calls": data.get("failed_calls", 0) + 1}
    return {"visits": data.get("visits", 0) + 1, "failed_calls": 0}


def _suspended(data: Data, act: Act) -> Data:
    return {"ground": act.values["ground"]}


def _rated(data: Data, act: Act) -> Data:
    return {"ratings": {**data.get("ratings", {}), act.by: act.values["stars"]}}


FOLDS: dict[str, Callable[[Data, Act], Data]] = {
    "apply": _opened,
    "register": _opened,
    "refer": _opened,
    "answer_invitation": _answered,
    "accept": _accepted,
    "refuse": _stepped_out,
    "withdraw": _stepped_out,
    "choose_mediator": _chose,
    "name_mediator": _named,
    "disclose": _disclosed,
    "accept_mediator": _judged_mediator,
    "challenge": _challenged,
    "decide_challenge": _decided_challenge,
    "replace_mediator": _without_mediator,
    "set_session": _set_session,
    "cancel_session": _cancelled_session,
    "hold_session": _held_session,
    "draft_agreement": _drafted,
    "agree_orally": _drafted,
    "sign": _signed,
    "confirm_orally": _signed,
    "countersign": _countersigned,
    "seal": _sealed,
    "perform": _performed,
    "record_breach": _breached,
    "visit": _visited,
    "suspend": _suspended,
    "rate": _rated,
    **settling.FOLDS,
}
