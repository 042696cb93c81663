"""Follow answers through a tree; where they stand and what they tell. Keeps nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hejie.guide.trees import Answer, End, Question, Tree

SEPARATOR = "."


@dataclass(frozen=True)
class Step:
    """A question that was answered, with the way back to it."""

    question: Question
    answer: Answer
    before: str


@dataclass(frozen=True)
class Walk:
    """`question` or `end` is where it stands."""

    tree: Tree
    steps: tuple[Step, ...]
    question: Question | None
    end: End | None

    @property
    def path(self) -> str:
        """The answers given, as they stand in an address."""
        return SEPARATOR.join(step.answer.key for step in self.steps)

    @property
    def back(self) -> str:
        return self.steps[-1].before if self.steps else ""

    @property
    def story(self) -> str:
        """What the answers tell, as a beginning of the resident's own words."""
        return "".join(step.answer.tells for step in self.steps)

    def onward(self) -> Iterator[tuple[Answer, str]]:
        """Each answer of the open question, with the path that it leads to."""
        for answer in self.question.answers if self.question else ():
            yield answer, SEPARATOR.join(filter(None, (self.path, answer.key)))


def walk(tree: Tree, path: str = "") -> Walk | None:
    """Follow a path; nothing when it names an answer that the tree does not have (any more)."""
    steps: list[Step] = []
    place = tree.first
    for key in filter(None, path.split(SEPARATOR)):
        question = tree.questions.get(place)
        answer = question.find(key) if question else None
        if question is None or answer is None:
            return None
        before = SEPARATOR.join(step.answer.key for step in steps)
        steps.append(Step(question, answer, before))
        place = answer.to
    return Walk(tree, tuple(steps), tree.questions.get(place), tree.ends.get(place))
