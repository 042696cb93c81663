"""Whole numbers from 1 to 9999 as laws write them: 三十三, 二百零五, 一千二百六十."""

from __future__ import annotations

import re

LARGEST = 9999

_DIGITS = "零一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))
_WRITTEN = re.compile(
    "(?:(?P<k>[一二三四五六七八九])千)?零?(?:(?P<h>[一二三四五六七八九])百)?零?"
    "(?:(?P<t>[一二三四五六七八九]?)(?P<ten>十))?零?(?P<o>[一二三四五六七八九])?"
)


def to_chinese(number: int) -> str:
    """Write a number; beyond 1..9999 raises ValueError."""
    if not 1 <= number <= LARGEST:
        raise ValueError(f"{number} is not between 1 and {LARGEST}")
    written, rest, skipped = "", number, False
    for size, unit in _UNITS:
        digit, rest = divmod(rest, size)
        written += _place(digit, unit, after_gap=skipped and bool(written))
        skipped = not digit
    if rest:
        written += ("零" if skipped and written else "") + _DIGITS[rest]
    return written.removeprefix("一") if 10 <= number < 20 else written


def from_chinese(text: str) -> int:
    """Read a number as to_chinese writes it; anything else raises ValueError."""
    found = _WRITTEN.fullmatch(text)
    if found is None or not text:
        raise ValueError(f"not a number: {text}")
    tens = _DIGITS.index(found["t"] or "一") if found["ten"] else 0
    thousands, hundreds, ones = (_DIGITS.index(found[name] or "零") for name in ("k", "h", "o"))
    number = thousands * 1000 + hundreds * 100 + tens * 10 + ones
    if not number or to_chinese(number) != text:
        raise ValueError(f"not a number: {text}")
    return number


def _place(digit: int, unit: str, *, after_gap: bool) -> str:
    if not digit:
        return ""
    return ("零" if after_gap else "") + _DIGITS[digit] + unit
