"""A procedure as data: everything that it says, and the fields that each step asks for."""

from __future__ import annotations

from typing import Any

from hejie.kernel.actions import form_for
from hejie.kernel.facts import describe_fields
from hejie.kernel.procedures import Deadline, Procedure, Step


def as_data(law: Procedure) -> dict[str, Any]:
    return {
        "key": law.key,
        "label": law.label,
        "version": law.version,
        "basis": law.basis,
        "roles": {key: str(label) for key, label in law.roles.items()},
        "routes": dict(law.routes),
        "states": {
            key: {"label": label, "over": key in law.final} for key, label in law.states.items()
        },
        "deadlines": {key: _deadline(one) for key, one in law.deadlines.items()},
        "steps": {key: _step(law, key, step) for key, step in law.steps.items()},
    }


def _deadline(deadline: Deadline) -> dict[str, Any]:
    return {
        "label": deadline.label,
        "rule": deadline.rule and deadline.rule.as_json(),
        "by_route": {route: rule.as_json() for route, rule in deadline.by_route.items()},
        "agreed": deadline.agreed or None,
    }


def _step(law: Procedure, key: str, step: Step) -> dict[str, Any]:
    return {
        "label": step.label,
        "from": list(step.sources()),
        "to": list(step.results()),
        "by": list(step.roles()),
        "starts": [start.deadline for start in step.started()],
        "stops": list(step.stops),
        "stops_when": {state: list(clocks) for state, clocks in step.stops_when.items()},
        "drops": list(step.drops),
        "drops_when": {state: list(clocks) for state, clocks in step.drops_when.items()},
        "pauses": list(step.pauses),
        "resumes": list(step.resumes),
        "extends": list(step.extends),
        "ends_clocks": step.ends_clocks,
        "ends_when": list(step.ends_when),
        "papers": list(step.papers),
        "papers_when": {state: list(kinds) for state, kinds in step.papers_when.items()},
        "requires": list(step.requires),
        "needs": [need.sentence for need in step.needs],
        "fresh_code": step.fresh_code,
        "basis": step.basis,
        "help": step.help,
        "fields": describe_fields(form_for(law, key, None, {})),
    }
