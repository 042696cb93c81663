"""Import a table of matters or of enquiries from CSV or Excel, with a report of every row."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from hejie.cli.actors import actor_named
from hejie.cli.answers import BadInput, answer
from hejie.cli.progress import Progress
from hejie.imports.models import Import, Row
from hejie.imports.running import work
from hejie.imports.steering import choose, counts_of, recheck, resume, start, stop
from hejie.imports.tables import LARGEST_FILE
from hejie.kernel.actions import Refused

LOOK_AGAIN = 0.5
"""Seconds."""


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "username", required=True, metavar="USER", help="Who registers them.")
@click.option("--what", default="mediation", help="A procedure, or `enquiries`.", show_default=True)
@click.option(
    "--all-or-nothing/--good-rows",
    "whole",
    default=True,
    help="Open every row or none (the default), or those that are in order.",
)
@click.option("--dry-run", is_flag=True, help="Check every row and open none.")
def command(file: Path, username: str, what: str, whole: bool, dry_run: bool) -> None:
    """Import FILE. Rows that came before, in this or another file, are not opened again.

    Ctrl-C stops after the rows in hand; the same command goes on from there. If it was killed,
    it first waits for two minutes, in case it still works.
    """
    if file.stat().st_size > LARGEST_FILE:
        raise BadInput(f"“{file.name}”超过 20 MB")
    now = timezone.now()
    actor = actor_named(username, now=now)
    try:
        one = start(actor, what=what, name=file.name, content=file.read_bytes(), now=now)
    except Refused as refused:
        raise BadInput(str(refused)) from refused
    resume(one)
    recheck(one)
    rates = bring_forward(one)
    refusal = ""
    if not dry_run and one.status == Import.CHECKED:
        refusal = _choose(one, whole=whole)
        if not refusal:
            rates |= bring_forward(one)
            refusal = one.problem
    if one.status == Import.UNREADABLE:
        raise BadInput(f"“{file.name}”：{one.problem}")
    answer({**_told(one), "rates": rates})
    if refusal:
        raise BadInput(refusal)
    if one.status == Import.STOPPED:
        raise SystemExit(1)


def _choose(one: Import, *, whole: bool) -> str:
    """Let what was checked be opened; gives why not, if it cannot be."""
    try:
        choose(one, whole=whole)
    except Refused as refused:
        return str(refused)
    return ""


def bring_forward(one: Import) -> dict[str, Any]:
    """Have its rows checked or opened in this process, or wait while another one does, until it
    rests; gives how fast."""
    one.refresh_from_db()
    to_do = {Import.CHECKING: ("checked", one.checked), Import.OPENING: ("opened", one.opened)}
    if one.status not in to_do:
        return {}
    what, before = to_do[one.status]
    progress = Progress(f"{one.name} {what}", before=before, done=before)
    while one.is_working:
        try:
            work(one.pk, clock=timezone.now, tell=progress.tell)
            one.refresh_from_db()
            if one.is_working:
                _wait(progress)
        except KeyboardInterrupt:
            stop(one)
    click.echo(f"{one.name}: {one.status} {dict(counts_of(one))}", err=True)
    return {what: progress.as_json()}


def _wait(progress: Progress) -> None:
    """For another process that works on it: that is no time of ours."""
    time.sleep(LOOK_AGAIN)
    if progress.done == progress.before:
        progress.begun = time.monotonic()


def _told(one: Import) -> dict[str, object]:
    counts = counts_of(one)
    rows = Row.objects.filter(of=one).order_by("number")
    return {
        "import": str(one.pk),
        "status": one.status,
        "rows": one.total,
        **{name: counts[name] for name in (Row.OPENED, Row.KNOWN, Row.GOOD, Row.BROKEN)},
        "unused_columns": one.unused,
        "report": [
            {
                "row": row.number,
                "outcome": row.outcome,
                "reference": row.reference or None,
                "result": row.result,
                "problems": [{"column": label, "detail": text} for label, text in row.problems],
            }
            for row in rows.iterator()
        ],
    }
