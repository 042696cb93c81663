"""Draw what somebody could state in a form: sensible facts, and now and then nonsense."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django import forms
from hypothesis import strategies as st
from PIL import Image

from hejie.kernel.facts import FactsForm, PlaceField, RowsField, SignatureField, UploadsField
from hejie.stories.telling import drawn_signature

NONSENSE = st.one_of(
    st.text(max_size=20),
    st.integers(),
    st.none(),
    st.booleans(),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
    st.sampled_from(["<script>alert(1)</script>", "\x00", "\ud800", "9" * 400, "2026-02-30"]),
)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@st.composite
def facts(draw: st.DrawFn, form: FactsForm, now: datetime) -> dict[str, Any]:
    """Facts of a form's shape; one in ten times a field gets something else."""
    stated = {}
    for name, field in form.fields.items():
        if field.required or name == "text" or draw(st.booleans()):
            stated[name] = draw(_value(name, field, now))
    if form.fields and draw(st.integers(0, 9)) == 9:
        stated[draw(st.sampled_from(sorted(form.fields)))] = draw(NONSENSE)
    return stated


def _value(name: str, field: forms.Field, now: datetime) -> st.SearchStrategy[Any]:
    if isinstance(field, RowsField):
        row = field.row_form(situation=field.situation, names=field.names)
        return st.lists(facts(row, now), min_size=field.least, max_size=field.least + 2)
    if field.widget.is_hidden and field.initial:
        return st.just(field.initial)
    if name == "occurred":
        return st.integers(0, 300).map(lambda n: (now - timedelta(minutes=n)).isoformat())
    for kind, strategy in _STRATEGIES:
        if isinstance(field, kind):
            return strategy(field, now)
    return WORDS


def _choices(field: Any) -> list[str]:
    return sorted(str(value) for value, _label in field.choices) or ["none"]


def _several(field: Any, _now: datetime) -> st.SearchStrategy[list[str]]:
    offered = _choices(field)
    return st.just(offered) | st.lists(st.sampled_from(offered), min_size=1, unique=True)


def _moments(_field: Any, now: datetime) -> st.SearchStrategy[str]:
    return st.integers(1, 12).map(lambda n: (now + timedelta(hours=n)).isoformat())


def _days(_field: Any, now: datetime) -> st.SearchStrategy[str]:
    return st.integers(-2, 60).map(lambda n: (now + timedelta(days=n)).date().isoformat())


def _numbers(field: Any, _now: datetime) -> st.SearchStrategy[int]:
    least, most = field.min_value or 1, field.max_value or 9999
    return st.integers(least, min(most, 9999))


def _uploads(_field: Any, _now: datetime) -> st.SearchStrategy[list[dict[str, str]]]:
    return st.lists(st.just({"name": "照片.png", "content": _picture()}), min_size=1, max_size=2)


def _picture() -> str:
    content = BytesIO()
    Image.new("RGB", (2, 2)).save(content, "PNG")
    return base64.b64encode(content.getvalue()).decode()


_STRATEGIES: tuple[tuple[Any, Callable[[Any, datetime], st.SearchStrategy[Any]]], ...] = (
    (PlaceField, lambda _field, _now: st.sampled_from(["420303001001", "420303", "420304"])),
    (SignatureField, lambda _field, _now: st.just(drawn_signature())),
    (UploadsField, _uploads),
    (forms.MultipleChoiceField, _several),
    (forms.ChoiceField, lambda field, _now: st.sampled_from(_choices(field))),
    (forms.DateTimeField, _moments),
    (forms.DateField, _days),
    (forms.DecimalField, _numbers),
    (forms.IntegerField, _numbers),
    (forms.BooleanField, lambda _field, _now: st.sampled_from([True, True, True, False])),
)
