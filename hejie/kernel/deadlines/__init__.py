"""Deadlines: what a rule says, and what follows from it, its start, its pauses and the calendar.

Nothing here reads a clock or a database: the same arguments always give the same derivation.
"""

from hejie.kernel.deadlines.counting import compute
from hejie.kernel.deadlines.derivation import Derivation, DerivationStep
from hejie.kernel.deadlines.rules import (
    Approver,
    BadRule,
    DeadlineRule,
    Effect,
    Extension,
    Mark,
    Pause,
    PauseGround,
    Unit,
    lawful,
)
from hejie.kernel.workdays import Uncountable

__all__ = [
    "Approver",
    "BadRule",
    "DeadlineRule",
    "Derivation",
    "DerivationStep",
    "Effect",
    "Extension",
    "Mark",
    "Pause",
    "PauseGround",
    "Uncountable",
    "Unit",
    "compute",
    "lawful",
]
