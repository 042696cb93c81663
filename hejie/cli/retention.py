"""Find what is due to be erased by the districts' rules on keeping, and erase it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click
from django.utils import timezone

from hejie.cli.answers import answer
from hejie.kernel import retention
from hejie.kernel.actions import erase_due, sweep_files


@click.command()
@click.option("--dry-run", is_flag=True, help="Only list what is due.")
@click.option(
    "--ahead",
    type=click.IntRange(0, 3650),
    default=0,
    help="List too what comes due within so many days; it is not erased.",
)
@click.option("--district", default="", help="Only this district, by its code of six digits.")
def command(dry_run: bool, ahead: int, district: str) -> None:
    """Erase what a district keeps no longer, each matter with an event of its own."""
    now = timezone.now()
    found = list(retention.due(now=now, district=district))
    soon = list(retention.due(now=now, district=district, ahead=timedelta(days=ahead)))
    erased = [] if dry_run else [one for one in found if erase_due(one, now=now) is not None]
    answer(
        {
            "due": [_told(one) for one in found],
            "soon": [_told(one) for one in soon if _key(one) not in set(map(_key, found))],
            "erased": [_told(one) for one in erased],
            "files": 0 if dry_run else _sweep(),
        }
    )


def _sweep() -> int:
    total = 0
    while done := sweep_files():
        total += done
    return total


def _key(due: retention.Due) -> tuple[str, str]:
    return due.matter.reference, due.kept.scope


def _told(due: retention.Due) -> dict[str, Any]:
    return {
        "reference": due.matter.reference,
        "scope": due.kept.scope,
        "rule": due.kept.code,
        "kept_until": due.kept.until.isoformat(),
        "owner": due.kept.owner,
        "set_on": due.kept.set_on.isoformat(),
    }
