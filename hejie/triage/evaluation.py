"""Measure triage against labelled questions: `python -m hejie.triage.evaluation [FILE]`.

The lists are written by hand and have seen these questions, so agreement with them flatters. The
cross-validated figures hide, fold by fold, every word that only the questions of that fold contain:
as if nobody had thought of it. That is harsh on words anybody would have listed, and kind in one
way: the points of the groups stay, and were weighed with all questions known. Neither figure
replaces questions that nobody has read.
"""

from __future__ import annotations

import hashlib
import json
import sys
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
    """Score each question by lists without the words that only its own fold contains."""
    occurs = _occurrences(asked, judge)
    judged = []
    for deal in range(DEALS):
        for fold in folds(asked, deal):
            ids = frozenset(question.id for question in fold)
            only_here = {word for word, found_in in occurs.items() if found_in and found_in <= ids}
            blind = _without(judge, only_here)
            judged += [(question, blind.triage(question.text)) for question in fold]
    return _scores(judged)


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
    words = {word.written: word for lexicon in lexicons for word in lexicon.words}
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


def _scores(judged: Iterable[tuple[Question, Triage]]) -> dict[str, Score]:
    hits: dict[str, Counter[str]] = {each: Counter() for each in FIELDS}
    asked: dict[str, Counter[str]] = {each: Counter() for each in FIELDS}
    for question, found in judged:
        for each, label in question.labels.items():
            if label is not None:
                asked[each][label] += 1
                hits[each][label] += getattr(found, each) == label
    return {each: Score(hits[each], asked[each]) for each in FIELDS if asked[each]}


def main(arguments: Sequence[str]) -> None:
    asked = questions(Path(arguments[0]) if arguments else QUESTIONS)
    figures = {"agreement": agreement(asked), "cross_validated": cross_validated(asked)}
    shown = {
        kind: {each: score.as_json() for each, score in scores.items()}
        for kind, scores in figures.items()
    }
    sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
