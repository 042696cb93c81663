"""Every key of matter data carries the district, as the database's own catalogue has it.

An engine that spreads tables over machines by a column asks it of every primary key, foreign
key, unique index and exclusion constraint. A table is matter data unless `SHARED` says why not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from hejie.kernel.matters import Matter, OfMatter

pytestmark = pytest.mark.django_db

SHARED = {
    "the same in every district, few, and copied to every machine": (
        "kernel_account",
        "kernel_article",
        "kernel_boundary",
        "kernel_calendarnotice",
        "kernel_division",
        "kernel_localvalue",
        "kernel_organ",
        "kernel_post",
        "kernel_postrequest",
        "kernel_statute",
        "figures_figure",
        "mediation_venue",
        "patrol_duty",
        "patrol_gridcell",
    ),
    "the one order of the whole instance, and its proofs": (
        "kernel_bookmark",
        "kernel_checkpoint",
        "kernel_cosignature",
        "kernel_logentry",
        "kernel_logtile",
        "kernel_unsequenced",
    ),
    "whoever acts or calls, in whichever district: one key is one act": (
        "kernel_idempotencykey",
        "kernel_patience",
        "kernel_token",
    ),
    "an account's file on its way in, and what became of its rows": (
        "imports_import",
        "imports_row",
        "imports_source",
    ),
    "the machinery of one instance": (
        "kernel_bulkrun",
        "kernel_cache",
        "kernel_keymark",
        "live_message",
    ),
}
ACROSS_DISTRICTS = {
    ("mediation_mediationsession", "mediator_booked_once"): "serves several districts of a city",
    ("mediation_mediationsession", "venue_booked_once"): "serves several districts of a city",
}
"""Exclusion constraints that would promise less with the district: nobody is in two places."""

OF_OTHERS = (
    "account_",
    "auth_",
    "django_",
    "mfa_",
    "procrastinate_",
    "socialaccount_",
    "usersessions_",
)
"""Tables that packages bring along; they hold accounts, sessions and jobs."""

KEYS = """
SELECT kept.relname, index.relname, EXISTS (
    SELECT FROM pg_attribute WHERE attrelid = kept.oid AND attname = 'district'
    AND attnum = ANY ((key.indkey::int2[])[0:key.indnkeyatts - 1])
)
FROM pg_index key
JOIN pg_class kept ON kept.oid = key.indrelid
JOIN pg_class index ON index.oid = key.indexrelid
WHERE kept.relnamespace = 'public'::regnamespace
AND (key.indisunique OR key.indisexclusion)
"""
REFERENCES = """
SELECT kept.relname, told.conname, meant.relname,
    (SELECT array_agg(attname ORDER BY at) FROM unnest(told.conkey) WITH ORDINALITY AS key (n, at)
     JOIN pg_attribute ON attrelid = told.conrelid AND attnum = n),
    (SELECT array_agg(attname ORDER BY at) FROM unnest(told.confkey) WITH ORDINALITY AS key (n, at)
     JOIN pg_attribute ON attrelid = told.confrelid AND attnum = n)
FROM pg_constraint told
JOIN pg_class kept ON kept.oid = told.conrelid
JOIN pg_class meant ON meant.oid = told.confrelid
WHERE told.contype = 'f' AND kept.relnamespace = 'public'::regnamespace
"""
PROBE = """
CREATE TABLE probe_matter (district varchar(6), id uuid, PRIMARY KEY (district, id), code text
    UNIQUE, UNIQUE (district, code));
CREATE TABLE probe_paper (district varchar(6), id uuid PRIMARY KEY, matter_id uuid, code text
    REFERENCES probe_matter (code),
    CONSTRAINT crossed FOREIGN KEY (code, district) REFERENCES probe_matter (district, code),
    CONSTRAINT of_matter FOREIGN KEY (district, matter_id) REFERENCES probe_matter (district, id),
    EXCLUDE USING gist (code WITH =));
"""


def _rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _tables() -> set[str]:
    found = _rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return {table for (table,) in found}


def _shared() -> set[str]:
    return {table for tables in SHARED.values() for table in tables}


def _of_matters() -> set[str]:
    return {t for t in _tables() - _shared() if not t.startswith(OF_OTHERS)}


def _without_district() -> Iterator[tuple[str, str]]:
    """Keys of matter data, and references among matter data, that do not carry the district."""
    of_matters = _of_matters()
    for table, name, carries in _rows(KEYS):
        if table in of_matters and not carries:
            yield table, name
    for table, name, meant, own, theirs in _rows(REFERENCES):
        spread = table in of_matters and meant in of_matters
        if spread and ("district", "district") not in zip(own, theirs, strict=True):
            yield table, name


def test_every_key_of_matter_data_carries_the_district():
    assert set(_without_district()) == set(ACROSS_DISTRICTS)


def test_every_table_of_matter_data_has_a_district_and_a_primary_key():
    having = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND EXISTS"
    districts = _rows(
        f"{having} (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid"
        " AND attname = 'district' AND attnotnull)"
    )
    keys = _rows(f"{having} (SELECT FROM pg_index WHERE indrelid = pg_class.oid AND indisprimary)")
    assert _of_matters() - {table for (table,) in districts} == set()
    assert _of_matters() - {table for (table,) in keys} == set()


def test_what_is_shared_is_there_and_holds_nothing_of_a_matter():
    models = (m for m in apps.get_models() if issubclass(m, Matter | OfMatter))
    ours = {model._meta.db_table for model in models if model._meta.managed}
    assert _shared() <= _tables()
    assert ours <= _of_matters()
    assert [
        row for row in _rows(REFERENCES) if row[0] in _shared() and row[2] in _of_matters()
    ] == []


def test_a_key_without_the_district_is_found():
    with connection.cursor() as cursor:
        cursor.execute(PROBE)
    found = set(_without_district()) - set(ACROSS_DISTRICTS)
    assert found == {
        ("probe_matter", "probe_matter_code_key"),
        ("probe_paper", "probe_paper_pkey"),
        ("probe_paper", "probe_paper_code_fkey"),
        ("probe_paper", "crossed"),
        ("probe_paper", "probe_paper_code_excl"),
    }
