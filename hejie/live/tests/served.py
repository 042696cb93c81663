"""The web application with a gate for tests: open, until a message says that somebody is out."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from config.asgi import application
from hejie.live import hub
from hejie.live.gates import gate
from hejie.live.models import Message
from hejie.live.tickets import Ticket

__all__ = ["application"]


def not_out(tickets: Collection[Ticket]) -> Iterable[Ticket]:
    out = set(Message.objects.filter(kind="out").values_list("channel", flat=True))
    return [ticket for ticket in tickets if f"test/out/{ticket.who}" not in out]


gate("test", not_out)
hub.EVERY = 0.5
