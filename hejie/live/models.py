"""What was told lately, so that a page whose line broke hears what it missed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models

KEPT = timedelta(minutes=2)
"""How long a message can be caught up with; then it is gone for good."""


Told = tuple[int, str, Any]
"""A message's id, kind and data."""


class Message(models.Model):
    """One message of one channel. Ids of a channel rise in the order of its commits."""

    channel = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    data = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["channel", "id"], name="message_by_channel"),
            models.Index(fields=["at"], name="message_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.id} {self.kind}"


def missed(channel: str, after: int) -> list[Told]:
    """Messages of a channel behind an id."""
    rows = Message.objects.filter(channel=channel, id__gt=after).order_by("id")
    return list(rows.values_list("id", "kind", "data"))


def forget(*, now: datetime) -> int:
    """Delete what nobody can catch up with any more; gives how many."""
    return Message.objects.filter(at__lt=now - KEPT).delete()[0]
