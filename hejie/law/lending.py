"""民间借贷、违约金: the dated one-year LPR, and the ceilings that follow from it.

A day without a row has no rate: nothing is extrapolated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hejie.kernel.deadlines import Mark

LENDING = "最高人民法院关于审理民间借贷案件适用法律若干问题的规定"
CONTRACTS = "最高人民法院关于适用《民法典》合同编通则若干问题的解释"
SALES = "最高人民法院关于审理买卖合同纠纷案件适用法律问题的解释"

NEW_RULE = date(2020, 8, 20)
"""Contracts from before are measured by the LPR at the time of suit (第三十一条)."""
TIMES = 4
SURCHARGE = Decimal("1.5")
"""The upper end of the loss of a price paid late: LPR and half of it more
(买卖合同解释 第十八条)."""
TOO_HIGH = Decimal("1.3")
"""A penalty beyond the loss by more than this is normally too high (合同编通则解释 第六十五条)."""
DAYS = 365


@dataclass(frozen=True, kw_only=True)
class Rate:
    """The one-year LPR in per cent a year, on the days from one to another, both included."""

    percent: Decimal
    valid_from: date
    valid_to: date
    source: str
    owner: str
    set_on: date
    mark: Mark

    def holds(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_to


def lpr_on(day: date, rates: Iterable[Rate] = ()) -> Rate | None:
    """The rate of a day; `rates` entered locally come before those shipped."""
    return next((rate for rate in (*rates, *SHIPPED) if rate.holds(day)), None)


def interest_ceiling(lpr: Decimal) -> Decimal:
    """Per cent a year that a private loan may cost, penalties and fees included
    (第二十五条、第二十九条)."""
    return TIMES * lpr


def penalty_ceiling(lpr: Decimal) -> Decimal:
    """Per cent a year beyond which a penalty for a price paid late is normally too high."""
    return lpr * SURCHARGE * TOO_HIGH


def a_year(daily: Decimal) -> Decimal:
    """Per cent a year of so many parts in ten thousand a day."""
    return daily / 100 * DAYS


def _shipped() -> Iterable[Rate]:
    days = [date.fromisoformat(day) for day, _percent in _PUBLISHED]
    ends = [date.fromordinal(day.toordinal() - 1) for day in (*days[1:], _UNKNOWN_FROM)]
    for (_day, percent), first, last in zip(_PUBLISHED, days, ends, strict=True):
        yield Rate(
            percent=Decimal(percent),
            valid_from=first,
            valid_to=last,
            source="全国银行间同业拆借中心每月公布的一年期贷款市场报价利率，待按公布的原文核对",
            owner="区司法局",
            set_on=date(2026, 11, 25),
            mark=Mark.FROM_MEMORY,
        )


_PUBLISHED = (
    ("2019-08-20", "4.25"),
    ("2019-09-20", "4.20"),
    ("2019-11-20", "4.15"),
    ("2020-02-20", "4.05"),
    ("2020-04-20", "3.85"),
    ("2021-12-20", "3.80"),
    ("2022-01-20", "3.70"),
    ("2022-08-22", "3.65"),
    ("2023-06-20", "3.55"),
    ("2023-08-21", "3.45"),
    ("2024-07-22", "3.35"),
    ("2024-10-21", "3.10"),
    ("2025-05-20", "3.00"),
)
_UNKNOWN_FROM = date(2025, 6, 20)
"""The next publication, which the project has not read."""
SHIPPED = tuple(_shipped())
