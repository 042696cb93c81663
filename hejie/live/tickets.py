"""Signed, short-lived leave to open one stream: which channel, for whom, by which grant."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.core import signing

SALT = "hejie.live"
LASTS = timedelta(minutes=1)
"""How long a ticket opens a stream; the open stream is looked at again by its gate."""


class Ticket(NamedTuple):
    """`channel` begins with the kind of its gate (`board/420303`). `who` counts streams, `grant`
    tells one leave from a later one of the same person."""

    channel: str
    who: str
    grant: str = ""

    @property
    def kind(self) -> str:
        return self.channel.partition("/")[0]


def write(ticket: Ticket) -> str:
    return signing.dumps(list(ticket), salt=SALT)


def read(text: str) -> Ticket | None:
    """The ticket, or None for one that is forged or too old."""
    try:
        return Ticket(*signing.loads(text, salt=SALT, max_age=LASTS))
    except signing.BadSignature:
        return None
