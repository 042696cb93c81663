"""Calculators for everybody: without an account, without script, and nothing is kept."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from hejie.calculators.catalogue import CALCULATORS, example_of
from hejie.figures.calculations import worked_example

pytestmark = pytest.mark.usefixtures("zhangwan")
every_calculator = pytest.mark.parametrize("one", CALCULATORS.values(), ids=lambda one: one.name)


def test_home_leads_to_the_calculators(client: Client):
    assert 'href="/calculators/"' in client.get("/").content.decode()
    page = client.get("/calculators/").content.decode()
    for one in CALCULATORS.values():
        assert f'href="/calculators/{one.name}/"' in page


@every_calculator
def test_a_calculation_is_answered_without_script(client: Client, one):
    assert client.get(f"/calculators/{one.name}/").status_code == 200
    page = client.post(f"/calculators/{one.name}/", dict(worked_example(one).items()))
    text = page.content.decode()
    assert page.status_code == 200
    assert f"{Decimal(example_of(one.name).total):,.2f}" in text or one.name == "owners_vote"
    assert "协商参考" in text
    assert "sessionid" not in page.cookies


def test_the_example_is_one_click_away(client: Client):
    assert "42,250.00" in client.get("/calculators/severance/?example=1").content.decode()


def test_what_is_missing_is_told_and_what_was_typed_stays(client: Client):
    page = client.post("/calculators/overtime/", {"weekday_hours": "26"})
    assert page.status_code == 422
    assert 'value="26"' in page.content.decode()


def test_a_sheet_can_be_printed_by_anybody(client: Client):
    sent = dict(worked_example(CALCULATORS["loan_interest"]).items())
    sheet = client.post("/calculators/loan_interest/sheet.pdf", sent)
    assert sheet["Content-Type"] == "application/pdf"
    assert client.post("/calculators/loan_interest/sheet.pdf", {}).status_code == 422


def test_there_is_no_calculator_of_another_name(client: Client):
    assert client.get("/calculators/nothing/").status_code == 404
