"""Spans of days as the Civil Code counts them: the first day is not counted, the last is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hejie.kernel.workdays import add_months

YEAR = 365


def days_between(start: date, end: date) -> int:
    return (end - start).days


def whole_months(start: date, end: date) -> int:
    """Full months by the day of the month; a day that the month lacks is its last (§202)."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def years_and_days(start: date, end: date) -> tuple[int, int]:
    """Full years by anniversary, and the days that remain."""
    years = whole_months(start, end) // 12
    return years, days_between(add_months(start, 12 * years), end)


def part_of_years(start: date, end: date, *, year: int = YEAR, by_days: bool = False) -> Decimal:
    """A span in years for a yearly rate: whole years and the remaining days over `year`, or all
    of it by days."""
    if by_days:
        return Decimal(days_between(start, end)) / year
    years, days = years_and_days(start, end)
    return years + Decimal(days) / year


def told(start: date, end: date, *, year: int = YEAR, by_days: bool = False) -> str:
    """The span as a formula prints it."""
    years, days = (0, days_between(start, end)) if by_days else years_and_days(start, end)
    parts = [f"{years}年"] if years else []
    parts += [f"{days}天÷{year}"] if days or not years else []
    whole = "＋".join(parts)
    return f"（{whole}）" if len(parts) > 1 else whole
