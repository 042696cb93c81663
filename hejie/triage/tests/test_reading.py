"""A text is read in one spelling and quoted as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejie.triage.reading import HEAD, TAIL, read, shorten


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("老闆拖欠工資", "老板拖欠工资"),
        ("ＡＢＣ１２３", "abc123"),
        ("去4S店", "去4s店"),
        ("工伤陪偿", "工伤赔偿"),
        ("会叛邢吗", "会判刑吗"),
        ("欠帐不还", "欠账不还"),
    ],
)
def test_scripts_widths_and_common_slips_are_read_as_meant(written: str, spelled: str) -> None:
    reading = read(written)
    assert reading.spelled == spelled
    assert reading.quote(0, len(written)) == written


@given(st.text())
def test_each_character_keeps_its_place(text: str) -> None:
    assert len(read(text).spelled) == len(text)


@given(st.text(max_size=200))
def test_reading_twice_changes_nothing(text: str) -> None:
    once = read(text).spelled
    assert read(once).spelled == once


@pytest.mark.parametrize("length", [0, 1, HEAD + TAIL])
def test_a_text_of_ordinary_length_stays_whole(length: int) -> None:
    assert shorten("字" * length) == "字" * length


def test_of_a_long_text_the_beginning_and_the_end_stay() -> None:
    short = shorten("头" * HEAD + "中" * 100_000 + "尾" * TAIL)
    assert short == "头" * HEAD + "\n" + "尾" * TAIL
