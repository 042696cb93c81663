"""The matter: procedure, state, holder, place. The unit of work; never a person.

Everything about a matter is keyed by its district first, so that districts can be spread.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import uuid_utils.compat
from django.db import connection, models
from django.db.models import Q, QuerySet
from django.utils import timezone

from hejie.kernel import registry
from hejie.kernel.jurisdictions import Account, Division, Organ
from hejie.kernel.procedures import Facts, Procedure, Step

if TYPE_CHECKING:
    from hejie.kernel.events import Event

Row = TypeVar("Row", bound=models.Model)
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters and digits that cannot be mistaken for one another when read aloud or copied."""


def new_id() -> UUID:
    """A UUIDv7: unique without asking the database, and rising with time."""
    return uuid_utils.compat.uuid7()


def new_code(length: int = 8) -> str:
    """A query code for a receipt, some 40 bits at the usual length."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


class NotFound(LookupError):
    """No such matter, or none that this person may see: the two are not told apart."""


class Matter(models.Model):
    pk = models.CompositePrimaryKey("district", "id")
    district = models.CharField(max_length=6)
    id = models.UUIDField(default=new_id)
    reference = models.CharField(max_length=32)
    procedure = models.CharField(max_length=40)
    procedure_version = models.CharField(max_length=12)
    state = models.CharField(max_length=40)
    route = models.CharField(max_length=20, blank=True)
    trade = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=20, blank=True)
    urgent = models.BooleanField(default=False)
    place = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    place_path = models.CharField(max_length=120)
    holder = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=0)
    """Number of the last event that a person's page could depend on; compared on writes."""
    head_seq = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=bytes)
    next_due = models.DateTimeField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "reference"], name="one_reference"),
        ]
        indexes = [
            # In the order of the lists, so that a page reads its own rows and no more.
            models.Index(fields=["opened_at", "id"], name="matter_by_age"),
            models.Index(fields=["state", "opened_at", "id"], name="matter_by_state"),
            models.Index(fields=["holder", "state", "opened_at", "id"], name="matter_by_holder"),
            models.Index(
                fields=["next_due", "id"],
                name="matter_by_due",
                condition=models.Q(next_due__isnull=False),
            ),
            models.Index(
                fields=["state", "next_due", "id"],
                name="matter_by_state_and_due",
                condition=models.Q(next_due__isnull=False),
            ),
            models.Index(
                fields=["closed_at", "id"],
                name="matter_by_closing",
                condition=models.Q(closed_at__isnull=False),
            ),
            models.Index(
                fields=["place", "category", "opened_at"],
                name="matter_open_by_place_and_kind",
                condition=models.Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["place_path", "opened_at"],
                name="matter_by_place",
                opclasses=["varchar_pattern_ops", "timestamptz_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def law(self) -> Procedure:
        """The version of the procedure that this matter began with."""
        return registry.procedure(self.procedure, self.procedure_version)

    @property
    def room(self) -> registry.Room:
        return registry.room_of(self.procedure)

    @property
    def is_over(self) -> bool:
        return self.state in self.law.final

    @property
    def state_label(self) -> str:
        return self.law.states[self.state]


class OfMatter(models.Model):
    """What belongs to one matter: its first key columns, and the way back to it."""

    district = models.CharField(max_length=6)
    matter_id = models.UUIDField()
    matter = models.ForeignObject(
        Matter,
        on_delete=models.DO_NOTHING,
        from_fields=("district", "matter_id"),
        to_fields=("district", "id"),
        related_name="%(class)s_set",
    )

    class Meta:
        abstract = True


def of_same(rows: Iterable[Matter | OfMatter]) -> Q:
    """Rows that belong to the same matters as these, by the whole key: without its first column
    an index helps little."""
    keys = _keys(rows)
    return Q(district__in={k[0] for k in keys}, matter_id__in={k[1] for k in keys})


def matters_of(rows: Iterable[Matter | OfMatter]) -> QuerySet[Matter]:
    """The matters that these rows belong to."""
    keys = _keys(rows)
    return Matter.objects.filter(district__in={k[0] for k in keys}, id__in={k[1] for k in keys})


def in_order(rows: QuerySet[Row], order: Sequence[str], most: int) -> list[Row]:
    """The first few of some rows, in an order of columns."""
    return list(rows.order_by(*order)[:most])


def _keys(rows: Iterable[Matter | OfMatter]) -> set[tuple[str, UUID]]:
    return {(row.district, row.id if isinstance(row, Matter) else row.matter_id) for row in rows}


class Member(OfMatter):
    """An account that works on a matter (组团服务): in what role, and whether still."""

    pk = models.CompositePrimaryKey("district", "matter_id", "account_id", "role")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    active = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["account", "active"], name="member_by_account")]


class Involvement(OfMatter):
    """An organ that holds a matter, has held it, was asked in, or referred it."""

    pk = models.CompositePrimaryKey("district", "matter_id", "organ_id", "part")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12)

    class Meta:
        indexes = [models.Index(fields=["organ", "district", "matter_id"], name="matter_by_organ")]


