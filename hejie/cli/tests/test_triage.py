"""`hejie triage` judges one text or one a line, and of bad input prints nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from hejie.cli.triage import command
from hejie.law import causes
from hejie.triage import triage
from hejie.triage.judgement import JUDGE
from hejie.triage.rooms import ROOMS

KEYS = ["id", "room", "mediable", "urgent", "next", "why", "cause"]
LEAK = "楼上漏水把我家吊顶泡坏了，找他几次都不管"


def judge(written: str | bytes, *args: str) -> Result:
    return CliRunner().invoke(command, args, input=written)


def lines(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.split("\n") if line]


def entry(key: object, text: object) -> str:
    return json.dumps({"id": key, "text": text}, ensure_ascii=False) + "\n"


def test_a_plain_text_is_answered_without_an_id() -> None:
    (value,) = lines(judge(LEAK))
    assert list(value) == KEYS
    assert value == {"id": None, **triage(LEAK).as_json()}
    assert (value["room"], value["next"], value["cause"]) == ("property", "mediation", "MD03")


def test_a_text_of_several_lines_is_one_text() -> None:
    assert len(lines(judge("我被打了\n公司不发工资\n"))) == 1


@pytest.mark.parametrize("written", ["", "\n", "😀", "\ufeff公司不发工资"])
def test_any_text_is_answered(written: str) -> None:
    assert len(lines(judge(written))) == 1


def test_each_line_is_answered_in_its_order_with_its_id() -> None:
    written = entry(7, LEAK) + entry("二", "公司不发工资") + entry(None, "")
    values = lines(judge(written, "--jsonl"))
    assert [value["id"] for value in values] == [7, "二", None]
    assert [value["room"] for value in values] == ["property", "labour", "general"]


@given(st.lists(st.tuples(st.integers() | st.text(), st.text()), max_size=5))
def test_every_id_and_text_comes_through(entries: list[tuple[int | str, str]]) -> None:
    written = "".join(json.dumps({"id": key, "text": text}) + "\n" for key, text in entries)
    values = lines(judge(written, "--jsonl"))
    assert [(value["id"], value["room"]) for value in values] == [
        (key, triage(text).room) for key, text in entries
    ]


@pytest.mark.parametrize("written", ["", "\n\n", " "])
def test_no_lines_give_no_answers(written: str) -> None:
    assert lines(judge(written, "--jsonl")) == []


def test_line_ends_of_other_systems_and_empty_lines_at_the_end_do_not_matter() -> None:
    written = entry(1, "一\u2028二").replace("\n", "\r\n") + "\r\n\r\n"
    assert [value["id"] for value in lines(judge(written, "--jsonl"))] == [1]


@pytest.mark.parametrize(
    "bad",
    [
        "公司不发工资",
        "[]",
        "null",
        "1",
        "{}",
        '{"id": 1}',
        '{"text": "漏水"}',
        '{"id": 1, "text": null}',
        '{"id": 1, "text": ["漏水"]}',
        '{"id": true, "text": "漏水"}',
        '{"id": 1.5, "text": "漏水"}',
        '{"id": {}, "text": "漏水"}',
        '{"id": 1, "text": "漏水"',
        '{"id": 1, "text": "漏水"} {"id": 2, "text": "漏水"}',
        '{"id": ' + "9" * 5000 + ', "text": "漏水"}',
        "[" * 100_000,
        "",
    ],
)
def test_a_bad_line_is_named_and_nothing_is_answered(bad: str) -> None:
    result = judge(f"{entry(1, LEAK)}{bad}\n{entry(3, LEAK)}", "--jsonl")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "第 2 行" in result.stderr


@pytest.mark.parametrize("args", [[], ["--jsonl"]])
def test_what_is_not_utf8_is_bad_input(args: list[str]) -> None:
    result = judge("公司不发工资".encode("gbk"), *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "第 1 个字节" in result.stderr


def test_the_rooms_of_triage_are_those_of_the_law() -> None:
    assert {name: room.label for name, room in ROOMS.items()} == causes.ROOMS
    for name, room in ROOMS.items():
        assert set(room.causes) == {
            code for code, cause in causes.CAUSES.items() if cause.room == name
        }
    assert list(JUDGE.cause.order) == list(causes.CAUSES)


def test_triage_starts_without_django() -> None:
    code = "import sys, hejie.cli.triage; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
