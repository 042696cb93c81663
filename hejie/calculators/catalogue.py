"""All calculators by name, and the worked examples that each must keep to."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from hejie.calculators import (
    family,
    injury,
    labour,
    late_payment,
    lending,
    owners_vote,
    property_fees,
)
from hejie.calculators.calculator import Calculator

EXAMPLES = Path(__file__).with_name("examples.toml")
SUBJECTS = (labour, lending, late_payment, property_fees, injury, family, owners_vote)
CALCULATORS: Mapping[str, Calculator] = {
    one.name: one for subject in SUBJECTS for one in subject.CALCULATORS
}


@dataclass(frozen=True, kw_only=True)
class Example:
    """Inputs with what they must give: the total, and amounts by label."""

    calculator: str
    title: str
    input: Mapping[str, Any]
    total: str
    amounts: Mapping[str, str] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    """Words that verdict, notes, ranges or labels must hold."""


@cache
def examples() -> tuple[Example, ...]:
    content = tomllib.loads(EXAMPLES.read_text(encoding="utf-8"), parse_float=Decimal)
    return tuple(
        Example(
            calculator=one["calculator"],
            title=one["title"],
            input=one["input"],
            total=one["total"],
            amounts=one.get("amounts", {}),
            said=tuple(one.get("said", ())),
        )
        for one in content["example"]
    )


def example_of(name: str) -> Example:
    """The first worked example of a calculator."""
    return next(one for one in examples() if one.calculator == name)
