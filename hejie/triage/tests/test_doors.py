"""Each door tells the resident where to go, and danger is answered with numbers to call first."""

from __future__ import annotations

import pytest

from hejie.triage.doors import DOORS, URGENT, guidance
from hejie.triage.judgement import JUDGE


def test_every_door_that_can_be_decided_has_its_sentence() -> None:
    assert set(DOORS) == {"mediation", *JUDGE.door.order}
    assert {group.door for group in JUDGE.urgent.groups} - {""} <= set(DOORS)


@pytest.mark.parametrize("door", sorted(DOORS))
def test_a_sentence_speaks_to_the_resident_and_ends(door: str) -> None:
    assert guidance(door, urgent=False) == (DOORS[door].sentence,)
    assert DOORS[door].sentence.endswith("。")
    assert "您" in DOORS[door].sentence


@pytest.mark.parametrize("door", sorted(DOORS))
def test_what_cannot_wait_begins_with_the_numbers_to_call(door: str) -> None:
    first, then = guidance(door, urgent=True)
    assert first == URGENT
    assert [first.index(number) for number in ("110", "119", "120")] == sorted(
        first.index(number) for number in ("110", "119", "120")
    )
    assert then == DOORS[door].sentence
