"""The room's own tables: grid cells, who does what, where events are, where a shift went."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hejie.kernel.jurisdictions import Account, Division, Organ
from hejie.kernel.matters import OfMatter


class GridCell(models.Model):
    """One cell of a district's grid, in degrees. A demonstration cell is computed, not surveyed."""

    code = models.CharField(max_length=16, primary_key=True)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    geometry = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    demonstration = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["west", "east", "south", "north"], name="cell_by_box")]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """Which unit handles a class of events in an area, with whom; from one day to another. A
    line is never changed: it ends, and another begins."""

    area = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=8)
    lead = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    helpers = ArrayField(models.CharField(max_length=60), default=list)
    set_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    set_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "category"],
                condition=models.Q(ended_on=None),
                name="one_duty_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.area_id} {self.lead_id}"


class EventPlace(OfMatter):
    """Where and when an event was, for the map and for likely copies. About things."""

    pk = models.CompositePrimaryKey("district", "matter_id")
    reference = models.CharField(max_length=32)
    category = models.CharField(max_length=8)
    cell = models.CharField(max_length=16, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["district", "category", "at"], name="event_by_class"),
            models.Index(fields=["district", "at"], name="event_by_time"),
        ]


class ShiftPoint(OfMatter):
    """Where somebody was during a shift that they started themselves. Kept for thirty days."""

    pk = models.CompositePrimaryKey("district", "matter_id", "at")
    at = models.DateTimeField()
    lon = models.FloatField()
    lat = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="point_by_age")]


class CellTally(models.Model):
    """How many events of a class were reported in a cell on a day. Kept by a reader of the log."""

    pk = models.CompositePrimaryKey("district", "day", "cell", "category")
    district = models.CharField(max_length=6)
    day = models.DateField()
    cell = models.CharField(max_length=16, blank=True)
    category = models.CharField(max_length=8)
    count = models.IntegerField(default=0)
