"""What a calculator gives: items with formula and article, which add up to the total."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hejie.calculators.figures import Row

REFERENCE = "协商参考：这是按填写的数字算出的参考数，不是裁判，也不是法律意见。"
"""Said on every result, on every page and print."""
FEN = Decimal("0.01")


def rounded(amount: Decimal) -> Decimal:
    """To the fen, half up, once for each printed item."""
    return amount.quantize(FEN, ROUND_HALF_UP)


def yuan(amount: Decimal) -> str:
    """A sum as formulas print it."""
    return f"{rounded(amount):,.2f} 元"


def plain(number: Decimal | int) -> str:
    """A number without zeros that say nothing: 6.50 gives 6.5."""
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: Decimal) -> str:
    return f"{plain(share)}%"


@dataclass(frozen=True)
class Item:
    """One line of a result. `formula` is in words with the numbers in it."""

    label: str
    amount: Decimal
    formula: str
    basis: str

    @property
    def shown(self) -> str:
        """The amount as pages and papers print it."""
        return f"{self.amount:,.2f}"

    def as_json(self) -> dict[str, str]:
        return {
            "label": self.label,
            "amount": f"{self.amount:.2f}",
            "formula": self.formula,
            "basis": self.basis,
        }


def item(label: str, amount: Decimal, formula: str, basis: str) -> Item:
    """An item, rounded as it is printed."""
    return Item(label, rounded(amount), formula, basis)


@dataclass(frozen=True, kw_only=True)
class Range:
    """The ends between which one negotiates, where the rule gives two."""

    label: str
    low: Decimal
    high: Decimal

    @property
    def shown(self) -> str:
        return f"{self.label}：{self.low:,.2f} 至 {self.high:,.2f}"

    def as_json(self) -> dict[str, str]:
        return {"label": self.label, "low": f"{self.low:.2f}", "high": f"{self.high:.2f}"}


@dataclass(frozen=True, kw_only=True)
class Result:
    """Items and what has to be said with them. `verdict` where the question is yes or no."""

    items: tuple[Item, ...]
    notes: tuple[str, ...] = ()
    ranges: tuple[Range, ...] = ()
    unit: str = "元"
    verdict: str = ""

    @property
    def total(self) -> Decimal:
        """The sum of the rounded items, so that the column adds up on paper."""
        return sum((one.amount for one in self.items), Decimal("0.00"))

    @property
    def shown(self) -> str:
        """The total as pages and papers print it."""
        return f"{self.total:,.2f}"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A result with everything that computes it again: calculator, version, inputs, figures."""

    calculator: str
    label: str
    version: str
    inputs: dict[str, Any]
    result: Result
    figures: tuple[Row, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        return (REFERENCE, *self.result.notes)

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "calculator": self.calculator,
            "label": self.label,
            "version": self.version,
            "inputs": self.inputs,
            "items": [one.as_json() for one in self.result.items],
            "total": f"{self.result.total:.2f}",
            "unit": self.result.unit,
            "notes": list(self.notes),
            "ranges": [one.as_json() for one in self.result.ranges],
            "figures": [row.as_json() for row in self.figures],
        }
        return told | ({"verdict": self.result.verdict} if self.result.verdict else {})
