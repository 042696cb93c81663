"""A real replica: what it may serve and what never, the second lock on it, and its failures."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, connections, router
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.database import PORT, EmbeddedServer, _call, _make_private
from config.settings import repeating
from hejie.cli import status
from hejie.desk.tests.making import register, sign_in
from hejie.kernel import permissions, replica, sight, tallies
from hejie.kernel.matters import Matter
from hejie.kernel.readers import catch_up
from hejie.kernel.replica import ALIAS, WrittenWhileReading
from hejie.kernel.tests.pace import at_this_pace
from hejie.kernel.tests.walking import staff
from hejie.ui.staleness import COOKIE, JUST_ACTED, may_be_stale

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", ALIAS])
BOARD, FIGURES, REPORT = "/rooms/cockpit/board/", "/figures/", "/rooms/petitions/report/"
LIST = "/desk/matters/"
CAST = ("luo", "deng", "xie", "lin", "meng", "zhou", "wu", "qian", "qin", "shen", "tong", "guan")
LONGEST_WAIT = 60.0
OLDEST = replica.OLDEST


def wait_for(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST_WAIT
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


class Standby:
    """A second server that repeats the tests' own by streaming."""

    def __init__(self, folder: Path) -> None:
        self.server = EmbeddedServer(folder, durable=False)
        first = settings.EMBEDDED_DATABASE
        assert first is not None
        _make_private(folder)
        copied = _call(
            *("pg_basebackup", "-h", str(first.socket_folder), "-p", str(PORT), "-U", "postgres"),
            *("-R", "-X", "stream", "-c", "fast", "-D", str(folder)),
        )
        assert copied.returncode == 0, copied.stdout
        (folder / f".s.PGSQL.{PORT}.lock").unlink()  # of the first server's socket

    def ask(self, query: str) -> Any:
        address = self.server.conninfo(role="postgres", database="postgres")
        with psycopg.connect(address, autocommit=True) as line:
            done = line.execute(query)
            return done.fetchone() if done.description else None

    def catch_up(self) -> None:
        """Wait until everything that is written now is there, and the pages know. Others may
        write into the same server all the while."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_insert_lsn()")
            [written] = cursor.fetchone()
        wait_for(lambda: self.has(written) and replica.watch.is_fresh())

    def has(self, written: str) -> bool:
        return bool(self.ask(f"SELECT pg_last_wal_replay_lsn() >= '{written}'")[0])


@pytest.fixture(scope="module")
def server(django_db_setup: None) -> Iterator[Standby]:
    """The replica, and the settings as with HEJIE_REPLICA_URL."""
    home = Path(mkdtemp(dir=settings.HEJIE_HOME))
    home.chmod(0o711)  # the server's user passes through
    made = Standby(home / "replica")
    made.server.ensure_running()
    first = settings.DATABASES["default"]
    address = made.server.conninfo(database=connection.settings_dict["NAME"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(settings.DATABASES, ALIAS, first | repeating(address))
        patch.setattr(router, "routers", [replica.Router()])
        yield made
        del connections[ALIAS]
    made.server.release()
    made.server.remove()
    shutil.rmtree(home)


@pytest.fixture
def standby(
    server: Standby, zhangwan: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Standby]:
    """The replica with everything there; it may be long behind."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "hejie.ui.staleness.remember_acts"]
    monkeypatch.setattr(replica, "watch", replica.Watch())
    monkeypatch.setattr(replica, "OLDEST", 60.0)
    monkeypatch.setattr(replica, "EVERY", 0.0)
    server.catch_up()
    yield server
    server.server.revive()
    server.ask("SELECT pg_wal_replay_resume()")
    connections[ALIAS].close()


def tell(many: int) -> list[Matter]:
    """Matters in a town, counted."""
    made = [register() for _ in range(many)]
    catch_up([tallies.reader, tallies.months_reader], now=timezone.now())
    return made


def asked_of_the_replica(client: Client, address: str = BOARD) -> int:
    """How many queries of a page went there, the two that tell of it apart."""
    with CaptureQueriesContext(connections[ALIAS]) as asked:
        assert client.get(address).status_code == 200
    told = ("pg_last_wal_replay_lsn", "set_config")
    return len([one for one in asked if not any(word in one["sql"] for word in told)])


def opened(client: Client) -> int:
    """What the board says."""
    answer = client.get(BOARD)
    assert answer.status_code == 200
    return int(answer.context["whole"].opened)


def test_a_board_may_be_old_while_a_list_and_a_matter_never_are(standby):
    client = sign_in("wu")
    tell(2)
    standby.catch_up()
    assert opened(client) == 2
    standby.ask("SELECT pg_wal_replay_pause()")
    [matter] = tell(1)
    assert opened(client) == 2
    assert client.get(LIST).context["page"].rows[0] == matter
    assert client.get(f"/desk/matters/{matter.reference}/").status_code == 200
    standby.ask("SELECT pg_wal_replay_resume()")
    standby.catch_up()
    assert opened(client) == 3


@pytest.mark.parametrize("address", [BOARD, f"{BOARD}?format=xlsx", FIGURES, REPORT])
def test_every_page_that_may_be_old_is_read_from_the_replica(standby, address):
    client = sign_in("wu")
    standby.catch_up()
    assert asked_of_the_replica(client, address) > 0


@pytest.mark.parametrize("address", ["/desk/", LIST, "/desk/queue/", "/rooms/backlog/board/", "/"])
def test_no_other_page_asks_the_replica(standby, address):
    client = sign_in("lin")
    standby.catch_up()
    with CaptureQueriesContext(connections[ALIAS]) as asked:
        assert client.get(address).status_code in {200, 403}
    assert len(asked) == 0


