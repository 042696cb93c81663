"""Answer `/live/`: one event stream for one ticket, as an ASGI application."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs

from hejie.live.hub import Full, Hub, Stream
from hejie.live.protocol import Receive, Scope, Send, refuse
from hejie.live.tickets import read

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
FIRST = b"retry: 2000\n\n"


class Live:
    """The application. Its hub begins with the first stream, in the loop that asks for it."""

    def __init__(self) -> None:
        self.hub: Hub | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            await refuse(send, 405)
            return
        self.hub = self.hub or Hub()
        query = parse_qs(scope["query_string"].decode("latin-1"))
        ticket = read(query.get("ticket", [""])[0])
        if ticket is None or not await self.hub.may_listen(ticket):
            await refuse(send, 403)
            return
        try:
            async with self.hub.opened(ticket, _after(scope, query)) as stream:
                await _pump(stream, receive, send)
        except Full:
            await refuse(send, 503)


def _after(scope: Scope, query: dict[str, list[str]]) -> int:
    """The last message that the page has: by its browser's own memory, or by the address."""
    headers = dict(scope["headers"])
    told = headers.get(b"last-event-id", b"").decode("latin-1") or query.get("after", ["0"])[0]
    return int(told) if told.isdecimal() and len(told) < 19 else 0


async def _pump(stream: Stream, receive: Receive, send: Send) -> None:
    """Send what comes until the stream ends or the page is gone."""
    gone = asyncio.ensure_future(_gone(receive))
    gone.add_done_callback(lambda _: stream.end())
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": FIRST, "more_body": True})
        while (frame := await stream.waiting.get()) is not None:
            await send({"type": "http.response.body", "body": frame, "more_body": True})
        if not gone.done():
            await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
