"""Notices: what people are told, and through which channel it went.

A reader writes them from events. Without a channel they stay in the outbox page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from hejie.kernel import standing
from hejie.kernel.encrypted import EncryptedCharField
from hejie.kernel.events import Event
from hejie.kernel.matters import Matter, OfMatter, matters_of, new_id, of_same
from hejie.kernel.parties import parties_of
from hejie.kernel.readers import Reader

MOST_TRIES = 12
FIRST_PAUSE = timedelta(seconds=30)
"""After the first failure; the last try comes some seventeen hours after the first."""
SKEW = timedelta(minutes=5)
"""How far another machine's clock may run ahead."""


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
    """When it was sent; while it waits, when that was last tried."""

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
    notice = _notice(matter, message, seq=seq, number=number, now=now)
    notice.save(force_insert=True)
    return notice


def _notice(matter: Matter, message: Message, *, seq: int, number: int, now: datetime) -> Notice:
    address = ""
    if message.to.startswith("party:"):
        party = parties_of(matter).filter(key=message.to.removeprefix("party:")).first()
        address = party.phone if party else ""
    return Notice(
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
    stays waiting and is tried again, each time after twice as long, over most of a day."""
    if not settings.NOTICE_CHANNELS:
        return 0
    import apprise  # noqa: PLC0415 - only the worker sends

    channel = apprise.Apprise()
    for url in settings.NOTICE_CHANNELS:
        channel.add(url)
    went = 0
    for notice in _to_send(now)[:limit]:
        notice.tries, notice.sent_at = notice.tries + 1, now
        if channel.notify(body=notice.text, title=notice.address or notice.to):
            notice.status = Notice.SENT
            went += 1
        notice.save()
    return went


def _to_send(now: datetime) -> models.QuerySet[Notice]:
    """What waits and has had its pause since the last try; a last try in the future is of a
    clock that was wrong."""
    ready = models.Q(tries=0) | models.Q(tries__lt=MOST_TRIES, sent_at__gt=now + SKEW)
    for tries in range(1, MOST_TRIES):
        ready |= models.Q(tries=tries, sent_at__lte=now - FIRST_PAUSE * 2 ** (tries - 1))
    return Notice.objects.filter(ready, status=Notice.WAITING).order_by("at")


def _read(events: Sequence[Event], now: datetime) -> None:
    matters = {(m.district, m.id): m for m in matters_of(events).select_related("place", "holder")}
    told = set(
        Notice.objects.filter(of_same(events), seq__gt=0).values_list(
            "district", "matter_id", "seq"
        )
    )
    written: list[Notice] = []
    for event in events:
        matter = matters[(event.district, event.matter_id)]
        if event.step == standing.ERASE:
            Notice.objects.bulk_create(written)
            written.clear()
            _erase(event)
        if matter.room.notices is None or (event.district, event.matter_id, event.seq) in told:
            continue
        for number, message in enumerate(matter.room.notices(matter, event)):
            written.append(_notice(matter, message, seq=event.seq, number=number, now=event.at))
    Notice.objects.bulk_create(written)


def _erase(event: Event) -> None:
    """Blank what was told of an erased matter, or to erased people; only that it was told stays."""
    everything = event.values["scope"] != standing.CONTACT
    told = Notice.objects.filter(
        district=event.district, matter_id=event.matter_id, seq__lt=event.seq
    )
    if event.values["scope"] != standing.CASE:
        told = told.filter(to__in=[f"party:{key}" for key in event.values["people"]])
    told.filter(status=Notice.WAITING).update(status=Notice.KEPT)
    told.update(address="", **({"text": ""} if everything else {}))


def _reset() -> None:
    """A rebuild tells nobody twice: what was told of an event stays told."""


reader = Reader("notices", _read, _reset)
