"""`hejie rules` lists every rule with what an official or a program needs to know of it."""

import json

from click.testing import CliRunner

from hejie.cli.rules import command
from hejie.law.catalogue import VERSIONS


def test_every_rule_is_listed_with_its_law_and_versions() -> None:
    result = CliRunner().invoke(command)
    assert result.exit_code == 0
    rules = {rule["code"]: rule for rule in json.loads(result.stdout)}
    assert rules.keys() == VERSIONS.keys()
    rereview = rules["PT-REREV"]
    assert (rereview["qty"], rereview["unit"]) == (30, "CD")
    assert rereview["basis"] == "信访工作条例 第三十六条"
    assert rereview["start_event"] == "收到复核请求"
    assert rereview["pause_grounds"] == [
        {"key": "hearing", "label": "听证", "basis": "信访工作条例 第三十六条", "mark": "V"}
    ]
    assert rereview["versions"] == [{"version": "1", "valid_from": "2022-05-01", "valid_to": None}]


def test_a_local_rule_names_its_owner_and_date() -> None:
    rules = {rule["code"]: rule for rule in json.loads(CliRunner().invoke(command).stdout)}
    assert (rules["MD-L-VISIT"]["mark"], rules["MD-L-VISIT"]["owner"]) == ("L", "区司法局")
    assert rules["MD-L-VISIT"]["set_on"] == "2026-11-23"
    assert rules["RL-REP"]["yearly_date"] == [3, 1]
