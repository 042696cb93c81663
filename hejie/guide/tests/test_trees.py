"""Every guide leads somewhere, in plain words, and cites only what the project can show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hejie.guide import DOORS, TREES, BadTree, Tree, read
from hejie.guide.trees import FOLDER, MOST_QUESTIONS, ORDER
from hejie.kernel import statutes
from hejie.kernel.deadlines import Mark
from hejie.kernel.statutes import Citation
from hejie.law.catalogue import VERSIONS, find_rule
from hejie.law.causes import CAUSES
from hejie.triage import doors

SUMMARIES = statutes.summaries()
LONGEST_SENTENCE = 60
AMOUNT = re.compile("[一二三四五六七八九十]+(?:个工作日|个月|日|小时|年|倍|成)")
DIFFICULT = (
    "管辖",
    "标的",
    "举证",
    "连带",
    "主体资格",
    "请求权",
    "不可抗力",
    "善意",
    "抗辩",
    "缔约",
)

every_tree = pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
every_door = pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)


def words_of(tree: Tree) -> Iterator[str]:
    yield from (tree.title, tree.says)
    for question in tree.questions.values():
        yield from (question.asks, question.help)
        for answer in question.answers:
            yield from (answer.says, answer.tells)
    for end in tree.ends.values():
        yield from (end.title, *(one.says for one in end.stands), *end.papers)
    for letter in tree.letters.values():
        yield from (letter.title, *letter.text.splitlines())


def missing(citations: tuple[Citation, ...]) -> list[str]:
    return [str(c) for c in citations if Citation(c.law, c.article) not in SUMMARIES]


def test_every_file_is_offered() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.toml")) == sorted(ORDER)
    assert len(TREES) >= 12


@every_tree
def test_every_way_comes_to_an_end_after_few_questions(tree: Tree) -> None:
    ways = list(tree.paths())
    assert {end.key for _answers, end in ways} == tree.ends.keys()
    assert {a.to for answers, _end in ways for a in answers} | {tree.first} == (
        tree.ends.keys() | tree.questions.keys()
    )
    assert max(len(answers) for answers, _end in ways) <= MOST_QUESTIONS


@every_tree
def test_everything_cited_has_a_summary_with_an_article(tree: Tree) -> None:
    for end in tree.ends.values():
        assert not missing(end.citations), end.key
        assert all(citation.article for citation in end.citations), end.key


@every_door
def test_every_door_exists_and_what_it_cites_has_a_summary(door) -> None:
    assert door.door in doors.DOORS
    assert not missing(door.citations)


@every_door
def test_every_time_limit_is_a_checked_clock_of_the_law(door) -> None:
    assert set(door.clocks) <= VERSIONS.keys()
    for code in door.clocks:
        assert find_rule(code).enabled
        assert find_rule(code).mark not in {Mark.UNSURE, Mark.LOCAL}


def test_every_door_is_led_to() -> None:
    led_to = {d.key for tree in TREES.values() for end in tree.ends.values() for d in end.doors}
    assert led_to == DOORS.keys()


@every_tree
def test_every_amount_stands_in_an_article_cited_with_it(tree: Tree) -> None:
    for end in tree.ends.values():
        for one in end.stands:
            assert_amounts(one.says, one.basis)


@every_door
def test_every_amount_of_a_door_stands_in_an_article_cited_with_it(door) -> None:
    for sentence in (*door.says, door.cost):
        assert_amounts(sentence, "；".join(filter(None, (door.basis, door.cost_basis))))


def assert_amounts(sentence: str, basis: str) -> None:
    cited = statutes.cite(basis) if basis else ()
    summaries = "".join(SUMMARIES[Citation(c.law, c.article)].sentence for c in cited)
    for amount in AMOUNT.findall(sentence):
        assert amount in summaries, f"{sentence} {basis}: {amount}"


@every_tree
def test_no_date_is_typed_into_a_guide(tree: Tree) -> None:
    assert not re.search(r"\d{4}年|\d+月\d+日|\d+天", "".join(words_of(tree)))


@every_tree
def test_the_words_are_plain_and_the_sentences_short(tree: Tree) -> None:
    for text in words_of(tree):
        spoken = text.replace("【", "").replace("】", "")
        assert all(len(one) <= LONGEST_SENTENCE for one in re.split("[。！？；]", spoken)), text
        assert not [word for word in DIFFICULT if word in text], text


@every_tree
def test_an_answer_tells_a_whole_sentence_or_nothing(tree: Tree) -> None:
    for question in tree.questions.values():
        for answer in question.answers:
            assert not answer.tells or answer.tells.endswith("。")


@every_tree
def test_who_is_in_danger_is_led_to_help_first(tree: Tree) -> None:
    for end in tree.ends.values():
        if end.urgent:
            said = "".join(one.says for one in end.stands)
            first = end.doors[0].key
            assert first == "police" or "治病" in end.title, end.key
            assert "110" in said or "120" in said or "治病" in end.title, end.key


def test_every_cause_of_a_guide_is_one_of_ours() -> None:
    assert {e.category for tree in TREES.values() for e in tree.ends.values()} <= CAUSES.keys()


# What cannot be walked is refused

TREE = """
title = "示范"
says = "示范"
category = "MD03"
first = "a"

