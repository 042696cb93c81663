"""Encrypt again, with the current keys, whatever is not: rows in batches, then files.

What is done is done: a run that was stopped goes on where it was, since what is current is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection, models, transaction

from hejie.kernel.documents import Document, renew_file, ring_of, stored_name
from hejie.kernel.encrypted import RING_BY_LETTER, Encrypted

BATCH = 500


@dataclass(frozen=True)
class Progress:
    """How far one kind of thing has come: how many were looked at, of how many, and renewed."""

    what: str
    seen: int
    total: int
    renewed: int


def encrypted_models() -> Iterator[tuple[type[models.Model], list[Encrypted]]]:
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if isinstance(field, Encrypted)]
        if fields:
            yield model, fields


def renew() -> Iterator[Progress]:
    """Encrypt with the current keys all that is not; tells of its progress after each batch."""
    for model, fields in encrypted_models():
        yield from _renew_rows(model, fields)
    yield from _renew_files()


def _renew_rows(model: type[models.Model], fields: list[Encrypted]) -> Iterator[Progress]:
    keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
    renewed = 0
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        with transaction.atomic():
            rows = model._base_manager.select_for_update(of=("self",)).filter(pk__in=batch)
            columns = {f"kept_{field.name}": _AsKept(field.attname) for field in fields}
            renewed += sum(_renew_row(row, fields) for row in rows.annotate(**columns))
        yield Progress(model._meta.label, start + len(batch), len(keys), renewed)


def _renew_row(row: models.Model, fields: list[Encrypted]) -> bool:
    """Save the fields that are not current; nothing else of the row is touched."""
    stale = [
        field.name
        for field in fields
        if not field.is_current(bytes(getattr(row, f"kept_{field.name}") or b""), row)
    ]
    if stale:
        row.save(update_fields=stale)
    return bool(stale)


class _AsKept(models.Func):
    """A column as it lies in the database."""

    template = "%(expressions)s"
    output_field = models.BinaryField()


def _renew_files() -> Iterator[Progress]:
    papers = Document.objects.order_by("district", "id")
    total, renewed = papers.count(), 0
    for number, paper in enumerate(papers.iterator(), start=1):
        renewed += renew_file(paper)
        if number % BATCH == 0 or number == total:
            yield Progress("files", number, total, renewed)


HEADS = """
SELECT CASE get_byte({column}, 0) WHEN 1 THEN substr({column}, 1, 7) END, count(*)
FROM {table} WHERE {column} <> '' GROUP BY 1
"""


def uses_of_keys() -> dict[tuple[str, str], int]:
    """How many values and files each key locks, by ring and name of the key in hex. Values that
    are plain although they are to be locked stand under the ring with no name."""
    uses: Counter[tuple[str, str]] = Counter()
    for model, fields in encrypted_models():
        for field in fields:
            uses.update(_uses_in(model._meta.db_table, field))
    for paper in Document.objects.iterator():
        uses[ring_of(paper.compartment), stored_name(paper).partition("/")[0]] += 1
    return dict(uses)


def _uses_in(table: str, field: Encrypted) -> dict[tuple[str, str], int]:
    names = {"table": table, "column": field.column}
    with connection.cursor() as cursor:
        cursor.execute(HEADS.format(**names))
        heads = cursor.fetchall()
    locked = {
        (RING_BY_LETTER[bytes(head[1:2])], bytes(head[3:7]).hex()): n for head, n in heads if head
    }
    plain = sum(n for head, n in heads if not head)
    return locked | ({(field.ring, ""): plain} if plain and isinstance(field.ring, str) else {})
