"""One key, one act, one answer: what a repeated request gets, byte for byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from hejie.api.gate import JSON, Caller
from hejie.kernel import idempotency
from hejie.kernel.actions import Done, KeyReused


def once(
    request: HttpRequest,
    key: str,
    status: int,
    *,
    act: Callable[[], Done],
    is_ours: Callable[[Done], bool],
    tell: Callable[[Done], BaseModel],
) -> HttpResponse:
    """Act and answer, or give again the answer that this key got.

    The act binds the key to its event in its own transaction. A crash before the answer was
    kept therefore acts no second time: the next request finds the event and answers for it.
    `is_ours` says whether such an event can be what this request asked for.
    """
    caller: Caller = request.auth  # type: ignore[attr-defined]
    asked = _digest(request)
    kept = idempotency.remembered(caller.actor.key, key)
    if kept is None:
        done = act()
        if not is_ours(done):
            raise KeyReused
        text = tell(done).model_dump_json()
        answer = {"asked": asked, "status": status, "body": text}
        kept = idempotency.remember(caller.actor.key, key, answer)
    if kept["asked"] != asked:
        raise KeyReused
    return HttpResponse(kept["body"], status=kept["status"], content_type=JSON)


def _digest(request: HttpRequest) -> str:
    """A digest of what was asked, the same however the body's names are ordered."""
    told: list[Any] = [request.method, request.path, json.loads(request.body)]
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
