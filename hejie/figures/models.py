"""Rows of figures that a district enters: one person enters, another checks, nothing is
overwritten, and only what was checked is calculated with."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import models, transaction

from hejie.calculators.figures import KINDS, Row, shipped
from hejie.kernel.jurisdictions import Account
from hejie.kernel.sentences import Complaint, gettext_noop

RIGHT, WRONG = "right", "wrong"


class Figure(models.Model):
    """One figure of one region from a day on, as it was entered."""

    district = models.CharField(max_length=6)
    code = models.CharField(max_length=40)
    region = models.CharField(max_length=6, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    value = models.DecimalField(max_digits=14, decimal_places=4)
    source = models.CharField(max_length=200)
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    checked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=8, blank=True)

    class Meta:
        ordering = ["code", "-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "code", "region", "valid_from"],
                condition=~models.Q(verdict=WRONG),
                name="one_figure_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="figure_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(checked_by__isnull=True)
                | ~models.Q(checked_by=models.F("entered_by")),
                name="two_people_for_a_figure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.valid_from}"

    @property
    def label(self) -> str:
        return KINDS[self.code].label

    @property
    def unit(self) -> str:
        return KINDS[self.code].unit

    def as_row(self) -> Row:
        return Row(
            code=self.code,
            region=self.region,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            value=self.value.normalize() + 0,
            source=self.source,
            entered_by=self.entered_by.name,
            checked_by=self.checked_by.name if self.checked_by else "",
        )


def known_rows() -> tuple[Row, ...]:
    """What calculations use: the rows that come with the program, and what was checked. A
    district's own row goes before a shipped one of the same day."""
    checked = Figure.objects.filter(verdict=RIGHT).select_related("entered_by", "checked_by")
    own = tuple(figure.as_row() for figure in checked if figure.code in KINDS)
    return (*own, *shipped())


def enter(
    code: str,
    *,
    district: str,
    value: Decimal,
    valid_from: date,
    valid_to: date | None,
    source: str,
    entered_by: int,
    now: datetime,
) -> Figure:
    """Keep a figure until somebody else has checked it. Raises `Complaint`."""
    kind = KINDS[code]
    region = district[: kind.level.digits]
    if valid_to is not None and valid_to < valid_from:
        raise Complaint(gettext_noop("到期的日子不能早于起始的日子"))
    with transaction.atomic():
        standing = Figure.objects.exclude(verdict=WRONG).filter(district=district, code=code)
        if standing.filter(region=region, valid_from=valid_from).exists():
            raise Complaint(gettext_noop("%(day)s 起已经录入过这个数，请先核对"), day=valid_from)
        return Figure.objects.create(
            district=district,
            code=code,
            region=region,
            valid_from=valid_from,
            valid_to=valid_to,
            value=value,
            source=source,
            entered_by_id=entered_by,
            entered_at=now,
        )


def check(
    figure: int, *, district: str, right: bool, checked_by: int, now: datetime
) -> Figure | None:
    """Say of a figure that somebody else entered whether it is as its source has it. Raises
    `Complaint`; nothing where there is no such figure."""
    with transaction.atomic():
        found = (
            Figure.objects.select_for_update(of=("self",))
            .filter(pk=figure, district=district)
            .first()
        )
        if found is None:
            return None
        if found.entered_by_id == checked_by:
            raise Complaint(gettext_noop("自己录入的数要由另一个人核对"))
        if found.verdict:
            raise Complaint(gettext_noop("这个数已经核对过了"))
        found.verdict = RIGHT if right else WRONG
        found.checked_by_id, found.checked_at = checked_by, now
        found.save(update_fields=["verdict", "checked_by", "checked_at"])
        return found
