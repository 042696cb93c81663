"""Every worked example comes out to the fen; items add up; every article can be read."""

from __future__ import annotations

import json

import pytest

from hejie.calculators.asking import Wrong
from hejie.calculators.catalogue import CALCULATORS, examples
from hejie.calculators.results import REFERENCE
from hejie.kernel.statutes import cite
from hejie.kernel.statutes.summaries import SUMMARIES

every_example = pytest.mark.parametrize(
    "one", examples(), ids=lambda one: f"{one.calculator}: {one.title}"
)
every_calculator = pytest.mark.parametrize("calculator", CALCULATORS.values(), ids=lambda c: c.name)


@every_example
def test_a_worked_example_comes_out(one):
    sheet = CALCULATORS[one.calculator].sheet(one.input)
    told = sheet.as_json()
    assert told["total"] == one.total
    amounts = {item["label"]: item["amount"] for item in told["items"]}
    assert {label: amounts.get(label) for label in one.amounts} == dict(one.amounts)
    text = json.dumps(told, ensure_ascii=False)
    assert [words for words in one.said if words not in text] == []


@every_example
def test_the_items_add_up_and_cite_articles(one):
    sheet = CALCULATORS[one.calculator].sheet(one.input)
    assert sum(item.amount for item in sheet.result.items) == sheet.result.total
    for item in sheet.result.items:
        assert item.amount == item.amount.quantize(item.amount.__class__("0.01"))
        assert item.formula
        assert cite(item.basis)
    assert sheet.notes[0] == REFERENCE


@every_example
def test_a_sheet_computes_itself_again(one):
    calculator = CALCULATORS[one.calculator]
    sheet = calculator.sheet(one.input)
    assert calculator.sheet(sheet.inputs).as_json() == sheet.as_json()
    rows = [row for row in sheet.figures if not row.is_stated]
    assert calculator.sheet(sheet.inputs, rows).as_json() == sheet.as_json()


@every_calculator
def test_a_calculator_has_an_example_and_says_what_it_asks(calculator):
    assert any(one.calculator == calculator.name for one in examples())
    schema = calculator.schema()
    for shape in (schema, *schema.get("$defs", {}).values()):
        for name, asked in shape["properties"].items():
            assert asked.get("title", name) != name
            assert any(letter >= "\u4e00" for letter in asked["title"]), name


@every_calculator
@pytest.mark.parametrize("bad", [None, [], 1, "x", {"nothing": 1}, {}])
def test_bad_input_is_told_where_and_why(calculator, bad):
    with pytest.raises(Wrong) as refusal:
        calculator.sheet(bad)
    assert str(refusal.value)


@every_calculator
def test_a_calculator_has_its_line_in_the_manual_with_its_articles(calculator):
    page = (SUMMARIES.parent / "docs" / "calculators.md").read_text(encoding="utf-8")
    (line,) = [one for one in page.splitlines() if one.startswith(f"| `{calculator.name}` |")]
    found = [one for one in examples() if one.calculator == calculator.name]
    assert line.endswith(f"| {len(found)} |")
    for one in found:
        for item in calculator.sheet(one.input).result.items:
            assert all(basis in line for basis in item.basis.split("；"))
