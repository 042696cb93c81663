"""Load over HTTP from one process: one client in turn, several at once, or as many requests a
second as are asked for, however long the answers take."""

from __future__ import annotations

import queue
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any

from hejie.cli.bench.timing import quantiles

LONGEST_ANSWER = 30
MOST_WAITING = 200
"""Requests that wait for a free client; one more is dropped."""
MOST_CLIENTS = 32


class Wire:
    """A kept connection to the server."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._kept: HTTPConnection | None = None

    def send(
        self, method: str, path: str, headers: dict[str, str], body: str | None = None
    ) -> tuple[int, bytes]:
        """Status and body; no status where there is no answer."""
        try:
            if self._kept is None:
                self._kept = HTTPConnection("127.0.0.1", self._port, timeout=LONGEST_ANSWER)
            self._kept.request(method, path, body and body.encode(), headers)
            answer = self._kept.getresponse()
            return answer.status, answer.read()
        except (OSError, HTTPException) as fault:
            self.close()
            return 0, repr(fault).encode()

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None


Ask = Callable[[Wire, random.Random], bool]
"""One request; gives whether it was answered as it should be."""


@dataclass
class Outcome:
    """What became of requests: milliseconds of those that went well, and the others' number."""

    ms: list[float] = field(default_factory=list)
    failed: int = 0
    dropped: int = 0
    seconds: float = 0.0

    def note(self, begun: float, *, well: bool) -> None:
        if well:
            self.ms.append((time.perf_counter() - begun) * 1000)
        else:
            self.failed += 1

    @property
    def a_second(self) -> float:
        return round(len(self.ms) / self.seconds, 1) if self.seconds else 0.0

    def as_json(self) -> dict[str, Any]:
        told = {"done": len(self.ms), "failed": self.failed, "a_second": self.a_second}
        return told | (quantiles(self.ms) if self.ms else {})


def in_turn(ask: Ask, port: int, *, rounds: int, seconds: float) -> Outcome:
    """One client, one request after the other; the first is not counted."""
    wire, draw, told = Wire(port), random.Random(1), Outcome()  # noqa: S311 - no secrets
    ask(wire, draw)
    first = time.perf_counter()
    while len(told.ms) + told.failed < rounds and time.perf_counter() - first < seconds:
        begun = time.perf_counter()
        told.note(begun, well=ask(wire, draw))
    told.seconds = time.perf_counter() - first
    wire.close()
    return told


def at_once(ask: Ask, port: int, *, clients: int, seconds: float) -> Outcome:
    """Several clients, each sending its next request as soon as it is answered."""
    told, first = Outcome(), time.perf_counter()

    def work(number: int) -> None:
        wire, draw = Wire(port), random.Random(number)  # noqa: S311 - no secrets
        while (begun := time.perf_counter()) - first < seconds:
            told.note(begun, well=ask(wire, draw))
        wire.close()

    _in_threads(work, clients)
    told.seconds = time.perf_counter() - first
    return told


def arriving(ask: Ask, port: int, *, rate: float, seconds: float) -> Outcome:
    """Requests that come by chance, so many a second on average, whether or not those before
    were answered. Their time counts from when they came; one that finds too many waiting is
    dropped."""
    told, draw = Outcome(), random.Random(int(rate * 1000))  # noqa: S311 - no secrets
    waiting: queue.Queue[float | None] = queue.Queue(MOST_WAITING)

    def work(number: int) -> None:
        wire, mine = Wire(port), random.Random(number)  # noqa: S311 - no secrets
        while (came := waiting.get()) is not None:
            told.note(came, well=ask(wire, mine))
        wire.close()

    def come() -> None:
        came = first
        while (came := came + draw.expovariate(rate)) < first + seconds:
            time.sleep(max(came - time.perf_counter(), 0))
            try:
                waiting.put_nowait(came)
            except queue.Full:
                told.dropped += 1
        for _client in range(MOST_CLIENTS):
            waiting.put(None)

    first = time.perf_counter()
    source = threading.Thread(target=come)
    source.start()
    _in_threads(work, MOST_CLIENTS)
    source.join()
    told.seconds = time.perf_counter() - first
    return told


def _in_threads(work: Callable[[int], None], many: int) -> None:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
