"""How long what people said is kept after a matter is over, and what is due to be erased.

Each time is a district's own: until it has been decided and entered, nothing is erased by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from hejie.kernel import standing
from hejie.kernel.calendars import LocalValue
from hejie.kernel.deadlines import DeadlineRule, Effect, Mark, Unit, compute
from hejie.kernel.matters import Matter, local_day

OWNER = "区综治中心"
PROPOSED_ON = date(2026, 11, 26)
SHORTEST_YEAR = 365


def _rule(code: str, label: str, years: int) -> DeadlineRule:
    return DeadlineRule(
        code=code,
        label=label,
        basis="地方设定",
        start_event="办结",
        qty=years,
        unit=Unit.YEARS,
        effect=Effect.INFO,
        mark=Mark.LOCAL,
        owner=OWNER,
        set_on=PROPOSED_ON,
    )


RULES = {
    standing.CONTACT: _rule("RT-L-CONTACT", "保存电话、住址、证件号码", 3),
    standing.CASE: _rule("RT-L-CASE", "保存档案：说的话、材料、文书", 10),
}
"""By how much is erased when the time is over. The times are proposals, in force only once a
district has entered its own."""
BY_CODE = {rule.code: rule for rule in RULES.values()}


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Until when something of a matter is kept, and by whose decision: the last day of it."""

    scope: str
    code: str
    until: date
    years: int
    owner: str
    set_on: date

    def is_over(self, on: date) -> bool:
        return on > self.until


@dataclass(frozen=True, kw_only=True)
class Due:
    """A matter of which something is to be erased, since the day after `kept.until`."""

    matter: Matter
    kept: Kept


def value_of(district: str, scope: str, *, on: date) -> LocalValue | None:
    """What a district has entered for how long it keeps, as it holds on a day."""
    values = LocalValue.objects.filter(
        district=district, code=RULES[scope].code, valid_from__lte=on
    )
    return values.order_by("-valid_from").first()


def kept_until(matter: Matter, scope: str, *, on: date) -> Kept | None:
    """Until when a matter that is over is kept; nothing while it runs, or a matter linked to
    it, or where the district has not decided. Two queries."""
    value = value_of(matter.district, scope, on=on)
    closed = _closed_with_all_linked(matter)
    if value is None or closed is None:
        return None
    return _kept(scope, value, closed)


def _kept(scope: str, value: LocalValue, closed: datetime) -> Kept:
    rule = DeadlineRule(unit=Unit.YEARS, qty=value.quantity)
    return Kept(
        scope=scope,
        code=value.code,
        until=compute(rule, local_day(closed)).strict_due,
        years=value.quantity,
        owner=value.owner,
        set_on=value.valid_from,
    )


def _closed_with_all_linked(matter: Matter) -> datetime | None:
    """When a matter and all that stand beside it were over; nothing while one of them runs."""
    beside = [one["reference"] for one in matter.data.get("linked", ())]
    if origin := matter.data.get("origin"):
        beside.append(origin["reference"])
    linked = Matter.objects.filter(district=matter.district, reference__in=beside)
    ends = [matter.closed_at, *linked.values_list("closed_at", flat=True)]
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None


def due(
    *,
    now: datetime,
    district: str = "",
    ahead: timedelta = timedelta(),
    among: QuerySet[Matter] | None = None,
) -> Iterator[Due]:
    """What is to be erased by now, or within some days: archives before single details, for
    with an archive its details go too."""
    today = local_day(now)
    settled = LocalValue.objects.filter(code__in=BY_CODE)
    if district:
        settled = settled.filter(district=district)
    known = Matter.objects.all() if among is None else among
    for place in settled.order_by("district").values_list("district", flat=True).distinct():
        for scope in (standing.CASE, standing.CONTACT):
            value = value_of(place, scope, on=today)
            if value is not None:
                yield from _due_by(value, scope, known, by=today + ahead)


def _due_by(value: LocalValue, scope: str, known: QuerySet[Matter], *, by: date) -> Iterator[Due]:
    latest = by - timedelta(days=value.quantity * SHORTEST_YEAR)
    over = known.filter(district=value.district, closed_at__date__lte=latest)
    for gone in {scope, standing.CASE}:
        over = over.exclude(data__contains={"erased": [gone]})
    for matter in over.order_by("closed_at", "id").select_related("place", "holder").iterator():
        closed = _closed_with_all_linked(matter)
        kept = _kept(scope, value, closed) if closed else None
        if kept and kept.is_over(by):
            yield Due(matter=matter, kept=kept)
