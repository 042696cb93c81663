"""One import: a file, how far it has come, and what became of each row.

The file holds personal data, so it is kept apart and deleted a month after the import ended;
what remains are numbers, references and sentences.
"""

from __future__ import annotations

from django.db import models

from hejie.kernel.encrypted import EncryptedBinaryField
from hejie.kernel.jurisdictions import Account
from hejie.kernel.matters import new_id


class Import(models.Model):
    """A table on its way in. `runner` works on it until `beat_at` is too long ago."""

    CHECKING = "checking"
    CHECKED = "checked"
    OPENING = "opening"
    STOPPED = "stopped"
    DONE = "done"
    UNREADABLE = "unreadable"

    id = models.UUIDField(primary_key=True, default=new_id)
    district = models.CharField(max_length=6)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=40)
    """A procedure's key, or `enquiries`."""
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=12, default=CHECKING)
    whole = models.BooleanField(default=False)
    """All rows or none, in one transaction."""
    problem = models.CharField(max_length=400, blank=True)
    unused = models.JSONField(default=list)
    total = models.IntegerField(null=True)
    checked = models.IntegerField(default=0)
    opened = models.IntegerField(default=0)
    stopping = models.BooleanField(default=False)
    runner = models.CharField(max_length=32, blank=True)
    made_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-made_at"], name="import_by_account")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_working(self) -> bool:
        return self.status in {self.CHECKING, self.OPENING}


class Source(models.Model):
    """The bytes of an import's file, as they came."""

    of = models.OneToOneField(
        Import, primary_key=True, on_delete=models.CASCADE, related_name="source"
    )
    content = EncryptedBinaryField()


class Row(models.Model):
    """What became of one row. `digest` is a keyed one of what the row says, by which the same
    row is known in another file; `problems` are pairs of a column's label and a sentence."""

    GOOD = "good"
    BROKEN = "broken"
    KNOWN = "known"
    OPENED = "opened"

    pk = models.CompositePrimaryKey("of_id", "number")
    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.IntegerField()
    outcome = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, blank=True)
    reference = models.CharField(max_length=32, blank=True)
    result = models.CharField(max_length=200, blank=True)
    problems = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(
                fields=["digest"],
                name="row_by_digest",
                condition=models.Q(reference__gt=""),
            ),
            models.Index(fields=["of", "outcome", "number"], name="row_by_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.of_id} {self.number}"
