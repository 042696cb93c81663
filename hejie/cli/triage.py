"""Tell where a matter goes: room, door, urgency and kind, from the words of the person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import click

from hejie.cli.answers import BadInput, answer
from hejie.cli.lines import read_input, values_in
from hejie.triage import triage


@dataclass(frozen=True)
class Entry:
    id: object
    text: str


@click.command()
@click.option("--jsonl", is_flag=True, help='One {"id","text"} a line in, one answer a line out.')
def command(jsonl: bool) -> None:
    """Read a text on standard input and judge it. With --jsonl one bad line stops all."""
    written = read_input()
    entries = list(_entries(written)) if jsonl else [Entry(None, written)]
    for entry in entries:
        answer({"id": entry.id, **triage(entry.text).as_json()})


def _entries(written: str) -> Iterator[Entry]:
    for number, value in values_in(written):
        match value:
            case {"id": bool()}:
                pass
            case {"id": None | str() | int() as key, "text": str(text)}:
                yield Entry(key, text)
                continue
        raise BadInput(
            f'第 {number} 行应写作 {{"id":…,"text":"…"}}，id 用数字或者文字，text 用文字'
        )
