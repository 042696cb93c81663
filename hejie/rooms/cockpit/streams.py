"""Who may go on watching the board: staff of the district whose accounts are open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from hejie.kernel.events import Event
from hejie.kernel.jurisdictions import Account
from hejie.kernel.readers import Reader
from hejie.live.gates import gate
from hejie.live.sending import publish
from hejie.live.tickets import Ticket

KIND = "cockpit"


def ticket_of(district: str, account: int) -> Ticket:
    return Ticket(f"{KIND}/{district}", who=str(account))


def still_open(tickets: Collection[Ticket]) -> Iterable[Ticket]:
    accounts = {int(ticket.who) for ticket in tickets}
    active = set(
        Account.objects.filter(pk__in=accounts, is_active=True).values_list("pk", flat=True)
    )
    return [ticket for ticket in tickets if int(ticket.who) in active]


def announce(events: Sequence[Event], now: datetime) -> None:
    """Tell open boards that there is something new; what it is they ask for themselves."""
    for district in sorted({event.district for event in events}):
        publish(f"{KIND}/{district}", "changed", {})


def _nothing() -> None:
    """A board that is rebuilt needs nothing forgotten."""


gate(KIND, still_open)
reader = Reader(f"{KIND}_boards", announce, _nothing)
