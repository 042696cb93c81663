"""Notices: what people are told, and through which channel it went.

A reader writes them from events. Without a channel they stay in the outbox page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import apprise
from django.conf import settings
from django.db import models

from hejie.kernel.encrypted import EncryptedCharField
from hejie.kernel.events import Event
from hejie.kernel.matters import Matter, OfMatter, new_id
from hejie.kernel.parties import parties_of
from hejie.kernel.readers import Reader


@dataclass(frozen=True, kw_only=True)
class Message:
    """What a room wants told: `to` is `party:p1`, `organ:key` or `account:12`."""

    to: str
    text: str


class Notice(OfMatter):
    pk = models.CompositePrimaryKey("district", "id")
    id = models.UUIDField(default=new_id)
    seq = models.IntegerField()
    number = models.IntegerField()
    to = models.CharField(max_length=80)
    address = EncryptedCharField(max_length=60, blank=True)
    text = EncryptedCharField(max_length=1000)
    at = models.DateTimeField()
    status = models.CharField(max_length=12, default="waiting")
    tries = models.IntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    WAITING, SENT, KEPT = "waiting", "sent", "kept"

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(
                fields=["status", "at"], name="notice_waiting", condition=models.Q(status="waiting")
            ),
            models.Index(fields=["district", "matter_id", "seq"], name="notice_of_matter"),
            models.Index(fields=["to", "at"], name="notice_by_receiver"),
        ]


def tell(matter: Matter, message: Message, *, seq: int, number: int, now: datetime) -> Notice:
    """Put a notice into the outbox."""
    address = ""
    if message.to.startswith("party:"):
        party = parties_of(matter).filter(key=message.to.removeprefix("party:")).first()
        address = party.phone if party else ""
    return Notice.objects.create(
        matter=matter,
        seq=seq,
        number=number,
        to=message.to,
        address=address,
        text=message.text[:1000],
        at=now,
        status=Notice.WAITING if settings.NOTICE_CHANNELS else Notice.KEPT,
    )


def send_waiting(*, now: datetime, limit: int = 50) -> int:
    """Send notices through the channels of the settings; gives how many went. One that fails
    stays waiting and is tried again, ten times at most."""
    if not settings.NOTICE_CHANNELS:
        return 0
    channel = apprise.Apprise()
    for url in settings.NOTICE_CHANNELS:
        channel.add(url)
    went = 0
    for notice in Notice.objects.filter(status=Notice.WAITING, tries__lt=10).order_by("at")[:limit]:
        notice.tries += 1
        if channel.notify(body=notice.text, title=notice.address or notice.to):
            notice.status, notice.sent_at = Notice.SENT, now
            went += 1
        notice.save()
    return went


def _read(events: Sequence[Event], now: datetime) -> None:
    matters = {
        (m.district, m.id): m
        for m in Matter.objects.filter(id__in={e.matter_id for e in events}).select_related(
            "place", "holder"
        )
    }
    told = set(
        Notice.objects.filter(matter_id__in={e.matter_id for e in events}, seq__gt=0).values_list(
            "district", "matter_id", "seq"
        )
    )
    for event in events:
        matter = matters[(event.district, event.matter_id)]
        if matter.room.notices is None or (event.district, event.matter_id, event.seq) in told:
            continue
        for number, message in enumerate(matter.room.notices(matter, event)):
            tell(matter, message, seq=event.seq, number=number, now=event.at)


def _reset() -> None:
    """A rebuild tells nobody twice: what was told of an event stays told."""


reader = Reader("notices", _read, _reset)
