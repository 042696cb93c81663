"""What the acts between court and committee add up to. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hejie.kernel.procedures import Act, Data


def _reassigned(data: Data, act: Act) -> Data:
    """Another committee begins anew; whatever the first one sent is behind it."""
    fresh: dict[str, Any] = {"signed_for": False, "sent_back": None, "taken_home": None}
    return {**fresh, "nominees": [], "reassigned": data.get("reassigned", 0) + 1}


def _asked_to_name(data: Data, act: Act) -> Data:
    return {"naming": act.seq}


def _allowed(data: Data, act: Act) -> Data:
    given = {**data.get("disclosure", {}), act.values["party"]: act.values["answer"]}
    return {"disclosure": given}


def _delivered(data: Data, act: Act) -> Data:
    return {"delivery": {**data.get("delivery", {}), act.values["party"]: act.seq}}


def _sent_back(data: Data, act: Act) -> Data:
    return {"sent_back": act.seq}


def _handed_over(data: Data, act: Act) -> Data:
    return {"negotiation_sent": act.seq}


def _taken_home(data: Data, act: Act) -> Data:
    return {"taken_home": act.seq}


def _gone_on(data: Data, act: Act) -> Data:
    return {"gone_on": act.step}


def _receipt(data: Data, act: Act) -> Data:
    told = {name: act.values[name] for name in ("receiver", "reference_there", "received")}
    return {"receipts": {**data.get("receipts", {}), act.values["package"]: told}}


FOLDS: dict[str, Callable[[Data, Act], Data]] = {
    "reassign": _reassigned,
    "ask_naming": _asked_to_name,
    "allow_disclosure": _allowed,
    "confirm_delivery": _delivered,
    "send_back": _sent_back,
    "send_negotiation": _handed_over,
    "take_home": _taken_home,
    "take_return": _taken_home,
    "file_case": _gone_on,
    "resume_trial": _gone_on,
    "file_receipt": _receipt,
}
