"""Only words of the lists are told of a text."""

from hypothesis import given
from hypothesis import strategies as st

from hejie.triage.vocabulary import VOCABULARY, words_in


def test_what_a_text_is_about_is_told_without_who_is_in_it() -> None:
    found = words_in("欧阳明月家楼上漏水，电话13807285566，住柳林路九号。")
    assert {"楼上", "漏水"} & found
    assert not any(word in "".join(found) for word in ("欧阳", "明月", "1380", "柳林"))


def test_what_stands_between_the_parts_of_a_word_is_not_told() -> None:
    assert not any("赵铁柱" in word for word in words_in("去世的赵铁柱留下了房子"))


@given(st.text(max_size=80))
def test_nothing_else_is_ever_told(text: str) -> None:
    assert words_in(text) <= VOCABULARY
