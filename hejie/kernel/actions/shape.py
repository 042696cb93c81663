"""From what was sent to facts: the step's form, its rule, and when it happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hejie.kernel import registry
from hejie.kernel.actions.errors import Invalid
from hejie.kernel.facts import FactsForm
from hejie.kernel.procedures import START, Facts, Problem, Procedure, Situation, Step
from hejie.kernel.saying import say
from hejie.kernel.standing_forms import FORMS as STANDING_FORMS

CLOCK_SKEW = timedelta(minutes=5)
"""How far another machine's clock may run ahead of ours."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What came with a request: the data of a form or a JSON object, its files, its key."""

    data: Mapping[str, Any]
    files: Any = None
    key: str = ""
    strict: bool = False
    version: int | None = None


def form_for(
    law: Procedure, key: str, situation: Situation | None, names: Mapping[str, str], **given: Any
) -> FactsForm:
    """The form of a step, empty or bound to what came."""
    made = registry.room_of(law.key).forms.get(key) or STANDING_FORMS.get(key) or FactsForm
    form: FactsForm = made(situation=situation, names=names, **given)
    return form


def shape(
    law: Procedure,
    key: str,
    step: Step,
    situation: Situation,
    names: Mapping[str, str],
    sent: Sent,
    now: datetime,
) -> tuple[Facts, datetime]:
    """The facts as the step's form and rule accept them, and when they happened."""
    form = form_for(
        law, key, situation, names, data=sent.data, files=sent.files, strict=sent.strict
    )
    if not form.is_valid():
        raise Invalid(form.errors, form)
    facts = form.facts()
    # A machine's clock may have run ahead for a while: what happens now is never before the
    # matter's beginning.
    present = now if situation.state == START else max(now, situation.opened)
    occurred = form.cleaned_data.get("occurred") or present
    problems = [*_time_problems(occurred, situation, present)]
    problems += step.check(situation, facts) if step.check else ()
    if problems:
        for problem in problems:
            shown = problem.field if problem.field in form.fields else None
            form.add_error(shown, say(problem))
        raise Invalid(form.errors, form)
    return facts, occurred


def _time_problems(occurred: datetime, situation: Situation, now: datetime) -> Iterable[Problem]:
    if occurred > now + CLOCK_SKEW:
        yield Problem(sentence="发生时间不能晚于现在", field="occurred")
    if situation.state != START and occurred < situation.opened:
        yield Problem(
            sentence="发生时间不能早于本事项的登记时间（%(opened)s）",
            told={"opened": situation.opened},
            field="occurred",
        )
