"""The parts of `hejie bench all`: load, memory, what an instance tells of itself, the floor."""

import json
import os
import random
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from hejie.cli.bench import command, everything, filling, inside, load, machine, requests
from hejie.cli.bench.requests import Wanted
from hejie.cli.bench.timing import quantiles
from hejie.kernel.events import Event
from hejie.kernel.idempotency import IdempotencyKey
from hejie.kernel.matters import Matter

WANTED = Wanted(
    tokens={requests.CLERK: "t"},
    sessions={requests.CLERK: "c"},
    references=["420303-2026-000001"],
    places=["420303001001"],
    mediator=1,
)


class _Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        status = 200 if self.path.startswith("/desk/") else 503
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_told: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_requests_in_turn_are_counted_and_timed(port: int):
    told = load.in_turn(requests.asking("desk", WANTED), port, rounds=5, seconds=5)
    assert (len(told.ms), told.failed) == (5, 0)
    assert told.as_json()["ms_p50"] <= told.as_json()["ms_p99"]


def test_what_is_answered_wrongly_or_not_at_all_has_failed(port: int):
    told = load.at_once(requests.asking("list", WANTED), port, clients=2, seconds=0.2)
    assert told.failed > 0
    assert told.ms == []
    nobody = load.in_turn(requests.asking("desk", WANTED), 9, rounds=2, seconds=5)
    assert nobody.failed == 2


def test_requests_come_as_often_as_is_asked_for(port: int):
    told = load.arriving(requests.asking("desk", WANTED), port, rate=100, seconds=1)
    assert 60 < len(told.ms) < 140
    assert (told.failed, told.dropped) == (0, 0)


def test_requests_that_find_too_many_waiting_are_dropped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(load, "MOST_WAITING", 1)
    monkeypatch.setattr(load, "MOST_CLIENTS", 1)
    held = threading.Event()

    def ask(_wire: load.Wire, _draw: random.Random) -> bool:
        return held.wait(0.3)

    told = load.arriving(ask, 9, rate=50, seconds=0.5)
    assert told.dropped > 5
    assert told.failed + told.dropped > 10


def test_quantiles_are_values_that_were_seen():
    assert quantiles([3.0]) == {"ms_p50": 3.0, "ms_p95": 3.0, "ms_p99": 3.0}
    assert quantiles([float(n) for n in range(101)]) == {
        "ms_p50": 50.0,
        "ms_p95": 95.0,
        "ms_p99": 99.0,
    }


def test_memory_is_told_of_a_program_with_its_processes():
    told = machine.memory({"own": os.getpid(), "gone": 2**22 + 1})
    assert told["own"]["processes"] >= 1
    assert told["own"]["mb"] > 10
    assert told["gone"] == {"processes": 0, "mb": 0}
    assert machine.facts()["cores"] >= 1


def test_what_others_do_is_told_apart_from_what_is_measured():
    watch = machine.Watch({})
    begun = time.process_time()
    while time.process_time() - begun < 0.5:
        pass
    assert 0 <= watch.others() <= 1
    assert sum(map(machine._spent, machine.family(os.getpid()))) > 0.4


@pytest.fixture
def filled(zhangwan: None, monkeypatch: pytest.MonkeyPatch) -> None:
    filling.fill(60, patterns=10)
    monkeypatch.setattr(filling, "played", lambda: Matter.objects.order_by("id")[:10])
    monkeypatch.setattr(inside, "REPLAYED", 2)


def test_an_instance_tells_what_a_client_needs(filled: None, tmp_path: Path):
    ran = CliRunner().invoke(command, ["inside", str(tmp_path)], catch_exceptions=False)
    told = json.loads(ran.stdout)
    assert told["queries"].keys() == requests.KINDS.keys()
    assert all(told["queries"].values())
    assert told["verified"] == {"matters": 50, "findings": 0}
    assert Wanted(**told["wanted"]).references
    scripts = [path.read_text() for path in tmp_path.glob("*.sql")]
    assert len(scripts) == 2
    for script in scripts:
        assert script.startswith(r"\set again random(")
        assert 'INSERT INTO "kernel_event"' in script
        assert str(inside.STANDS_FOR) not in script


def test_sql_of_an_act_can_be_written_again(filled: None, tmp_path: Path):
    """What pgbench does: a new number in place of `:again`, and the same statements."""
    from django.db import connection  # noqa: PLC0415

    CliRunner().invoke(command, ["inside", str(tmp_path)], catch_exceptions=False)
    events, keys = Event.objects.count(), IdempotencyKey.objects.count()
    script = next(tmp_path.glob("*.sql")).read_text().partition("\n")[2]
    with connection.cursor() as cursor:
        for again in (1_000_001, 1_000_002):
            for statement in script.replace(":again", str(again)).split(";\n"):
                if statement.strip() and statement.strip() not in inside.OF_TRANSACTION:
                    cursor.execute(statement)
        cursor.execute("RESET ROLE")
    assert Event.objects.count() == events + 2
    assert IdempotencyKey.objects.count() == keys + 2


def test_growth_is_told_by_the_sizes():
    def size(matters: int, ms: float) -> dict[str, object]:
        return {
            "matters": matters,
            "alone": {"act": {"ms_p50": ms}},
            "most": {"a_second": 100 / ms},
            "memory": {"mb": 300},
        }

    told = everything.growth(size(1000, 10.0), size(10_000, 15.0))
    assert told == {"matters": 10.0, "ms_p50": {"act": 1.5}, "acts_a_second": 0.67, "memory": 1.0}
