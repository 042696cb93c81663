"""How long the desk's pages take with many matters, and how many queries each asks."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import click
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hejie.cli.answers import BadInput, answer
from hejie.cli.bench import district, filling
from hejie.cli.bench.timing import timed
from hejie.cli.static_files import require_static
from hejie.kernel.jurisdictions import Account
from hejie.kernel.matters import Matter

ROUNDS = 30
PAGES = {
    "work": "/desk/",
    "queue": "/desk/queue/",
    "list": "/desk/matters/",
    "filtered": "/desk/matters/?state=registered&order=due",
    "search": "/desk/matters/?q=漏水 赔偿",
}


@click.command()
@click.argument("matters", type=click.IntRange(1, 10_000_000), default=10_000)
def desk(matters: int) -> None:
    """Fill the instance up to MATTERS, then ask each page of the desk."""
    require_static()
    district.prepare()
    filled = filling.fill(matters)
    answer({"matters": Matter.objects.count(), **filled, "pages": measure()})


def measure() -> dict[str, Any]:
    settings.REQUIRE_SECOND_FACTOR = False  # pages are timed, not the way to them
    clerk, supervisor = _client_of("lin"), _client_of("zhou")
    matter = Matter.objects.filter(holder__key__startswith="zw-").order_by("-opened_at").first()
    pages = dict(PAGES)
    if matter is not None:
        pages["matter"] = f"/desk/matters/{matter.reference}/"
    watching = {
        "supervision": "/desk/supervision/",
        "cockpit": "/rooms/cockpit/board/",
        "public": "/figures/",
    }
    return {name: ask(clerk, path) for name, path in pages.items()} | {
        name: ask(supervisor, path) for name, path in watching.items()
    }


def _client_of(username: str) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(Account.objects.get(username=username))
    return client


def ask(client: Client, path: str) -> dict[str, Any]:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        status = client.get(path).status_code
    queries = len(captured)
    if status != HTTPStatus.OK:
        raise BadInput(f"{path} 回答 {status}，不能测量。 {path} answered {status}.")
    return {"path": path, "queries": queries, **timed(lambda _round: client.get(path), ROUNDS)}
