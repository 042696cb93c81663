"""`hejie calc` computes what is stated, lists what there is, refuses the senseless."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from hejie.calculators.catalogue import CALCULATORS, examples
from hejie.cli.calc import command


def calc(*args: str, written: str | bytes = "") -> Result:
    return CliRunner().invoke(command, args, input=written)


@pytest.mark.parametrize("one", examples(), ids=lambda one: f"{one.calculator}: {one.title}")
def test_a_worked_example_is_answered(one):
    result = calc(one.calculator, written=json.dumps(dict(one.input), default=str))
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["total"] == one.total
    assert {"items", "total", "notes"} <= told.keys()
    assert all({"label", "amount", "formula", "basis"} == item.keys() for item in told["items"])


def test_the_list_has_every_calculator_with_its_schema_and_an_example_that_runs():
    result = calc("--list")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert [one["name"] for one in told] == list(CALCULATORS)
    for one in told:
        assert one["schema"]["type"] == "object"
        again = calc(one["name"], written=json.dumps(one["example"]["input"]))
        assert json.loads(again.stdout) == one["example"]["output"]


def test_numbers_are_exact_however_they_are_written():
    stated = '{"wage": 6525.10, "weekday_hours": 0.1}'
    assert json.loads(calc("overtime", written=stated).stdout)["total"] == "5.63"


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("nothing", "{}", "--list"),
        ("overtime", "", "不是 JSON"),
        ("overtime", "[]", "一个 JSON 对象"),
        ("overtime", "{", "第 1 行"),
        ("overtime", '{"wage": 1, "wage": 2}', "名称重复"),
        ("overtime", "{}", "wage：缺这一项"),
        ("overtime", '{"wage": "许多"}', "wage：要写成数字"),
        ("overtime", '{"wage": 1e400}', "wage：不能大于"),
        ("overtime", '{"wage": 1, "due_at": "2026-01-01"}', "due_at：没有这一项"),
        ("overtime", '{"wage": ' + "9" * 5000 + "}", "读不了"),
        ("overtime", "[" * 100_000, "读不了"),
        ("severance", '{"hired": "2020-01-01", "left": "2025-01-01", "wage": 1}', "职工月平均工资"),
        ("property_split", '{"properties": [{"value": 1}]}', "properties.1.label：缺这一项"),
    ],
)
def test_bad_input_is_named_and_nothing_is_answered(name, written, said):
    result = calc(name, written=written)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_without_a_name_it_says_where_names_are():
    assert calc().exit_code == 2


def test_calculating_starts_without_django():
    code = "import sys, hejie.cli.calc; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
