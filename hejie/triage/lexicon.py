"""Word lists that decide one field of a triage, and what they find in a text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from hejie.triage.reading import Reading

ELLIPSIS: Final = "…"
WITHIN_A_SENTENCE: Final = r"[^。！？!?\n]{0,10}?"


# Where a word begins and ends, and whether it stands beside the words of its group.
Found = tuple[int, int, bool]


@dataclass(frozen=True)
class Word:
    written: str

    def __post_init__(self) -> None:
        if not all(self.parts):
            raise ValueError(f"“{self.written}”：省略号两边都要有字")

    @cached_property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.written.split(ELLIPSIS))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(WITHIN_A_SENTENCE.join(map(re.escape, self.parts)))

    def spans(self, spelled: str) -> Iterator[tuple[int, int]]:
        if all(part in spelled for part in self.parts):
            for found in self.pattern.finditer(spelled):
                yield found.span()


@dataclass(frozen=True)
class Group:
    """Words that say the same and count once; or a text longer than `longer_than` characters.

    Where there are words `beside`, one of each list is needed. `door` is where such words lead
    whatever else is said.
    """

    says: str
    points: Mapping[str, int]
    words: tuple[Word, ...] = ()
    beside: tuple[Word, ...] = ()
    longer_than: int | None = None
    door: str = ""


@dataclass(frozen=True)
class Evidence:
    group: Group
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """The groups for one field; `order` holds its answers, `start` points before any word.

    `common` are the words of `common.toml`, which were listed without reading any question.
    """

    order: tuple[str, ...]
    default: str
    groups: tuple[Group, ...]
    start: Mapping[str, int] = field(default_factory=dict)
    common: frozenset[str] = frozenset()

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for entries in self._by_character.values() for _, _, word in entries)

    def find(self, reading: Reading) -> tuple[Evidence, ...]:
        found = self._outermost(reading.spelled)
        return tuple(
            Evidence(group, tuple(dict.fromkeys(quotes)))
            for place, group in enumerate(self.groups)
            if (quotes := _quotes(group, found.get(place, []), reading)) is not None
        )

    def weigh(self, evidence: Collection[Evidence]) -> dict[str, int]:
        points = dict(self.start)
        for each in evidence:
            for answer, worth in each.group.points.items():
                points[answer] = points.get(answer, 0) + worth
        return points

    def best(self, points: Mapping[str, int], otherwise: str = "") -> str:
        """Give the answer with the most points; `otherwise` or the default wins when even."""
        even = otherwise or self.default
        return max(self.order, key=lambda answer: (points.get(answer, 0), answer == even))

    def without(self, words: Collection[str]) -> Lexicon:
        """Give the same lists as if some words had never been thought of."""

        def kept(of: tuple[Word, ...]) -> tuple[Word, ...]:
            return tuple(word for word in of if word.written not in words)

        groups = (
            replace(group, words=kept(group.words), beside=kept(group.beside))
            for group in self.groups
        )
        return replace(self, groups=tuple(groups))

    @cached_property
    def _by_character(self) -> dict[str, list[tuple[int, bool, Word]]]:
        """Every word by its first character, with the place of its group and whether beside."""
        entries: dict[str, list[tuple[int, bool, Word]]] = {}
        for place, group in enumerate(self.groups):
            for is_beside, words in ((False, group.words), (True, group.beside)):
                for word in words:
                    entries.setdefault(word.written[0], []).append((place, is_beside, word))
        return entries

    def _outermost(self, spelled: str) -> dict[int, list[Found]]:
        """Find all words but those inside a longer one, by the place of their group."""
        spans = sorted(
            (begin, -end, place, is_beside)
            for character in set(spelled)
            for place, is_beside, word in self._by_character.get(character, ())
            for begin, end in word.spans(spelled)
        )
        outermost: dict[int, list[Found]] = {}
        reach, last = 0, (-1, -1)
        for begin, negated, place, is_beside in spans:
            end = -negated
            if end > reach or (begin, end) == last:
                outermost.setdefault(place, []).append((begin, end, is_beside))
                reach, last = max(reach, end), (begin, end)
        return outermost


def load(name: str) -> Lexicon:
    """Read one of the lists beside this module. Raise ValueError naming what does not fit."""
    data, common = _read(name), _read("common").get(name, {})
    lexicon = Lexicon(
        order=tuple(data["order"]),
        default=data["default"],
        groups=tuple(_joined(_group(entry), common) for entry in data["group"]),
        start=data.get("start", {}),
        common=frozenset(word for words in common.values() for word in words.split()),
    )
    if strange := set(common) - {group.says for group in lexicon.groups}:
        raise ValueError(f"common.toml：{name} 里没有“{'、'.join(sorted(strange))}”这一组")
    known = {*lexicon.order, *data.get("other", ())}
    for group in lexicon.groups:
        if strange := set(group.points) - known:
            raise ValueError(f"{name}.toml：“{group.says}”给了未知的 {'、'.join(sorted(strange))}")
    return lexicon


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


def _joined(group: Group, common: Mapping[str, str]) -> Group:
    """Add the common words of a group to those that are already there."""
    words = dict.fromkeys((*group.words, *_words(common.get(group.says, ""))))
    return replace(group, words=tuple(words))


def _group(entry: Mapping[str, object]) -> Group:
    door, beside = str(entry.get("door", "")), _words(str(entry.get("beside", "")))
    match entry:
        case {"says": str(says), "points": dict(points), "words": str(words)}:
            return Group(says, points, _words(words), beside, door=door)
        case {"says": str(says), "points": dict(points), "longer_than": int(length)}:
            return Group(says, points, longer_than=length)
    raise ValueError(f"词表里的一组缺 says、points 或者 words：{entry}")


def _words(written: str) -> tuple[Word, ...]:
    return tuple(map(Word, dict.fromkeys(written.split())))


def _quotes(group: Group, found: Collection[Found], reading: Reading) -> list[str] | None:
    """Quote what makes a group count, or nothing when it does not."""
    if group.longer_than is not None:
        return [] if len(reading.spelled) > group.longer_than else None
    sides = {is_beside for _, _, is_beside in found}
    if sides != ({False, True} if group.beside else {False}):
        return None
    return [reading.quote(begin, end) for begin, end, _ in found]
