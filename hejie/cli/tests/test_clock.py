"""`hejie clock` computes what is asked, warns of the unlawful, refuses the senseless."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from hejie.cli.clock import command

KEYS = {
    "rule", "version", "label", "basis", "effect", "effect_label", "mark", "qty", "unit",
    "before", "start", "strict_due", "rolled_due", "warn_on", "provisional", "calendar", "pauses",
    "extension", "steps", "alternative", "warnings", "met",
}  # fmt: skip


def clock(*args: str) -> Result:
    return CliRunner().invoke(command, args)


def answered(*args: str) -> dict[str, Any]:
    result = clock(*args)
    assert result.exit_code == 0, result.stderr
    value: dict[str, Any] = json.loads(result.stdout)
    assert set(value) == KEYS
    return value


def test_a_rule_is_answered_with_its_law_and_its_steps() -> None:
    value = answered("MD-LAB", "--from", "2025-09-19T10:00+08:00")
    assert (value["rule"], value["version"], value["qty"], value["unit"]) == (
        "MD-LAB",
        "1",
        15,
        "CD",
    )
    assert value["basis"] == "劳动争议调解仲裁法 第十四条"
    assert (value["start"], value["strict_due"]) == ("2025-09-19", "2025-10-04")
    assert value["rolled_due"] == value["steps"][-1]["date"] == "2025-10-09"
    assert (value["pauses"], value["extension"], value["met"]) == ([], None, None)
    assert value["warnings"] == []


@pytest.mark.parametrize(
    ("args", "strict", "rolled"),
    [
        (["--qty", "30", "--unit", "CD", "--from", "2025-03-05"], "2025-04-04", "2025-04-07"),
        (["--qty", "3", "--unit", "WD", "--from", "2025-09-30"], "2025-10-11", "2025-10-11"),
        (["--qty", "6", "--unit", "M", "--from", "2025-08-31"], "2026-02-28", "2026-02-28"),
        (["--qty", "2", "--unit", "Y", "--from", "2025-10-01"], "2027-10-01", "2027-10-01"),
        (
            ["--qty", "60", "--unit", "CD", "--before", "--from", "2025-12-01"],
            "2025-10-02",
            "2025-09-30",
        ),
        (
            ["--qty", "1", "--unit", "H", "--from", "2025-10-01T23:30+08:00"],
            "2025-10-02T00:30:00+08:00",
            "2025-10-02T00:30:00+08:00",
        ),
        (
            ["MD-MED", "--from", "2025-03-03", "--pause", "2025-03-17/2025-04-11"],
            "2025-05-14",
            "2025-05-14",
        ),
        (["PT-HANDLE", "--from", "2025-07-01", "--extend", "30CD"], "2025-09-29", "2025-09-29"),
    ],
)
def test_due_days(args: list[str], strict: str, rolled: str) -> None:
    value = answered(*args)
    assert (value["strict_due"], value["rolled_due"]) == (strict, rolled)


def test_a_bare_count_answers_to_no_law() -> None:
    value = answered(
        "--qty", "30", "--unit", "CD", "--from", "2025-03-05",
        "--pause", "2025-03-10/2025-03-11", "--extend", "1M",
    )  # fmt: skip
    assert [value[key] for key in ("rule", "version", "basis", "effect", "mark")] == [None] * 5
    assert value["warnings"] == []


def test_a_pause_that_the_rule_knows_is_taken_on_its_ground() -> None:
    value = answered("MD-B", "--from", "2025-03-05", "--pause", "2025-03-10/2025-03-11")
    assert value["pauses"] == [{"begin": "2025-03-10", "end": "2025-03-11", "ground": "appraisal"}]
    assert value["warnings"] == []


@pytest.mark.parametrize(
    ("args", "warning"),
    [
        (["PT-HANDLE", "--from", "2025-07-01", "--extend", "60CD"], "最多延长30日，现为60日"),
        (["PT-REG", "--from", "2025-07-01", "--extend", "1CD"], "没有规定可以延长"),
        (
            ["PT-REG", "--from", "2025-07-01", "--pause", "2025-07-02/2025-07-03"],
            "没有规定中止事由",
        ),
        (["PT-SIMPLE-ACC", "--from", "2025-07-01"], "默认停用"),
        (["PT-HANDLE", "--from", "2021-07-01"], "起算日早于施行日"),
    ],
)
def test_what_is_not_allowed_is_computed_with_a_warning(args: list[str], warning: str) -> None:
    [told] = answered(*args)["warnings"]
    assert warning in told
    assert clock(*args).stderr == f"{told}\n"


@pytest.mark.parametrize(
    ("code", "start", "met", "in_time"),
    [
        ("MD-LAB", "2025-09-19", "2025-10-09", True),
        ("MD-LAB", "2025-09-19", "2025-10-09T23:59+08:00", True),
        ("MD-LAB", "2025-09-19", "2025-10-09T16:00Z", False),
        ("MD-LAB", "2025-09-19", "2025-10-10", False),
        ("OW-NOTICE", "2025-06-30", "2025-06-13", True),
        ("OW-NOTICE", "2025-06-30", "2025-06-15", False),
        ("LA-FWD", "2025-06-30T10:00+08:00", "2025-07-01T10:00+08:00", True),
        ("LA-FWD", "2025-06-30T10:00+08:00", "2025-07-01T10:01+08:00", False),
    ],
)
def test_whether_the_duty_was_done_in_time(code: str, start: str, met: str, in_time: bool) -> None:
    assert answered(code, "--from", start, "--met", met)["met"] == {"date": met, "in_time": in_time}


def test_a_disputed_rule_shows_its_other_reading() -> None:
    value = answered("EX-BUY", "--from", "2025-09-26")
    assert value["alternative"]["strict_due"] == "2025-10-10"
    assert value["warn_on"] == "2025-10-01"


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (
            ["PT-HANDEL", "--from", "2025-01-01"],
            "没有代码为“PT-HANDEL”的期限规则；相近的有：PT-HANDLE",
        ),
        (["MD-B", "--from", "2025-02-30"], "--from 2025-02-30：没有这一天"),
        (["MD-B", "--from", "20250230"], "--from 20250230：不是日期"),
        (["MD-B", "--from", "2025-01-01T25:00+08:00"], "没有这一天或者这一时刻"),
        (["MD-B", "--from", "2025-01-01T10:00"], "须带时区"),
        (["MD-B", "--from", "1899-12-31"], "1900年至2200年"),
        (["MD-B", "--from", "9999-12-31T10:00Z"], "1900年至2200年"),
        (["MD-B", "--from", "2200-12-30"], "MD-B（--from 2200-12-30）：日期超出"),
        (["LA-FWD", "--from", "2025-01-01"], "须从带时区的时刻起算"),
        (
            ["LA-FWD", "--from", "2025-01-01T10:00Z", "--met", "2025-01-02"],
            "--met 2025-01-02：以小时",
        ),
        (["MD-B", "--from", "2025-01-01", "--met", "soon"], "--met soon：不是日期"),
        (
            ["MD-B", "--from", "2025-01-01", "--pause", "2025-02-02/2025-02-01"],
            "--pause 2025-02-02/2025-02-01：中止的结束日（2025-02-01）早于开始日（2025-02-02）",
        ),
        (["MD-B", "--from", "2025-01-01", "--pause", "2025-02-02"], "--pause 2025-02-02：中止写作"),
        (["MD-B", "--from", "2025-01-01", "--pause", "2025-02-30/2025-03-01"], "没有这一天"),
        (["MD-B", "--from", "2025-01-01", "--extend", "30"], "--extend 30：延长写作"),
        (["MD-B", "--from", "2025-01-01", "--extend", "0CD"], "--extend 0CD：延长的数量"),
        (["MD-B", "--from", "2025-01-01", "--extend", "3H"], "按小时延长"),
        (["MD-B", "--from", "2025-01-01", "--extend", "999999CD"], "超出可计算的范围"),
        (["MD-B", "--from", "2025-01-01", "--extend", "9" * 5000 + "CD"], "延长写作"),
        (["PR-DISM", "--from", "2025-01-01", "--extend", "3CD"], "不能延长"),
        (["VG-PUB", "--from", "2025-01-01", "--pause", "2025-01-01/2025-01-02"], "不能中止"),
        (["MD-B", "--from", "2025-01-01", "--qty", "3"], "不能再用 --qty"),
        (["MD-B", "--from", "2025-01-01", "--before"], "不能再用 --qty、--unit、--before"),
        (["--from", "2025-01-01"], "请给出规则代码"),
        (["--from", "2025-01-01", "--qty", "3"], "同时给出 --qty 和 --unit"),
        (["--from", "2025-01-01", "--qty", "0", "--unit", "CD"], "--qty"),
        (["--from", "2025-01-01", "--qty", "9" * 30, "--unit", "CD"], "--qty"),
        (["--from", "2025-01-01", "--qty", "100000", "--unit", "Y"], "超出可计算的范围"),
        (["--from", "2025-01-01", "--qty", "3", "--unit", "days"], "--unit"),
        (
            ["--from", "2025-01-01T10:00Z", "--qty", "3", "--unit", "H", "--before"],
            "以“小时”计的期限不能倒算",
        ),
        (["MD-B"], "--from"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(args: list[str], sentence: str) -> None:
    result = clock(*args)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""


@given(st.lists(st.text(max_size=12) | st.sampled_from(["--from", "--qty", "2025-01-01", "MD-B"])))
def test_no_input_makes_it_fail(args: list[str]) -> None:
    assert clock(*args).exit_code in {0, 2}
