"""Build what readers of the log keep again from zero: statistics, search, notices."""

from __future__ import annotations

import click

from hejie.cli.answers import BadInput, answer
from hejie.cli.progress import drive
from hejie.kernel.readers import rebuilding
from hejie.readers import all_readers


@click.command()
@click.argument("names", metavar="[READER]...", nargs=-1)
@click.option("--anew", is_flag=True, help="From the beginning, though a run was stopped.")
def command(names: tuple[str, ...], anew: bool) -> None:
    """Empty what each READER keeps (all of them without one) and read the log from its beginning.
    Stopped, it goes on where it was; until it is over, boards and lists show what was read."""
    readers = {reader.name: reader for reader in all_readers()}
    if unknown := sorted(set(names) - set(readers)):
        known = "、".join(readers)
        raise BadInput(f"没有“{unknown[0]}”这个读者；有：{known}。 No such reader: {unknown[0]}")
    chosen = [readers[name] for name in names] or list(readers.values())
    answer({reader.name: drive(rebuilding(reader), anew=anew) for reader in chosen})
