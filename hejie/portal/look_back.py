"""An unsent application read back to its writer: every question with the answer in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext

from hejie.kernel.facts import PlaceField, RowsField, UploadsField
from hejie.kernel.jurisdictions import find_division
from hejie.portal.entries import PARTS, Entry, form_of
from hejie.portal.unsent import Unsent
from hejie.ui.places import short_name


@dataclass(frozen=True)
class Answer:
    """One line of the look back: what was asked, what was answered, where to change it."""

    part: str
    label: str
    text: str


def answers(entry: Entry, draft: Unsent, *, now: datetime) -> Iterator[Answer]:
    for part in PARTS:
        form = form_of(entry, part, now=now, data=draft.sent(part))
        for bound in form:
            if isinstance(bound.field, UploadsField):
                text = "\n".join(photo["name"] for photo in draft.photos)
            elif isinstance(bound.field, RowsField):
                yield from _row_answers(part, bound)
                continue
            else:
                text = _in_words(bound)
            if text:
                yield Answer(part, str(bound.label), text)


def _row_answers(part: str, bound: BoundField) -> Iterator[Answer]:
    assert isinstance(bound.field, RowsField)
    for row in bound.value() or ():
        form = bound.field.row_form(data=row)
        lines = [(str(one.label), _in_words(one)) for one in form]
        told = [f"{label}：{text}" for label, text in lines[1:] if text]
        yield Answer(part, lines[0][1], "\n".join(told))


def _in_words(bound: BoundField) -> str:
    """An answer as a person would read it: the label of a choice, the name of a place."""
    field, value = bound.field, bound.value()
    if value in (None, "", [], False):
        return ""
    if isinstance(field, PlaceField):
        place = find_division(str(value))
        return short_name(place.name) if place else str(value)
    if isinstance(field, forms.ChoiceField):
        offers: Any = field.choices
        return next((str(label) for key, label in offers if str(key) == str(value)), "")
    return gettext("是") if isinstance(field, forms.BooleanField) else str(value)
