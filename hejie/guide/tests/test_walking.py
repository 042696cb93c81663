"""Answers are followed from an address alone, and letters are filled in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejie.guide import TREES, Letter, walk
from hejie.guide.letters import EMPTY

PATHS = st.text(max_size=30) | st.lists(
    st.sampled_from(sorted({a.key for t in TREES.values() for q in t.questions.values()
                            for a in q.answers})), max_size=5
).map(".".join)  # fmt: skip


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_every_way_can_be_walked_by_its_addresses(tree) -> None:
    for answers, end in tree.paths():
        walked = walk(tree, ".".join(answer.key for answer in answers))
        assert walked is not None
        assert walked.end is end
        assert walked.story == "".join(answer.tells for answer in answers)


def test_a_walk_begins_at_the_first_question_and_leads_on() -> None:
    begun = walk(TREES["wages"])
    assert begun is not None
    assert begun.question is TREES["wages"].questions["what"]
    assert {path: answer.to for answer, path in begun.onward()}["owed"] == "where"
    further = walk(TREES["wages"], "owed.other.yes")
    assert further is not None
    assert (further.back, further.end and further.end.key) == ("owed.other", "owed")


def test_a_path_that_the_tree_does_not_have_leads_nowhere() -> None:
    assert walk(TREES["wages"], "owed.elsewhere") is None
    assert walk(TREES["wages"], "owed.other.yes.more") is None


@given(st.sampled_from(list(TREES.values())), PATHS)
def test_any_path_is_walked_or_refused(tree, path: str) -> None:
    walked = walk(tree, path)
    if walked is None:
        return
    assert bool(walked.question) != bool(walked.end)
    assert walk(tree, walked.path) == walked
    for _answer, onward in walked.onward():
        assert walk(tree, onward) is not None


LETTER = Letter("talk", "信", "【对方】：\n请在【哪天】前答复【对方】。\n")


def test_a_letter_asks_for_each_blank_once() -> None:
    assert LETTER.blanks == ("对方", "哪天", "您的名字", "写信的日子")


def test_a_letter_is_filled_and_leaves_a_line_for_what_is_open() -> None:
    assert LETTER.filled({"对方": " 老\n张 "}) == (
        "老 张：",
        f"请在{EMPTY}（哪天）前答复老 张。",
        f"{EMPTY}（您的名字）",
        f"{EMPTY}（写信的日子）",
    )


@given(st.dictionaries(st.sampled_from(["对方", "哪天"]), st.text(max_size=40)))
def test_what_is_put_in_is_never_read_as_a_blank(words) -> None:
    lines = LETTER.filled(words)
    assert len(lines) == 4
    assert lines == LETTER.filled(words)
    for name, word in words.items():
        if " ".join(word.split()):
            assert " ".join(word.split()) in "".join(lines), name
