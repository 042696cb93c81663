"""What a district enters itself: a year's State Council notice, and its local values ([L]).

Every entry keeps who entered it and when; nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import models

from hejie.kernel.deadlines import DeadlineRule, Mark
from hejie.kernel.jurisdictions import Account
from hejie.kernel.sentences import Complaint, gettext_noop
from hejie.kernel.workdays import LAST_YEAR, PACKAGE_CALENDAR, Calendar, DayKind

BEFORE_NEW_YEAR = timedelta(days=8)
"""A year's notice may already free or claim days at the end of the year before."""


class CalendarNotice(models.Model):
    """A year's notice as it was entered. The latest of a year counts; the others stay."""

    year = models.IntegerField()
    source = models.CharField(max_length=200)
    days = models.JSONField()
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["-entered_at", "-id"]


class LocalValue(models.Model):
    """A district's own quantity for a local rule, from a day on."""

    district = models.CharField(max_length=6)
    code = models.CharField(max_length=20)
    quantity = models.PositiveIntegerField()
    valid_from = models.DateField()
    owner = models.CharField(max_length=80)
    entered_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "code", "valid_from"], name="one_local_value_a_day"
            )
        ]


def current_calendar() -> Calendar:
    """The package's years with everything that administrators entered laid over them."""
    return _laid(CalendarNotice.objects.all(), until=LAST_YEAR)


def calendar_at(moment: datetime, *, until: int) -> Calendar:
    """The calendar as it stood at a moment: the package's years until the last that it knew, and
    what had been entered by then laid over them."""
    return _laid(CalendarNotice.objects.filter(entered_at__lte=moment), until=until)


def _laid(notices: models.QuerySet[CalendarNotice], *, until: int) -> Calendar:
    """Notices as they took each other's place: the latest of a year counts, whole."""
    days: dict[date, tuple[DayKind, str]] = {}
    by_year: dict[int, CalendarNotice] = {}
    for notice in notices.order_by("entered_at", "id"):
        for day in by_year[notice.year].days if notice.year in by_year else ():
            days.pop(date.fromisoformat(day), None)
        by_year[notice.year] = notice
        for day, kind in notice.days.items():
            days[date.fromisoformat(day)] = (DayKind(kind), notice.source)
    return Calendar(days, frozenset(by_year), until)


def as_set_locally(rule: DeadlineRule, *, district: str, on: date) -> DeadlineRule:
    """A local rule with the quantity that the district had set on that day; any other rule
    as it is. A rule that is off until somebody sets it is on with a quantity, off with zero."""
    if rule.mark is not Mark.LOCAL:
        return rule
    value = (
        LocalValue.objects.filter(district=district, code=rule.code, valid_from__lte=on)
        .order_by("-valid_from")
        .first()
    )
    if value is None or not value.quantity:
        return rule
    return replace(
        rule,
        qty=value.quantity,
        enabled=True,
        owner=value.owner,
        set_on=value.valid_from,
        version=f"{rule.version}@{value.valid_from}",
    )


def enter_notice(
    year: int,
    days: Mapping[date, DayKind],
    *,
    source: str,
    entered_by: int,
    now: datetime,
) -> CalendarNotice:
    """Keep a year's whole notice and lay it over the package's calendar; a later notice of
    the same year takes the place of an earlier one. Raises `Complaint`."""
    for complaint in _doubts(year, days):
        raise complaint
    return CalendarNotice.objects.create(
        year=year,
        source=source,
        days={day.isoformat(): str(kind) for day, kind in sorted(days.items())},
        entered_by_id=entered_by,
        entered_at=now,
    )


def _doubts(year: int, days: Mapping[date, DayKind]) -> Iterator[Complaint]:
    if PACKAGE_CALENDAR.announces(year):
        yield Complaint(gettext_noop("%(year)s 年的放假安排已经随程序提供，不用录入"), year=year)
    if DayKind.HOLIDAY not in days.values():
        yield Complaint(gettext_noop("没有一个放假的日子，这不像全年的通知"))
    first = date(year, 1, 1) - BEFORE_NEW_YEAR
    for day, kind in sorted(days.items()):
        if not first <= day <= date(year, 12, 31):
            yield Complaint(gettext_noop("%(day)s 不在 %(year)s 年"), day=day, year=year)
        if kind is DayKind.MAKEUP_WORK and day.weekday() < 5:
            yield Complaint(gettext_noop("%(day)s 本来就是工作日，不是调休上班"), day=day)


def set_local_value(
    rule: DeadlineRule,
    *,
    district: str,
    quantity: int,
    valid_from: date,
    owner: str,
    entered_by: int,
    now: datetime,
    today: date,
) -> LocalValue:
    """Set a local rule's quantity from a day on; clocks that run keep theirs, and earlier
    values stay. Raises `Complaint`."""
    if rule.mark is not Mark.LOCAL:
        raise Complaint(
            gettext_noop("“%(label)s”由%(basis)s规定，不是本地可以设定的"),
            label=rule.label,
            basis=rule.basis,
        )
    if quantity < 1 and rule.enabled:
        raise Complaint(gettext_noop("至少是 1；这个期限不能取消"))
    if valid_from < today:
        raise Complaint(gettext_noop("只能从今天或者以后的日子起改，以前的期限不受影响"))
    known = LocalValue.objects.filter(district=district, code=rule.code)
    if known.filter(valid_from=valid_from).exists():
        raise Complaint(gettext_noop("%(day)s 起已经有一个设定，请换一个日期"), day=valid_from)
    return LocalValue.objects.create(
        district=district,
        code=rule.code,
        quantity=quantity,
        valid_from=valid_from,
        owner=owner,
        entered_by_id=entered_by,
        entered_at=now,
    )
