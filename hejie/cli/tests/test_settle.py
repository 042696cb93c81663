"""`hejie settle` settles by a rule; `hejie verify --certificate` rechecks it from its file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hejie.cli.settle import command
from hejie.cli.verify import command as verify
from hejie.settlement.catalogue import TOOLS
from hejie.settlement.tests.test_tools import EXAMPLES


def settle(*args: str, written: str = "") -> Result:
    return CliRunner().invoke(command, args, input=written)


def answered(name: str, given: Any) -> dict[str, Any]:
    result = settle(name, written=json.dumps(given))
    assert result.exit_code == 0, result.stderr
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def rechecked(path: Path, content: Any) -> tuple[int, dict[str, Any]]:
    path.write_text(json.dumps(content), encoding="utf-8")
    result = CliRunner().invoke(verify, ["--certificate", str(path)])
    return result.exit_code, json.loads(result.stdout) if result.stdout else {}


@pytest.mark.parametrize("name", TOOLS)
def test_what_was_settled_is_rechecked_from_its_file(name, tmp_path):
    told = answered(name, EXAMPLES[name])
    for content in (told["certificate"], told):
        code, found = rechecked(tmp_path / "certificate.json", content)
        assert (code, found["ok"], found["findings"]) == (0, True, [])
        assert found["seen"]
        assert found["unseen"]


def test_a_forged_certificate_is_found(tmp_path):
    told = answered("bracket", EXAMPLES["bracket"])
    told["certificate"]["result"]["amount"] = "3.00"
    code, found = rechecked(tmp_path / "certificate.json", told)
    assert (code, found["ok"]) == (1, False)
    assert found["findings"]


def test_what_is_no_certificate_is_bad_input(tmp_path):
    code, found = rechecked(tmp_path / "certificate.json", {"a": 1})
    assert (code, found) == (2, {})


def test_losing_bids_are_printed_nowhere():
    result = settle("sealed_bids", written=json.dumps(EXAMPLES["sealed_bids"]))
    for lost in ("60.00", "30.00"):
        assert lost not in result.stdout + result.stderr


def test_the_list_has_every_tool_with_its_rule_and_its_input():
    told = json.loads(settle("--list").stdout)
    assert [one["name"] for one in told] == list(TOOLS)
    assert all(one["rule"] and one["schema"] for one in told)


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("nothing", "{}", "--list"),
        ("bracket", "[]", "一个 JSON 对象"),
        ("bracket", '{"low": 3, "high": 1, "figure": 2}', "high：最多的不能比最少的还少"),
        ("sealed_bids", '{"rounds": []}', "rounds：至少1行"),
        ("sealed_bids", '{"rounds": [{"demand": "x", "offer": 1}]}', "rounds.1.demand：要写成数字"),
    ],
)
def test_bad_input_is_named_and_nothing_is_answered(name, written, said):
    result = settle(name, written=written)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_the_solver_prints_nothing_and_needs_no_django():
    given = {
        "parties": ["甲", "乙"],
        "goods": [{"name": f"物{n}", "values": [n + 1, 20 - n]} for n in range(20)],
    }
    code = "import sys; from hejie.cli.settle import command; command()"
    run = subprocess.run(
        [sys.executable, "-c", code, "nash_goods"],
        input=json.dumps(given).encode(),
        capture_output=True,
        check=True,
    )
    assert json.loads(run.stdout)["tool"] == "nash_goods"
    code = "import sys, hejie.cli.settle; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
