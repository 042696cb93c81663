"""What the acts of a confirmation add up to: who consented, what was ruled, who was served.

Pure: from the data before and one act to the data after.
"""

from __future__ import annotations

from collections.abc import Callable

from hejie.kernel.procedures import Act, Data

YES, NO = "yes", "no"


def fold(data: Data, act: Act) -> Data:
    """The matter's data after one more act."""
    change = FOLDS.get(act.step)
    return {**data, **change(data, act)} if change else data


def _asked(data: Data, act: Act) -> Data:
    return {"asked_by": act.seq, "consents": {}, "reviews": {}, "served": {}, "objections": {}}


def _consented(data: Data, act: Act) -> Data:
    return {"consents": {**data["consents"], act.values["party"]: act.values["answer"]}}


def _submitted(data: Data, act: Act) -> Data:
    return {"submitted_at": act.occurred.isoformat()}


def _accepted(data: Data, act: Act) -> Data:
    return {"accepted_at": act.occurred.isoformat()}


def _withdrew(data: Data, act: Act) -> Data:
    return {"withdrawal_asked": act.values["party"]}


def _set_review(data: Data, act: Act) -> Data:
    number = str(len(data["reviews"]) + 1)
    review = {name: act.values.get(name) for name in ("begins", "way")}
    return {"reviews": {**data["reviews"], number: {**review, "status": "set"}}}


def _held_review(data: Data, act: Act) -> Data:
    """The review that was set last; whoever stays away without a reason ends the matter."""
    number = next(n for n, one in reversed(data["reviews"].items()) if one["status"] == "set")
    held = {**data["reviews"][number], "status": "held", "present": act.values["present"]}
    missing = bool(act.values.get("absent")) and act.values.get("excused") == NO
    return {"reviews": {**data["reviews"], number: held}, "no_show": missing}


def _asked_body(data: Data, act: Act) -> Data:
    return {"body_asked": True}


def _answered_court(data: Data, act: Act) -> Data:
    return {"body_asked": False}


def _ruled(data: Data, act: Act) -> Data:
    ruling = {"seq": act.seq, "number": act.values["ruling_number"], "result": act.state}
    return {"ruling": ruling, "served": {}}


def _served(data: Data, act: Act) -> Data:
    return {"served": {**data["served"], act.values["party"]: act.occurred.date().isoformat()}}


def _heard_third(data: Data, act: Act) -> Data:
    known = {**data.get("thirds", {}), act.values["third"]: act.values["known_on"]}
    return {"thirds": known}


def _objected(data: Data, act: Act) -> Data:
    objection = {"seq": act.seq, "decided": False}
    return {"objections": {**data["objections"], act.values["party"]: objection}}


def _decided_objection(data: Data, act: Act) -> Data:
    party = act.values["party"]
    decided = {**data["objections"][party], "decided": True, "upheld": act.values["upheld"]}
    return {"objections": {**data["objections"], party: decided}}


FOLDS: dict[str, Callable[[Data, Act], Data]] = {
    "ask": _asked,
    "consent": _consented,
    "submit": _submitted,
    "accept": _accepted,
    "withdraw": _withdrew,
    "set_review": _set_review,
    "hold_review": _held_review,
    "ask_body": _asked_body,
    "answer_court": _answered_court,
    "rule_valid": _ruled,
    "dismiss": _ruled,
    "serve": _served,
    "hear_third": _heard_third,
    "object": _objected,
    "decide_objection": _decided_objection,
}
