"""Compute a mediator's calculation: JSON in, items with formula and article out."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import click

from hejie.calculators.calculator import Calculator
from hejie.calculators.catalogue import CALCULATORS, example_of
from hejie.cli.answers import BadInput, answer
from hejie.cli.lines import read_object
from hejie.kernel.sentences import Complaint


@click.command()
@click.argument("name", required=False)
@click.option("--list", "listed", is_flag=True, help="Every NAME with its input and an example.")
def command(name: str | None, listed: bool) -> None:
    """Compute NAME from the JSON object on standard input, with the figures that come with the
    program; local ones are stated in the input. The result is for negotiation, no ruling."""
    if listed:
        answer([_told(one) for one in CALCULATORS.values()])
        return
    if name is None or name not in CALCULATORS:
        raise BadInput(f"没有“{name or ''}”这个计算器；hejie calc --list 列出全部")
    try:
        answer(CALCULATORS[name].sheet(read_object()).as_json())
    except Complaint as refusal:
        raise BadInput(f"{name}：{refusal}") from refusal


def _told(calculator: Calculator) -> dict[str, Any]:
    example = example_of(calculator.name)
    return {
        "name": calculator.name,
        "label": calculator.label,
        "group": calculator.group,
        "help": calculator.help,
        "version": calculator.version,
        "schema": calculator.schema(),
        "example": {
            "title": example.title,
            "input": json.loads(json.dumps(example.input, default=_plain)),
            "output": calculator.sheet(example.input).as_json(),
        },
    }


def _plain(value: object) -> str:
    assert isinstance(value, Decimal)
    return str(value)
