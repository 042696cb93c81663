"""The requests that are measured: as clerks at a window and other systems send them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from hejie.cli.bench.load import Ask, Wire

CLERK, SUPERVISOR = "lin", "zhou"
"""Who sends what is measured by itself."""
API = "/api/v1/matters"
SEARCHED = "离婚 起诉"
"""Both words stand in about one of a hundred copied matters."""


@dataclass(frozen=True)
class Wanted:
    """What requests are made with: tokens and sessions by who has them, matters, places, and the
    account of a mediator."""

    tokens: Mapping[str, str]
    sessions: Mapping[str, str]
    references: Sequence[str]
    places: Sequence[str]
    mediator: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None

    def sent(self, wire: Wire) -> tuple[int, bytes]:
        return wire.send(self.method, self.path, self.headers, self.body)


Make = Callable[[Wanted, random.Random], Request]


def _write(wanted: Wanted, who: str, path: str, body: dict[str, Any], key: str = "") -> Request:
    headers = {
        "Authorization": f"Bearer {wanted.tokens[who]}",
        "Content-Type": "application/json",
        "Idempotency-Key": key or uuid4().hex,
    }
    return Request("POST", path, headers, json.dumps(body))


def _read(wanted: Wanted, query: str) -> Request:
    return Request("GET", f"{API}?{query}", {"Authorization": f"Bearer {wanted.tokens[CLERK]}"})


def _page(wanted: Wanted, path: str, who: str = CLERK) -> Request:
    return Request("GET", path, {"Cookie": f"sessionid={wanted.sessions[who]}"})


def create(wanted: Wanted, draw: random.Random, *, who: str = CLERK, place: str = "") -> Request:
    person = {"kind": "person", "phone": f"138{draw.randrange(10**8):08d}"}
    body = {
        "procedure": "mediation",
        "place": place or draw.choice(wanted.places),
        "facts": {
            "facts_told": "楼上漏水，天花板泡坏了，多次协商没有结果。",
            "category": "MD03",
            "source": "applied",
            "channel": "window",
        },
        "parties": [
            {**person, "role": "applicant", "name": f"测量{draw.randrange(10**6):06}"},
            {**person, "role": "respondent", "name": f"测量{draw.randrange(10**6):06}"},
        ],
    }
    return _write(wanted, who, API, body)


def act(
    wanted: Wanted, who: str, reference: str, name: str, facts: dict[str, Any], *, key: str = ""
) -> Request:
    return _write(wanted, who, f"{API}/{reference}/actions/{name}", {"facts": facts}, key)


def act_on(wanted: Wanted, reference: str, *, key: str = "") -> Request:
    facts = {"text": "已电话核实，双方都在本地。"}
    return act(wanted, CLERK, reference, "remark", facts, key=key)


KINDS: dict[str, Make] = {
    "create": create,
    "act": lambda wanted, draw: act_on(wanted, draw.choice(wanted.references)),
    "list": lambda wanted, draw: _read(wanted, "state=invited&order=newest&limit=25"),
    "search": lambda wanted, draw: _read(wanted, f"q={quote(SEARCHED)}&limit=25"),
    "matter": lambda wanted, draw: _page(
        wanted, f"/desk/matters/{draw.choice(wanted.references)}/"
    ),
    "desk": lambda wanted, draw: _page(wanted, "/desk/"),
    "queue": lambda wanted, draw: _page(wanted, "/desk/queue/"),
    "by day": lambda wanted, draw: _page(wanted, "/desk/matters/?state=registered&order=due"),
    "cockpit": lambda wanted, draw: _page(wanted, "/rooms/cockpit/board/", SUPERVISOR),
}
"""Open a matter and write a remark into one, a list of 25 with a filter and a search, by the
API; a matter's page, the desk, the queue, a list with the nearest day first and the cockpit, as a
browser asks for them."""


def asking(kind: str, wanted: Wanted) -> Ask:
    make = KINDS[kind]

    def ask(wire: Wire, draw: random.Random) -> bool:
        status, _body = make(wanted, draw).sent(wire)
        return status in {200, 201}

    return ask
