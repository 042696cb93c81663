"""Ways in that stand open to everybody: opening steps for visitors, split into three short pages.

Which steps there are, what they ask and how it is checked, the rooms say; here is only the order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from hejie.kernel import actions, registry
from hejie.kernel.facts import FactsForm, PartiesField, UploadsField, WordsField
from hejie.kernel.jurisdictions import VISITOR
from hejie.kernel.procedures import START, Procedure, Situation, Step

VISITOR_ROLE = "visitor"
WORDS, WHERE, WHO = "words", "where", "who"
PARTS = (WORDS, WHERE, WHO)
"""First what happened, then which door and which place, then who: the hardest question last."""


@dataclass(frozen=True)
class Entry:
    """An opening step that a visitor may take."""

    law: Procedure
    key: str

    @property
    def step(self) -> Step:
        return self.law.step(self.key)

    @property
    def room(self) -> registry.Room:
        return registry.room_of(self.law.key)


def entries() -> list[Entry]:
    return [
        Entry(law, key)
        for law in registry.procedures()
        for key, step in law.opening_steps().items()
        if VISITOR_ROLE in step.roles()
    ]


def find_entry(procedure: str) -> Entry | None:
    return next((entry for entry in entries() if entry.law.key == procedure), None)


def part_of(field: forms.Field) -> str:
    """On which page a field is asked: stories and photos first, parties last."""
    match field:
        case PartiesField():
            return WHO
        case WordsField() | UploadsField():
            return WORDS
        case _:
            return WHERE


def form_of(
    entry: Entry,
    part: str,
    *,
    now: datetime,
    data: Mapping[str, Any] | None = None,
    files: MultiValueDict[str, Any] | None = None,
    initial: Mapping[str, Any] | None = None,
) -> FactsForm:
    """The fields of one page of an opening step's form."""
    situation = Situation(
        state=START,
        now=now,
        opened=now,
        by=VISITOR.key,
        as_roles=frozenset({VISITOR_ROLE}),
    )
    form = actions.form_for(
        entry.law, entry.key, situation, {}, data=data, files=files, initial=initial
    )
    for name, field in list(form.fields.items()):
        if part_of(field) != part:
            del form.fields[name]
    return form


def part_of_error(entry: Entry, errors: Mapping[str, Any], *, now: datetime) -> str:
    """The first page on which something is wrong; the last when no page has the field."""
    for part in PARTS:
        if set(form_of(entry, part, now=now).fields) & set(errors):
            return part
    return WHO
