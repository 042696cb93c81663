"""Word lists find what they name, once a group, and never inside a longer word."""

from __future__ import annotations

import pytest

from hejie.triage.judgement import JUDGE
from hejie.triage.lexicon import Group, Lexicon, Word, load
from hejie.triage.reading import read

SHIPPED = {"room": JUDGE.room, "door": JUDGE.door, "urgent": JUDGE.urgent, "cause": JUDGE.cause}


def words(written: str) -> tuple[Word, ...]:
    return tuple(map(Word, written.split()))


def make_lexicon(*groups: Group) -> Lexicon:
    return Lexicon(order=("no", "yes"), default="no", groups=groups)


def quotes(lexicon: Lexicon, text: str) -> dict[str, tuple[str, ...]]:
    return {each.group.says: each.quotes for each in lexicon.find(read(text))}


def test_a_group_counts_once_with_each_word_quoted_once() -> None:
    lexicon = make_lexicon(Group("工资", {"yes": 3}, words("工资 薪水")))
    evidence = lexicon.find(read("工资没发，薪水没发，工资呢"))
    assert [each.quotes for each in evidence] == [("工资", "薪水")]
    assert lexicon.weigh(evidence) == {"yes": 3}


def test_a_word_inside_a_longer_word_does_not_count() -> None:
    lexicon = make_lexicon(
        Group("单位", {"yes": 2}, words("公司")), Group("另有所指", {}, words("保险公司"))
    )
    assert quotes(lexicon, "保险公司不赔") == {"另有所指": ("保险公司",)}
    assert quotes(lexicon, "保险公司和公司") == {"另有所指": ("保险公司",), "单位": ("公司",)}


def test_a_word_of_two_groups_counts_for_both() -> None:
    lexicon = make_lexicon(
        Group("甲", {"yes": 1}, words("定金")), Group("乙", {"no": 1}, words("定金"))
    )
    assert quotes(lexicon, "交了定金") == {"甲": ("定金",), "乙": ("定金",)}


def test_words_that_overlap_both_count() -> None:
    lexicon = make_lexicon(Group("甲", {"yes": 1}, words("婚房 房产")))
    assert quotes(lexicon, "婚房产") == {"甲": ("婚房", "房产")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("工地上没给钱", True),
        ("工地没给", True),
        ("在工地。他没给", False),
        ("在工地！他没给", False),
        ("工地一二三四五六七八九十没给", True),
        ("工地一二三四五六七八九十一没给", False),
        ("没给工地", False),
    ],
)
def test_the_ellipsis_stays_within_ten_characters_of_a_sentence(text: str, found: bool) -> None:
    lexicon = make_lexicon(Group("工地", {"yes": 1}, words("工地…没给")))
    assert bool(lexicon.find(read(text))) is found


@pytest.mark.parametrize(
    ("text", "found"), [("孩子饿着", True), ("饿着的孩子", True), ("孩子", False), ("饿着", False)]
)
def test_words_beside_are_needed_too(text: str, found: bool) -> None:
    lexicon = make_lexicon(Group("受苦", {"yes": 1}, words("孩子"), words("饿着")))
    assert bool(lexicon.find(read(text))) is found


@pytest.mark.parametrize(("length", "found"), [(34, False), (35, True)])
def test_length_alone_can_be_a_sign(length: int, found: bool) -> None:
    lexicon = make_lexicon(Group("较长", {"yes": 1}, longer_than=34))
    assert bool(lexicon.find(read("字" * length))) is found


def test_even_points_go_to_the_default_or_to_what_is_said() -> None:
    lexicon = make_lexicon()
    assert lexicon.best({}) == "no"
    assert lexicon.best({}, otherwise="yes") == "yes"
    assert lexicon.best({"no": 1, "yes": 2}) == "yes"


def test_a_word_taken_away_is_not_found_any_more() -> None:
    lexicon = make_lexicon(Group("受苦", {"yes": 1}, words("孩子 老人"), words("饿着")))
    assert quotes(lexicon.without({"孩子"}), "孩子老人饿着") == {"受苦": ("老人", "饿着")}
    assert quotes(lexicon.without({"饿着"}), "孩子饿着") == {"受苦": ("孩子",)}


@pytest.mark.parametrize("written", ["…", "工地…", "…没给", "工地……没给"])
def test_an_ellipsis_needs_words_on_both_sides(written: str) -> None:
    with pytest.raises(ValueError, match="两边都要有字"):
        Word(written)


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_each_shipped_word_is_written_as_texts_are_read(name: str) -> None:
    """A word in another script, width or spelling could never be found."""
    strays = [each.written for each in SHIPPED[name].words if not list(each.spans(_read(each)))]
    assert strays == []


def _read(word: Word) -> str:
    return read(word.written).spelled


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_groups_of_a_shipped_list_have_names_of_their_own(name: str) -> None:
    names = [group.says for group in SHIPPED[name].groups]
    assert len(names) == len(set(names))


def test_points_for_an_unknown_answer_are_refused(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoiled = {
        "order": ["no", "yes"],
        "default": "no",
        "group": [{"says": "甲", "points": {"maybe": 1}, "words": "一"}],
    }
    monkeypatch.setattr("hejie.triage.lexicon.tomllib.loads", lambda _: spoiled)
    with pytest.raises(ValueError, match=r"urgent\.toml：“甲”给了未知的 maybe"):
        load("urgent")


def test_a_group_without_words_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    spoiled = {"order": ["no"], "default": "no", "group": [{"says": "甲", "points": {}}]}
    monkeypatch.setattr("hejie.triage.lexicon.tomllib.loads", lambda _: spoiled)
    with pytest.raises(ValueError, match="词表里的一组缺"):
        load("urgent")
