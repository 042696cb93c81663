"""Run a WSGI application inside an ASGI server: each request whole, in one thread.

The request is read before its thread begins, and an answer that fits one part leaves in one
piece. So a page costs one way to a thread and back, whatever it is made of.
"""

import asyncio
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import Any

from a2wsgi.wsgi import build_environ

from hejie.live.protocol import Message, Receive, Scope, Send, refuse

IN_MEMORY = 1024 * 1024
"""Bytes of a request; what is longer waits on the disk."""
LARGEST_REQUEST = 450 * 1024 * 1024
"""Bytes: twenty files of the largest kind, and what is written around them."""
BEGUN_IN = 30.0
"""Seconds that every request has to arrive, whatever its size."""
SLOWEST = 512
"""Bytes a second by which more is added to them: the weakest line of a village sends more."""
PART = 256 * 1024
"""Bytes of an answer that are sent at once."""


class Gone(ConnectionError):
    """The browser left before it had sent all of its request."""


class TooLarge(ValueError):
    """No page of ours takes a request of this size."""


class TooSlow(TimeoutError):
    """A request that comes a byte at a time, or stays away."""


class InThreads:
    """The threads, and with them their connections to the database, last as long as the
    process."""

    def __init__(self, application: Callable[..., Iterable[bytes]], threads: int) -> None:
        self.application = application
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # In WSGI `x_forwarded_proto` could not be told from the proxy's own header.
        scope["headers"] = [pair for pair in scope["headers"] if b"_" not in pair[0]]
        loop = asyncio.get_running_loop()
        with SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                await _read(receive, body)
            except Gone:
                return
            except TooLarge:
                await refuse(send, 413)
                return
            except TooSlow:
                await refuse(send, 408)
                return
            environ: dict[str, Any] = {**build_environ(scope, body), "wsgi.errors": sys.stderr}  # type: ignore[arg-type]

            async def on(message: Message) -> None:
                await send(message)

            def send_on(message: Message) -> None:
                asyncio.run_coroutine_threadsafe(on(message), loop).result()

            answer = _Answer(send_on)
            await loop.run_in_executor(self.threads, answer.make, self.application, environ)
        for message in answer.last():
            await send(message)


async def _read(receive: Receive, body: SpooledTemporaryFile[bytes]) -> None:
    """Take in the request, or raise: half a form must never look like a whole one. Time is given
    for what has come, so that many files on a slow line arrive and a byte a second does not."""
    more, size = True, 0
    begun = asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout_at(begun + BEGUN_IN) as limit:
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Gone
                size += body.write(message.get("body", b""))
                if size > LARGEST_REQUEST:
                    raise TooLarge
                more = message.get("more_body", False)
                limit.reschedule(begun + BEGUN_IN + size / SLOWEST)
    except TimeoutError as fault:
        raise TooSlow from fault
    body.seek(0)


class _Answer:
    """What an application answers; parts of a long one are sent on the way."""

    def __init__(self, send: Callable[[Message], None]) -> None:
        self.send = send
        self.start: Message | None = None
        self.part = bytearray()

    def make(self, application: Callable[..., Iterable[bytes]], environ: dict[str, Any]) -> None:
        made = application(environ, self._begin)
        try:
            for chunk in made:
                self.part += chunk
                if len(self.part) >= PART:
                    for message in self._messages(more=True):
                        self.send(message)
        finally:
            if close := getattr(made, "close", None):
                close()

    def last(self) -> Iterable[Message]:
        return self._messages(more=False)

    def _messages(self, *, more: bool) -> Iterable[Message]:
        if self.start is not None:
            yield self.start
            self.start = None
        yield {"type": "http.response.body", "body": bytes(self.part), "more_body": more}
        self.part.clear()

    def _begin(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        self.start = {
            "type": "http.response.start",
            "status": int(status[:3]),
            "headers": [
                (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
            ],
        }
        return self.part.extend
