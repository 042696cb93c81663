"""Who a visitor has shown to be: the party of one matter, by a code sent to its phone.

Kept in the session for two hours; then the code is asked for again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from hejie.kernel.jurisdictions import Actor
from hejie.kernel.parties import Party

SESSION = "shown"
LASTS = timedelta(hours=2)


def actor_of(party: Party, *, verified_at: datetime) -> Actor:
    return Actor(
        key=f"party:{party.matter_id}:{party.key}",
        name=party.name,
        matter=str(party.matter_id),
        party=party.key,
        verified_at=verified_at,
    )


def remember(request: HttpRequest, party: Party, *, now: datetime) -> None:
    """The visitor has just shown a right code. The session gets a new name, so that a link
    prepared by somebody else leads to nothing."""
    request.session.cycle_key()
    request.session[SESSION] = {
        **request.session.get(SESSION, {}),
        party.code: now.isoformat(),
    }


def remember_beside(request: HttpRequest, party: Party, *, other: Party) -> None:
    """Who has shown to be a party has shown to be the same party of a linked matter, as long as
    both have the same telephone. The time of the code stays what it was."""
    shown = request.session.get(SESSION, {})
    same = (party.key, party.phone) == (other.key, other.phone)
    if same and party.phone and party.code in shown:
        request.session[SESSION] = {**shown, other.code: shown[party.code]}


def forget(request: HttpRequest) -> None:
    request.session.pop(SESSION, None)


def find_actor(request: HttpRequest, party: Party, *, now: datetime) -> Actor | None:
    """The party as an actor, if this visitor has shown its code in the last two hours."""
    shown = request.session.get(SESSION, {}).get(party.code)
    if shown is None:
        return None
    verified_at = datetime.fromisoformat(shown)
    if not timedelta() <= now - verified_at <= LASTS:
        return None
    return actor_of(party, verified_at=verified_at)
