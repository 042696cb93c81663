"""Streams of a real web server: told on commit, caught up with, closed to whoever is out."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from select import select
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from config import threads
from config.threads import InThreads
from hejie.kernel.tests.pace import at_this_pace
from hejie.live import hub, tickets
from hejie.live.models import KEPT, Message, forget
from hejie.live.sending import dismiss, publish
from hejie.live.tests.listening import Listener, ticket_for
from hejie.live.tests.serving import serving
from hejie.live.tickets import Ticket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def home(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    with (
        django_db_blocker.unblock(),
        serving("hejie.live.tests.served:application", workers=2) as address,
    ):
        yield address


def tell(channel: str, kind: str = "told", **data: object) -> None:
    with transaction.atomic():
        publish(channel, kind, data)


def test_a_message_is_heard_when_its_transaction_commits_and_never_when_not(home: str) -> None:
    page = Listener(home, ticket_for("test/a"))
    assert page.status == 200
    assert "text/event-stream" in page.head
    with transaction.atomic():
        publish("test/a", "told", {"n": 1})
        assert page.hear(0.3) is None
    heard = page.hear()
    assert heard is not None
    assert (heard.kind, heard.data) == ("told", {"n": 1})
    with transaction.atomic():
        publish("test/a", "told", {"n": 2})
        transaction.set_rollback(True)
    tell("test/elsewhere", n=3)
    tell("test/a", n=4)
    following = page.hear()
    assert following is not None
    assert following.data == {"n": 4}


def test_every_process_hears_and_order_is_kept(home: str) -> None:
    pages = [Listener(home, ticket_for("test/b", who=f"w{n}")) for n in range(8)]
    for n in range(20):
        tell("test/b", n=n)
    for page in pages:
        assert page.numbers(20) == [*range(20)]


@pytest.mark.parametrize("size", [10, 7000, 60_000])
def test_a_message_of_any_size_arrives_whole(home: str, size: int) -> None:
    page = Listener(home, ticket_for("test/c"))
    text = "字\n" * (size // 2)
    tell("test/c", text=text)
    heard = page.hear()
    assert heard is not None
    assert heard.data["text"] == text


def test_a_page_whose_line_broke_hears_what_it_missed_once(home: str) -> None:
    page = Listener(home, ticket_for("test/d"))
    tell("test/d", n=1)
    first = page.hear()
    assert first is not None
    page.close()
    tell("test/d", n=2)
    tell("test/d", n=3)
    again = Listener(home, ticket_for("test/d"), after=first.number)
    tell("test/d", n=4)
    assert again.numbers(3) == [2, 3, 4]


def test_who_comes_while_much_is_told_hears_all_of_it(home: str) -> None:
    def tell_many() -> None:
        for n in range(150):
            tell("test/busy", n=n)
        connection.close()

    pages: list[Listener] = []
    with ThreadPoolExecutor(1) as pool:
        telling = pool.submit(tell_many)
        while not telling.done() and len(pages) < 40:
            pages.append(Listener(home, ticket_for("test/busy", who=f"w{len(pages)}")))
        telling.result()
    for page in pages:
        heard = [page.hear() for _ in range(150)]
        assert [one and one.data["n"] for one in heard] == [*range(150)]


def test_a_page_hears_all_that_it_missed_however_much(home: str) -> None:
    many = hub.MOST_WAITING + 50
    with transaction.atomic():
        for n in range(many):
            publish("test/much", "told", {"n": n})
    page = Listener(home, ticket_for("test/much"))
    assert page.numbers(many) == [*range(many)]


@pytest.mark.parametrize("ticket", ["", "x", "WyJ0ZXN0L2EiLCJ4IiwiIl0:1aaaaa:forged"])
def test_nothing_is_heard_without_a_good_ticket(home: str, ticket: str) -> None:
    assert Listener(home, ticket).status == 403


def test_nothing_is_heard_of_a_channel_without_a_gate(home: str) -> None:
    assert Listener(home, ticket_for("gateless/a")).status == 403


def test_a_ticket_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    text = tickets.write(Ticket("test/a", "x"))
    assert tickets.read(text) == Ticket("test/a", "x")
    later = time.time() + tickets.LASTS.total_seconds() + 2
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert tickets.read(text) is None


def test_whoever_is_sent_away_loses_the_stream_at_once(home: str) -> None:
    old = Listener(home, ticket_for("test/e", grant="1"))
    new = Listener(home, ticket_for("test/e", grant="2"))
    with transaction.atomic():
        dismiss("test/e", but="2")
    assert old.ends()
    tell("test/e", n=1)
    assert new.hear() is not None


def test_whoever_may_no_longer_listen_loses_the_stream_at_the_next_look(home: str) -> None:
    page = Listener(home, ticket_for("test/f", who="tom"))
    other = Listener(home, ticket_for("test/f", who="ann"))
    tell("test/out/tom", "out")
    assert page.ends()
    assert Listener(home, ticket_for("test/f", who="tom")).status == 403
    tell("test/f", n=1)
    assert other.hear() is not None


def test_one_person_holds_only_so_many_streams(home: str) -> None:
    pages = [Listener(home, ticket_for("test/g", who="greedy")) for _ in range(20)]
    until = time.monotonic() + 30
    left = len(pages)
    while left > 12 and time.monotonic() < until:
        with ThreadPoolExecutor(20) as pool:
            left = [*pool.map(lambda page: page.ends(0.5), pages)].count(False)
    assert 6 <= left <= 12  # six in each of two processes


def test_pages_and_their_connections_are_not_held_by_streams(home: str) -> None:
    held = [Listener(home, ticket_for("test/h", who=f"h{n}")) for n in range(60)]
    place = urlsplit(home)
    line = HTTPConnection(place.hostname or "", place.port, timeout=30)
    line.request("GET", "/")
    assert line.getresponse().status == 200
    assert all(page.status == 200 for page in held)


def test_half_a_form_is_no_form_and_no_header_passes_for_the_proxy_s_own() -> None:
    seen: list[str] = []

    def pages(environ: Any, start: Any) -> list[bytes]:
        seen.append(environ["wsgi.input"].read().decode())
        seen.append(environ.get("HTTP_X_FORWARDED_PROTO", "none"))
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"done"]

    assert asked(pages, b"half", whole=False) == []
    assert seen == []
    answer = asked(pages, b"whole", whole=True)
    assert seen == ["whole", "none"]
    assert [message.get("body", b"") for message in answer] == [b"", b"done"]


def test_a_request_that_stays_away_is_answered_and_one_that_goes_on_is_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(threads, "BEGUN_IN", 0.2)
    monkeypatch.setattr(threads, "SLOWEST", 1000)

    def pages(environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [])
        return [environ["wsgi.input"].read()]

    def told(part: bytes, times: int) -> int:
        coming = [{"type": "http.request", "body": part, "more_body": True}] * times

        async def receive() -> Any:
            await asyncio.sleep(0.1)
            return coming.pop() if coming else {"type": "http.request", "more_body": False}

        return int(asyncio.run(answered(pages, receive))[0]["status"])

    assert told(b"x", 100) == 408
    assert told(b"x" * 500, 10) == 200


def test_who_sends_a_byte_at_a_time_is_hung_up_on() -> None:
    with serving("hejie.live.tests.hasty:application") as home:
        host = urlsplit(home)
        slow = socket.create_connection((host.hostname or "", host.port or 0), timeout=30)
        slow.sendall(b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
        begun = time.monotonic()
        with suppress(OSError):
            while time.monotonic() - begun < 25 and not select([slow], [], [], 0.1)[0]:
                slow.sendall(b"x")
        assert b" 408 " in slow.recv(1000)


def test_a_long_answer_leaves_in_parts_that_make_the_whole() -> None:
    def pages(_environ: Any, start: Any) -> Iterator[bytes]:
        start("200 OK", [])
        yield from (b"x" * 10_000 for _ in range(100))

    answer = asked(pages, b"", whole=True)
    assert sum(len(message.get("body", b"")) for message in answer) == 1_000_000
    assert 3 < len(answer) < 10
    assert [message["more_body"] for message in answer[1:]] == [True] * (len(answer) - 2) + [False]


def asked(pages: Any, body: bytes, *, whole: bool) -> list[Any]:
    """What an application answers to a form, of which the browser may send only a part."""
    coming = [{"type": "http.request", "body": body, "more_body": not whole}]
    coming += [] if whole else [{"type": "http.disconnect"}]

    async def receive() -> Any:
        return coming.pop(0)

    return asyncio.run(answered(pages, receive))


async def answered(pages: Any, receive: Any) -> list[Any]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": []}
    scope |= {"http_version": "1.1", "headers": [(b"x_forwarded_proto", b"https")]}
    await InThreads(pages, 1)(scope, receive, send)
    return sent


def test_messages_are_forgotten(db: None) -> None:
    tell("test/i", n=1)
    assert forget(now=timezone.now()) == 0
    assert forget(now=timezone.now() + KEPT + timedelta(seconds=1)) == 1
    assert not Message.objects.exists()


def test_a_thousand_idle_streams_are_affordable(capsys: pytest.CaptureFixture[str]) -> None:
    """In one process: little memory, and a message is still heard by each of them in time."""
    with serving("hejie.live.tests.served:application") as home:
        first = Listener(home, ticket_for("test/j", who="first"))
        before = memory(home)
        with ThreadPoolExecutor(20) as pool:
            pages = list(
                pool.map(lambda n: Listener(home, ticket_for("test/j", who=f"j{n}")), range(1000))
            )
        each = (memory(home) - before) / len(pages)
        begun = time.monotonic()
        tell("test/j", n=1)
        assert all(page.hear() for page in (first, *pages))
        seconds = time.monotonic() - begun
        for page in pages:
            page.close()
    with capsys.disabled():
        print(f"\n1000 streams: {each / 1024:.0f} kB each, told in {seconds:.2f} s")  # noqa: T201
    assert each < 100 * 1024
    assert seconds < at_this_pace(5)


def memory(home: str) -> int:
    """Bytes that the server's processes hold."""
    port = str(urlsplit(home).port)
    found = subprocess.run(
        ["pgrep", "-f", f"granian.*--port {port}"], capture_output=True, text=True, check=True
    )
    pages = [Path(f"/proc/{pid}/statm").read_text().split()[1] for pid in found.stdout.split()]
    return sum(map(int, pages)) * 4096
