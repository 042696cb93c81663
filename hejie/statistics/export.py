"""Write what an instance has counted into a folder, as one snapshot of its database."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection, transaction
from psycopg.sql import SQL, Composable

from hejie.kernel import boards, registry, standing, tallies
from hejie.kernel.jurisdictions import Division, Organ
from hejie.kernel.tallies import MonthTally
from hejie.statistics import parquet

MONTHS = """
SELECT district, to_char(month, 'YYYY-MM'), procedure, dimension, key, what, count
FROM kernel_monthtally WHERE count <> 0
"""
# A matter on a closed route has no path; of it the months count no more than that there was one.
LIMITS = """
SELECT ended.district, to_char(ended.at AT TIME ZONE {zone}, 'YYYY-MM'), procedure,
    ended.key, effect, count(*) FILTER (WHERE met AND NOT late),
    count(*) FILTER (WHERE met AND late), count(*) FILTER (WHERE NOT met)
FROM kernel_clockoutcome ended
JOIN kernel_matter matter ON matter.district = ended.district AND matter.id = ended.matter_id
WHERE place_path <> '' GROUP BY 1, 2, 3, 4, 5
"""


def export(folder: Path) -> dict[str, int]:
    """Write all districts of this instance; gives how many rows of each table. Earlier files of
    the same districts are replaced, others stay."""
    with TemporaryDirectory() as scratch, transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        rows = {name: Path(scratch) / f"{name}.csv" for name in ("months", "limits", "names")}
        _copy_out(SQL(MONTHS), rows["months"])
        _copy_out(SQL(LIMITS).format(zone=settings.TIME_ZONE), rows["limits"])
        with rows["names"].open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(_names())
        return {name: parquet.write(folder, name, path) for name, path in rows.items()}


def _copy_out(query: Composable, path: Path) -> None:
    order = SQL("COPY ({}) TO STDOUT (FORMAT csv, FORCE_QUOTE *)").format(query)
    with connection.cursor() as cursor, path.open("wb") as file, cursor.copy(order) as copy:
        for piece in copy:
            file.write(piece)


def _names() -> Iterator[tuple[str, str, str, str]]:
    """What districts, places, units, procedures, causes and limits are called, for each district
    that counts something."""
    everywhere = [
        *((tallies.ROOM, key, name) for key, name in boards.names_of_procedures().items()),
        *((tallies.CAUSE, key, name) for key, name in boards.names_of_causes().items()),
        *_names_of_limits(),
    ]
    districts = MonthTally.objects.order_by("district").values_list("district", flat=True)
    for district in districts.distinct():
        yield from ((district, *named) for named in everywhere)
        yield from ((district, *named) for named in _names_within(district))


def _names_of_limits() -> Iterator[tuple[str, str, str]]:
    for law in registry.procedures():
        for key, deadline in {**standing.DEADLINES, **law.deadlines}.items():
            yield "clock", f"{law.key}/{key}", deadline.label


def _names_within(district: str) -> Iterator[tuple[str, str, str]]:
    within = Division.objects.filter(code__startswith=district).values_list("code", "name")
    for code, name in within:
        if code == district:
            yield "district", code, name
        if len(code) <= tallies.TOWN:  # a matter may be of the whole district
            yield tallies.PLACE, code, name
    keys = MonthTally.objects.filter(district=district, dimension=tallies.UNIT).values("key")
    for key, name in Organ.objects.filter(key__in=keys).values_list("key", "short_name"):
        yield tallies.UNIT, key, name
