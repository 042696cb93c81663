"""The duty list (职责清单): which unit handles a class of events in an area, and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models.functions import Length

from hejie.kernel.jurisdictions import Account, Division
from hejie.rooms.patrol.models import Duty


def duty_for(category: str, place: Division) -> Duty | None:
    """The line of the smallest area around a place. One query, by the place's own path."""
    codes = [code for code in place.path.split(".") if code]
    lines = Duty.objects.filter(category=category, area__in=codes, ended_on=None)
    return lines.select_related("lead").order_by(Length("area_id").desc()).first()


def in_force(district: str) -> list[Duty]:
    """All lines of a district, by class and area."""
    lines = Duty.objects.filter(area__code__startswith=district, ended_on=None)
    return list(lines.select_related("area", "lead", "set_by").order_by("category", "area_id"))


def set_duty(
    area: Division,
    category: str,
    lead: str,
    helpers: Sequence[str],
    *,
    by: Account | None,
    on: date,
) -> Duty:
    """Let a line begin and the one before it end."""
    with transaction.atomic():
        end_duty(area, category, on=on)
        return Duty.objects.create(
            area=area, category=category, lead_id=lead, helpers=list(helpers), set_by=by, set_on=on
        )


def end_duty(area: Division, category: str, *, on: date) -> int:
    """Give how many lines have ended: none or one."""
    lines = Duty.objects.filter(area=area, category=category, ended_on=None)
    return lines.update(ended_on=on)
