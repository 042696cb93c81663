"""What a clerk opens at the window or on the telephone: procedures, their form, its defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hejie.desk.visits import Visit
from hejie.kernel import actions, registry
from hejie.kernel.facts import FactsForm, PartiesField, PlaceField, WordsField
from hejie.kernel.jurisdictions import Division, Organ
from hejie.kernel.procedures import Procedure
from hejie.ui.form_faces import FieldFace, faces_of


@dataclass(frozen=True)
class Opening:
    """A procedure that this person may open, and the step that opens it."""

    law: Procedure
    step: str


def openings_for(visit: Visit) -> list[Opening]:
    """What the person's posts open, in procedures that one of their organs holds. One query."""
    roles = {post.role for post in visit.actor.posts}
    holds = Organ.objects.filter(key__in=visit.organs()).values_list("holds", flat=True)
    held = {key for keys in holds for key in keys}
    found = []
    for law in registry.procedures():
        for key, step in law.opening_steps().items():
            comes_from_another = registry.origins(opens=law.key, step=key)
            if law.key in held and roles & set(step.roles()) and not comes_from_another:
                found.append(Opening(law, key))
                break
    return found


def blank_form(opening: Opening, visit: Visit, given: Mapping[str, Any]) -> FactsForm:
    """The form with what is usual already in it, and with what an address line gives."""
    situation = visit.situation
    form = actions.form_for(opening.law, opening.step, situation, {}, initial=dict(given))
    for name, field in form.fields.items():
        if isinstance(field, PartiesField) and name not in given:
            form.initial[name] = _first_rows(field)
        if isinstance(field, PlaceField) and name not in given:
            form.initial[name] = usual_place(visit)
        if isinstance(field, forms.ChoiceField) and _is_undecided(form, name):
            field.choices = [("", _("请选择")), *_offers(field)]
    return form


def form_as_typed(opening: Opening, visit: Visit, request: HttpRequest) -> FactsForm:
    """The form with what was typed and no word about what is wrong, to look at it on the way."""
    empty = actions.form_for(opening.law, opening.step, visit.situation, {})
    typed = {
        name: field.widget.value_from_datadict(request.POST, request.FILES, name)
        for name, field in empty.fields.items()
    }
    return actions.form_for(opening.law, opening.step, visit.situation, {}, initial=typed)


def _first_rows(field: PartiesField) -> list[dict[str, str]]:
    """As many rows as are needed, each on the next side, with the usual choices made."""
    choices = {
        name: [value for value, _label in _offers(inner)]
        for name, inner in field.row_form.base_fields.items()
        if isinstance(inner, forms.ChoiceField) and inner.required
    }
    return [
        {
            name: values[number] if name == "role" and number < len(values) else values[0]
            for name, values in choices.items()
        }
        for number in range(field.least)
    ]


def _offers(field: Any) -> list[tuple[str, Any]]:
    return [(str(value), label) for value, label in field.choices if value != ""]


def _is_undecided(form: FactsForm, name: str) -> bool:
    """Whether nothing is usual, so that the list must not look as if one had chosen."""
    field = form.fields[name]
    return field.required and not form.get_initial_for_field(field, name)


def usual_place(visit: Visit) -> str:
    """The area of the clerk's organ, if it lies below the district."""
    areas = {post.area_path.rstrip(".").rsplit(".", 1)[-1]: post for post in visit.actor.posts}
    lower = [code for code, post in areas.items() if code != post.district]
    return lower[0] if len(lower) == 1 else ""


@dataclass(frozen=True)
class Place:
    """A place to choose: its code and name, and the town it lies in."""

    code: str
    name: str
    town: str


def places_for(visit: Visit) -> list[Place]:
    """The places of the areas in which the person works, each town before its villages."""
    paths = sorted({post.area_path for post in visit.actor.posts}, key=len)
    widest = [p for p in paths if not any(p != other and p.startswith(other) for other in paths)]
    rows: dict[str, Division] = {}
    for path in widest:
        rows |= {row.path: row for row in Division.objects.filter(path__startswith=path)}
    names = {row.code: row.name for row in rows.values()}
    return [
        Place(
            row.code,
            row.name,
            names.get(_town_of(row), row.name) if row.code != row.district else "",
        )
        for _path, row in sorted(rows.items())
    ]


def _town_of(division: Division) -> str:
    """The code right below the district on the way to a division."""
    codes = division.path.rstrip(".").split(".")
    below = codes.index(division.district) + 1
    return codes[min(below, len(codes) - 1)]


@dataclass(frozen=True)
class IntakeFaces:
    """The fields of an opening form in the order of a conversation; the rest is out of the way."""

    words: list[FieldFace]
    kinds: list[FieldFace]
    parties: FieldFace | None
    more: list[FieldFace]
    place: FieldFace | None


def faces_for(form: FactsForm) -> IntakeFaces:
    faces = faces_of(form)
    return IntakeFaces(
        words=[face for face in faces if isinstance(face.bound.field, WordsField)],
        kinds=[face for face in faces if _is_kind(face)],
        parties=next((f for f in faces if isinstance(f.bound.field, PartiesField)), None),
        more=[
            face
            for face in faces
            if not isinstance(face.bound.field, APART | WordsField) and not _is_kind(face)
        ],
        place=next((f for f in faces if isinstance(f.bound.field, PlaceField)), None),
    )


APART = PartiesField | PlaceField
"""Fields that are drawn in their own way."""


def _is_kind(face: FieldFace) -> bool:
    """What must be said beside the words, and a tick that is soon made."""
    field = face.bound.field
    if isinstance(field, APART | WordsField):
        return False
    return field.required or isinstance(field, forms.BooleanField)


def words_in(form: FactsForm) -> str:
    """What was told so far, for a first judgement."""
    told = [form[name].value() for name, f in form.fields.items() if isinstance(f, WordsField)]
    return "\n".join(str(text) for text in told if text)
