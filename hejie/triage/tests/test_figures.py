"""Triage agrees with the labelled questions, and still does when words are hidden from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hejie.triage.evaluation import (
    FOLDS,
    QUESTIONS,
    Question,
    Score,
    agreement,
    cross_validated,
    folds,
    main,
    questions,
)

EXAMPLES = Path(__file__).parent / "examples.jsonl"


@pytest.fixture(scope="module")
def agreed() -> dict[str, Score]:
    return agreement(questions())


@pytest.fixture(scope="module")
def hidden() -> dict[str, Score]:
    return cross_validated(questions())


@pytest.mark.parametrize(
    ("field", "floor"), [("room", 0.95), ("mediable", 0.90), ("next", 0.88), ("urgent", 1.0)]
)
def test_agreement_stays_above_its_floor(
    agreed: dict[str, Score], field: str, floor: float
) -> None:
    assert agreed[field].macro_recall >= floor


@pytest.mark.parametrize(("field", "floor"), [("room", 0.66), ("mediable", 0.80), ("next", 0.65)])
def test_cross_validated_recall_stays_above_its_floor(
    hidden: dict[str, Score], field: str, floor: float
) -> None:
    assert hidden[field].macro_recall >= floor


@pytest.mark.parametrize(
    ("field", "floor"), [("room", 0.79), ("mediable", 0.83), ("next", 0.77), ("urgent", 0.98)]
)
def test_cross_validated_accuracy_stays_above_its_floor(
    hidden: dict[str, Score], field: str, floor: float
) -> None:
    assert hidden[field].accuracy >= floor


def test_every_urgent_question_is_found_with_no_false_alarm(agreed: dict[str, Score]) -> None:
    assert agreed["urgent"].hits == agreed["urgent"].asked


def test_our_own_examples_keep_working() -> None:
    scores = agreement(questions(EXAMPLES))
    assert scores["urgent"].macro_recall >= 0.98
    assert scores["room"].macro_recall >= 0.97
    assert scores["next"].macro_recall >= 0.95


def test_a_label_without_agreement_is_not_scored() -> None:
    scores = agreement([Question(1, "公司不发工资", {"room": "labour", "next": None})])
    assert scores["room"].asked == scores["room"].hits == {"labour": 1}
    assert "next" not in scores


def test_macro_recall_weighs_each_label_alike() -> None:
    score = Score(hits={"a": 9, "b": 0}, asked={"a": 9, "b": 1})
    assert (score.macro_recall, score.accuracy) == (0.5, 0.9)


def test_a_word_of_one_question_alone_does_not_help_that_question() -> None:
    told = [Question(number, f"第{number}问", {"room": "general"}) for number in range(FOLDS * 2)]
    told.append(Question(99, "遗嘱", {"room": "family"}))
    assert agreement(told)["room"].hits["family"] == 1
    assert cross_validated(told)["room"].hits["family"] == 0


def test_folds_hold_every_question_once_and_share_out_the_rare() -> None:
    asked = questions()
    dealt = folds(asked, deal=0)
    assert sorted(each.id for fold in dealt for each in fold) == sorted(each.id for each in asked)
    rare = [sum(each.labels["next"] == "police" for each in fold) for fold in dealt]
    assert max(rare) - min(rare) <= 1


def test_the_command_prints_both_figures(capsys: pytest.CaptureFixture[str]) -> None:
    main([str(QUESTIONS)])
    figures = json.loads(capsys.readouterr().out)
    assert set(figures) == {"agreement", "cross_validated"}
    assert set(figures["agreement"]["next"]) == {"macro_recall", "accuracy", "found"}
