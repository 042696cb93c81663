"""The room's own tables, filled from events: days that are published, and slots that are taken."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Deferrable, F

from hejie.kernel.jurisdictions import Account, Division, Organ
from hejie.kernel.matters import OfMatter


class ReceptionDay(OfMatter):
    """A day on which a leader receives whoever comes. It is published, so everybody may read it."""

    pk = models.CompositePrimaryKey("district", "matter_id")
    reference = models.CharField(max_length=32)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    leader = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=100)
    portfolio = models.CharField(max_length=200)
    where = models.CharField(max_length=200)
    begins = models.DateTimeField()
    minutes = models.IntegerField()
    slots = models.IntegerField()
    open = models.BooleanField(default=True)

    class Meta:
        ordering = ["begins", "reference"]
        constraints = [
            models.UniqueConstraint(fields=["district", "reference"], name="one_day_a_reference")
        ]

    def __str__(self) -> str:
        return self.reference


class TakenSlot(OfMatter):
    """A booking's slot. The database refuses to give one slot of a day twice."""

    pk = models.CompositePrimaryKey("district", "matter_id")
    day = models.CharField(max_length=32)
    number = models.IntegerField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="slot_booked_once",
                expressions=[
                    (F("district"), RangeOperators.EQUAL),
                    (F("day"), RangeOperators.EQUAL),
                    (F("number"), RangeOperators.EQUAL),
                ],
                deferrable=Deferrable.IMMEDIATE,
            )
        ]
