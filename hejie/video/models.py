"""A meeting as it goes on. Everything here is gone a while after the meeting is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from hejie.kernel import keys
from hejie.kernel.encrypted import EncryptedBinaryField, EncryptedTextField
from hejie.kernel.matters import OfMatter, new_id

KEPT = timedelta(days=2)
"""After the last sign of life of a meeting, what it worked with is deleted."""
MAIN = "main"


class Call(OfMatter):
    """One meeting's call. `shown` is the paper that each of its rooms looks at; `recording` is
    `""`, `asked` or `refused`; `round` counts the stretches that were recorded."""

    pk = models.CompositePrimaryKey("district", "matter_id", "key")
    key = models.CharField(max_length=40)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    shown = models.JSONField(default=dict)
    rooms = models.IntegerField(default=0)
    """How many rooms apart were opened so far."""
    places = models.JSONField(default=dict)
    """The forwarding unit's room for each of ours, where there is one."""
    recording = models.CharField(max_length=8, blank=True)
    round = models.IntegerField(default=0)
    running = models.BooleanField(default=False)
    written_at = models.DateTimeField(null=True)
    """When the minutes were said to be complete."""

    class Meta:
        indexes = [models.Index(fields=["seen_at"], name="call_by_age")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.key}"


class OfCall(OfMatter):
    """What belongs to one call."""

    call_key = models.CharField(max_length=40)

    class Meta:
        abstract = True


class Seat(OfCall):
    """One device in a meeting, or somebody on the telephone. `by` is whose it is: `account:12`,
    `p1`; `people` are all who sit before it, each with how it was checked who they are."""

    WAITING, INSIDE, OUT, LEFT = "waiting", "inside", "out", "left"

    pk = models.CompositePrimaryKey("district", "id")
    id = models.UUIDField(default=new_id)
    by = models.CharField(max_length=40)
    host = models.BooleanField(default=False)
    proven = models.JSONField(default=list)
    """Parties who showed their own code on this device."""
    people = models.JSONField(default=dict)
    place = models.CharField(max_length=60, blank=True)
    telephone = models.BooleanField(default=False)
    status = models.CharField(max_length=8)
    room = models.CharField(max_length=12, default=MAIN)
    visit = models.IntegerField(default=0)
    """Counts each coming, a reload too; connections are between two visits."""
    seen_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    forwarding = models.JSONField(default=dict)
    """What the forwarding unit knows this screen by; empty without one."""
    agreed = models.JSONField(default=list)
    """People who agree to the recording that is being asked for."""

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "matter_id", "call_key", "by"], name="one_seat_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.status}"

    @property
    def channel(self) -> str:
        return f"video/{self.district}/{self.id}"

    @property
    def is_inside(self) -> bool:
        return self.status == self.INSIDE

    def is_here(self, now: datetime) -> bool:
        """Whether the device has given a sign of life."""
        return self.seen_at is not None and now - self.seen_at < ABSENT


ABSENT = timedelta(seconds=40)


class Line(OfCall):
    """One line of the minutes, and who has confirmed it as it stands."""

    pk = models.CompositePrimaryKey("district", "id")
    id = models.UUIDField(default=new_id)
    number = models.IntegerField()
    text = EncryptedTextField()
    confirmed = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.call_key} {self.number}"


class Chunk(OfCall):
    """A few seconds of a recording on their way to the sealed documents."""

    pk = models.CompositePrimaryKey("district", "matter_id", "call_key", "round", "number")
    round = models.IntegerField()
    number = models.IntegerField()
    content = EncryptedBinaryField(ring=keys.SEALED)

    class Meta:
        ordering = ["number"]


def forget(*, now: datetime) -> int:
    """Delete what the meetings of some days ago worked with; gives how many there were."""
    old = list(Call.objects.filter(seen_at__lt=now - KEPT))
    for call in old:
        own = {"district": call.district, "matter_id": call.matter_id}
        for model in (Chunk, Line, Seat):
            model._default_manager.filter(**own, call_key=call.key).delete()
        call.delete()
    return len(old)
