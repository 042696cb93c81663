"""What the room's pages show beside a step: clauses to choose from, what the check found."""

from __future__ import annotations

from itertools import groupby

from django import template

from hejie.desk.step_forms import Doing, names_of
from hejie.kernel.matters import Matter
from hejie.rooms.mediation.agreement_text import findings_of
from hejie.rooms.mediation.enforceability import Finding, Severity
from hejie.rooms.mediation.forms.clauses import ClauseForm

register = template.Library()
Groups = list[tuple[Severity, list[Finding]]]


@register.simple_tag
def findings(matter: Matter) -> Groups:
    """What was found in the agreement as it stands, the gravest first."""
    return [(severity, [*found]) for severity, found in groupby(findings_of(matter), _severity)]


def _severity(finding: Finding) -> Severity:
    return finding.severity


@register.simple_tag
def clause_chooser(doing: Doing) -> ClauseForm:
    return ClauseForm(doing.form.situation, names_of(doing.matter))
