"""A calculator as a value: its name, what it asks, how it computes, by which law."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hejie.calculators.asking import Given, InRegion, read
from hejie.calculators.figures import Look, Row, shipped
from hejie.calculators.results import Result, Sheet


@dataclass(frozen=True, kw_only=True)
class Calculator:
    """One calculator; `help` says in one sentence what it is for."""

    name: str
    label: str
    group: str
    help: str
    given: type[Given]
    compute: Callable[[Any, Look], Result]
    version: str = "1"

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the input."""
        return self.given.model_json_schema()

    def sheet(self, stated: object, rows: Sequence[Row] | None = None) -> Sheet:
        """Compute from what was stated, with these figures or those that come with the program.
        Raises `Wrong` or `MissingFigure`."""
        given = read(self.given, stated)
        region = given.region if isinstance(given, InRegion) else ""
        look = Look(shipped() if rows is None else rows, region=region)
        result = self.compute(given, look)
        inputs = given.model_dump(mode="json", exclude_none=True)
        return Sheet(
            calculator=self.name,
            label=self.label,
            version=self.version,
            inputs=inputs,
            result=result,
            figures=tuple(look.used.values()),
        )


GROUPS = {
    "labour": "劳动",
    "lending": "借钱、拖欠货款",
    "property": "物业、业主",
    "injury": "人身损害、交通事故",
    "family": "婚姻家庭",
}
