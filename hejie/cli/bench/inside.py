"""Run within an instance that is about to be measured: what a client needs to call it, how many
queries each request asks, and the SQL of one act as scripts for pgbench."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

import click
import psycopg
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hejie.cli.answers import BadInput, answer
from hejie.cli.bench import courses, district, filling, requests
from hejie.cli.bench.requests import Request
from hejie.kernel.actions.checking import check_files, check_rows, verify_many
from hejie.kernel.events import Event
from hejie.kernel.jurisdictions import Account
from hejie.kernel.matters import Matter
from hejie.kernel.tokens import issue_token

ACTED_ON, REPLAYED, VERIFIED = 200, 100, 50
"""Matters that clients act upon; on which the act is taken for its SQL; that are verified."""
STANDS_FOR = 1_987_654_321
"""A number in the SQL in whose place pgbench puts a new one each time."""
FIRST_AGAIN = 1_000_000
INSERT = re.compile(r'INSERT INTO "?(\w+)"? \(([^)]*)\)')
OF_TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK")


@click.command("inside", hidden=True)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def look_inside(folder: Path) -> None:
    """Prepare what `bench all` measures; write the scripts into FOLDER."""
    people = (requests.CLERK, requests.SUPERVISOR, courses.CLERK, courses.MEDIATOR)
    accounts = {one.username: one for one in Account.objects.filter(username__in=people)}
    now = timezone.now()
    patterns = list(filling.played().values_list("id", flat=True))
    held = Matter.objects.filter(holder__key__startswith="zw-").exclude(id__in=patterns)
    newest = held.order_by("-id").values_list("reference", flat=True)
    references = list(newest[: ACTED_ON + REPLAYED])
    apart = min(REPLAYED, len(references) // 2)
    if not apart:
        raise BadInput("这里的事项太少，不能测量。 There are too few matters to measure with.")
    wanted = requests.Wanted(
        tokens={who: issue_token(one, now=now, days=1)[0] for who, one in accounts.items()},
        sessions={who: _session_of(one) for who, one in accounts.items()},
        references=references[apart:],
        places=district.villages()[:50],
        mediator=accounts[courses.MEDIATOR].pk,
    )
    folder.mkdir(exist_ok=True)
    answer(
        {
            "wanted": wanted.as_json(),
            "matters": Matter.objects.count(),
            "verified": _verify(),
            "queries": _queries(wanted),
            "statements": _scripts(wanted, references[:apart], folder),
        }
    )


def _session_of(account: Account) -> str:
    client = Client(HTTP_HOST="localhost")
    client.force_login(account)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _verify() -> dict[str, Any]:
    """Chains, digests and a replay of matters drawn by chance; none that a floor has spoiled."""
    spoiled = Event.objects.filter(seq__gte=FIRST_AGAIN).values("matter_id")
    numbers = list(Matter.objects.exclude(id__in=spoiled).values_list("id", flat=True))
    drawn = random.Random(11).sample(numbers, min(VERIFIED, len(numbers)))  # noqa: S311
    matters = list(Matter.objects.filter(id__in=drawn))
    findings = list(verify_many(matters))
    for matter in matters:
        findings += [*check_files(matter), *check_rows(matter)]
    if findings:
        raise BadInput(f"{findings[0]}")
    return {"matters": len(matters), "findings": 0}


def _queries(wanted: requests.Wanted) -> dict[str, int]:
    draw, told = random.Random(5), {}  # noqa: S311 - no secrets
    for name, make in requests.KINDS.items():
        _ask(make(wanted, draw))
        with CaptureQueriesContext(connection) as captured:
            _ask(make(wanted, draw))
        told[name] = len(captured)
    return told


def _ask(request: Request) -> None:
    sent = Client(HTTP_HOST="localhost").generic(
        request.method,
        request.path,
        request.body or "",
        content_type="application/json",
        headers=request.headers,
    )
    if sent.status_code not in {HTTPStatus.OK, HTTPStatus.CREATED}:
        raise BadInput(f"{request.path} answered {sent.status_code}: {sent.content[:300]!r}")


def _scripts(wanted: requests.Wanted, references: Sequence[str], folder: Path) -> int:
    """Act on each of the matters, and write the SQL of each request; gives how many statements
    one has."""
    many = 0
    for reference in references:
        request = requests.act_on(wanted, reference, key=f"floor-{reference}-{STANDS_FOR}")
        with _written() as statements:
            _ask(request)
        head = rf"\set again random({FIRST_AGAIN}, 2000000000)"
        script = ";\n".join(statements).replace(str(STANDS_FOR), ":again")
        (folder / f"{reference}.sql").write_text(f"{head}\n{script};\n", encoding="utf-8")
        many = len(statements)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    return many


@contextmanager
def _written() -> Iterator[list[str]]:
    """The statements of a piece of work as they can be sent again, transactions included."""
    asked: list[str] = []
    statements: list[str] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        asked.append(_as_text(str(sql), params))
        return execute(sql, params, many, context)

    with CaptureQueriesContext(connection) as captured, connection.execute_wrapper(note):
        yield statements
    left = iter(asked)
    for query in captured.captured_queries:
        told = query["sql"].strip()
        statements.append(told if told in OF_TRANSACTION else next(left))


def _as_text(statement: str, params: Any) -> str:
    """A statement with its values in it; an event's number gives way to one that is new each
    time, so that the same act can be written again."""
    if not params:
        return statement
    given = list(params)
    if (found := INSERT.match(statement)) and '"seq"' in found[2]:
        columns = [name.strip().strip('"') for name in found[2].split(",")]
        for position in range(columns.index("seq"), len(given), len(columns)):
            is_list = isinstance(given[position], list)
            given[position] = [STANDS_FOR] * len(given[position]) if is_list else STANDS_FOR
    return psycopg.ClientCursor(connection.connection).mogrify(statement, given)
