"""Long work that is stopped in the middle goes on there, and ends as if it had never stopped."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone

from hejie.cli import rebuild, recount, verify
from hejie.cli.bench import filling
from hejie.cli.bench.programs import HEJIE, Instance, scratch
from hejie.cli.progress import Progress, drive
from hejie.imports.tests.making import row, table
from hejie.kernel import bulk, keys, readers, renewing, tallies
from hejie.kernel.bulk import Bulk, BulkRun
from hejie.kernel.jurisdictions import Division
from hejie.kernel.matters import Matter
from hejie.kernel.parties import Party
from hejie.kernel.readers import rebuilding
from hejie.kernel.renewing import RENEW, uses_of_keys
from hejie.kernel.search import SearchEntry
from hejie.kernel.search import reader as search_reader
from hejie.kernel.tallies import DayTally, MonthTally, Tally

# Any of it


def test_rows_are_gone_over_once_each_in_the_order_of_their_keys(zhangwan: None):
    seen, place = [], None
    while rows := bulk.rows_after(Division.objects.all(), place, 7):
        seen += [row.pk for row in rows]
        place = bulk.place_of(rows[-1])
    assert seen == sorted(Division.objects.values_list("pk", flat=True))


@pytest.mark.usefixtures("zhangwan")
class TestCounting:
    """A run that counts to ten and can be told to break off."""

    def counting(self, *, breaks_at: int = 0) -> Bulk:
        def batch(run: BulkRun, _now: Any) -> bool:
            run.position = (run.position or 0) + 1
            run.add("sum", run.position)
            run.done += 1
            if run.position == breaks_at:
                raise KeyboardInterrupt
            return bool(run.position < 10)

        return Bulk("counting", lambda: 10, batch)

    @pytest.mark.parametrize("breaks_at", range(1, 11))
    def test_it_goes_on_where_it_broke_off(self, breaks_at: int):
        with pytest.raises(KeyboardInterrupt):
            drive(self.counting(breaks_at=breaks_at))
        assert bulk.reached(self.counting()) == breaks_at - 1
        told = drive(self.counting())
        assert (told["told"], told["done"]) == ({"sum": 55}, 10)
        assert told.get("went_on_at", 0) == breaks_at - 1
        assert not BulkRun.objects.filter(name=self.counting().name).exists()

    def test_it_starts_anew_where_asked(self):
        with pytest.raises(KeyboardInterrupt):
            drive(self.counting(breaks_at=5))
        assert "went_on_at" not in (told := drive(self.counting(), anew=True))
        assert told["told"] == {"sum": 55}

    def test_it_stops_after_a_time_and_stays_under_way(self):
        assert drive(self.counting(), seconds=0)["done"] == 1
        assert bulk.reached(self.counting()) == 1

    def test_it_tells_of_itself_once_a_second(self, capsys: pytest.CaptureFixture[str]):
        drive(self.counting())
        assert capsys.readouterr().err.count("counting") == 1


def test_a_rate_counts_only_what_this_stretch_did():
    told = Progress("x", before=100, done=100, begun=time.monotonic() - 10)
    told.tell(150, 200)
    assert 4 < told.rate < 5.1
    assert told.as_json()["went_on_at"] == 100


# Each of it, broken off after every batch


@pytest.fixture
def filled(zhangwan: None, settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.KEY_FOLDER = tmp_path / "keys"
    keys.ring.cache_clear()
    filling.fill(24, patterns=12)
    yield
    keys.ring.cache_clear()


def finish(what: Bulk) -> dict[str, Any]:
    """One whole run without a stop, as a process of its own would make it."""
    return dict(drive(what, anew=True)["told"])


def finish_in_pieces(what: Bulk) -> dict[str, Any]:
    """One batch in each process: what a run knows is in the database alone."""
    told: dict[str, Any] = {}
    batches = 0
    bulk.begin(what)
    while BulkRun.objects.filter(name=what.name).exists():
        with transaction.atomic():  # a process that does a batch and is killed before it is kept
            bulk.step(what, now=timezone.now())
            transaction.set_rollback(True)
        run = bulk.step(what, now=timezone.now())
        assert run is not None
        told, batches = run.told, batches + 1
    assert batches > 2
    return told


def counts() -> list[Any]:
    rows = [r for m in (Tally, DayTally, MonthTally) for r in m.objects.order_by("pk") if r.count]
    return [(type(row).__name__, row.pk, row.count) for row in rows]


def bodies() -> list[Any]:
    return list(SearchEntry.objects.order_by("matter_id").values_list("matter_id", "body"))


@pytest.mark.parametrize(
    ("reader", "kept"),
    [(tallies.reader, counts), (tallies.months_reader, counts), (search_reader, bodies)],
)
def test_a_rebuild_in_pieces_leaves_what_was_there(
    filled: None, monkeypatch: pytest.MonkeyPatch, reader: Any, kept: Callable[[], Any]
):
    follow = readers.follow
    monkeypatch.setattr(readers, "follow", lambda one, *, now: follow(one, now=now, limit=9))
    before = kept()
    finish_in_pieces(rebuilding(reader))
    assert kept() == before
    finish(rebuilding(reader))
    assert kept() == before


def test_keys_change_in_pieces(filled: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(renewing, "AT_ONCE", 9)
    people = set(Party.objects.values_list("pk", "phone"))
    for in_pieces in (True, False):
        old = keys.ring(keys.RECORDS).current.name.hex()
        keys.add_key(keys.RECORDS)
        told = (finish_in_pieces if in_pieces else finish)(RENEW)
        assert told["kernel.Party"] == len(people) == 48
        assert (keys.RECORDS, old) not in uses_of_keys()
        assert set(Party.objects.values_list("pk", "phone")) == people


def test_a_key_that_is_added_meanwhile_has_the_run_begin_again(
    filled: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(renewing, "AT_ONCE", 20)
    first = keys.ring(keys.RECORDS).current.name.hex()
    keys.add_key(keys.RECORDS)
    second = keys.ring(keys.RECORDS).current.name.hex()
    drive(RENEW, seconds=0)
    for _batch in range(5):
        bulk.step(RENEW, now=timezone.now())
    keys.add_key(keys.RECORDS)
    drive(RENEW)
    assert not {(keys.RECORDS, first), (keys.RECORDS, second)} & uses_of_keys().keys()


def test_a_check_that_was_stopped_is_resumed_only_where_asked(
    filled: None, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(verify, "AT_ONCE", 5)
    whole = finish(verify.THOROUGH)
    assert (whole["matters"], whole["findings"]) == (24, [])
    assert finish_in_pieces(verify.THOROUGH) == whole
    spoiled = Matter.objects.order_by("pk")[2]
    Matter.objects.filter(pk=spoiled.pk).update(state="archived")
    drive(verify.THOROUGH, seconds=0)
    Matter.objects.filter(pk=spoiled.pk).update(state=spoiled.state)
    assert findings("--all", "--resume") == {spoiled.reference}  # as it was when it was checked
    drive(verify.THOROUGH, seconds=0)
    Matter.objects.filter(pk=spoiled.pk).update(state="archived")
    assert findings("--all", "--resume") == set()
    assert findings("--all") == {spoiled.reference}


def findings(*arguments: str) -> set[str]:
    ran = CliRunner().invoke(verify.command, arguments)
    told = json.loads(ran.stdout)
    assert told["matters"] == 24
    assert ran.exit_code == bool(told["findings"])
    return {one["reference"] for one in told["findings"]}


def test_the_commands_say_what_they_did(filled: None):
    ran = CliRunner().invoke(rebuild.command, ["tallies", "months"], catch_exceptions=False)
    told = json.loads(ran.stdout)
    assert [*told] == ["tallies", "months"]
    assert all(one["done"] > 24 and one["a_second"] > 0 for one in told.values())
    assert json.loads(CliRunner().invoke(recount.command).stdout)["told"] == {"moved": 0}
    refused = CliRunner().invoke(rebuild.command, ["nothing"])
    assert refused.exit_code == 2
    assert "nothing" in refused.stderr


# A process that is killed


@pytest.fixture(scope="module")
def instance() -> Iterator[Instance]:
    with scratch() as one:
        one.tell("bench", "fill", "30")
        yield one
        one.database.release()


def sql_in(instance: Instance) -> psycopg.Connection[Any]:
    return psycopg.connect(instance.database.ensure_running(), autocommit=True)


def wait_until(holds: Callable[[], Any]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def begun(instance: Instance, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*HEJIE, *arguments],
        cwd=django_settings.BASE_DIR,
        env=instance.environ,
        stdout=subprocess.DEVNULL,
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def test_a_change_of_keys_that_is_killed_goes_on(instance: Instance):
    instance.tell("keys", "add", "records")
    with sql_in(instance) as asking, sql_in(instance) as holding, holding.transaction():
        holding.execute("SELECT 1 FROM kernel_party FOR UPDATE")  # there it has to wait
        process = begun(instance, "keys", "renew")
        reached = "SELECT done FROM kernel_bulkrun WHERE position->>'what' = 'kernel.Party'"
        wait_until(lambda: asking.execute(reached).fetchone())
        kill(process)
        done = asking.execute(reached).fetchone()
        assert done is not None
    told = instance.tell("keys", "renew")
    assert told["went_on_at"] == done[0] > 0
    assert told["told"]["kernel.Party"] == 60
    assert len(instance.tell("keys", "drop", "records")["dropped"]) == 1
    assert instance.tell("verify", "--all")["findings"] == []


def test_an_import_that_is_killed_goes_on_and_doubles_nothing(instance: Instance, tmp_path: Path):
    rows = 300
    file = tmp_path / "table.csv"
    file.write_bytes(table([row(number) for number in range(rows)]))
    command = ["import", str(file), "--as", "lin", "--good-rows"]
    with sql_in(instance) as asking:

        def opened() -> int:
            found = asking.execute("SELECT max(opened) FROM imports_import").fetchone()
            return (found and found[0]) or 0

        process = begun(instance, *command)
        wait_until(opened)
        kill(process)
        assert 0 < opened() < rows
        # Nobody waits for one that did not move for so long.
        asking.execute("UPDATE imports_import SET beat_at = beat_at - interval '1 hour'")
        told = instance.tell(*command)
        assert told["opened"] == rows
        assert told["rates"].keys() == {"opened"}
        references = {one["reference"] for one in told["report"]}
        matters = asking.execute("SELECT count(*) FROM kernel_matter").fetchone()
        assert (len(references), matters) == (rows, (30 + rows,))
