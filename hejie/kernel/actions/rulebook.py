"""What a district decides itself: its local values, and a year's notice nobody has packed yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction

from hejie.kernel import calendars, clocks, permissions
from hejie.kernel.actions.errors import Invalid, Refused
from hejie.kernel.calendars import CalendarNotice, LocalValue
from hejie.kernel.deadlines import DeadlineRule
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.matters import local_day
from hejie.kernel.sentences import Complaint
from hejie.kernel.workdays import DayKind


def set_local_value(
    rule: DeadlineRule,
    *,
    actor: Actor,
    quantity: int,
    valid_from: date,
    owner: str,
    now: datetime,
) -> LocalValue:
    """Set the actor's district's own quantity for a local rule. Raises `Refused`, `Invalid`."""
    district, account = _ruler(actor)
    with transaction.atomic():
        try:
            return calendars.set_local_value(
                rule,
                district=district,
                quantity=quantity,
                valid_from=valid_from,
                owner=owner,
                entered_by=account,
                now=now,
                today=local_day(now),
            )
        except Complaint as complaint:
            raise Invalid({NON_FIELD_ERRORS: [str(complaint)]}) from complaint


def enter_notice(
    year: int, days: Mapping[date, DayKind], *, actor: Actor, source: str, now: datetime
) -> tuple[CalendarNotice, int]:
    """Enter a year's State Council notice and compute the clocks it touches again; gives it
    and how many due dates moved. Raises `Refused` or `Invalid`."""
    _district, account = _ruler(actor)
    with transaction.atomic():
        try:
            notice = calendars.enter_notice(year, days, source=source, entered_by=account, now=now)
        except Complaint as complaint:
            raise Invalid({NON_FIELD_ERRORS: [str(complaint)]}) from complaint
        first = min(date(year, 1, 1), *days)
        return notice, clocks.recompute_provisional(reaching=first)


def _ruler(actor: Actor) -> tuple[str, int]:
    district = permissions.sets_values_for(actor)
    if not district or actor.account is None:
        raise Refused("本地设定和放假安排由区中心的负责人或者系统管理员录入")
    return district, actor.account
