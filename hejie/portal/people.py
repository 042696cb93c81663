"""Rows of parties as a resident fills them: oneself, then the other side, then anybody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from hejie.kernel.facts import FactsForm
from hejie.ui.form_faces import FieldFace, faces_of

ASKED_FIRST = ("role", "kind", "name", "phone")
"""What is needed to reach somebody; all else can follow later."""
AUTOCOMPLETE = {"name": "name", "phone": "tel", "address": "street-address"}
"""For a browser that may fill in its owner's own row."""
KNOWN_BY_PLACE = 2
"""Rows whose role follows from their place."""


@dataclass(frozen=True)
class PersonRow:
    form: FactsForm
    title: str
    hidden: list[SafeString]
    first: list[FieldFace]
    more: list[FieldFace]
    is_needed: bool

    @property
    def is_filled(self) -> bool:
        return self.form.is_bound or bool(self.form.initial)

    @property
    def is_open(self) -> bool:
        """Whether something below the fold was filled in or is wrong."""
        return any(face.errors or face.bound.value() for face in self.more)


def person_rows(forms: Iterable[FactsForm]) -> list[PersonRow]:
    return [_row(number, form) for number, form in enumerate(forms)]


def _row(number: int, form: FactsForm) -> PersonRow:
    hidden = []
    faces = faces_of(form)
    if number < KNOWN_BY_PLACE:
        hidden = [face.bound.as_hidden() for face in faces if _is_settled(face)]
        faces = [face for face in faces if not _is_settled(face)]
    if number == 0:
        for name, purpose in AUTOCOMPLETE.items():
            if name in form.fields:
                form.fields[name].widget.attrs["autocomplete"] = purpose
    return PersonRow(
        form=form,
        title=_title(number),
        hidden=hidden,
        first=[face for face in faces if face.bound.name in ASKED_FIRST],
        more=[face for face in faces if face.bound.name not in ASKED_FIRST],
        is_needed=number < KNOWN_BY_PLACE,
    )


def _is_settled(face: FieldFace) -> bool:
    return face.bound.name == "role" and bool(face.bound.value()) and not face.errors


def _title(number: int) -> str:
    titles = (gettext("您自己"), gettext("对方"))
    return titles[number] if number < len(titles) else gettext("还有别人（没有就不用管）")
