"""How a form looks: each field with its label, help and error tied together for every reader.

Works for any Django form; the kernel's rows and uploads are drawn in their own way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget

from hejie.kernel.facts import (
    FactsForm,
    PlaceField,
    RowsField,
    SignatureField,
    UploadsField,
)
from hejie.ui.places import District, districts
from hejie.ui.selects import plain

PRIVATE = {"id_number"}
"""Fields that a browser must not keep, for many people share one in a hall."""
CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Widget, "form-control"),
)


@dataclass(frozen=True)
class FieldFace:
    """A field as a page shows it; `shape` names how it is drawn, `optional` whether the page
    has to say that it may stay empty."""

    bound: BoundField
    shape: str
    errors: tuple[str, ...]
    optional: bool

    @property
    def id(self) -> str:
        return self.bound.id_for_label or self.bound.auto_id or self.bound.html_name

    @property
    def is_out_of_sight(self) -> bool:
        return self.bound.is_hidden and self.shape != "signature"

    @property
    def target(self) -> str:
        """Where the error summary leads: the input, or the group that holds it."""
        return f"group-{self.id}" if self.shape in GROUPS else self.id

    @property
    def described_by(self) -> str:
        ids = [f"{self.id}-help"] if self.bound.help_text else []
        return " ".join([*ids, f"{self.id}-error"] if self.errors else ids)

    def attrs(self) -> dict[str, Any]:
        widget = self.bound.field.widget
        own = next(name for kind, name in CLASSES if isinstance(widget, kind))
        given = widget.attrs.get("class", "")
        attrs: dict[str, Any] = {"class": f"{own} {given}".strip()}
        if self.described_by:
            attrs["aria-describedby"] = self.described_by
        if self.errors:
            attrs["class"] += " is-invalid"
            attrs["aria-invalid"] = "true"
        if isinstance(self.bound.field, UploadsField):
            attrs["multiple"] = self.bound.field.most > 1
        if self.bound.name in PRIVATE:
            attrs |= {"data-private": "", "autocomplete": "off"}
        return attrs

    @property
    def input(self) -> str:
        return self.bound.as_widget(plain(self.bound.field.widget), attrs=self.attrs())

    @property
    def options(self) -> list[BoundWidget]:
        """The boxes of a group of choices, each to be drawn with its own label."""
        options = [one for one in self.bound.subwidgets if one.data.get("value") != ""]
        for option in options:
            option.data["attrs"]["class"] = "form-check-input"
        return options

    @property
    def districts(self) -> list[District]:
        """Where a place may be chosen from."""
        return districts()

    @property
    def chosen(self) -> str:
        return str(self.bound.value() or "")

    @property
    def widget(self) -> dict[str, Any]:
        """What a field of rows gives its template: its small forms, the sent ones with their
        errors, and blank ones behind them."""
        field, name = self.bound.field, self.bound.html_name
        assert isinstance(field, RowsField)
        known = [dict(row) for row in self.bound.value() or () if isinstance(row, Mapping)]
        show = _sent_row if self.bound.form.is_bound else _stated_row
        rows = [show(field, f"{name}-{number}", row) for number, row in enumerate(known)]
        blanks = range(len(known), max(len(known) + 1, field.widget.blank))
        rows += [_blank_row(field, f"{name}-{number}") for number in blanks]
        return {"name": name, "rows": rows}


def _sent_row(field: RowsField, prefix: str, row: Mapping[str, Any]) -> FactsForm:
    data = {f"{prefix}-{name}": value for name, value in row.items()}
    return _row(field, prefix, row, data=data)


def _stated_row(field: RowsField, prefix: str, row: Mapping[str, Any]) -> FactsForm:
    return _row(field, prefix, row, initial=row)


def _blank_row(field: RowsField, prefix: str) -> FactsForm:
    return _row(field, prefix, {})


def _row(field: RowsField, prefix: str, told: Mapping[str, Any], **given: Any) -> FactsForm:
    """A row's small form. What nobody has told says nothing: no choice in it is made before."""
    row = field.row_form(
        prefix=prefix,
        situation=field.situation,
        names=field.names,
        use_required_attribute=False,
        **given,
    )
    for name, choice in row.fields.items():
        if told.get(name) or not isinstance(choice, forms.ChoiceField):
            continue
        if isinstance(choice.widget, forms.Select):
            offers = [offer for offer in choice.widget.choices if offer[0] != ""]
            choice.initial, choice.choices = None, [("", "—"), *offers]
    return row


GROUPS = {"rows", "radio", "boxes", "signature"}


def faces_of(form: forms.BaseForm) -> list[FieldFace]:
    """The fields that a person fills, in order; a signature has a hidden input, and a pad."""
    faces = [face_of_field(bound) for bound in form]
    return [face for face in faces if not face.is_out_of_sight]


def hidden_of(form: forms.BaseForm) -> list[BoundField]:
    return [face.bound for face in map(face_of_field, form) if face.is_out_of_sight]


def face_of_field(bound: BoundField) -> FieldFace:
    return FieldFace(
        bound=bound,
        shape=_shape(bound.field),
        errors=tuple(str(error) for error in bound.errors),
        optional=not (
            bound.field.required
            or isinstance(bound.field, SignatureField)  # a pad is there to be signed
            or "可不填" in str(bound.label)
        ),
    )


def _shape(field: forms.Field) -> str:
    match field, field.widget:
        case RowsField(), _:
            return "rows"
        case PlaceField(), _:
            return "place"
        case UploadsField(), _:
            return "upload"
        case SignatureField(), _:
            return "signature"
        case _, forms.CheckboxSelectMultiple():
            return "boxes"
        case _, forms.RadioSelect():
            return "radio"
        case _, forms.CheckboxInput():
            return "box"
        case _:
            return "line"


@dataclass(frozen=True)
class Wrong:
    """One line of the summary of errors: where it leads, which field, what is wrong."""

    target: str
    label: str
    sentence: str


def wrongs(form: forms.BaseForm) -> list[Wrong]:
    """All that is wrong with a form, in the order of its fields, for the summary on top."""
    found = [Wrong("", "", str(error)) for error in form.non_field_errors()]
    for bound in form:
        face = face_of_field(bound)
        target = "" if face.is_out_of_sight else face.target
        found += [Wrong(target, str(bound.label or ""), error) for error in face.errors]
    return found
