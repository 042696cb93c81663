"""A computed deadline and the steps that led to it, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hejie.kernel.deadlines.rules import DeadlineRule, Extension, Pause, Unit


@dataclass(frozen=True)
class DerivationStep:
    """One line of the reckoning: what was done, to which day it led, in a sentence."""

    kind: str
    day: date | datetime
    sentence: str
    qty: int | None = None
    unit: Unit | None = None
    basis: str = ""

    def as_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "date": self.day.isoformat(),
            "qty": self.qty,
            "unit": self.unit and self.unit.value,
            "sentence": self.sentence,
            "basis": self.basis or None,
        }


@dataclass(frozen=True, kw_only=True)
class Derivation:
    """A deadline with everything needed to explain it and to compute it again.

    Moments carry Shanghai's offset. The last step's day is `rolled_due`.
    """

    rule: DeadlineRule
    start: date | datetime
    strict_due: date | datetime
    rolled_due: date | datetime
    provisional: bool
    calendar_version: str
    pauses: tuple[Pause, ...]
    extension: Extension | None
    steps: tuple[DerivationStep, ...]
    alternative: Derivation | None = None
    """The second reading, where the unit is disputed."""

    @property
    def warn_on(self) -> date | datetime:
        """The day internal warnings look to: the strict one, of two readings the earlier."""
        if self.alternative is None:
            return self.strict_due
        return min(self.strict_due, self.alternative.strict_due)

    def as_json(self) -> dict[str, object]:
        rule = self.rule
        return {
            **_origin(rule),
            "qty": rule.qty,
            "unit": rule.unit.value,
            "before": rule.before,
            "start": self.start.isoformat(),
            "strict_due": self.strict_due.isoformat(),
            "rolled_due": self.rolled_due.isoformat(),
            "warn_on": self.warn_on.isoformat(),
            "provisional": self.provisional,
            "calendar": self.calendar_version,
            "pauses": [
                {"begin": p.begin.isoformat(), "end": p.end.isoformat(), "ground": p.ground or None}
                for p in self.pauses
            ],
            "extension": self.extension and _extension_json(self.extension),
            "steps": [step.as_json() for step in self.steps],
            "alternative": self.alternative and self.alternative.as_json(),
        }


def _origin(rule: DeadlineRule) -> dict[str, object]:
    """What stands behind the rule; nothing stands behind a bare count."""
    return {
        "rule": rule.code or None,
        "version": rule.version if rule.code else None,
        "label": rule.label or None,
        "basis": rule.basis or None,
        "effect": rule.effect.value if rule.code else None,
        "effect_label": rule.effect.label if rule.code else None,
        "mark": rule.mark.value if rule.code else None,
    }


def _extension_json(extension: Extension) -> dict[str, object]:
    return {
        "qty": extension.qty,
        "unit": extension.unit.value,
        "approver": extension.approver and extension.approver.value,
        "paper": extension.paper or None,
        "times": extension.times,
    }
