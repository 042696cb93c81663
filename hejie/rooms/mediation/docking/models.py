"""The room's rows about courts, filled from events: who has the next move, what was received."""

from __future__ import annotations

from django.db import models

from hejie.kernel.jurisdictions import Organ
from hejie.kernel.matters import OfMatter


class CourtCase(OfMatter):
    """A matter that a court referred, as the court's desk lists it."""

    pk = models.CompositePrimaryKey("district", "matter_id")
    court = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    waits = models.CharField(max_length=12)
    since = models.DateTimeField()
    """When the move came to whom it waits for now."""

    class Meta:
        indexes = [models.Index(fields=["court", "waits", "since"], name="case_by_court")]

    def __str__(self) -> str:
        return self.number


class ReceivedPackage(OfMatter):
    """A package that was taken in. Each is taken in once, whoever tries again."""

    pk = models.CompositePrimaryKey("district", "matter_id", "seq")
    seq = models.IntegerField()
    package = models.UUIDField()
    digest = models.CharField(max_length=71)
    sender = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "package"], name="package_taken_once"),
        ]

    def __str__(self) -> str:
        return str(self.package)
