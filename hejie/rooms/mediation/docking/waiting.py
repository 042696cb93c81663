"""What waits for whom in a case that a court referred. Pure."""

from __future__ import annotations

from collections.abc import Callable

from hejie.kernel.procedures import Data
from hejie.rooms.mediation.states import AGREED, AT_COURT, BEFORE_AGREEMENT

COURT, COMMITTEE, PARTIES, MEDIATION, NOBODY = (
    "court",
    "committee",
    "parties",
    "mediation",
    "nobody",
)


def waits_for(state: str, data: Data) -> str:
    """Who has the next move: the court, the committee, the parties, or all of them together."""
    if state in BEFORE_AGREEMENT:
        return MOVES[state](data)
    if state in AT_COURT or state == "transferred" or data.get("gone_on"):
        return NOBODY
    if not (data.get("sent_back") or state in {"not_accepted", "recalled", "returned"}):
        return NOBODY if state == "archived" else COMMITTEE
    return NOBODY if is_agreed(data) and data.get("taken_home") else COURT


def is_agreed(data: Data) -> bool:
    """Whether an agreement came of it, here or where the committee keeps its own matters."""
    return bool(data.get("effective_at")) or data.get("outcome") in AGREED


def _mediator_wanted(data: Data) -> str:
    if nominees := data.get("nominees"):
        told = data.get("disclosures", {})
        return PARTIES if all(str(n["account"]) in told for n in nominees) else COMMITTEE
    return COURT if data.get("naming") else PARTIES


MOVES: dict[str, Callable[[Data], str]] = {
    "registered": lambda data: COMMITTEE,
    "invited": lambda data: PARTIES,
    "accepted": _mediator_wanted,
    "assigned": lambda data: MEDIATION,
    "in_session": lambda data: MEDIATION,
    "suspended": lambda data: MEDIATION,
}
