"""Count every running deadline again, after a new calendar or a changed rule."""

from __future__ import annotations

import click

from hejie.cli.answers import answer
from hejie.cli.progress import drive
from hejie.kernel.actions import RECOUNT


@click.command()
@click.option("--anew", is_flag=True, help="From the beginning, though a run was stopped.")
def command(anew: bool) -> None:
    """Derive every running deadline anew; where a day moves, an event in the matter's chain says
    from which to which. What is over stays. Stopped, it goes on where it was."""
    answer(drive(RECOUNT, anew=anew))
