"""Restore a whole instance from a backup into an empty one, and verify all of it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from hejie import archives, backups
from hejie.cli.answers import BadInput, answer
from hejie.cli.verify import check_everything

existing = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=existing)
@click.option("--keys", "keys_folder", type=existing, help="The folder that backup --keys made.")
@click.option("--until", help="A moment with its offset, where FOLDER is an archive.")
def command(folder: Path, keys_folder: Path | None, until: str | None) -> None:
    """Bring the backup in FOLDER into this instance, which must be empty, then check every
    chain, file and row. With --until FOLDER is an archive, and the instance is brought to that
    moment. Exit code 1 when something does not hold."""
    tell = partial(click.echo, err=True)
    try:
        if until is None:
            restored = backups.restore(folder, keys_folder=keys_folder, tell=tell)["made_at"]
        else:
            moment = _moment(until)
            archives.restore_until(folder, moment, keys_folder=keys_folder, tell=tell)
            restored = moment.isoformat()
    except backups.Unusable as fault:
        raise BadInput(str(fault)) from fault
    told = check_everything()
    answer({"restored": restored, **told})
    if not told["ok"]:
        raise SystemExit(1)


def _moment(text: str) -> datetime:
    with suppress(ValueError):
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment
    raise BadInput(f"“{text}”不是带时区的时间，例如 2026-11-26T10:00+08:00。 Give the offset too.")
