"""The moves of a procedure: each step from each state in which it may be taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hejie.kernel.procedures import ANY, RUNNING, START, Procedure, Step


@dataclass(frozen=True)
class Move:
    """A step that leads from one state to another; `source` may be START."""

    step: str
    label: str
    source: str
    target: str


def moves_of(law: Procedure) -> Iterator[Move]:
    """Every move that begins in a named state, and those from any state that lead somewhere."""
    for key, step in law.steps.items():
        if is_anywhere(step):
            continue
        sources = _sources(law, step)
        for source in sources:
            for target in _targets(step, source, sources):
                yield Move(key, step.label, source, target)


def is_anywhere(step: Step) -> bool:
    """Whether a step may be taken in whatever state and leaves the matter in it."""
    return bool({ANY, RUNNING} & set(step.sources())) and not step.results()


def _sources(law: Procedure, step: Step) -> list[str]:
    return [state for state in (START, *law.states) if _begins_in(law, step, state)]


def _targets(step: Step, source: str, sources: list[str]) -> list[str]:
    """Where a step leads. One that names all its sources as targets stays or moves on."""
    results = step.results() or (source,)
    may_stay = set(sources) <= set(results)
    return [t for t in results if t == source or not (may_stay and t in sources)]


def _begins_in(law: Procedure, step: Step, state: str) -> bool:
    return state in step.sources() if state == START else law.is_open_to(step, state)
