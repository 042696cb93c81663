"""What a district decides itself: its local values, and a year's notice nobody has packed yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.utils.translation import gettext

from hejie.kernel import administration, bulk, calendars, permissions
from hejie.kernel.actions.errors import Invalid, Refused
from hejie.kernel.actions.recounting import RECOUNT
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
            kept = calendars.set_local_value(
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
            raise Invalid(
                {NON_FIELD_ERRORS: [gettext(complaint.template) % complaint.values]}
            ) from complaint
        told = {"code": rule.code, "quantity": quantity, "from": valid_from.isoformat()}
        administration.append(district, "value.set", by=actor.key, at=now, values=told)
        return kept


def enter_notice(
    year: int, days: Mapping[date, DayKind], *, actor: Actor, source: str, now: datetime
) -> CalendarNotice:
    """Enter a year's State Council notice, and have the worker count every running deadline
    again. Raises `Refused` or `Invalid`."""
    district, account = _ruler(actor)
    with transaction.atomic():
        try:
            notice = calendars.enter_notice(year, days, source=source, entered_by=account, now=now)
        except Complaint as complaint:
            raise Invalid(
                {NON_FIELD_ERRORS: [gettext(complaint.template) % complaint.values]}
            ) from complaint
        told = {"year": year, "days": {str(day): str(days[day]) for day in sorted(days)}}
        administration.append(district, "notice.enter", by=actor.key, at=now, values=told)
        bulk.begin(RECOUNT)
        return notice


def _ruler(actor: Actor) -> tuple[str, int]:
    district = permissions.sets_values_for(actor)
    if not district or actor.account is None:
        raise Refused(gettext("本地设定和放假安排由区中心的负责人或者系统管理员录入"))
    return district, actor.account
