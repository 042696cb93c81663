"""Enquiries: what people wrote that is not yet a matter, with where it was guided and why.

The words are kept like those of a matter, beside their salted digest. Once an enquiry has
become a matter its words live there, and here they are erased.
"""

from __future__ import annotations

from datetime import date

from django.db import connection, models

from hejie.kernel.encrypted import EncryptedJSONField, EncryptedTextField
from hejie.kernel.jurisdictions import Account, Organ
from hejie.kernel.matters import new_id


class Enquiry(models.Model):
    """`judged` is what triage said, `corrected` what a clerk changed of it; `given` what came
    along with the words. `waiting` while somebody here must do something about it."""

    REGISTERED = "registered"
    ASKED = "asked"
    GUIDED = "guided"

    pk = models.CompositePrimaryKey("district", "id")
    district = models.CharField(max_length=6)
    id = models.UUIDField(default=new_id)
    number = models.CharField(max_length=32)
    key = models.CharField(max_length=80)
    """One key, one enquiry: the same row or line sent again gives the first."""
    text = EncryptedTextField()
    salt = models.BinaryField()
    digest = models.CharField(max_length=71)
    given = EncryptedJSONField(default=dict)
    judged = models.JSONField()
    corrected = models.JSONField(default=dict)
    outcome = models.CharField(max_length=12)
    door = models.CharField(max_length=24)
    urgent = models.BooleanField()
    needs = models.JSONField(default=list)
    """Sentences: what is still missing before it can become a matter."""
    waiting = models.BooleanField()
    reference = models.CharField(max_length=32, blank=True)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    claimed_by = models.CharField(max_length=80, blank=True)
    claimed_key = models.CharField(max_length=80, blank=True)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "number"], name="one_enquiry_number"),
            models.UniqueConstraint(fields=["district", "by", "key"], name="one_enquiry_key"),
        ]
        indexes = [
            models.Index(fields=["organ", "waiting", "-urgent", "at", "id"], name="enquiry_queue"),
            models.Index(fields=["organ", "outcome", "-at", "-id"], name="enquiry_by_outcome"),
        ]

    def __str__(self) -> str:
        return self.number


class Handling(models.Model):
    """One thing that was done about an enquiry, kept for good."""

    CORRECTED = "corrected"
    CLOSED = "closed"
    COMPLETED = "completed"

    pk = models.CompositePrimaryKey("district", "id")
    district = models.CharField(max_length=6)
    id = models.UUIDField(default=new_id)
    enquiry_id = models.UUIDField()
    enquiry = models.ForeignObject(
        Enquiry,
        on_delete=models.DO_NOTHING,
        from_fields=("district", "enquiry_id"),
        to_fields=("district", "id"),
        related_name="handlings",
    )
    what = models.CharField(max_length=12)
    told = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["district", "enquiry_id"], name="handling_of_enquiry")]

    def __str__(self) -> str:
        return f"{self.enquiry_id} {self.what}"


class EnquiryCounter(models.Model):
    """The last number given to an enquiry in a district in a year."""

    pk = models.CompositePrimaryKey("district", "year")
    district = models.CharField(max_length=6)
    year = models.IntegerField()
    last = models.IntegerField(default=0)


def next_number(district: str, day: date) -> str:
    """Take the next number, such as `420303-2026-Q000017`. Locks the counter until the
    transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO enquiries_enquirycounter (district, year, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (district, year) DO UPDATE SET last = enquiries_enquirycounter.last + 1"
            " RETURNING last",
            [district, day.year],
        )
        return f"{district}-{day.year}-Q{cursor.fetchone()[0]:06d}"
