"""What every test of ours stands on: Zhangwan's places, organs, cast and venues, loaded once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, TransactionTestCase
from psycopg.sql import SQL, Identifier
from pytest_django import DjangoDbBlocker

from hejie.kernel import registry
from hejie.kernel.jurisdictions import Account, Actor, actor_for
from hejie.kernel.matters import local_day
from hejie.stories import cast, places

APPEND_ONLY = ("kernel_event", "kernel_logentry", "kernel_checkpoint", "kernel_opening")


class Zhangwan:
    """The district as every test finds it; people are named as in `hejie.stories.cast`."""

    district = cast.DISTRICT

    def actor(self, username: str, *, on: date | datetime) -> Actor:
        day = local_day(on) if isinstance(on, datetime) else on
        return actor_for(Account.objects.get(username=username), on=day)


@pytest.fixture
def zhangwan(db: None) -> Zhangwan:
    return Zhangwan()


@contextmanager
def unguarded() -> Iterator[None]:
    """The log without its guards, as its owner could have it: to clean up, and to tamper."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is pending would forbid it
        cursor.execute(
            "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE tgfoid = 'kernel_refuse_change'::regproc"
        )
        tables = [Identifier(name) for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table))
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the district once a database; tests whose transactions commit get it back after."""
    with django_db_blocker.unblock():
        places.load_divisions()
        places.load_boundaries()
        cast.load_organs()
        cast.load_cast()
        for room in registry.rooms():
            if room.stage is not None:
                room.stage()
        _keep_copy()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: restore())
        yield


def _tables(schema: str) -> list[Identifier]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename != %s",
            [schema, "django_migrations"],
        )
        return [Identifier(name) for (name,) in cursor.fetchall()]


def _keep_copy() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA world")
        for table in _tables("public"):
            cursor.execute(SQL("SELECT EXISTS (SELECT FROM public.{})").format(table))
            if cursor.fetchone() == (True,):
                copy = SQL("CREATE TABLE world.{0} AS TABLE public.{0}").format(table)
                cursor.execute(copy)


def restore() -> None:
    """Empty every table, the log's too, and fill in the district again."""
    with transaction.atomic(), unguarded(), connection.cursor() as cursor:
        cursor.execute(SQL("TRUNCATE {}").format(SQL(", ").join(_tables("public"))))
        for table in _tables("world"):
            cursor.execute(SQL("INSERT INTO public.{0} SELECT * FROM world.{0}").format(table))


@pytest.fixture(autouse=True)
def _look_at_rows_as_their_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of the test's client is locked like any other; the test itself, on the same
    connection, sees every row again."""
    locked = Client.request

    def request(client: Client, **environ: Any) -> Any:
        try:
            return locked(client, **environ)
        finally:
            if connection.connection is not None and not connection.needs_rollback:
                connection.connection.execute("RESET ROLE")

    monkeypatch.setattr(Client, "request", request)
