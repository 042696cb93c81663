"""Tell open pages something: inside the transaction of the act, heard when it commits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils import timezone

from hejie.live.models import Message

NOTIFICATION = "hejie_live"
"""The one notification that every web process listens to."""
LARGEST_NOTIFICATION = 7900
"""Bytes; PostgreSQL takes less than 8000. What is larger is read from its row."""


def publish(channel: str, kind: str, data: Mapping[str, Any]) -> None:
    """Tell everybody who listens on a channel. Belongs inside a transaction: until its end
    nobody else publishes on the channel, so that ids rise in the order of commits."""
    _hold(channel)
    message = Message.objects.create(channel=channel, kind=kind, data=dict(data), at=timezone.now())
    told = {"channel": channel, "id": message.pk, "kind": kind, "data": message.data}
    if len(_written(told)) > LARGEST_NOTIFICATION:
        del told["data"]
    _notify(told)


def mark(channel: str) -> int:
    """A number between all that was told on a channel so far and all that will be. Belongs inside
    a transaction, like `publish`."""
    _hold(channel)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Message._meta.db_table])
        number: int = cursor.fetchone()[0]
    return number


def clear(channel: str) -> None:
    """Let nobody catch up with what was told on a channel so far."""
    Message.objects.filter(channel=channel).delete()


def dismiss(channel: str, *, but: str = "") -> None:
    """Close the streams of a channel at the end of the transaction, except those with one
    grant. A page that may come back asks for a new ticket."""
    _notify({"channel": channel, "dismiss": but})


def _hold(channel: str) -> None:
    """Let nobody else publish on a channel until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [channel])


def _notify(told: Mapping[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [NOTIFICATION, _written(told).decode()])


def _written(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
