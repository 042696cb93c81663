"""Calculators over the API: open to everybody, exact, and told what is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from hejie.api.tests.calling import BASE
from hejie.calculators.catalogue import CALCULATORS, examples

pytestmark = pytest.mark.usefixtures("zhangwan")


def calculate(name: str, given: object) -> tuple[int, Any]:
    body = json.dumps(given, default=str)
    answer = Client().post(f"{BASE}/calculators/{name}", body, content_type="application/json")
    return answer.status_code, answer.json()


def test_the_list_names_every_calculator_with_its_input():
    told = Client().get(f"{BASE}/calculators").json()["items"]
    assert [one["name"] for one in told] == list(CALCULATORS)
    for one in told:
        assert one["input"]["properties"]
        assert calculate(one["name"], one["example"])[0] == 200


@pytest.mark.parametrize("one", examples(), ids=lambda one: f"{one.calculator}: {one.title}")
def test_a_worked_example_is_answered(one):
    status, told = calculate(one.calculator, dict(one.input))
    assert (status, told["total"]) == (200, one.total)


def test_a_fraction_keeps_its_decimals():
    status, told = calculate("overtime", {"wage": 6525.1, "weekday_hours": 0.1})
    assert (status, told["total"]) == (200, "5.63")


def test_what_is_wrong_is_told_field_by_field():
    status, told = calculate("overtime", {"wage": "许多", "nothing": 1})
    assert status == 422
    assert {one["field"] for one in told["errors"]} == {"wage", "nothing"}


def test_a_missing_figure_is_a_problem_of_its_own():
    status, told = calculate(
        "severance", {"hired": "2020-01-01", "left": "2025-01-01", "wage": 1, "region": "420303"}
    )
    assert (status, told["type"]) == (422, "urn:hejie:problem:figure-missing")
    assert "职工月平均工资" in told["detail"]


def test_there_is_no_calculator_of_another_name():
    assert calculate("nothing", {})[0] == 404
