"""The streams that one web process holds open, fed by its one listening database connection."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

import psycopg
from django.db import close_old_connections, connection
from psycopg.sql import SQL, Identifier

from hejie.live.gates import still_good
from hejie.live.models import Message, Told, missed
from hejie.live.sending import NOTIFICATION
from hejie.live.tickets import Ticket

log = logging.getLogger(__name__)
Result = TypeVar("Result")

MOST_STREAMS = 4000
MOST_STREAMS_OF_ONE = 6
"""In one process; whoever opens one more loses the oldest."""
MOST_WAITING = 200
"""Messages that a slow page may be behind; then its stream ends, and it catches up anew."""
EVERY = 15.0
"""Seconds between beats, and between looks whether each may still listen."""
LONGEST_PAUSE = 10.0
"""Seconds between attempts to reach the database again, at most."""
BEAT = b"event: beat\ndata: {}\n\n"


class Full(Exception):
    """This process holds as many streams as it may."""


class Stream:
    """One open page: what it is still to be sent, and the last message it was given. What is told
    before it has caught up comes behind what it missed."""

    def __init__(self, ticket: Ticket, after: int) -> None:
        self.ticket, self.last = ticket, after
        self.waiting: asyncio.Queue[bytes | None] = asyncio.Queue(MOST_WAITING)
        self.early: list[Told] | None = []

    def catch_up(self, missed: Iterable[Told]) -> None:
        early, self.early = self.early or [], None
        self.tell(*missed, *early)

    def tell(self, *told: Told) -> None:
        """However many are told together, they wait as one."""
        if self.early is not None:
            self.early.extend(told)
            return
        frames = []
        for number, kind, data in told:
            if number > self.last:
                self.last = number
                frames.append(written(number, kind, data))
        if frames:
            self.put(b"".join(frames))

    def put(self, frame: bytes) -> None:
        try:
            self.waiting.put_nowait(frame)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        """Send what waits, then no more. A page that is too far behind is sent nothing: it
        catches up on its next stream."""
        if self.waiting.full():
            while not self.waiting.empty():
                self.waiting.get_nowait()
        self.waiting.put_nowait(None)


def written(number: int, kind: str, data: Any) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"id: {number}\nevent: {kind}\ndata: {text}\n\n".encode()


class Hub:
    """Lives in the event loop of its process; whatever asks the database goes to one thread."""

    def __init__(self) -> None:
        self.streams: dict[str, set[Stream]] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live")
        self._listening = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    @asynccontextmanager
    async def opened(self, ticket: Ticket, after: int) -> AsyncIterator[Stream]:
        """A stream that has been given what it missed. Raises `Full`."""
        if sum(map(len, self.streams.values())) >= MOST_STREAMS:
            raise Full
        self._start()
        await self._listening.wait()
        stream = Stream(ticket, after)
        self._make_room(ticket.who)
        self.streams.setdefault(ticket.channel, set()).add(stream)
        try:
            # Listened to already, so nothing falls between what is read and what is told.
            stream.catch_up(await self._ask(lambda: missed(ticket.channel, after)))
            yield stream
        finally:
            self._leave(stream)

    async def may_listen(self, ticket: Ticket) -> bool:
        return bool(await self._ask(lambda: still_good([ticket])))

    def _start(self) -> None:
        if not self._tasks:
            loop = asyncio.get_running_loop()
            self._tasks = [loop.create_task(self._listen()), loop.create_task(self._tick())]

    def _make_room(self, who: str) -> None:
        own = [s for streams in self.streams.values() for s in streams if s.ticket.who == who]
        for stream in own[: max(0, len(own) + 1 - MOST_STREAMS_OF_ONE)]:
            self._leave(stream)

    def _leave(self, stream: Stream) -> None:
        stream.end()
        streams = self.streams.get(stream.ticket.channel, set())
        streams.discard(stream)
        if not streams:
            self.streams.pop(stream.ticket.channel, None)

    async def _ask(self, question: Callable[[], Result]) -> Result:
        """Ask the database in the hub's own thread, on a connection that works."""

        def asked() -> Result:
            close_old_connections()
            try:
                return question()
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(self._thread, asked)

    async def _listen(self) -> None:
        """Listen for as long as the process runs; whoever was open while the line to the
        database was broken comes again and catches up."""
        pause = 0.1
        while True:
            try:
                await self._hear()
            except (psycopg.Error, OSError):
                log.exception("the line to the database broke; again in %s seconds", pause)
            self._listening.clear()
            for stream in self._all():
                self._leave(stream)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _hear(self) -> None:
        given = await self._ask(connection.get_connection_params)
        named = {name: given[name] for name in given if name in CONNECTING or name == "options"}
        line = await psycopg.AsyncConnection.connect(**named, autocommit=True)
        async with line:
            await line.execute(SQL("LISTEN {}").format(Identifier(NOTIFICATION)))
            self._listening.set()
            async for heard in line.notifies():
                await self._told(json.loads(heard.payload))

    async def _told(self, told: dict[str, Any]) -> None:
        streams = list(self.streams.get(told["channel"], ()))
        if not streams:
            return
        if "dismiss" in told:
            for stream in streams:
                if not told["dismiss"] or stream.ticket.grant != told["dismiss"]:
                    self._leave(stream)
            return
        if "data" not in told:
            number = told["id"]
            rows = Message.objects.filter(pk=number).values_list("data", flat=True)
            told["data"] = await self._ask(rows.first)
        for stream in streams:
            stream.tell((told["id"], told["kind"], told["data"]))

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            streams = self._all()
            for stream in streams:
                stream.put(BEAT)
            with suppress(psycopg.Error):
                asked = {stream.ticket for stream in streams}
                good = await self._ask(lambda tickets=asked: still_good(tickets))  # type: ignore[misc]
                for stream in streams:
                    if stream.ticket not in good:
                        self._leave(stream)

    def _all(self) -> list[Stream]:
        return [stream for streams in self.streams.values() for stream in streams]


CONNECTING = {
    *("dbname", "user", "password", "host", "port", "service", "passfile"),
    *("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "tcp_user_timeout"),
    *("keepalives_idle", "keepalives_interval", "keepalives_count"),
}
