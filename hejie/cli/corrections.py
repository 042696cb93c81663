"""Print what clerks corrected of triage, as codes without anybody's words, for a later review."""

from __future__ import annotations

import click

from hejie.cli.answers import answer
from hejie.enquiries.handling import corrections


@click.command()
def command() -> None:
    """For each enquiry what was proposed and what a clerk made of it. What was written, and by
    whom, is not among it: whoever may lawfully read the words finds them by the number."""
    answer(list(corrections()))
