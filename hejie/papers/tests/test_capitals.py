"""Sums in capitals: by table, and read back by a reader that shares no code with the writer."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hejie.papers.capitals import LIMIT, NotASum, capitals

KNOWN = [
    ("0", "零元整"),
    ("0.05", "伍分"),
    ("0.50", "伍角"),
    ("0.55", "伍角伍分"),
    ("1", "壹元整"),
    ("10", "壹拾元整"),
    ("15", "壹拾伍元整"),
    ("110", "壹佰壹拾元整"),
    ("325.04", "叁佰贰拾伍元零肆分"),
    ("1005", "壹仟零伍元整"),
    ("1409.50", "壹仟肆佰零玖元伍角"),
    ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
    ("6007.14", "陆仟零柒元壹角肆分"),
    ("10001.50", "壹万零壹元伍角"),
    ("10050.00", "壹万零伍拾元整"),
    ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
    ("100000", "壹拾万元整"),
    ("107000.53", "壹拾万柒仟元伍角叁分"),
    ("1000000.10", "壹佰万元壹角"),
    ("10000001", "壹仟万零壹元整"),
    ("20030040.05", "贰仟零叁万零肆拾元零伍分"),
    ("100000000", "壹亿元整"),
    ("100003010.02", "壹亿零叁仟零壹拾元零贰分"),
    ("100100000", "壹亿零壹拾万元整"),
    ("1234567890.12", "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分"),
    ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
]

VALUES = {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {
    "亿": Decimal(10**8),
    "万": Decimal(10**4),
    "仟": Decimal(1000),
    "佰": Decimal(100),
    "拾": Decimal(10),
    "元": Decimal(1),
    "角": Decimal("0.1"),
    "分": Decimal("0.01"),
}


def read(text: str) -> Decimal:
    """Read from the right: a digit counts as many times as the largest units to its right say."""
    total, section, place = Decimal(0), Decimal(1), Decimal(1)
    for char in reversed(text.removesuffix("整")):
        if char in "亿万元角分":
            section, place = UNITS[char], Decimal(1)
        elif char in UNITS:
            place = UNITS[char]
        else:
            total += VALUES[char] * section * place
    return total


sums = st.decimals(min_value=0, max_value=LIMIT, places=2)
gappy = st.text("00019", min_size=1, max_size=14).map(lambda digits: Decimal(digits).scaleb(-2))


@pytest.mark.parametrize(("amount", "words"), KNOWN)
def test_known_sums_read_as_custom_writes_them(amount: str, words: str) -> None:
    assert capitals(Decimal(amount)) == words


@given(sums | gappy)
@example(Decimal(907900003001))
def test_what_is_written_reads_back_as_the_same_sum(amount: Decimal) -> None:
    assert read(capitals(amount)) == amount


@given(sums | gappy)
def test_zero_is_never_doubled_nor_left_before_a_unit(amount: Decimal) -> None:
    words = capitals(amount)
    if amount:
        assert not words.startswith("零")
        assert all(nxt in "壹贰叁肆伍陆柒捌玖" for char, nxt in pairwise(words) if char == "零")


@given(sums | gappy, sums | gappy)
def test_different_sums_never_share_their_words(one: Decimal, other: Decimal) -> None:
    assert (capitals(one) == capitals(other)) == (one == other)


def test_a_trailing_nought_beyond_fen_changes_nothing() -> None:
    assert capitals(Decimal("1.500")) == capitals(Decimal("1.5")) == "壹元伍角"


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        ("-0.01", "不能是负数"),
        ("1.005", "两位小数"),
        ("0.001", "两位小数"),
        ("1000000000000", "上限 999,999,999,999.99"),
        ("NaN", "不是一个数"),
        ("Infinity", "不是一个数"),
    ],
)
def test_a_sum_no_paper_can_carry_is_refused_with_a_sentence(amount: str, says: str) -> None:
    with pytest.raises(NotASum, match=says):
        capitals(Decimal(amount))
