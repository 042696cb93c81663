"""Work over everything there is, in batches: each is one transaction together with the place that
it reached. Whoever is stopped at any moment goes on from there, and ends where one who never was
stopped would have ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction

Rows = TypeVar("Rows", bound=models.Model)


class BulkRun(models.Model):
    """A run that is not over: the place from which it goes on, none at its beginning; how much of
    how much is done; what it adds up."""

    name = models.CharField(max_length=60, primary_key=True)
    position = models.JSONField(null=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    told = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.name} {self.done}/{self.total}"

    def add(self, what: str, many: int) -> None:
        self.told[what] = self.told.get(what, 0) + many


@dataclass(frozen=True)
class Bulk:
    """`batch` does what comes next, moves the run on, and gives whether there may be more."""

    name: str
    count: Callable[[], int]
    batch: Callable[[BulkRun, datetime], bool]


def begin(bulk: Bulk) -> None:
    """Let it start from its beginning, whether or not it is under way. Two processes may begin it
    at once."""
    BulkRun.objects.bulk_create(
        [BulkRun(name=bulk.name)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["position", "done", "total", "told"],
    )


def drop(bulk: Bulk) -> None:
    """Let it not go on."""
    BulkRun.objects.filter(name=bulk.name).delete()


def reached(bulk: Bulk) -> int:
    """How much of a run that is not over is done."""
    return BulkRun.objects.filter(name=bulk.name).values_list("done", flat=True).first() or 0


def step(bulk: Bulk, *, now: datetime) -> BulkRun | None:
    """Do the next batch of a run that was begun; gives how far it has come, nothing where there
    is none. Two processes take turns."""
    with transaction.atomic():
        run = BulkRun.objects.select_for_update().filter(name=bulk.name).first()
        if run is None:
            return None
        if run.position is None:
            run.total = bulk.count()
        if bulk.batch(run, now):
            run.save()
        else:
            drop(bulk)
        return run


def go(bulk: Bulk, *, clock: Callable[[], datetime], anew: bool = False) -> Iterator[BulkRun]:
    """Do all batches of a run, which goes on where it was stopped, unless it is to start `anew`.
    Yields nothing where another process did them all."""
    if anew:
        begin(bulk)
    else:
        BulkRun.objects.bulk_create([BulkRun(name=bulk.name)], ignore_conflicts=True)
    while (run := step(bulk, now=clock())) is not None:
        yield run


def rows_after(rows: models.QuerySet[Rows], place: Sequence[str] | None, limit: int) -> list[Rows]:
    """The next rows in the order of their keys, behind the one whose place this is."""
    if place is not None:
        keys = [_plain(f).to_python(text) for f, text in zip(_keys(rows.model), place, strict=True)]
        rows = rows.filter(pk__gt=tuple(keys) if len(keys) > 1 else keys[0])
    return list(rows.order_by("pk")[:limit])


def place_of(row: models.Model) -> list[str]:
    return [str(getattr(row, f.attname)) for f in _keys(type(row))]


def _keys(model: type[models.Model]) -> Sequence[models.Field[Any, Any]]:
    return model._meta.pk_fields


def _plain(field: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """The field whose values a key column holds: a foreign key holds those of another table's."""
    return _plain(field.target_field) if isinstance(field, models.ForeignKey) else field
