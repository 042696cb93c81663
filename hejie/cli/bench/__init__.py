"""Measure speed and size: pages, acts, papers, triage and settlement tools; fill an instance."""

from __future__ import annotations

import click

from hejie.cli.bench.acts import act
from hejie.cli.bench.bulk import measure_bulk
from hejie.cli.bench.everything import measure_all
from hejie.cli.bench.filling import fill_up
from hejie.cli.bench.inside import look_inside
from hejie.cli.bench.judging import judge
from hejie.cli.bench.pages import desk
from hejie.cli.bench.plots import plot
from hejie.cli.bench.settling import settlement
from hejie.cli.bench.sheets import papers


@click.group()
def command() -> None:
    """Measure an instance of its own: give it a HEJIE_HOME that holds nothing else."""


for one in (
    act,
    desk,
    fill_up,
    look_inside,
    measure_all,
    measure_bulk,
    judge,
    papers,
    plot,
    settlement,
):
    command.add_command(one)