[questions.a]
asks = "问？"
answers = [
  { key = "x", says = "甲", to = "end" },
  { key = "y", says = "乙", to = "b" },
]

[questions.b]
asks = "再问？"
answers = [
  { key = "x", says = "甲", to = "end" },
  { key = "y", says = "乙", to = "end" },
]

[ends.end]
title = "结论"
stands = [ { says = "先谈。" } ]
doors = ["mediation"]
papers = ["身份证"]
letter = "talk"

[letters.talk]
title = "信"
text = "【对方】：谈。"
"""


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    text = TREE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "shown.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_tree_is_read_with_its_ends(tmp_path: Path) -> None:
    tree = read(written(tmp_path))
    assert [end.key for _answers, end in tree.paths()] == ["end", "end", "end"]
    assert tree.ends["end"].letter is not None
    assert tree.ends["end"].letter.blanks[0] == "对方"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('to = "end" },\n  { key = "y", says = "乙", to = "b"', 'to = "gone" },\n  { key = "y", '
         'says = "乙", to = "b"', "没有“gone”这个去处"),
        ('{ key = "x", says = "甲", to = "end" },\n  { key = "y", says = "乙", to = "end" }',
         '{ key = "x", says = "甲", to = "a" },\n  { key = "y", says = "乙", to = "end" }',
         "走不到头"),
        ('to = "b"', 'to = "end"', "走不到“b”"),
        ('  { key = "y", says = "乙", to = "b" },\n', "", "少于两个"),
        ('key = "y", says = "乙", to = "b"', 'key = "x", says = "乙", to = "b"', "重名"),
        ("[ends.end]", "[ends.b]", "既是问题又是结论"),
        ('doors = ["mediation"]', 'doors = ["heaven"]', "heaven"),
        ('doors = ["mediation"]', "doors = []", "没有写清"),
        ('category = "MD03"', 'category = "MD99"', "MD99"),
        ('letter = "talk"\n', "", "没有用上"),
        ('letter = "talk"', 'letter = "sing"', "sing"),
        ('title = "示范"', "title = ", "shown.toml"),
    ],
)  # fmt: skip
def test_a_tree_that_strands_people_is_refused(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    with pytest.raises(BadTree, match=re.escape(words)):
        read(written(tmp_path, (old, new)))


def test_a_tree_that_asks_too_much_is_refused(tmp_path: Path) -> None:
    asked = (
        f'\n[questions.q{n}]\nasks = "问？"\nanswers = [\n'
        f'  {{ key = "x", says = "甲", to = "q{n + 1}" }},\n'
        f'  {{ key = "y", says = "乙", to = "end" }},\n]\n'
        for n in range(MOST_QUESTIONS - 1)
    )
    more = "".join(asked).replace(f"q{MOST_QUESTIONS - 1}", "b")
    path = written(tmp_path, ('to = "b"', 'to = "q0"'), ("\n[ends.end]", f"{more}\n[ends.end]"))
    with pytest.raises(BadTree, match="超过"):
        read(path)
