"""What an instance gives away is what its board shows, and nothing of a person or a matter."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from django.utils import timezone
from openpyxl import load_workbook

from hejie.cli.figures import command
from hejie.kernel import tallies
from hejie.kernel.boards import Board
from hejie.kernel.clocks import ClockOutcome
from hejie.kernel.matters import Matter
from hejie.kernel.parties import Party
from hejie.kernel.readers import catch_up
from hejie.statistics import parquet
from hejie.statistics.queries import TABLES
from hejie.statistics.tests.worlds import DISTRICTS, FIRST, LAST
from hejie.stories.shelf import stories
from hejie.stories.telling import play, weeks_until

DISTRICT = "420303"
ROOMS = ("patrol", "backlog", "mediation")
CLOSED = "letter_that_accuses"


@pytest.fixture
def folder(transactional_db, zhangwan, tmp_path):
    """Some weeks of four rooms, with a matter on a closed route, given away."""
    shelved = [one for room in ROOMS for one in stories(room)[:3]]
    shelved += [one for one in stories("petitions") if one.golden.stem == CLOSED]
    for one in shelved:
        play(one.story, later=weeks_until(timezone.now()))
    catch_up([tallies.reader, tallies.months_reader], now=timezone.now())
    folder = tmp_path / "given"
    assert told("export", str(folder))["months"] > 100
    return folder


def run(*arguments: str):
    return CliRunner().invoke(command, arguments)


def told(*arguments: str):
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def report(folder, *arguments: str):
    return told("report", str(folder), "--to", f"{timezone.localdate():%Y-%m}", *arguments)


def test_reports_say_what_the_board_says(folder):
    found, board = report(folder), Board([DISTRICT], timezone.localdate())
    (district,) = found["by_district"]
    whole = board.whole
    assert district["name"] == "张湾区"
    assert (district["opened"], district["ended"]) == (whole.opened, whole.ended)
    legal = (whole.legal.part, whole.legal.whole, whole.legal.left_out)
    assert (district["kept"], district["met"], district["dropped"]) == legal
    assert found["durations"][0]["half_within_days"] == whole.half_within
    assert found["open_by_month"][-1]["open_at_end"] == board.open_now()
    sides = {"by_place": board.places(), "by_procedure": board.rooms(), "by_cause": board.causes()}
    for name, rows in sides.items():
        shown = {row.name: row.counts.opened for row in rows if row.counts.of("opened")}
        assert {row["name"]: row["opened"] for row in found[name] if row["opened"]} == shown
    months = {f"{month:%Y-%m}": counts.opened for month, counts in board.months if counts.opened}
    assert {row["month"]: row["opened"] for row in found["by_month"] if row["opened"]} == months


def test_limits_add_up_to_what_the_months_count(folder):
    closed = Matter.objects.filter(place_path="")
    assert closed.exists()
    found = report(folder, "--query", "by_limit")["by_limit"]
    outcomes = ClockOutcome.objects.exclude(matter__in=closed)
    assert sum(row["met"] for row in found) == outcomes.filter(met=True).count() > 0
    assert sum(row["dropped"] for row in found) == outcomes.filter(met=False).count()
    assert all(row["name"] != row["clock"] for row in found)
    assert ClockOutcome.objects.filter(matter__in=closed).exists()


def test_no_name_and_no_number_of_a_matter_is_in_the_files(folder):
    with parquet.open_folders([folder], first="0000-00", last="9999-99") as database:
        tables = [database.execute(f"FROM {table}").fetchall() for table in TABLES]
    text = str(tables)
    assert "张湾区" in text
    for matter in Matter.objects.all():
        assert matter.reference not in text
        assert str(matter.id) not in text
    assert not [party.name for party in Party.objects.all() if party.name in text]


def ask(folders, *arguments: str):
    return run("report", *map(str, folders), "--from", FIRST, "--to", LAST, *arguments)


def test_reports_are_saved_as_tables(folders, tmp_path):
    book, table = tmp_path / "all.xlsx", tmp_path / "one.csv"
    assert ask(folders, "--save", str(book)).exit_code == 0
    assert "按区县" in load_workbook(book).sheetnames
    assert ask(folders, "--query", "by_district", "--save", str(table)).exit_code == 0
    assert table.read_text(encoding="utf-8-sig").startswith("district,name,opened")
    refused = ask(folders, "--save", str(tmp_path / "all.csv"))
    assert (refused.exit_code, refused.stdout) == (2, "")


def test_the_public_is_told_no_small_number(folders):
    found = json.loads(ask(folders, "--public").stdout)
    assert set(found) == {"by_cause", "by_district", "by_month", "by_place", "by_procedure"}
    counts = [row["opened"] for rows in found.values() for row in rows]
    assert "不足5件" in counts
    assert not set(counts) & {"1", "2", "3", "4"}
    assert ask(folders, "--public", "--query", "by_limit").exit_code == 2


def test_a_district_in_two_folders_is_refused(folders):
    done = ask([*folders, folders[0]])
    assert (done.exit_code, DISTRICTS[0] in done.stderr) == (2, True)


def test_a_year_before_the_last_month_is_asked_unless_somebody_says(folders):
    year = ask(folders, "--query", "open_by_month").stdout
    alone = run("report", *map(str, folders), "--to", LAST, "--query", "open_by_month").stdout
    assert alone == year
    other = ask(folders, "--from", LAST, "--query", "open_by_month").stdout
    assert {row["month"] for row in json.loads(other)["open_by_month"]} == {LAST}
