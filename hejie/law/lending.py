"""民间借贷、违约金: the ceilings that follow from the one-year LPR of a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

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
