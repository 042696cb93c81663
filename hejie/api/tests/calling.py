"""Call the API as a member of staff, and say what a matter needs to be opened."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from hejie.api.shapes import EXAMPLE
from hejie.kernel.jurisdictions import Account
from hejie.kernel.matters import Matter
from hejie.kernel.tokens import issue_token

BASE = "/api/v1"


class Caller:
    """One account with a token, as a script would use it."""

    def __init__(self, username: str, *, language: str = "") -> None:
        account = Account.objects.get(username=username)
        self.token, _kept = issue_token(account, now=timezone.now(), days=1)
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {self.token}"}
        if language:
            self.headers["Accept-Language"] = language

    def get(self, path: str, **query: Any):
        return self.client.get(BASE + path, query, headers=self.headers)

    def post(self, path: str, body: Any, *, key: str = "", **headers: str):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {**self.headers, "Idempotency-Key": key or uuid4().hex, **headers}
        return self.client.post(
            BASE + path, content, content_type="application/json", headers=headers
        )

    def act(self, reference: str, action: str, *, key: str = "", version=None, **facts: Any):
        body = {"facts": facts} | ({} if version is None else {"version": version})
        return self.post(f"/matters/{reference}/actions/{action}", body, key=key)

    def open(self, **changes: Any) -> dict[str, Any]:
        answer = self.post("/matters", opening(**changes))
        assert answer.status_code == 201, answer.content.decode()
        opened: dict[str, Any] = answer.json()
        return opened


def opening(**changes: Any) -> dict[str, Any]:
    """The document's own example, a clerk's telling of a dispute between two neighbours."""
    return deepcopy(EXAMPLE) | changes


def matter_of(reference: str) -> Matter:
    """The matter itself, past the API."""
    return Matter.objects.get(reference=reference)


def problem(answer: Any, status: int) -> dict[str, Any]:
    """The problem that an answer tells, after checking its shape."""
    told = answer.json()
    assert (answer.status_code, told["status"]) == (status, status), answer.content.decode()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert told["title"]
    assert told["detail"]
    assert told["type"].startswith("urn:hejie:problem:")
    return dict(told)


def fields(answer: Any) -> list[str]:
    """Which fields a refusal for wrong facts names."""
    return [error["field"] for error in problem(answer, 422)["errors"]]
