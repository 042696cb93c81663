"""A sum that was computed or settled, on its way into an agreement: the draft's form opens with
its rows filled in, and whoever drafts looks at them and sends them.

The way is the same for every form with rows: `?terms-0-sum=100.00&terms-1-sum=…`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from hejie.kernel.matters import Matter
from hejie.kernel.permissions import decide
from hejie.kernel.procedures import Situation


@dataclass(frozen=True)
class Draft:
    """A step into whose form terms go now, and the address that opens it filled in."""

    label: str
    address: str


def drafts(matter: Matter, situation: Situation, terms: Iterable[Mapping[str, Any]]) -> list[Draft]:
    """The steps of drafting that this person may take now. A term's keys are those of
    `registry.TermsForm`: sum, payer, payee, due, way, thing."""
    form = matter.room.terms
    if form is None:
        return []
    sent = {
        f"{form.rows}-{number}-{getattr(form, key)}": value
        for number, term in enumerate(terms)
        for key, value in term.items()
        if value not in (None, "")
    }
    found = []
    for key in form.steps:
        decision = decide(matter.law, key, situation)
        if decision.allowed:
            address = reverse("desk:do", args=[matter.reference, key])
            found.append(Draft(decision.step.label, f"{address}?{urlencode(sent)}"))
    return found


def usual_sides(situation: Situation) -> dict[str, str]:
    """Who mostly pays whom: the first respondent the first applicant. To be looked at."""
    payers, payees = situation.with_role("respondent"), situation.with_role("applicant")
    sides = {"payer": payers, "payee": payees}
    return {name: found[0].key for name, found in sides.items() if found}
