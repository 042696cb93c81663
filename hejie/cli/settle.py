"""Settle by a rule: bids, goods, rent, costs, instalments; with a certificate to recheck."""

from __future__ import annotations

from typing import Any

import click

from hejie.cli.answers import BadInput, answer
from hejie.cli.lines import read_object
from hejie.kernel.sentences import Complaint
from hejie.settlement.catalogue import TOOLS, settle
from hejie.settlement.tool import Tool


@click.command()
@click.argument("name", required=False)
@click.option("--list", "listed", is_flag=True, help="Every NAME with its rule and its input.")
def command(name: str | None, listed: bool) -> None:
    """Settle by NAME from the JSON object on standard input. Bids that lose are told nowhere;
    `hejie verify --certificate FILE` rechecks the certificate."""
    if listed:
        answer([_told(one) for one in TOOLS.values()])
        return
    if name is None or name not in TOOLS:
        raise BadInput(f"没有“{name or ''}”这种协商工具；hejie settle --list 列出全部")
    try:
        settled, certificate = settle(name, read_object())
    except Complaint as refusal:
        raise BadInput(f"{name}：{refusal}") from refusal
    result = dict(settled.result)
    answer(
        {"tool": name, "result": result, "notes": list(settled.notes), "certificate": certificate}
    )


def _told(tool: Tool) -> dict[str, Any]:
    return {
        "name": tool.name,
        "label": tool.label,
        "help": tool.help,
        "version": tool.version,
        "rule": list(tool.rule),
        "seen": list(tool.seen),
        "unseen": list(tool.unseen),
        "schema": tool.schema(),
    }
