"""What the acts of a petition add up to. Pure: from the data before and one act to those after."""

from __future__ import annotations

from collections.abc import Callable

from hejie.kernel.procedures import Act, Data


def fold(data: Data, act: Act) -> Data:
    """The matter's data after one more act."""
    change = FOLDS.get(act.step)
    return {**data, **change(data, act)} if change else data


def _opened(data: Data, act: Act) -> Data:
    return {"received_at": act.occurred.isoformat(), "rated": False}


def _sent(data: Data, act: Act) -> Data:
    """Sent on by the bureau, to a unit, with or without a day to report."""
    return {
        "sent": act.state,
        "unit": act.values["holder"],
        "bureau": act.values["bureau"],
    }


def _accepted(data: Data, act: Act) -> Data:
    return {"accepted_at": act.occurred.isoformat(), "unit": act.values["unit"]}


def _decided(data: Data, act: Act) -> Data:
    return {"opinion": act.values["opinion"], "opinion_seq": act.seq, "implemented": False}


def _reviewed(data: Data, act: Act) -> Data:
    told: dict[str, object] = {"review_seq": act.seq, "reviewed": act.values["result"]}
    if act.values["result"] == "change":
        told |= {"opinion": act.values["opinion"], "implemented": False}
    return told


def _implemented(data: Data, act: Act) -> Data:
    return {"implemented": True}


def _set_hearing(data: Data, act: Act) -> Data:
    return {"hearing": act.seq}


def _held_hearing(data: Data, act: Act) -> Data:
    return {"hearing": None, "hearings": data.get("hearings", 0) + 1}


def _advised(data: Data, act: Act) -> Data:
    return {"advised": act.seq}


def _answered_advice(data: Data, act: Act) -> Data:
    return {"advised": None}


def _closed(data: Data, act: Act) -> Data:
    return {"tags": act.values.get("tags", [])}


def _rated(data: Data, act: Act) -> Data:
    return {"rated": True}


FOLDS: dict[str, Callable[[Data, Act], Data]] = {
    "file": _opened,
    "register": _opened,
    "accuse": _opened,
    "forward": _sent,
    "assign": _sent,
    "accept": _accepted,
    "decide": _decided,
    "decide_review": _reviewed,
    "decide_rereview": _reviewed,
    "implement": _implemented,
    "set_hearing": _set_hearing,
    "hold_hearing": _held_hearing,
    "end_rereview_hearing": _held_hearing,
    "advise": _advised,
    "answer_advice": _answered_advice,
    "close": _closed,
    "rate": _rated,
}
