"""Measure triage against labelled questions; `hejie bench triage` prints what this finds.

The lists are written by hand and have seen these questions, so agreement with them flatters. The
cross-validated figures hide, fold by fold, every word that only the questions of that fold contain:
as if nobody had thought of it. Only the words of `common.toml` stay, which were listed without
reading questions. That is harsh on words anybody would have listed, and kind in one way: the points
of the groups stay, and were weighed with all questions known. `docs/triage.md` says more.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from hejie.triage.judgement import JUDGE, Judge, Triage
from hejie.triage.reading import read

QUESTIONS: Final = Path(__file__).parent / "tests" / "questions.jsonl"
FIELDS: Final = ("room", "mediable", "urgent", "next")
FOLDS: Final = 5
DEALS: Final = 3


@dataclass(frozen=True)
class Question:
    """A text and its labels; a label on which the labellers differed is None."""

    id: int
    text: str
    labels: Mapping[str, str | None]


Judged = tuple[Question, Triage]


@dataclass(frozen=True)
class Score:
    """How one field agrees: `hits` of `asked` for each label."""

    hits: Mapping[str, int]
    asked: Mapping[str, int]

    @property
    def macro_recall(self) -> float:
        """The mean over labels of the share found of each."""
        return sum(self.hits.get(each, 0) / self.asked[each] for each in self.asked) / len(
            self.asked
        )

    @property
    def accuracy(self) -> float:
        return sum(self.hits.values()) / sum(self.asked.values())

    def as_json(self) -> dict[str, object]:
        return {
            "macro_recall": round(self.macro_recall, 3),
            "accuracy": round(self.accuracy, 3),
            "found": {each: f"{self.hits.get(each, 0)}/{self.asked[each]}" for each in self.asked},
        }


def questions(path: Path = QUESTIONS) -> list[Question]:
    lines = path.read_text(encoding="utf-8").splitlines()
    entries = (json.loads(line) for line in lines if line.strip())
    return [
        Question(entry["id"], entry["text"], {each: entry.get(each) for each in FIELDS})
        for entry in entries
    ]


def agreement(asked: Sequence[Question], judge: Judge = JUDGE) -> dict[str, Score]:
    return _scores((question, judge.triage(question.text)) for question in asked)


def cross_validated(asked: Sequence[Question], judge: Judge = JUDGE) -> dict[str, Score]:
    return _scores(blindly(asked, judge))


def blindly(asked: Sequence[Question], judge: Judge = JUDGE) -> list[Judged]:
    """Judge each question by lists without the words that only its own fold contains."""
    occurs = _occurrences(asked, judge)
    judged: list[Judged] = []
    for deal in range(DEALS):
        for fold in folds(asked, deal):
            ids = frozenset(question.id for question in fold)
            only_here = {word for word, found_in in occurs.items() if found_in and found_in <= ids}
            blind = _without(judge, only_here)
            judged += [(question, blind.triage(question.text)) for question in fold]
    return judged


def report(asked: Sequence[Question], judge: Judge = JUDGE) -> dict[str, object]:
    """All figures, with what was taken for what and who was alarmed for nothing."""
    whole = [(question, judge.triage(question.text)) for question in asked]
    blind = blindly(asked, judge)
    unread = [pair for pair in blind if is_unread(pair[0])]
    return {
        "questions": len(asked),
        "folds": FOLDS,
        "deals": DEALS,
        "cross_validated": _shown(blind),
        "cross_validated_unread": _shown(unread),
        "agreement": _shown(whole),
        "confusion": {each: confusion(blind, each) for each in FIELDS},
        "urgent_by_all_rules": confusion(whole, "urgent"),
    }


def is_unread(question: Question) -> bool:
    """Whether the common words were written without having read it: urgent ones, those of the
    rare doors and those on which the labellers differ had been read."""
    agreed = None not in question.labels.values()
    ordinary = question.labels["next"] in {"mediation", "legal_aid"}
    return agreed and ordinary and question.labels["urgent"] == "no"


def confusion(judged: Iterable[Judged], field: str) -> dict[str, dict[str, int]]:
    """For each label how often which answer was given, the right one included."""
    table: dict[str, Counter[str]] = {}
    for question, found in judged:
        if (label := question.labels.get(field)) is not None:
            table.setdefault(label, Counter())[getattr(found, field)] += 1
    return {label: dict(table[label].most_common()) for label in sorted(table)}


def _shown(judged: Iterable[Judged]) -> dict[str, object]:
    return {each: score.as_json() for each, score in _scores(judged).items()}


def folds(asked: Sequence[Question], deal: int) -> list[list[Question]]:
    """Deal the questions into folds, alike in doors and rooms."""

    def place(question: Question) -> tuple[list[str], bytes]:
        labels = [str(question.labels.get(each)) for each in ("next", "room", "urgent")]
        return labels, hashlib.sha256(f"{deal} {question.id}".encode()).digest()

    dealt = sorted(asked, key=place)
    return [dealt[first::FOLDS] for first in range(FOLDS)]


def _occurrences(asked: Sequence[Question], judge: Judge) -> dict[str, frozenset[int]]:
    """Tell for each word of the lists in which questions it stands."""
    spelled = [(question.id, read(question.text).spelled) for question in asked]
    lexicons = (judge.room, judge.door, judge.urgent, judge.cause)
    common = frozenset[str]().union(*(lexicon.common for lexicon in lexicons))
    words = {
        word.written: word
        for lexicon in lexicons
        for word in lexicon.words
        if word.written not in common
    }
    return {
        written: frozenset(key for key, text in spelled if next(word.spans(text), None))
        for written, word in words.items()
    }


def _without(judge: Judge, words: Collection[str]) -> Judge:
    return replace(
        judge,
        room=judge.room.without(words),
        door=judge.door.without(words),
        urgent=judge.urgent.without(words),
        cause=judge.cause.without(words),
    )


def _scores(judged: Iterable[Judged]) -> dict[str, Score]:
    hits: dict[str, Counter[str]] = {each: Counter() for each in FIELDS}
    asked: dict[str, Counter[str]] = {each: Counter() for each in FIELDS}
    for question, found in judged:
        for each, label in question.labels.items():
            if label is not None:
                asked[each][label] += 1
                hits[each][label] += getattr(found, each) == label
    return {each: Score(hits[each], asked[each]) for each in FIELDS if asked[each]}