def test_who_has_just_acted_sees_what_they_did(standby):
    acting, looking = sign_in("wu"), sign_in("wu")
    standby.catch_up()
    standby.ask("SELECT pg_wal_replay_pause()")
    acting.post("/nothing/")
    cookie = acting.cookies[COOKIE]
    assert OLDEST < JUST_ACTED == cookie["max-age"]
    tell(1)
    assert opened(looking) == 0
    assert opened(acting) == 1
    del acting.cookies[COOKIE]  # as a browser does when it has expired
    assert opened(acting) == 0


def test_a_replica_that_is_too_far_behind_is_not_used_and_that_is_said(
    standby, monkeypatch, caplog
):
    client = sign_in("wu")
    standby.catch_up()
    assert asked_of_the_replica(client) > 0
    monkeypatch.setattr(replica, "OLDEST", 1.0)
    standby.ask("SELECT pg_wal_replay_pause()")
    tell(1)
    opened(client)
    time.sleep(1.1)
    assert opened(client) == 1
    assert asked_of_the_replica(client) == 0
    assert caplog.messages == ["the replica is not used: it is more than 1 s behind"]
    standby.ask("SELECT pg_wal_replay_resume()")
    wait_for(lambda: asked_of_the_replica(client) > 0)
    assert caplog.messages[1:] == ["the replica is used again"]


def test_the_second_lock_holds_on_the_replica_from_the_first_query(standby):
    register()
    register(who="jiang", place="420303003001")
    standby.catch_up()
    seen = {}
    with replica.reading():
        assert Matter.objects.count() == 0
    for name in CAST:
        actor = staff(name)
        allowed = {
            *permissions.visible_to(actor).values_list("id", flat=True),
            *permissions.referred_by(actor).values_list("id", flat=True),
        }
        permissions.look_as(actor)
        with replica.reading():
            sight.look_again()
            seen[name] = (set(Matter.objects.values_list("id", flat=True)), allowed)
        connection.connection.execute("RESET ROLE")
    assert {name for name, (found, allowed) in seen.items() if found != allowed} == set()
    assert {len(found) for found, _allowed in seen.values()} == {0, 1, 2}
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT current_user, count(*) FROM kernel_matter")
        assert cursor.fetchone()[0] == sight.ROLE


def test_nothing_can_be_written_on_a_page_that_may_be_old(standby):
    standby.catch_up()

    @may_be_stale
    def page(_request: HttpRequest) -> HttpResponse:
        Session.objects.all().delete()
        return HttpResponse()

    request = HttpRequest()
    request.method = "GET"
    with pytest.raises(WrittenWhileReading):
        page(request)
    with pytest.raises(DatabaseError), connections[ALIAS].cursor() as cursor:
        cursor.execute("DELETE FROM django_session")


def test_a_line_that_breaks_in_the_middle_of_a_page_is_not_noticed_by_its_reader(standby, caplog):
    client = sign_in("wu")
    tell(1)
    standby.catch_up()
    assert opened(client) == 1
    with CaptureQueriesContext(connections[ALIAS]):
        cut = _CutAfter(standby, queries=3)
        with connections[ALIAS].execute_wrapper(cut):
            assert opened(client) == 1
    assert cut.cut
    assert "the replica is not used: " in caplog.text


def test_pages_answer_while_the_replica_is_away_and_the_status_says_so(
    standby, monkeypatch, caplog
):
    client = sign_in("wu")
    tell(1)
    standby.catch_up()
    assert opened(client) == 1
    number = int((standby.server.folder / "postmaster.pid").read_text().split()[0])
    os.kill(number, signal.SIGQUIT)
    begun = time.monotonic()
    tell(1)
    assert opened(client) == 2
    assert opened(client) == 2
    assert time.monotonic() - begun < at_this_pace(5)
    assert len(caplog.messages) == 1
    done = CliRunner().invoke(status.command, [])
    assert done.exit_code == 1
    assert "the replica does not answer as one" in json.loads(done.stdout)["stuck"]
    standby.server.revive()
    monkeypatch.setattr(replica.watch, "resting_until", 0.0)
    standby.catch_up()
    assert asked_of_the_replica(client) > 0
    assert status.status()["replica"]["problem"] == ""
    monkeypatch.setattr(status, "FAR_BEHIND", -1)
    standby.ask("SELECT pg_wal_replay_pause()")
    tell(1)
    assert re.search(r"the replica is \d+ bytes behind", status.status()["stuck"][0])


def test_a_server_that_repeats_no_other_is_not_taken_for_a_replica(standby, monkeypatch, caplog):
    first = connection.get_connection_params()
    own = {"HOST": first["host"], "PORT": first["port"], "NAME": first["dbname"]}
    connections[ALIAS].close()
    monkeypatch.setattr(connections[ALIAS], "settings_dict", settings.DATABASES[ALIAS] | own)
    client = sign_in("wu")
    tell(1)
    assert opened(client) == 1
    assert caplog.messages == [
        "the replica is not used: the server that HEJIE_REPLICA_URL names repeats no other"
    ]
    assert status.status()["stuck"] == ["the replica does not answer as one"]
    connections[ALIAS].close()


def test_statistics_are_given_away_from_the_replica_alone(standby, tmp_path):
    tell(3)
    standby.catch_up()
    address = standby.server.conninfo(database=connection.settings_dict["NAME"])
    program = "from hejie.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "figures", "export", str(tmp_path)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": address},  # noqa: TID251
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["months"] > 0


class _CutAfter:
    """Ends the session in the replica's server before one of a page's queries."""

    def __init__(self, standby: Standby, *, queries: int) -> None:
        self.standby, self.left, self.cut = standby, queries, False

    def __call__(self, execute: Any, sql: Any, given: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            self.standby.ask(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE usename = 'hejie'"
            )
            self.cut = True
        return execute(sql, given, many, context)
