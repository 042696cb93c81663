"""Take in what people wrote: each text is registered, guided to a door, or asked for more."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import click
from django.utils import timezone
from django.utils.crypto import salted_hmac

from hejie.cli.actors import actor_named
from hejie.cli.answers import BadInput, answer
from hejie.cli.lines import read_input, values_in
from hejie.enquiries.intake import desk_of, take_in, text_problems
from hejie.enquiries.models import Enquiry
from hejie.kernel.actions import Refused
from hejie.triage.doors import guidance

SPELLED = '应写作 {"id":…,"text":"…"}，还可以有 place、parties、facts'


@dataclass(frozen=True)
class Entry:
    """One text. `given` are fields of the opening form: whatever is known beside the text."""

    id: object
    text: str
    given: Mapping[str, Any]
    key: str = ""


@click.command()
@click.option("--as", "username", required=True, metavar="USER", help="Who takes them in.")
@click.option("--jsonl", is_flag=True, help='One {"id","text"} a line in, one answer a line out.')
def command(username: str, jsonl: bool) -> None:
    """Read a text on standard input and take it in.

    With --jsonl a line may also hold `place`, `parties` and `facts`, as for POST /matters; where
    they are enough, it becomes a matter. One bad line stops all before anything is taken in. A
    line with an id that came before gives the answer it got then.
    """
    actor = actor_named(username, now=timezone.now())
    try:
        desk_of(actor)
    except Refused as refused:
        raise BadInput(str(refused)) from refused
    written = read_input()
    entries = list(_entries(written)) if jsonl else [_checked("标准输入", Entry(None, written, {}))]
    for entry in entries:
        taken = take_in(
            entry.text, actor=actor, now=timezone.now(), key=entry.key, given=entry.given
        )
        answer({"id": entry.id, **_told(taken)})


def _told(enquiry: Enquiry) -> dict[str, object]:
    return {
        "number": enquiry.number,
        "outcome": enquiry.outcome,
        "reference": enquiry.reference or None,
        "door": enquiry.door,
        "urgent": "yes" if enquiry.urgent else "no",
        "needs": enquiry.needs,
        "guidance": list(guidance(enquiry.door, urgent=enquiry.urgent)),
    }


def _entries(written: str) -> Iterator[Entry]:
    for number, value in values_in(written):
        where = f"第 {number} 行"
        match value:
            case {"id": bool()}:
                raise BadInput(f"{where}{SPELLED}；id 用数字或者文字")
            case {"id": None | str() | int() as key, "text": str(text)}:
                yield _checked(where, Entry(key, text, _given(where, value), _key(value)))
            case _:
                raise BadInput(f"{where}{SPELLED}；id 用数字或者文字，text 用文字")


def _given(where: str, value: Mapping[str, Any]) -> dict[str, Any]:
    facts = value.get("facts", {})
    if not isinstance(facts, dict):
        raise BadInput(f"{where}的 facts 应是一个对象")
    beside = {name: value[name] for name in ("place", "parties") if value.get(name)}
    return {**facts, **beside}


def _checked(where: str, entry: Entry) -> Entry:
    if problems := text_problems(entry.text):
        raise BadInput(f"{where}：{'；'.join(problems)}")
    return entry


def _key(value: Mapping[str, Any]) -> str:
    """The same line with an id has the same key; without one each is a text of its own."""
    if value["id"] is None:
        return ""
    told = json.dumps(value, sort_keys=True)
    return salted_hmac("hejie.intake", told, algorithm="sha256").hexdigest()
