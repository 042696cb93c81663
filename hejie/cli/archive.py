"""Keep an archive from which the instance can be brought back to any moment."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from hejie import archives
from hejie.backups import Unusable
from hejie.cli.answers import BadInput, answer


@click.command()
@click.option(
    "--documents", "only", is_flag=True, help="Copy new documents only: every few minutes."
)
@click.option(
    "--keys",
    "keys_folder",
    type=click.Path(path_type=Path),
    help="Copy the keys too, into a folder of their own.",
)
@click.option("--status", is_flag=True, help="Tell how far it reaches and whether it is filled.")
def command(only: bool, status: bool, keys_folder: Path | None) -> None:
    """Copy the database and new documents into HEJIE_ARCHIVE; the server adds each piece of its
    log by itself. Exit code 1 when --status finds that it does not."""
    try:
        if status:
            told = archives.state()
            answer(told)
            if told["failing"] or not told["running"]:
                raise SystemExit(1)
        elif only:
            answer({"new_documents": archives.keep_documents()})
        else:
            tell = partial(click.echo, err=True)
            answer(archives.take_base(keys_folder=keys_folder, tell=tell))
    except Unusable as fault:
        raise BadInput(str(fault)) from fault
