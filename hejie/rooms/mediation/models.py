"""The room's own tables, filled from events: sessions for calendars, terms for due dates."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Func, Q

from hejie.kernel.jurisdictions import Account, Organ
from hejie.kernel.matters import OfMatter
from hejie.rooms.mediation.docking.models import CourtCase, ReceivedPackage

__all__ = ["CourtCase", "MediationSession", "ReceivedPackage", "Venue"]


class Venue(models.Model):
    """A room where sessions are held."""

    key = models.SlugField(max_length=40, primary_key=True)
    name = models.CharField(max_length=60)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class _Period(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


PERIOD = _Period("begins", "ends", RangeBoundary())
UNLESS_CANCELLED = Q(cancelled=False)


class MediationSession(OfMatter):
    """A meeting, one row a mediator. The database refuses to book a mediator, a venue or a
    matter's parties twice at one time."""

    pk = models.CompositePrimaryKey("district", "matter_id", "number", "mediator_id")
    number = models.IntegerField()
    mediator = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    leading = models.BooleanField(default=True)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=12)
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    cancelled = models.BooleanField(default=False)
    held = models.BooleanField(default=False)

    class Meta:
        ordering = ["begins"]
        indexes = [models.Index(fields=["mediator", "begins"], name="session_by_mediator")]
        constraints = [
            ExclusionConstraint(
                name="mediator_booked_once",
                expressions=[
                    (PERIOD, RangeOperators.OVERLAPS),
                    (F("mediator"), RangeOperators.EQUAL),
                ],
                condition=UNLESS_CANCELLED,
                deferrable=Deferrable.IMMEDIATE,
            ),
            ExclusionConstraint(
                name="venue_booked_once",
                expressions=[
                    (PERIOD, RangeOperators.OVERLAPS),
                    (F("venue"), RangeOperators.EQUAL),
                ],
                condition=UNLESS_CANCELLED & Q(venue__isnull=False, leading=True),
                deferrable=Deferrable.IMMEDIATE,
            ),
            ExclusionConstraint(
                name="parties_booked_once",
                expressions=[
                    (PERIOD, RangeOperators.OVERLAPS),
                    (F("district"), RangeOperators.EQUAL),
                    (F("matter_id"), RangeOperators.EQUAL),
                ],
                condition=UNLESS_CANCELLED & Q(leading=True),
                deferrable=Deferrable.IMMEDIATE,
            ),
        ]


class WaitingSeals(OfMatter):
    """A matter in which every side has sealed its answer, so that they wait to be opened; the
    row goes when they are."""

    pk = models.CompositePrimaryKey("district", "matter_id")
