"""`hejie import`: a report of every row; all or nothing unless asked otherwise."""

import json

import pytest
from click.testing import CliRunner

from hejie.cli.importing import command
from hejie.cli.main import main
from hejie.imports import running
from hejie.imports.models import Import
from hejie.imports.tests.making import row, table
from hejie.imports.ways import ToMatters
from hejie.kernel.matters import Matter, find_matter

pytestmark = pytest.mark.usefixtures("zhangwan")

GOOD = table([row(1), row(2), row(3)])
MIXED = table([row(1), row(2, 纠纷发生地="火星村"), row(3)])


@pytest.fixture
def run(tmp_path):
    def run(content, *arguments, who="lin"):
        file = tmp_path / "台账.csv"
        file.write_bytes(content)
        return CliRunner().invoke(command, [str(file), "--as", who, *arguments])

    return run


def told(result, *, exit_code=0):
    assert result.exit_code == exit_code, result.stderr
    return json.loads(result.stdout)


def test_the_command_is_called_import():
    assert "import" in CliRunner().invoke(main, ["--help"]).stdout
    assert CliRunner().invoke(main, ["import", "--help"]).exit_code == 0


def test_every_row_is_reported(run):
    answer = told(run(GOOD))
    assert (answer["status"], answer["rows"], answer["opened"]) == ("done", 3, 3)
    assert [one["row"] for one in answer["report"]] == [2, 3, 4]
    assert all(find_matter(one["reference"]) for one in answer["report"])


def test_a_dry_run_opens_nothing(run):
    answer = told(run(MIXED, "--dry-run"))
    assert (answer["status"], answer["good"], answer["broken"]) == ("checked", 2, 1)
    assert not Matter.objects.exists()
    (broken,) = [one for one in answer["report"] if one["outcome"] == "broken"]
    assert broken["row"] == 3
    assert broken["problems"][0]["column"] == "纠纷发生地"


def test_one_broken_row_stops_all_unless_good_rows_are_asked_for(run):
    result = run(MIXED)
    assert told(result, exit_code=2)["opened"] == 0
    assert "1 行要改" in result.stderr
    assert not Matter.objects.exists()
    answer = told(run(MIXED, "--good-rows"))
    assert (answer["opened"], answer["broken"]) == (2, 1)


def test_the_same_again_gives_the_same_and_no_doubles(run):
    first, second = told(run(GOOD)), told(run(GOOD))
    assert {what: rate["done"] for what, rate in first.pop("rates").items()} == {
        "checked": 3,
        "opened": 3,
    }
    assert second.pop("rates") == {}
    assert first == second
    assert Matter.objects.count() == 3


def test_a_broken_row_that_can_be_opened_by_now_is(run, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(ToMatters, "check", lambda *_given, **_more: [("", "今天不行")])
        assert told(run(GOOD, "--good-rows"))["broken"] == 3
    assert told(run(GOOD))["opened"] == 3


def test_ctrl_c_stops_and_the_same_command_goes_on(run, monkeypatch):
    monkeypatch.setattr(running, "OPENED_AT_ONCE", 1)
    real, calls = ToMatters.open, []

    def interrupt(self, entries, *, now):
        calls.append(entries)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, entries, now=now)

    monkeypatch.setattr(ToMatters, "open", interrupt)
    answer = told(run(GOOD, "--good-rows"), exit_code=1)
    assert (answer["status"], answer["opened"]) == ("stopped", 1)
    resumed = told(run(GOOD, "--good-rows"))
    assert resumed["opened"] == 3
    assert (resumed["rates"]["opened"]["went_on_at"], resumed["rates"].keys()) == (1, {"opened"})
    assert Matter.objects.count() == 3


@pytest.mark.parametrize("content", [b"", "随便写的".encode(), b"PK\x03\x04"])
def test_a_file_that_cannot_be_read_is_bad_input(run, content):
    result = run(content)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "台账.csv" in result.stderr
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    ("who", "arguments"), [("nobody", []), ("shen", []), ("lin", ["--what", "nonsense"])]
)
def test_whoever_may_not_is_told(run, who, arguments):
    result = run(GOOD, *arguments, who=who)
    assert (result.exit_code, result.stdout) == (2, "")
    assert not Import.objects.exists()


def test_letters_are_imported_too(run):
    answer = told(run(table([["怎么离婚"]], ["内容"]), "--what", "enquiries", "--good-rows"))
    assert answer["opened"] == 1
    assert "Q" in answer["report"][0]["reference"]
