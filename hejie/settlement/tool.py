"""What a settlement tool is, and the certificate that it leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hejie.calculators.asking import Given
from hejie.kernel import chain

FORMAT = "hejie-settlement/1"


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What a rule gave. `inputs` is all that may be told of what went in; `opened` what sealed
    words may be shown, because the outcome shows them anyway."""

    inputs: Mapping[str, Any]
    result: Mapping[str, Any]
    opened: Mapping[str, Any] | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tool:
    """One tool. `rule` is what everybody is told before committing to it; `check` recomputes a
    certificate from what it holds and yields what does not hold; `unseen` is what no checker
    can see."""

    name: str
    label: str
    help: str
    rule: tuple[str, ...]
    given: type[Given]
    settle: Callable[[Any], Settled]
    check: Callable[[Mapping[str, Any]], Iterator[str]]
    seen: tuple[str, ...]
    unseen: tuple[str, ...]
    version: str = "1"

    def schema(self) -> dict[str, Any]:
        return self.given.model_json_schema()


def certificate_of(tool: Tool, settled: Settled) -> dict[str, Any]:
    """The certificate of an outcome: canonical JSON whose digest stands in it."""
    body = {
        "format": FORMAT,
        "tool": tool.name,
        "version": tool.version,
        "rule": list(tool.rule),
        "inputs": settled.inputs,
        "result": settled.result,
        "opened": settled.opened,
    }
    return {**body, "digest": digest_of(body)}


def digest_of(body: Mapping[str, Any]) -> str:
    return "sha256:" + hashlib.sha256(chain.canonical(body)).hexdigest()


def fen(amount: Decimal) -> int:
    """A sum in fen; sums here have two decimals."""
    return int(amount * 100)


def fens_in(text: str) -> int:
    """The fen of a sum as certificates write it; raises `ValueError` for any other writing."""
    found = fen(Decimal(text))
    if yuan(found) != text:
        raise ValueError(text)
    return found


def yuan(fens: int | Fraction) -> str:
    """Fen as certificates write them, half up."""
    return f"{Decimal(half_up(Fraction(fens))) / 100:.2f}"


def half_up(number: Fraction) -> int:
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


def exact(number: Fraction) -> str:
    return f"{number.numerator}/{number.denominator}" if number.denominator > 1 else str(number)
