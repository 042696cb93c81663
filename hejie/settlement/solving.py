"""The solver behind the tools that optimise: HiGHS, quiet, on one thread, the same each time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

GAP = 1e-6


class NoAnswer(ValueError):
    """There is no solution, or the solver did not find one in its time."""


class TooLong(NoAnswer):
    """The solver did not finish in its time."""


def model(*, seconds: float = 20.0) -> Any:
    """An empty model."""
    made = _solver()()
    made.setOptionValue("threads", 1)
    made.setOptionValue("random_seed", 1)
    made.setOptionValue("time_limit", seconds)
    made.setOptionValue("mip_rel_gap", GAP)
    made.setOptionValue("mip_abs_gap", GAP)
    return made


@cache
def _solver() -> Any:
    """A solver that prints nothing: its maker's line would stand in the output of commands."""
    import highspy  # noqa: PLC0415 - 20 MB with numpy: only where something is divided

    class Quiet(highspy.Highs):
        def enableCallbacks(self) -> None:  # noqa: N802  (called while it is built)
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    return Quiet


def maximise(made: Any, objective: Any) -> Callable[[Any], float]:
    """Solve; gives a function from a variable to its value. Raises `NoAnswer`."""
    made.maximize(objective)
    status = made.getModelStatus()
    if status.name == "kTimeLimit":
        raise TooLong(made.modelStatusToString(status))
    if status.name != "kOptimal":
        raise NoAnswer(made.modelStatusToString(status))
    values = list(made.getSolution().col_value)
    return lambda variable: float(values[variable.index])
