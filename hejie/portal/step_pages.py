"""How a step looks to a party: a form to fill, one tap on an answer, or a last look before leaving.

Read from the step and its form alone, so that it fits the steps of any room.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.forms.boundfield import BoundField, BoundWidget

from hejie.kernel.facts import FactsForm, OneOfField
from hejie.kernel.procedures import Procedure, Step
from hejie.kernel.registry import room_of
from hejie.ui.form_faces import FieldFace, faces_of, hidden_of

MOST_BUTTONS = 3
"""A choice among people (`OneOfField`) is never a row of buttons: no one is offered first."""


@dataclass(frozen=True)
class StepPage:
    """A step with its form, and the address that takes it. `answers` are the offers of the one
    question that must be answered, each to become a button; `grave` when the step only leads
    out of the matter, `may_end` when one of its answers does."""

    key: str
    step: Step
    form: FactsForm
    address: str
    question: FieldFace | None
    grave: bool
    may_end: bool
    aid: str = ""
    """The template by which the room helps with this step, or nothing."""

    @property
    def one_tap(self) -> bool:
        return self.question is not None

    @property
    def answers(self) -> list[BoundWidget]:
        return self.question.options if self.question else []

    @property
    def hidden(self) -> list[BoundField]:
        return hidden_of(self.form)

    @property
    def others(self) -> list[FieldFace]:
        """The fields beside the question: a reason, if one wants to give it."""
        return [face for face in faces_of(self.form) if face.bound.name != self._asked]

    @property
    def _asked(self) -> str:
        return self.question.bound.name if self.question else ""


def step_page(law: Procedure, key: str, step: Step, form: FactsForm, *, address: str) -> StepPage:
    return StepPage(
        key=key,
        step=step,
        form=form,
        address=address,
        question=_only_question(form),
        grave=law.can_only_end(step),
        may_end=bool(set(step.results()) & set(law.final)),
        aid=room_of(law.key).aids.get(key, ""),
    )


def _only_question(form: FactsForm) -> FieldFace | None:
    required = [face for face in faces_of(form) if face.bound.field.required]
    if len(required) == 1 and required[0].shape == "radio":
        question = required[0]
        asked_plainly = not isinstance(question.bound.field, OneOfField)
        return question if asked_plainly and len(question.options) <= MOST_BUTTONS else None
    return None
