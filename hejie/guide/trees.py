"""Read the trees: questions, answers, ends. A tree with a dead end is refused when it is read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from hejie.guide.doors import DOORS, Door
from hejie.guide.letters import Letter
from hejie.kernel.statutes import Citation, cite
from hejie.law.causes import CAUSES

FOLDER: Final = Path(__file__).with_name("trees")
MOST_QUESTIONS: Final = 8


class BadTree(ValueError):
    """A tree that cannot be walked; the sentence names the file and the place."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`to` names the next question or an end; `tells` is the sentence it adds to the story."""

    key: str
    says: str
    to: str
    tells: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    key: str
    asks: str
    answers: tuple[Answer, ...]
    help: str = ""

    def find(self, key: str) -> Answer | None:
        return next((answer for answer in self.answers if answer.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Where one stands, in a sentence; what is law carries its article."""

    says: str
    basis: str = ""


@dataclass(frozen=True, kw_only=True)
class End:
    """Where a walk comes out. `category` is a code of hejie.law.causes."""

    key: str
    title: str
    category: str
    stands: tuple[Statement, ...]
    doors: tuple[Door, ...]
    papers: tuple[str, ...]
    letter: Letter | None = None
    urgent: bool = False

    def leads_to(self, door: str) -> bool:
        """Whether a door of triage is among those shown."""
        return any(one.door == door for one in self.doors)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every article that the end rests on, each once."""
        stated = [one for each in self.stands if each.basis for one in cite(each.basis)]
        shown = [one for door in self.doors for one in door.citations]
        return tuple(dict.fromkeys([*stated, *shown]))


@dataclass(frozen=True, kw_only=True)
class Tree:
    key: str
    title: str
    says: str
    first: str
    questions: Mapping[str, Question]
    ends: Mapping[str, End]
    letters: Mapping[str, Letter] = field(default_factory=dict)

    def paths(self) -> Iterator[tuple[tuple[Answer, ...], End]]:
        """Every way through, with the end that it comes out at."""
        yield from self._onward(self.first, ())

    def _onward(
        self, place: str, answers: tuple[Answer, ...]
    ) -> Iterator[tuple[tuple[Answer, ...], End]]:
        if place in self.ends:
            yield answers, self.ends[place]
            return
        for answer in self.questions[place].answers:
            yield from self._onward(answer.to, (*answers, answer))


def read(path: Path) -> Tree:
    """Read and check one file, or raise BadTree."""
    try:
        tree = _tree(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError) as fault:
        raise BadTree(f"{path.name}：{fault}") from fault
    if faults := list(_faults(tree)):
        raise BadTree(f"{path.name}：{'；'.join(faults)}")
    return tree


def _tree(key: str, written: dict[str, Any]) -> Tree:
    letters = {
        name: Letter(name, entry["title"], entry["text"])
        for name, entry in written.get("letters", {}).items()
    }
    return Tree(
        key=key,
        title=written["title"],
        says=written["says"],
        first=written["first"],
        questions={name: _question(name, one) for name, one in written["questions"].items()},
        ends={
            name: _end(name, {"category": written["category"], **one}, letters)
            for name, one in written["ends"].items()
        },
        letters=letters,
    )


def _question(key: str, written: dict[str, Any]) -> Question:
    answers = tuple(Answer(**answer) for answer in written["answers"])
    return Question(key=key, asks=written["asks"], answers=answers, help=written.get("help", ""))


def _end(key: str, written: dict[str, Any], letters: Mapping[str, Letter]) -> End:
    letter = written.pop("letter", None)
    if written["category"] not in CAUSES:
        raise ValueError(f"ends.{key}：没有“{written['category']}”这个类型")
    return End(
        key=key,
        title=written["title"],
        category=written["category"],
        stands=tuple(Statement(**one) for one in written["stands"]),
        doors=tuple(DOORS[name] for name in written["doors"]),
        papers=tuple(written["papers"]),
        letter=letters[letter] if letter else None,
        urgent=written.get("urgent", False),
    )


def _faults(tree: Tree) -> Iterator[str]:
    """Everything that would strand whoever walks the tree."""
    if both := tree.questions.keys() & tree.ends.keys():
        yield f"“{min(both)}”既是问题又是结论"
    known = tree.questions.keys() | tree.ends.keys()
    targets = {tree.first} | {a.to for q in tree.questions.values() for a in q.answers}
    if astray := targets - known:
        yield f"没有“{min(astray)}”这个去处"
        return
    yield from _faults_of_questions(tree)
    if too_long := _too_long(tree, tree.first, ()):
        yield f"从“{too_long}”走不到头，或者超过 {MOST_QUESTIONS} 个问题"
        return
    if unused := known - targets:
        yield f"走不到“{min(unused)}”"
    if spare := tree.letters.keys() - {end.letter.key for end in tree.ends.values() if end.letter}:
        yield f"信“{min(spare)}”没有用上"


def _faults_of_questions(tree: Tree) -> Iterator[str]:
    for question in tree.questions.values():
        keys = [answer.key for answer in question.answers]
        if len(keys) < 2 or len(set(keys)) < len(keys):
            yield f"“{question.key}”的回答少于两个，或者重名"
    for end in tree.ends.values():
        if not (end.stands and end.doors and end.papers):
            yield f"“{end.key}”没有写清处境、门路或者材料"


def _too_long(tree: Tree, place: str, walked: tuple[str, ...]) -> str:
    """The question at which a walk turns in a circle or is asked too much; nothing if none."""
    if place in tree.ends:
        return ""
    if place in walked or len(walked) == MOST_QUESTIONS:
        return place
    onward = (_too_long(tree, a.to, (*walked, place)) for a in tree.questions[place].answers)
    return next((found for found in onward if found), "")


# In the order in which people ask: what they live by, where they live, whom they live with.
ORDER: Final = (
    "wages",
    "work_injury",
    "neighbours",
    "property_fees",
    "house",
    "family",
    "inheritance",
    "loan",
    "traffic",
    "hurt",
    "hospital",
    "consumer",
    "land",
)

TREES: Final[Mapping[str, Tree]] = MappingProxyType(
    {name: read(FOLDER / f"{name}.toml") for name in ORDER}
)
