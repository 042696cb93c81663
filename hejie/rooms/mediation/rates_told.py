"""Rates that people write into a text, as per cent a year: 月息2分, 每日万分之五, 年利率12%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from hejie.kernel.statutes.numerals import from_chinese

_NUMBER = r"([0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十百零]+(?:点[一二三四五六七八九零]+)?|半)"
_PERIOD = r"(?<![0-9一二三四五六七八九十])([日天月年])"
"""Not a date: 3月, 10日."""
_GAP = r"[^。；，0-9一二三四五六七八九十百千万半%％‰]{0,8}?"
_PART_OF = re.compile(rf"{_PERIOD}{_GAP}(百|千|万)分之{_NUMBER}")
_PER = re.compile(rf"{_PERIOD}{_GAP}{_NUMBER}\s*([%％‰]|[分厘](?!之))")
_PARTS = {
    "百": Decimal(1),
    "千": Decimal("0.1"),
    "万": Decimal("0.01"),
    "%": Decimal(1),
    "％": Decimal(1),
    "‰": Decimal("0.1"),
}
_TIMES = {"日": 365, "天": 365, "月": 12, "年": 1}
_DIGITS = "零一二三四五六七八九"


def rates_told(text: str) -> list[Decimal]:
    """Every rate in a text, as per cent a year; a day is a 365th of a year, a month a twelfth."""
    return [*_parts_of(text), *_per(text)]


def _parts_of(text: str) -> Iterator[Decimal]:
    for period, whole, number in _PART_OF.findall(text):
        yield _read(number) * _PARTS[whole] * _TIMES[period]


def _per(text: str) -> Iterator[Decimal]:
    for period, number, unit in _PER.findall(text):
        percent = _PARTS.get(unit) or _traditional(unit, yearly=period == "年")
        yield _read(number) * percent * _TIMES[period]


def _traditional(unit: str, *, yearly: bool) -> Decimal:
    """分 and 厘 are per cent and per mille a month, but tenths and per cent a year."""
    percent = {"分": Decimal(1), "厘": Decimal("0.1")}[unit]
    return percent * 10 if yearly else percent


def _read(number: str) -> Decimal:
    """A number in figures or in Chinese; one that cannot be read counts as nothing."""
    if number == "半":
        return Decimal("0.5")
    if number[0].isascii():
        return Decimal(number)
    whole, _point, part = number.partition("点")
    digits = "".join(str(_DIGITS.index(one)) for one in part)
    try:
        units = from_chinese(whole) if whole != "零" else 0
    except ValueError:
        return Decimal()
    return Decimal(f"{units}.{digits or 0}")
