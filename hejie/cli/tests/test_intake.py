"""`hejie intake`: every text ends somewhere; of bad input nothing is taken in."""

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from hejie.cli.intake import command
from hejie.enquiries.models import Enquiry
from hejie.enquiries.tests.making import COMPLETE, LEAK
from hejie.kernel.matters import Matter, find_matter
from hejie.triage import tests as triage_tests

pytestmark = pytest.mark.usefixtures("zhangwan")

QUESTIONS = Path(triage_tests.__file__).with_name("questions.jsonl").read_text(encoding="utf-8")


def run(written, *arguments, who="lin"):
    return CliRunner().invoke(command, ["--as", who, *arguments], input=written)


def taken(written, *arguments):
    result = run(written, "--jsonl", *arguments)
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def line(**value):
    return json.dumps(value, ensure_ascii=False) + "\n"


def test_all_250_questions_end_somewhere():
    answers = taken(QUESTIONS)
    assert [one["id"] for one in answers] == [json.loads(q)["id"] for q in QUESTIONS.splitlines()]
    ends = Counter(one["outcome"] for one in answers)
    assert sum(ends.values()) == Enquiry.objects.count() == 250
    assert set(ends) == {"asked", "guided"}
    for one in answers:
        assert bool(one["needs"]) is (one["outcome"] == "asked")
        assert one["guidance"]


def test_a_line_with_all_that_is_needed_becomes_a_matter():
    (answer,) = taken(line(id=1, text=LEAK, **COMPLETE, facts={"claims": "赔偿"}))
    assert answer["outcome"] == "registered"
    assert find_matter(answer["reference"]) == Matter.objects.get()


def test_a_line_with_an_id_is_taken_in_once():
    first, second = taken(line(id=1, text=LEAK)), taken(line(id=1, text=LEAK))
    assert first == second
    assert taken(line(id=2, text=LEAK)) != first
    assert Enquiry.objects.count() == 2


def test_a_plain_text_is_one_letter():
    result = run("楼上漏水\n不赔我\n")
    assert json.loads(result.stdout)["id"] is None
    assert Enquiry.objects.get().text == "楼上漏水\n不赔我"


@pytest.mark.parametrize(
    "bad",
    [
        "{}",
        "[]",
        "漏水",
        line(id=True, text=LEAK),
        line(id=1, text=""),
        line(id=1, text="漏\x00水"),
        line(id=1, text=7),
        line(id=1, text=LEAK, facts=[]),
        '{"id": 1, "text": "\\ud83d"}\n',
    ],
)
def test_one_bad_line_stops_all_and_says_which(bad):
    result = run(line(id=1, text=LEAK) + bad, "--jsonl")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "第 2 行" in result.stderr
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("value", [{"place": 7}, {"parties": "谁"}, {"facts": {"due_at": "2030"}}])
def test_what_came_along_in_another_shape_is_asked_for_again(value):
    (answer,) = taken(line(id=1, text=LEAK, **{**COMPLETE, **value}))
    assert answer["outcome"] == "asked"
    assert answer["needs"]


@pytest.mark.parametrize("who", ["nobody", "shen", "deng"])
def test_only_who_has_a_desk_takes_letters_in(who):
    assert run(LEAK, who=who).exit_code == 2
