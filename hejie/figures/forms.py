"""The form of a calculator, made from its input's fields: nothing is ruled here, the calculator
says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from django import forms
from pydantic.fields import FieldInfo

from hejie.calculators.asking import Given
from hejie.calculators.calculator import Calculator
from hejie.kernel.facts import CodeField, FactsForm, RowsField

LONGEST = 200


class CalculationForm(FactsForm):
    """Base of every calculator's form."""

    def stated(self) -> dict[str, Any]:
        """What was filled in, for the calculator; what was left empty is left out."""
        found: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            if value in (None, "", []):
                continue
            if isinstance(self.fields[name], RowsField):
                found[name] = [{**row.values, **row.words} for row in value]
            else:
                found[name] = value
        return found


@cache
def form_of(calculator: Calculator) -> type[CalculationForm]:
    return _form(calculator.given, calculator.name)


def _form(model: type[Given], name: str, *, row: bool = False) -> type[CalculationForm]:
    fields = {key: _field(key, info, row=row) for key, info in model.model_fields.items()}
    return type(f"{name}_form", (CalculationForm,), fields)


def _field(name: str, info: FieldInfo, *, row: bool) -> forms.Field:
    """A question as a field. In a row a choice may stay empty: it then is the usual one."""
    told: Mapping[str, Any] = (
        info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    )
    label = f"{info.title}（{told['unit']}）" if "unit" in told else info.title
    common: dict[str, Any] = {
        "label": label,
        "help_text": info.description or "",
        "required": info.is_required(),
    }
    model = _row_model(info)
    if model is not None:
        least = 1 if info.is_required() else 0
        return RowsField(
            _form(model, name, row=True),
            label=label,
            help_text=common["help_text"],
            least=least,
            blank=1,
        )
    if told.get("hidden"):
        return CodeField(
            required=False, max_length=LONGEST, widget=forms.HiddenInput(), initial=info.default
        )
    if "choices" in told:
        initial = None if info.is_required() else str(info.default)
        return forms.ChoiceField(
            **{**common, "required": info.is_required() or not row},
            choices=list(told["choices"].items()),
            initial=initial,
        )
    if info.annotation is bool:
        return forms.BooleanField(**{**common, "required": False}, initial=info.default)
    return CodeField(
        **common, max_length=LONGEST, widget=_widget(info, told), initial=_initial(info)
    )


def _row_model(info: FieldInfo) -> type[Given] | None:
    if get_origin(info.annotation) is not list:
        return None
    (row,) = get_args(info.annotation)
    return row if isinstance(row, type) and issubclass(row, Given) else None


def _initial(info: FieldInfo) -> str | None:
    return None if info.is_required() or info.default is None else f"{info.default}"


def _widget(info: FieldInfo, told: Mapping[str, Any]) -> forms.Widget:
    kinds = {_bare(one).__name__ for one in _alternatives(info.annotation)}
    if "date" in kinds:
        return forms.DateInput(attrs={"type": "date"})
    if kinds & {"Decimal", "int"}:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        if "slider" in told:
            low, high, step = told["slider"]
            attrs["data-slider"] = f"{low} {high} {step}"
        return forms.TextInput(attrs=attrs)
    return forms.TextInput()


def _alternatives(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        yield from _alternatives(get_args(annotation)[0])
    elif get_args(annotation):
        for one in get_args(annotation):
            yield from _alternatives(one)
    else:
        yield annotation


def _bare(kind: Any) -> Any:
    return kind if isinstance(kind, type) else type(kind)
