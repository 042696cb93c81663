"""What the room's pages show beside a step: clauses to choose from, what the check found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django import template

from hejie.desk.step_forms import Doing
from hejie.kernel.documents import SEALED, words_of
from hejie.kernel.identifiers import mask_name
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.matters import Matter
from hejie.kernel.parties import names_of, parties_of
from hejie.kernel.permissions import compartments_for
from hejie.rooms.mediation import balance
from hejie.rooms.mediation.agreement_text import findings_of
from hejie.rooms.mediation.enforceability import Finding, Severity
from hejie.rooms.mediation.forms.balance import KINDS
from hejie.rooms.mediation.forms.clauses import ClauseForm

register = template.Library()
Groups = list[tuple[Severity, list[Finding]]]


@register.simple_tag
def findings(matter: Matter) -> Groups:
    """What was found in the agreement as it stands, the gravest first."""
    return [(severity, [*found]) for severity, found in groupby(findings_of(matter), _severity)]


def _severity(finding: Finding) -> Severity:
    return finding.severity


@dataclass(frozen=True)
class ToldDoubt:
    """What a party told the mediators alone, and nobody has answered."""

    who: str
    kind: object
    text: str


@register.simple_tag
def doubts_for(matter: Matter, actor: Actor) -> list[ToldDoubt]:
    """For the matter's mediators; for everybody else there are none."""
    told = balance.doubts(matter.data)
    if not told or SEALED not in compartments_for(actor, matter):
        return []
    names = names_of(matter)
    words, kinds = words_of(matter, compartments=(SEALED,)), dict(KINDS)
    return [
        ToldDoubt(
            names.get(party, party),
            kinds[matter.data["doubts"][seq]["kind"]],
            words.get(int(seq), {}).get("text", ""),
        )
        for seq, party in told.items()
    ]


@register.simple_tag
def thinking_in(matter: Matter, now: datetime) -> list[tuple[str, datetime]]:
    """Who asked for time to think, and until when."""
    asked = matter.data.get("thinking", {}) if matter.data.get("draft") else {}
    ends = {key: datetime.fromisoformat(until) for key, until in asked.items()}
    running = {key: end for key, end in ends.items() if end > now}
    if not running:
        return []
    names = {party.key: mask_name(party.name) for party in parties_of(matter)}
    return [(names.get(key, key), end) for key, end in running.items()]


@register.simple_tag
def clause_chooser(doing: Doing) -> ClauseForm:
    return ClauseForm(doing.form.situation, names_of(doing.matter))
