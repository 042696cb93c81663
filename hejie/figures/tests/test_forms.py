"""Each calculator's form asks what its input has, and gives what its examples give."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from hejie.calculators.catalogue import CALCULATORS, example_of
from hejie.figures.calculations import computed, printed, worked_example
from hejie.figures.forms import form_of
from hejie.papers.archival import faults

pytestmark = pytest.mark.usefixtures("zhangwan")
every_calculator = pytest.mark.parametrize("one", CALCULATORS.values(), ids=lambda one: one.name)


@every_calculator
def test_a_form_asks_every_question_of_its_calculator(one):
    form = form_of(one)()
    assert list(form.fields) == list(one.given.model_fields)


@every_calculator
def test_an_example_sent_as_a_form_comes_out_as_it_must(one):
    calculation = computed(one, worked_example(one))
    assert not calculation.form.errors
    assert calculation.sheet
    assert f"{calculation.sheet.result.total:.2f}" == example_of(one.name).total


@every_calculator
def test_a_sheet_is_one_page_of_archival_paper(one):
    calculation = computed(one, worked_example(one))
    assert calculation.sheet
    paper = printed(
        calculation.sheet, on=date(2026, 3, 2), number="420303-2026-000001", organ="调委会"
    )
    assert faults(paper) == ()
    assert len(PdfReader(BytesIO(paper)).pages) == 1


@every_calculator
def test_an_empty_form_says_what_has_to_be_filled(one):
    calculation = computed(one, {})
    assert calculation.sheet is None
    assert calculation.waits_for


def test_what_the_calculator_refuses_is_told_at_its_field():
    sent = {"hired": "2020-01-01", "left": "2019-01-01", "wage": "1", "ground": "compensation"}
    assert "left" in computed(CALCULATORS["severance"], sent).form.errors


def test_a_row_that_is_wrong_is_told_by_its_number():
    sent = {"properties-0-label": "车", "properties-0-kind": "asset", "properties-0-holder": "a",
            "properties-0-value": "许多", "share_b": "50"}  # fmt: skip
    errors = computed(CALCULATORS["property_split"], sent).form.errors
    assert "第 1 行" in str(errors["properties"])


def test_a_missing_figure_is_named_with_who_must_enter_it():
    sent = {"hired": "2020-01-01", "left": "2025-01-01", "wage": "1", "ground": "compensation",
            "region": "420303"}  # fmt: skip
    calculation = computed(CALCULATORS["severance"], sent)
    assert "职工月平均工资" in calculation.missing
    assert "负责人" in calculation.missing
