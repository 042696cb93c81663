"""Tables of counts as Parquet files in folders by district and month, written and opened by
DuckDB: `<folder>/months/district=420303/month=2026-01/data_0.parquet`."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from hejie.statistics.queries import PARTED_BY, TABLES, views

DIALECT: dict[str, Any] = {
    "auto_detect": False,
    "header": False,
    "sep": ",",
    "quotechar": '"',
    "escapechar": '"',
    "allow_quoted_nulls": False,
}
"""The CSV of PostgreSQL and of Python; an empty text in quotes is a text."""


class Overlapping(ValueError):
    """The same district lies in two folders, so that it would be counted twice."""


def write(folder: Path, table: str, rows: Path) -> int:
    """Replace a table's districts in a folder by those of a CSV file; gives its rows."""
    columns = TABLES[table]
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".new-") as fresh, duckdb.connect() as database:
        found = database.read_csv(str(rows), columns=dict(columns), **DIALECT)
        parts = [name for name in PARTED_BY if name in columns]
        found.write_parquet(fresh, partition_by=parts, overwrite=True)
        for made in Path(fresh).iterdir():
            kept = folder / table / made.name
            shutil.rmtree(kept, ignore_errors=True)
            kept.parent.mkdir(exist_ok=True)
            made.rename(kept)
        return len(found)


def open_folders(folders: Iterable[Path], *, first: str, last: str) -> duckdb.DuckDBPyConnection:
    """A database in memory whose views are the folders' tables and what stands on them, asked
    from one month to another. Raises `Overlapping`."""
    database = duckdb.connect()
    roots = [folder.absolute() for folder in folders]
    for table in TABLES:
        _open(database, table, [root / table for root in roots])
    database.execute(
        "CREATE TABLE asked AS SELECT ? AS first_month, ? AS last_month", [first, last]
    )
    for statement in views():
        database.execute(statement)
    return database


def _open(database: duckdb.DuckDBPyConnection, table: str, roots: list[Path]) -> None:
    districts = [part.name for root in roots for part in root.glob("district=*")]
    if twice := [name for name, count in Counter(districts).items() if count > 1]:
        raise Overlapping(", ".join(name.removeprefix("district=") for name in sorted(twice)))
    if files := [str(file) for root in roots for file in root.glob("district=*/**/*.parquet")]:
        read = database.read_parquet(files, hive_partitioning=True)
        columns = ", ".join(
            f"CAST({name} AS {kind}) AS {name}" for name, kind in TABLES[table].items()
        )
        read.project(columns).create_view(table)
    else:
        columns = ", ".join(f"{name} {kind}" for name, kind in TABLES[table].items())
        database.execute(f"CREATE TABLE {table} ({columns})")
