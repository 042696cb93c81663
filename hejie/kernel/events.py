"""The log: one hash chain of events per matter, one global order, and readers with bookmarks.

Only `ledger` writes events. The database refuses to change or delete them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from hejie.kernel.jurisdictions import Organ
from hejie.kernel.matters import Matter, OfMatter
from hejie.kernel.procedures import Act

ADMINISTRATION = UUID(int=0)
"""Stands in the log's order where the entry is of a district's administration, not a matter."""


def instant(moment: datetime) -> str:
    """A moment as it is hashed: RFC 3339 in UTC with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


class Event(OfMatter):
    """One act. `payload` holds `values` (codes, dates, sums, keys) and the salted digests of
    what stays outside: `words`, `sealed`, `parties`, `documents`."""

    pk = models.CompositePrimaryKey("district", "matter_id", "seq")
    seq = models.IntegerField()
    step = models.CharField(max_length=40)
    kind = models.CharField(max_length=80)
    by = models.CharField(max_length=80)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    occurred = models.DateTimeField()
    state = models.CharField(max_length=40)
    holder = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    moves = models.BooleanField(default=True)
    basis = models.CharField(max_length=200, blank=True)
    payload = models.JSONField(default=dict)
    prev = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.seq} {self.kind}"

    @property
    def values(self) -> dict[str, Any]:
        values: dict[str, Any] = self.payload.get("values", {})
        return values

    def record(self) -> dict[str, Any]:
        """What is hashed, field by field; a third party rebuilds exactly this."""
        return {
            "district": self.district,
            "matter": str(self.matter_id),
            "seq": self.seq,
            "kind": self.kind,
            "by": self.by,
            "organ": self.organ_id or "",
            "at": instant(self.at),
            "occurred": instant(self.occurred),
            "state": self.state,
            "holder": self.holder_id,
            "moves": self.moves,
            "basis": self.basis,
            "payload": self.payload,
        }

    def as_act(self) -> Act:
        """For folding: its moments in the district's time, just written or read again."""
        return Act(
            step=self.step,
            seq=self.seq,
            at=timezone.localtime(self.at),
            occurred=timezone.localtime(self.occurred),
            by=self.by,
            values=self.values,
            state=self.state,
        )


class Unsequenced(models.Model):
    """A committed event that has no place in the global order yet."""

    id = models.BigAutoField(primary_key=True)
    district = models.CharField(max_length=6)
    matter_id = models.UUIDField()
    seq = models.IntegerField()


class LogEntry(models.Model):
    """The global order: gap-free from 0. `leaf` is what the Merkle log hashes."""

    log_index = models.BigIntegerField(primary_key=True)
    district = models.CharField(max_length=6)
    matter_id = models.UUIDField()
    seq = models.IntegerField()
    leaf = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["district", "matter_id", "seq"], name="entry_of_event")]


class LogTile(models.Model):
    """A tile of the Merkle log (C2SP tlog-tiles): up to 256 hashes of one level."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.IntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()


class Checkpoint(models.Model):
    """A signed head of the log at one size."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    at = models.DateTimeField()


class Cosignature(models.Model):
    """That a witness has seen the log grow to one checkpoint: the line that it signed."""

    pk = models.CompositePrimaryKey("size", "witness")
    size = models.BigIntegerField()
    witness = models.CharField(max_length=120)
    key = models.CharField(max_length=240)
    line = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.size} {self.witness}"


class Bookmark(models.Model):
    """How far a reader has read: the log index it reads next."""

    reader = models.CharField(max_length=40, primary_key=True)
    position = models.BigIntegerField(default=0)


def events_of(matter: Matter, *, after: int = 0) -> models.QuerySet[Event]:
    return Event.objects.filter(
        district=matter.district, matter_id=matter.id, seq__gt=after
    ).order_by("seq")


def read_from(position: int, *, limit: int) -> Iterator[tuple[int, Event | None]]:
    """Events in global order from a log index on, with their index; nothing in the places of
    administrative acts, which are no reader's business. Two queries."""
    entries = list(LogEntry.objects.filter(log_index__gte=position).order_by("log_index")[:limit])
    keys = {(e.district, e.matter_id, e.seq) for e in entries}
    found = {
        (event.district, event.matter_id, event.seq): event
        for event in Event.objects.filter(
            district__in={k[0] for k in keys},
            matter_id__in={k[1] for k in keys},
            seq__in={k[2] for k in keys},
        )
        if (event.district, event.matter_id, event.seq) in keys
    }
    for entry in entries:
        of_matter = entry.matter_id != ADMINISTRATION
        key = (entry.district, entry.matter_id, entry.seq)
        yield entry.log_index, found[key] if of_matter else None
