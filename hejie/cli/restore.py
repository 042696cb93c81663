"""Restore a whole instance from a backup into an empty one, and verify all of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from hejie import backups
from hejie.cli.answers import BadInput, answer
from hejie.cli.verify import check_everything

existing = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=existing)
@click.option("--keys", "keys_folder", type=existing, help="The folder that backup --keys made.")
def command(folder: Path, keys_folder: Path | None) -> None:
    """Bring the backup in FOLDER into this instance, which must be empty, then check every
    chain, file and row. Exit code 1 when something does not hold."""
    tell = partial(click.echo, err=True)
    try:
        manifest = backups.restore(folder, keys_folder=keys_folder, tell=tell)
    except backups.Unusable as fault:
        raise BadInput(str(fault)) from fault
    told = check_everything()
    answer({"restored": manifest["made_at"], **told})
    if not told["ok"]:
        raise SystemExit(1)
