"""Matters opened out of others by a script: what is offered, what it gives, what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from hejie.api.tests.calling import Caller, fields, problem
from hejie.rooms.confirmation.stories import wages_confirmed
from hejie.rooms.confirmation.tests.playing import mediation_of, told_until
from hejie.stories.telling import moment

pytestmark = pytest.mark.usefixtures("zhangwan")
STORY = wages_confirmed.story
FACTS = {"court": "zw-court", "court_ground": "body", "form": "oral", "truthful": True}


@pytest.fixture
def reference() -> str:
    weeks = (timezone.now() - moment(STORY.acts[0].when)).days // 7 - 1
    telling = told_until(STORY, "ask", before=True, later=timedelta(weeks=weeks))
    return mediation_of(telling).reference


def body(out_of: str, **changes: object) -> dict[str, object]:
    return {"procedure": "confirmation", "out_of": out_of, "facts": FACTS, **changes}


def test_what_can_be_opened_is_told_with_its_fields_and_opened_once(reference):
    clerk = Caller("luo")
    [way] = clerk.get(f"/matters/{reference}").json()["openings"]
    assert (way["procedure"], way["key"], way["allowed"]) == ("confirmation", "ask", True)
    assert {"excluded", "harmful", "court"} <= {field["name"] for field in way["fields"]}
    answers = [clerk.post("/matters", body(reference), key="once") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    opened = answers[0].json()
    assert opened["state"] == "checked"
    new = clerk.get(f"/matters/{opened['reference']}").json()
    assert [(one["reference"], one["is_origin"]) for one in new["linked"]] == [(reference, True)]
    there = clerk.get(f"/matters/{reference}").json()
    assert [one["reference"] for one in there["linked"]] == [opened["reference"]]
    assert there["openings"] == []


def test_the_next_step_is_taken_by_the_generic_call(reference):
    clerk = Caller("luo")
    opened = clerk.post("/matters", body(reference)).json()
    answer = clerk.act(opened["reference"], "withdraw", party="p1", said="on_site", reason="不想了")
    assert answer.json()["state"] == "withdrawn"


def test_place_and_parties_come_from_the_origin_alone(reference):
    clerk = Caller("luo")
    assert fields(clerk.post("/matters", body(reference, place="420303001001"))) == ["out_of"]


def test_what_is_out_of_sight_is_not_found(reference):
    problem(Caller("jiang").post("/matters", body(reference)), 404)
    problem(Caller("luo").post("/matters", body("420303-2026-999999")), 404)


def test_without_an_origin_it_is_refused_with_the_reason():
    told = Caller("luo").post(
        "/matters", {"procedure": "confirmation", "place": "420303001001", "facts": FACTS}
    )
    assert "要从它由来的那一件事项里办" in problem(told, 403)["detail"]


def test_a_place_is_still_needed_where_there_is_no_origin():
    told = Caller("luo").post("/matters", {"procedure": "mediation", "facts": {}})
    assert "place" in fields(told)
