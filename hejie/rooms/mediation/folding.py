"""What a mediation's acts add up to: who consented, who mediates, what is drafted and signed.

Pure: from the data before and one act to the data after.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from hejie.kernel.procedures import Act, Data
from hejie.rooms.mediation import settling
from hejie.rooms.mediation.docking.folding import FOLDS as DOCKING

YES, NO = "yes", "no"


def fold(data: Data, act: Act) -> Data:
    """The matter's data after one more act."""
    change = FOLDS.get(act.step)
    data = {**data, **change(data, act)} if change else data
    return {**data, **_called_off(data)} if act.state in WITHOUT_SESSIONS else data


WITHOUT_SESSIONS = frozenset(
    {
        "accepted",
        "not_accepted",
        "transferred",
        "refused",
        "withdrawn",
        "failed",
        "recalled",
        "returned",
    }
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
        **{name: act.values[name] for name in SIGNING if act.values.get(name)},
    }
    if seen := act.values.get("acknowledged"):
        draft["acknowledged"] = seen
    return {"draft": draft, **UNSIGNED}


SIGNING = ("order", "fingerprints")
"""How an agreement is to be signed, where the draft says so."""
UNSIGNED: Data = {"signatures": {}, "countersigned": {}, "sealed": None, "last_signed": ""}


def _confirmed_terms(data: Data, act: Act) -> Data:
    """The digest of each term as it was shown to a party and ticked."""
    party, before = act.values["party"], data.get("confirmed", {})
    shown = dict(one.split("=", 1) for one in act.values["digests"])
    return {"confirmed": {**before, party: {**before.get(party, {}), **shown}}}


def _asked_for_time(data: Data, act: Act) -> Data:
    until = act.occurred + timedelta(hours=int(act.values["hours"]))
    return {"thinking": {**data.get("thinking", {}), act.values["party"]: until.isoformat()}}


def _raised_doubt(data: Data, act: Act) -> Data:
    told = {"party": act.values["party"], "kind": act.values["kind"]}
    return {"doubts": {**data.get("doubts", {}), str(act.seq): told}}


def _answered_doubt(data: Data, act: Act) -> Data:
    found, seq = data["doubts"], act.values["doubt"]
    return {"doubts": {**found, seq: {**found[seq], "answer": act.values["answer"]}}}


def _signed(data: Data, act: Act) -> Data:
    signatures = {**data["signatures"], act.values["party"]: act.seq}
    return _effective({**data, "signatures": signatures}, act)


def _countersigned(data: Data, act: Act) -> Data:
    who = act.by.removeprefix("account:")
    return _effective({**data, "countersigned": {**data["countersigned"], who: act.seq}}, act)


def _withdrew(data: Data, act: Act) -> Data:
    """One signature falls, and with it those that had waited for it: the mediators' always, and
    where the draft sets an order, those given after it. Nothing is in force before the moment
    at which it was missing."""
    fallen = data["signatures"][act.values["party"]]
    in_order = "order" in data["draft"]
    kept = {
        party: seq
        for party, seq in data["signatures"].items()
        if seq != fallen and not (in_order and seq > fallen)
    }
    return {**UNSIGNED, "signatures": kept, "last_signed": act.occurred.isoformat()}


def _withdrew_countersignature(data: Data, act: Act) -> Data:
    who = act.by.removeprefix("account:")
    kept = {one: seq for one, seq in data["countersigned"].items() if one != who}
    return {"countersigned": kept, "sealed": None, "last_signed": act.occurred.isoformat()}


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


def _mended(data: Data, act: Act) -> Data:
    """What was agreed no longer counts; the parties write and sign anew."""
    return {"draft": None, "effective_at": "", "performance": {}, **UNSIGNED}


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
    "take_referral": _opened,
    "answer_invitation": _answered,
    "accept": _accepted,
    "refuse": _stepped_out,
    "withdraw": _stepped_out,
    "choose_mediator": _chose,
    "name_mediator": _named,
    "name_by_court": _named,
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
    "confirm_terms": _confirmed_terms,
    "ask_time": _asked_for_time,
    "raise_doubt": _raised_doubt,
    "answer_doubt": _answered_doubt,
    "sign": _signed,
    "confirm_orally": _signed,
    "countersign": _countersigned,
    "seal": _sealed,
    "mend": _mended,
    "withdraw_signature": _withdrew,
    "withdraw_countersignature": _withdrew_countersignature,
    "perform": _performed,
    "record_breach": _breached,
    "visit": _visited,
    "suspend": _suspended,
    "rate": _rated,
    **DOCKING,
    **settling.FOLDS,
}
