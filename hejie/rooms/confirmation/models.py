"""Counts of confirmations by month and committee, kept by a reader of the log. No person."""

from __future__ import annotations

from django.db import models


class ConfirmationTally(models.Model):
    """How often something happened in a month to agreements of one committee; `days` is the sum
    of days that it took, where time is measured; `ground` why the court said no."""

    pk = models.CompositePrimaryKey("district", "month", "committee", "what", "ground")
    district = models.CharField(max_length=6)
    month = models.DateField()
    committee = models.CharField(max_length=60)
    what = models.CharField(max_length=20)
    ground = models.CharField(max_length=20, blank=True)
    count = models.IntegerField(default=0)
    days = models.IntegerField(default=0)
