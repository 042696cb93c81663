"""Encrypt again, with the current keys, whatever is not: rows in batches, then files.

A run that was stopped goes on where it was, unless another key was added meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.apps import apps
from django.db import connection, models

from hejie.kernel import bulk, keys
from hejie.kernel.bulk import Bulk, BulkRun
from hejie.kernel.documents import Document, renew_file, ring_of, stored_name
from hejie.kernel.encrypted import RING_BY_LETTER, Encrypted

AT_ONCE = 500
FILES = "files"


def encrypted_models() -> Iterator[tuple[type[models.Model], list[Encrypted]]]:
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if isinstance(field, Encrypted)]
        if fields:
            yield model, fields


def _kinds() -> Mapping[str, tuple[type[models.Model], Sequence[Encrypted]]]:
    """What is encrypted, in the order in which it is gone over: tables by name, files last."""
    tables = {model._meta.label: (model, fields) for model, fields in encrypted_models()}
    return {**dict(sorted(tables.items())), FILES: (Document, ())}


def _count() -> int:
    return sum(model._base_manager.count() for model, _fields in _kinds().values())


def _batch(run: BulkRun, _now: datetime) -> bool:
    current = [keys.ring(name).current.name.hex() for name in keys.RINGS]
    kinds = _kinds()
    place = run.position
    if place is None or place["keys"] != current:
        place = {"keys": current, "what": next(iter(kinds)), "after": None}
        run.done, run.told = 0, {}
    what = place["what"]
    model, fields = kinds[what]
    rows = bulk.rows_after(_held(model, fields), place["after"], AT_ONCE)
    run.add(what, _renew_rows(model, rows, fields) if fields else _renew_files(rows))
    run.done += len(rows)
    run.position = {**place, "after": bulk.place_of(rows[-1])} if rows else None
    if not rows and (left := list(kinds)[list(kinds).index(what) + 1 :]):
        run.position = {"keys": current, "what": left[0], "after": None}
    return run.position is not None


RENEW = Bulk("keys", _count, _batch)
"""It tells of each table, and of files, how many were encrypted anew."""


def _held(model: type[models.Model], fields: Sequence[Encrypted]) -> models.QuerySet[models.Model]:
    """All rows, each as it reads and as it lies in the database, held by whoever reads them."""
    columns = {f"kept_{field.name}": _AsKept(field.attname) for field in fields}
    rows: models.QuerySet[models.Model] = model._base_manager.annotate(**columns)
    return rows.select_for_update(of=("self",)) if fields else rows


def _renew_rows(
    model: type[models.Model], rows: Sequence[models.Model], fields: Sequence[Encrypted]
) -> int:
    """Write the rows that are not current; of the others, and in other columns, nothing."""
    stale = [row for row in rows if any(_is_stale(row, field) for field in fields)]
    for row in stale:
        for field in fields:
            setattr(row, field.attname, field.pre_save(row, add=False))
    if stale:
        model._base_manager.bulk_update(stale, [field.name for field in fields])
    return len(stale)


def _renew_files(papers: Sequence[models.Model]) -> int:
    return sum(renew_file(paper) for paper in papers if isinstance(paper, Document))


def _is_stale(row: models.Model, field: Encrypted) -> bool:
    return not field.is_current(bytes(getattr(row, f"kept_{field.name}") or b""), row)


class _AsKept(models.Func):
    """A column as it lies in the database."""

    template = "%(expressions)s"
    output_field = models.BinaryField()


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
