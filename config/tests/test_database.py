"""The embedded server, started and stopped for real in folders of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest
from django.conf import settings

from config.database import DatabaseUnavailable, EmbeddedServer

HOLD = """
import sys
from pathlib import Path
from config.database import EmbeddedServer
print(EmbeddedServer(Path(sys.argv[1]), durable=False).ensure_running(), flush=True)
sys.stdin.read()
"""


def make_server() -> Iterator[EmbeddedServer]:
    folder = Path(mkdtemp(dir=settings.HEJIE_HOME)) / "postgres"
    server = EmbeddedServer(folder, durable=False)
    yield server
    server.release()
    server.remove()


server = pytest.fixture(make_server)
shared_server = pytest.fixture(make_server, scope="module")


def answers(server: EmbeddedServer) -> bool:
    try:
        psycopg.connect(server.conninfo()).close()
    except psycopg.OperationalError:
        return False
    return True


def hold(server: EmbeddedServer) -> subprocess.Popen[str]:
    """Hold the server from another process until its standard input closes."""
    command = [sys.executable, "-c", HOLD, str(server.folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == f"{server.conninfo()}\n"
    return process


def test_the_last_user_stops_the_server_and_the_data_stay(server):
    with psycopg.connect(server.ensure_running(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
    other = hold(server)
    server.release()
    assert answers(server)
    other.communicate()
    assert not answers(server)
    with psycopg.connect(server.ensure_running()) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (42,)


def test_a_server_that_was_killed_is_started_again_with_what_was_committed(server):
    assert not server.revive()
    with psycopg.connect(server.ensure_running(), autocommit=True) as connection:
        connection.execute("SET synchronous_commit = on")
        connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
    assert not server.revive()
    number = int((server.folder / "postmaster.pid").read_text().split()[0])
    os.kill(number, signal.SIGKILL)
    while answers(server):
        time.sleep(0.01)
    assert server.revive()
    with psycopg.connect(server.conninfo()) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (42,)


def test_the_role_that_owns_the_data_is_bound_by_row_level_security(shared_server):
    with psycopg.connect(shared_server.ensure_running()) as connection:
        query = "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        assert connection.execute(query).fetchone() == (False, False)


def test_only_the_system_user_who_runs_the_server_reaches_it(shared_server):
    with psycopg.connect(shared_server.ensure_running()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    rules = shared_server.folder / "pg_hba.conf"
    lines = rules.read_text().splitlines()
    assert lines == [f"local {what} all peer map=hejie" for what in ("all", "replication")]
    assert shared_server.folder.stat().st_mode & 0o077 == 0


def test_data_that_came_from_another_user_let_in_the_one_who_starts_them(server):
    server.ensure_running()
    server.release()
    (server.folder / "pg_ident.conf").write_text('hejie "somebody-else" hejie\n')
    server.ensure_running()
    assert answers(server)


def test_a_path_too_long_for_a_socket_gets_a_private_folder_elsewhere(server):
    deep = EmbeddedServer(server.folder.parent / ("深" * 40) / "postgres", durable=False)
    deep.ensure_running()
    assert answers(deep)
    assert deep.socket_folder != deep.folder
    assert deep.socket_folder.stat().st_mode & 0o077 == 0
    deep.release()
    deep.remove()
    assert not deep.socket_folder.exists()


def test_a_half_made_folder_is_made_again(server):
    draft = server.folder.with_name("postgres.draft")
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")
    server.ensure_running()
    assert answers(server)
    assert not draft.exists()


def test_data_of_another_major_version_are_left_alone(server):
    server.folder.mkdir(parents=True)
    (server.folder / "PG_VERSION").write_text("17\n")
    with pytest.raises(DatabaseUnavailable, match="data of PostgreSQL 17, and this is 18"):
        server.ensure_running()
    assert (server.folder / "PG_VERSION").read_text() == "17\n"


def test_data_in_use_are_not_removed(server):
    other = hold(server)
    with pytest.raises(DatabaseUnavailable, match="is in use"):
        server.remove()
    assert answers(server)
    other.communicate()
    server.remove()
    assert not server.folder.exists()
