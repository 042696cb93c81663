"""Print every clock rule with its article, quantity, unit, start, pause grounds and versions."""

import click

from hejie.cli.answers import answer
from hejie.kernel.deadlines import DeadlineRule
from hejie.law.catalogue import VERSIONS


@click.command()
def command() -> None:
    """Print every clock rule as one JSON list."""
    answer([_described(versions) for versions in VERSIONS.values()])


def _described(versions: tuple[DeadlineRule, ...]) -> dict[str, object]:
    described = [rule.as_json() for rule in versions]
    dates = ("version", "valid_from", "valid_to")
    return {
        **described[-1],
        "versions": [{name: version[name] for name in dates} for version in described],
    }