class NumberCounter(models.Model):
    """The last serial number given in a district in a year."""

    pk = models.CompositePrimaryKey("district", "year")
    district = models.CharField(max_length=6)
    year = models.IntegerField()
    last = models.IntegerField(default=0)


def next_reference(district: str, day: date) -> str:
    """Take the next number 区-年-序, such as `420303-2026-000317`. Locks the district's
    counter until the transaction ends, so call it last before the rows are written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_numbercounter (district, year, last) VALUES (%s, %s, 1)"
            " ON CONFLICT (district, year) DO UPDATE SET last = kernel_numbercounter.last + 1"
            " RETURNING last",
            [district, day.year],
        )
        return f"{district}-{day.year}-{cursor.fetchone()[0]:06d}"


def lock(matter: Matter, *, wait: bool = True) -> Matter:
    """Read a matter again and hold its row until the transaction ends. Without `wait`, a row
    that somebody else holds raises `django.db.OperationalError`."""
    try:
        return Matter.objects.select_for_update(of=("self",), nowait=not wait).get(pk=matter.pk)
    except Matter.DoesNotExist:
        raise NotFound(str(matter.pk)) from None


def find_matter(reference: str) -> Matter | None:
    return (
        Matter.objects.select_related("place", "holder")
        .filter(district=reference[:6], reference=reference)
        .first()
    )


def project(matter: Matter, event: Event, step: Step | None) -> None:
    """Bring the matter's row to where an event leaves it."""
    values = event.values
    is_handed_on = event.seq == 1 or event.holder_id != matter.holder_id
    matter.state, matter.holder_id = event.state, event.holder_id
    for name in ("route", "trade", "category", "urgent"):
        if name in values:
            setattr(matter, name, values[name])
    if "place" in values:
        matter.place = Division.objects.get(code=values["place"])
        matter.place_path = matter.place.path
    if matter.law.is_closed(matter.route):
        matter.place_path = ""
    if step is not None:
        matter.data = dict(matter.law.after(matter.data, event.as_act()))
    if shut_out := values.get(SHUT_OUT):
        matter.data = {**matter.data, SHUT_OUT: list(shut_out)}
    if "origin" in values:
        matter.data = {**matter.data, "origin": values["origin"]}
    matter.closed_at = (matter.closed_at or event.at) if matter.is_over else None
    matter.head_seq, matter.head_hash = event.seq, event.hash
    if event.moves:
        matter.version = event.seq
    _involve(matter, event, is_handed_on=is_handed_on)


def _involve(matter: Matter, event: Event, *, is_handed_on: bool) -> None:
    organs = {(event.holder_id, "holder")} if is_handed_on else set()
    organs |= {(organ, "asked") for organ in event.values.get("asked_organs", ())}
    if referred_by := event.values.get("referred_by"):
        organs.add((referred_by, REFERRED))
    if shut_out := matter.data.get(SHUT_OUT):
        organs = {(organ, part) for organ, part in organs if organ not in shut_out}
        matter.involvement_set.filter(organ__in=shut_out).delete()
        matter.member_set.filter(organ__in=shut_out).update(active=False)
    Involvement.objects.bulk_create(
        [Involvement(matter=matter, organ_id=organ, part=part) for organ, part in organs],
        ignore_conflicts=True,
    )
    for change in event.values.get("team", ()):
        Member.objects.update_or_create(
            district=matter.district,
            matter_id=matter.id,
            account_id=change["account"],
            role=change["role"],
            defaults={"organ_id": change["organ"], "active": change["active"]},
        )


def shut_out_of(matter: Matter, facts: Facts) -> list[str]:
    """Organs to which an act would give a matter from which they are shut out."""
    shut_out = {*matter.data.get(SHUT_OUT, ()), *facts.get(SHUT_OUT, ())}
    team = {change["organ"] for change in facts.get("team", ()) if change["active"]}
    given = {facts.get("holder"), *facts.get("asked_organs", ()), *team}
    return sorted(shut_out & given)


def team_of(matter: Matter) -> Iterable[Member]:
    return matter.member_set.filter(active=True).select_related("account", "organ")


SHUT_OUT = "shut_out"
"""Among a step's facts: organs that must neither see a matter nor be given it (回避)."""
REFERRED = "referred"
"""Part of an organ that sent a matter to another: it sees the course, not what was said."""


def local_day(moment: datetime) -> date:
    """The calendar day of a moment where the district lies."""
    return timezone.localtime(moment).date()


def describe(matter: Matter) -> dict[str, Any]:
    """Words that name a matter without naming a person: for lists and messages."""
    return {
        "reference": matter.reference,
        "procedure": matter.law.label,
        "state": matter.state_label,
        "category": matter.room.categories.get(matter.category, ""),
        "place": matter.place.name,
    }
