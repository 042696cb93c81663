"""What somebody stated in one act, read back with the questions that the act's form asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext

from hejie.kernel.facts import FactsForm, PartyField, RowsField
from hejie.ui.templatetags.hejie import day


def stated(
    form: FactsForm, values: Mapping[str, Any], words: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Questions with their answers, in the form's order; rows and hidden codes are left out."""
    for bound in form:
        name, field = bound.name, bound.field
        text = words.get(name, "")
        if not text and not bound.is_hidden and not isinstance(field, RowsField):
            text = _in_words(field, values.get(name, ""))
        if text:
            yield str(bound.label), text


def _in_words(field: forms.Field, value: Any) -> str:
    if value == "":  # an answer that one may leave out
        return ""
    if isinstance(value, list):
        return "、".join(filter(None, (_in_words(field, one) for one in value)))
    if isinstance(value, bool):
        return gettext("是") if value else ""
    if isinstance(field, PartyField | forms.ChoiceField):
        offers: Any = field.choices
        return next((str(label) for key, label in offers if str(key) == str(value)), "")
    if isinstance(field, forms.DateTimeField):
        return day(datetime.fromisoformat(value))
    if isinstance(field, forms.DateField):
        return day(date.fromisoformat(value))
    return "" if isinstance(value, dict) else str(value)
