"""Triage agrees with the labelled questions, and still does when words are hidden from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hejie.triage.evaluation import (
    DEALS,
    FOLDS,
    Question,
    Score,
    agreement,
    cross_validated,
    folds,
    is_unread,
    questions,
    report,
)
from hejie.triage.judgement import JUDGE
from hejie.triage.lexicon import Group, Word

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


@pytest.mark.parametrize(("field", "floor"), [("room", 0.90), ("mediable", 0.80), ("next", 0.75)])
def test_cross_validated_recall_stays_above_its_floor(
    hidden: dict[str, Score], field: str, floor: float
) -> None:
    assert hidden[field].macro_recall >= floor


@pytest.mark.parametrize(
    ("field", "floor"), [("room", 0.89), ("mediable", 0.84), ("next", 0.80), ("urgent", 0.98)]
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
    assert scores["urgent"].hits["yes"] == scores["urgent"].asked["yes"]
    assert scores["room"].macro_recall >= 0.95
    assert scores["next"].accuracy >= 0.95


def test_a_label_without_agreement_is_not_scored() -> None:
    scores = agreement([Question(1, "公司不发工资", {"room": "labour", "next": None})])
    assert scores["room"].asked == scores["room"].hits == {"labour": 1}
    assert "next" not in scores


def test_macro_recall_weighs_each_label_alike() -> None:
    score = Score(hits={"a": 9, "b": 0}, asked={"a": 9, "b": 1})
    assert (score.macro_recall, score.accuracy) == (0.5, 0.9)


def test_a_word_of_one_question_alone_does_not_help_that_question() -> None:
    told = [Question(number, f"第{number}问", {"room": "general"}) for number in range(FOLDS * 2)]
    told.append(Question(99, "压岁钱", {"room": "family"}))
    group = Group("孩子的钱", {"family": 9}, (Word("压岁钱"),))
    judge = replace(JUDGE, room=replace(JUDGE.room, groups=(group,)))
    assert agreement(told, judge)["room"].hits["family"] == 1
    assert cross_validated(told, judge)["room"].hits["family"] == 0


def test_a_common_word_stays_even_if_one_question_alone_has_it() -> None:
    told = [Question(number, f"第{number}问", {"room": "general"}) for number in range(FOLDS * 2)]
    told.append(Question(99, "遗嘱", {"room": "family"}))
    assert "遗嘱" in JUDGE.room.common
    assert cross_validated(told)["room"].hits["family"] == DEALS


def test_folds_hold_every_question_once_and_share_out_the_rare() -> None:
    asked = questions()
    dealt = folds(asked, deal=0)
    assert sorted(each.id for fold in dealt for each in fold) == sorted(each.id for each in asked)
    rare = [sum(each.labels["next"] == "police" for each in fold) for fold in dealt]
    assert max(rare) - min(rare) <= 1


def test_the_report_counts_every_question_in_each_of_its_deals() -> None:
    asked = questions()[:40]
    told = report(asked)
    confusion = told["confusion"]
    assert isinstance(confusion, dict)
    for field in ("room", "mediable", "urgent", "next"):
        counted = sum(sum(row.values()) for row in confusion[field].values())
        assert counted == DEALS * sum(one.labels[field] is not None for one in asked)


def test_unread_are_neither_urgent_nor_of_a_rare_door() -> None:
    unread = [one for one in questions() if is_unread(one)]
    assert len(unread) == 201
    assert {one.labels["next"] for one in unread} == {"mediation", "legal_aid"}
    assert {one.labels["urgent"] for one in unread} == {"no"}
