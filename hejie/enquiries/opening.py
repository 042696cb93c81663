"""How a person opens a matter of a procedure: by which step, with which form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hejie.kernel import actions, registry
from hejie.kernel.facts import FactsForm, WordsField
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.procedures import START, Procedure, Situation


@dataclass(frozen=True)
class Opening:
    """A procedure and the step by which one person may open a matter of it."""

    law: Procedure
    key: str

    def form(self, actor: Actor, *, now: datetime, **given: Any) -> FactsForm:
        situation = Situation(
            state=START,
            now=now,
            opened=now,
            organs=tuple(post.organ for post in actor.posts),
            by=actor.key,
            as_roles=frozenset(post.role for post in actor.posts),
        )
        return actions.form_for(self.law, self.key, situation, {}, **given)


def openings_of(actor: Actor) -> Iterator[Opening]:
    """What a member of staff may open, each procedure by the step that the door would take.
    What is opened out of another matter only begins there."""
    roles = {post.role for post in actor.posts}
    for law in registry.procedures():
        for key, step in law.opening_steps().items():
            if roles & set(step.roles()) and not registry.origins(opens=law.key, step=key):
                yield Opening(law, key)
                break


def find_opening(procedure: str, actor: Actor) -> Opening | None:
    return next((one for one in openings_of(actor) if one.law.key == procedure), None)


def story_of(form: FactsForm) -> str:
    """The name of the field in which people tell what happened: the first one for words."""
    return next(name for name, field in form.fields.items() if isinstance(field, WordsField))


def with_usual(form: FactsForm, given: Mapping[str, Any]) -> dict[str, Any]:
    """Data with the usual answer to whatever must be answered and was not."""
    usual = {
        name: field.initial
        for name, field in form.fields.items()
        if field.required and field.initial is not None
    }
    return {**usual, **given}
