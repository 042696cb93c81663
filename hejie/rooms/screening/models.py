"""Where each finding belongs, and how many each campaign has."""

from __future__ import annotations

from django.db import models

from hejie.kernel.matters import OfMatter


class FindingOf(OfMatter):
    """The campaign that a finding belongs to, and whether it is still open."""

    pk = models.CompositePrimaryKey("district", "matter_id")
    campaign = models.CharField(max_length=32)
    open = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["campaign", "open"], name="finding_by_campaign")]


class CampaignTally(models.Model):
    """How many findings of a campaign have come to something. Kept by a reader of the log."""

    pk = models.CompositePrimaryKey("district", "campaign", "what")
    district = models.CharField(max_length=6)
    campaign = models.CharField(max_length=32)
    what = models.CharField(max_length=20)
    count = models.IntegerField(default=0)
