"""Who may go on listening: one gate for each kind of channel, asked again and again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from hejie.live.tickets import Ticket

Gate = Callable[[Collection[Ticket]], Iterable[Ticket]]
"""From tickets of open streams to those of them that are still good; one query for all."""

_gates: dict[str, Gate] = {}


def gate(kind: str, check: Gate) -> None:
    """Let this decide about channels of a kind. Without a gate nothing is listened to."""
    _gates[kind] = check


def still_good(tickets: Collection[Ticket]) -> set[Ticket]:
    by_kind: dict[str, set[Ticket]] = {}
    for ticket in tickets:
        by_kind.setdefault(ticket.kind, set()).add(ticket)
    return {
        good for kind, asked in by_kind.items() if kind in _gates for good in _gates[kind](asked)
    }
