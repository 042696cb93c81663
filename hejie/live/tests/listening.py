"""A page that listens, without a browser: one socket, read as the protocol says."""

from __future__ import annotations

import json
import socket
import time
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from hejie.live import tickets
from hejie.live.tickets import Ticket


class Heard(NamedTuple):
    number: int
    kind: str
    data: Any


class Listener:
    """An open stream. `status` is what the server answered first."""

    def __init__(self, home: str, ticket: str, after: int | None = None) -> None:
        place = urlsplit(home)
        self.line = socket.create_connection((place.hostname or "", place.port or 80), timeout=30)
        again = f"Last-Event-ID: {after}\r\n" if after is not None else ""
        asked = f"GET /live/?ticket={quote(ticket)} HTTP/1.1\r\nHost: {place.netloc}\r\n{again}\r\n"
        self.line.sendall(asked.encode())
        self._text = b""
        self.head = self._until(b"\r\n\r\n").decode()
        self.status = int(self.head.split()[1])

    def _until(self, end: bytes) -> bytes:
        while end not in self._text:
            more = self.line.recv(65536)
            if not more:
                raise EOFError
            self._text += more
        found, _, self._text = self._text.partition(end)
        return found

    def hear(self, seconds: float = 30.0) -> Heard | None:
        """The next message that is not a beat; None when none comes or the stream ends."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.line.settimeout(left)
            try:
                frame = self._until(b"\n\n").decode()
            except (EOFError, OSError):
                return None
            told = dict(line.split(": ", 1) for line in frame.splitlines() if ": " in line and line)
            if "id" in told:
                return Heard(int(told["id"]), told["event"], json.loads(told["data"]))
        return None

    def numbers(self, many: int) -> list[int]:
        """The `n` of so many messages, and of one more if it is there already."""
        heard = [self.hear() for _ in range(many)]
        return [one.data["n"] for one in (*heard, self.hear(0.3)) if one]

    def ends(self, seconds: float = 30.0) -> bool:
        """Whether the server closes the stream."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.line.settimeout(left)
            try:
                more = self.line.recv(65536)
            except TimeoutError:
                return False
            if not more or more.endswith(b"0\r\n\r\n"):
                return True
        return False

    def close(self) -> None:
        self.line.close()


def ticket_for(channel: str, who: str = "somebody", grant: str = "") -> str:
    return tickets.write(Ticket(channel, who, grant))
