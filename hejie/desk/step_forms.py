"""A step's form on the desk, whatever the room: shown empty, or again with what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from hejie.kernel import actions
from hejie.kernel.actions import Invalid
from hejie.kernel.documents import Document, find_issued
from hejie.kernel.facts import FactsForm, RowsField, UploadsField
from hejie.kernel.matters import Matter
from hejie.kernel.parties import names_of
from hejie.kernel.permissions import find_step
from hejie.kernel.procedures import Situation, Step
from hejie.ui.sending import key_of, new_key


@dataclass(frozen=True, kw_only=True)
class Doing:
    """A step about to be taken. `back` is where the page goes when it is done, `texts` what
    has to be read before; `opens` the procedure of which it opens a matter out of this one."""

    matter: Matter
    key: str
    step: Step
    form: FactsForm
    idempotency_key: str
    back: str = ""
    texts: tuple[Document, ...] = ()
    sent_back: bool = False
    """Whether the form comes back with what was typed, though nothing was wrong with it."""
    opens: str = ""

    @property
    def aid(self) -> str:
        """The template by which the room helps with this step, or nothing."""
        return str(self.matter.room.aids.get(self.key, ""))

    @property
    def address(self) -> str:
        """Where the form is sent."""
        if self.opens:
            return reverse("desk:open_out", args=[self.matter.reference, self.opens, self.key])
        return reverse("desk:do", args=[self.matter.reference, self.key])

    @property
    def has_files(self) -> bool:
        return any(isinstance(field, UploadsField) for field in self.form.fields.values())

    @property
    def is_plain(self) -> bool:
        """Whether nothing has to be filled in, so that one press is enough."""
        return not any(field.required for field in self.form.fields.values())


def doing_of(
    matter: Matter,
    key: str,
    situation: Situation,
    *,
    back: str = "",
    given: Mapping[str, Any] | None = None,
) -> Doing:
    """A step with its empty form; `given` are words of the address line that fill it in, rows
    among them: `terms-0-sum=100.00`."""
    initial = dict(given or {})
    form = actions.form_for(matter.law, key, situation, names_of(matter), initial=initial)
    form.initial = {**form.initial, **_given_rows(form, initial)}
    return Doing(
        matter=matter,
        key=key,
        step=_step(matter, key),
        form=form,
        idempotency_key=new_key(),
        back=back,
        texts=texts_of(matter, key),
    )


def doing_on(
    matter: Matter, key: str, situation: Situation, *, filled: Mapping[str, Any], back: str = ""
) -> Doing:
    """A step that somebody is still filling in, as it stands by now; nothing is judged yet."""
    doing = doing_of(matter, key, situation, back=back, given=filled)
    return replace(doing, sent_back=True)


def _given_rows(form: FactsForm, given: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: f for name, f in form.fields.items() if isinstance(f, RowsField)}
    told = {
        name: field.widget.value_from_datadict(given, None, name)[: field.most]
        for name, field in fields.items()
        if name not in given
    }
    return {name: rows for name, rows in told.items() if rows}


def doing_again(
    request: HttpRequest,
    matter: Matter,
    key: str,
    situation: Situation,
    *,
    invalid: Invalid | None = None,
    back: str = "",
    same_key: bool = True,
) -> Doing:
    """A step with what was typed, and with what is wrong if anything is."""
    form = invalid.form if invalid and invalid.form else None
    if form is None:
        form = actions.form_for(
            matter.law, key, situation, names_of(matter), data=request.POST, files=request.FILES
        )
        for name, sentences in (invalid.errors if invalid else {}).items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)
    return Doing(
        matter=matter,
        key=key,
        step=_step(matter, key),
        form=form,
        idempotency_key=key_of(request) if same_key else new_key(),
        back=back,
        texts=texts_of(matter, key),
    )


def texts_of(matter: Matter, key: str) -> tuple[Document, ...]:
    """Texts to be read before a step, where they are on file."""
    found = [find_issued(matter, kind, one.seq) for kind, one in actions.texts_to_sign(matter, key)]
    return tuple(text for text in found if text is not None)


def _step(matter: Matter, key: str) -> Step:
    step = find_step(matter.law, key)
    if step is None:
        raise LookupError(key)
    return step
