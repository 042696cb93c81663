"""Back up the whole instance into a folder; its keys go apart, with --keys."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click
from django.utils import timezone

from hejie import backups
from hejie.cli.answers import BadInput, answer


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--keys",
    "keys_folder",
    type=click.Path(path_type=Path),
    help="Copy the keys too, into a folder of their own.",
)
def command(folder: Path, keys_folder: Path | None) -> None:
    """Write database and documents into FOLDER, which must not exist yet. The instance may
    run meanwhile."""
    tell = partial(click.echo, err=True)
    try:
        manifest = backups.back_up(folder, keys_folder=keys_folder, now=timezone.now(), tell=tell)
    except backups.Unusable as fault:
        raise BadInput(str(fault)) from fault
    if keys_folder is None:
        click.echo(
            "密钥不在这份备份里，请另外保管（--keys）。 The keys are not in it: keep them apart.",
            err=True,
        )
    answer({"folder": str(folder), "keys": keys_folder and str(keys_folder), **manifest})
