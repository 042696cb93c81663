"""The questions, as SQL that DuckDB and Spark both read; pure.

Each file `<name>.sql` asks the views of `views/`, which stand on the tables in `TABLES` and on
`asked`, one row with `first_month` and `last_month`. The first line of a file says what it
tells. A second line `-- public: opened, ended by district` names the counts that may be told to
everybody, and of which rows each adds up to a number that may be told too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
PUBLIC = re.compile(r"^-- public: ([\w, ]+?)(?: by (\w+))?$", re.MULTILINE)

TEXT, COUNT = "VARCHAR", "INTEGER"
TABLES: Mapping[str, Mapping[str, str]] = {
    "months": {
        "district": TEXT,
        "month": TEXT,
        "procedure": TEXT,
        "dimension": TEXT,
        "key": TEXT,
        "what": TEXT,
        "count": COUNT,
    },
    "limits": {
        "district": TEXT,
        "month": TEXT,
        "procedure": TEXT,
        "clock": TEXT,
        "effect": TEXT,
        "kept": COUNT,
        "broken": COUNT,
        "dropped": COUNT,
    },
    "names": {"district": TEXT, "dimension": TEXT, "key": TEXT, "name": TEXT},
}
"""Columns of each table. `months` is `kernel.tallies.MonthTally`; `limits` has how often each
clock was met in time, met late, or ended without having been met; `names` says what keys mean."""

PARTED_BY = ("district", "month")
"""Columns that are folders, where a table has them."""


@dataclass(frozen=True)
class Public:
    """What of a question everybody may know; `by` names the column whose rows add up."""

    counts: tuple[str, ...]
    by: str


@dataclass(frozen=True)
class Query:
    name: str
    text: str

    @property
    def told(self) -> str:
        return self.text.partition("\n")[0].removeprefix("-- ")

    @property
    def public(self) -> Public | None:
        found = PUBLIC.search(self.text)
        return Public(tuple(re.split(r", *", found[1])), found[2] or "") if found else None


def _read(folder: Path) -> dict[str, Query]:
    files = sorted(folder.glob("*.sql"))
    return {file.stem: Query(file.stem, file.read_text(encoding="utf-8")) for file in files}


QUERIES = _read(FOLDER)


def views() -> list[str]:
    """Statements that make the views, in the order in which they stand on one another."""
    found = _read(FOLDER / "views").values()
    return [f"CREATE OR REPLACE TEMPORARY VIEW {one.name} AS\n{one.text}" for one in found]
