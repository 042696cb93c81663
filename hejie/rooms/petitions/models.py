"""Counts of petitions by month, kept by a reader of the log. No person."""

from __future__ import annotations

from django.db import models


class PetitionTally(models.Model):
    """How often something happened in a month; `kind` says which channel, class, field or unit."""

    pk = models.CompositePrimaryKey("district", "month", "what", "kind")
    district = models.CharField(max_length=6)
    month = models.DateField()
    what = models.CharField(max_length=20)
    kind = models.CharField(max_length=60, blank=True)
    count = models.IntegerField(default=0)
