"""The gate of the API: who is calling, and the bytes of what they sent."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.parser import Parser
from ninja.security import HttpBearer

from hejie.api.problems import Wrong
from hejie.kernel import permissions
from hejie.kernel.jurisdictions import Actor, actor_for
from hejie.kernel.tokens import holder_of
from hejie.ui.patience import TOKENS, count, in_words, seconds_of

LARGEST_BODY = 30 * 1024 * 1024
"""Bytes; a file of 20 MB takes 27 of them as base64."""
DEEPEST = 20
JSON = "application/json"


@dataclass(frozen=True)
class Caller:
    """Who calls, with the posts of today, and when."""

    actor: Actor
    now: datetime


class Token(HttpBearer):
    """A token of the API, from `hejie token`."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        now = timezone.now()
        account = holder_of(token, now=now)
        if account is None:
            _require_patience(request)
            return None
        if request.method == "POST":
            _take_in(request)
        actor = actor_for(account, on=timezone.localdate(now))
        permissions.look_as(actor)
        return Caller(actor, now)


def _require_patience(request: HttpRequest) -> None:
    """Slow down who tries tokens; a good one is never kept waiting."""
    if wait := count(request, TOKENS):
        told = {"wait": in_words(wait)}
        sentence = _("这个地址用无效的令牌试得太密了，请过 %(wait)s再试") % told
        raise Wrong(429, "too-often", sentence, headers={"Retry-After": str(seconds_of(wait))})


def _take_in(request: HttpRequest) -> None:
    """Read a body up to our own limit, which is above that for forms: only now, that the
    token is known to be good."""
    if request.content_type != JSON:
        raise Wrong(415, "media-type", _("请求体要是 application/json"))
    body = request.read(LARGEST_BODY + 1)
    if len(body) > LARGEST_BODY:
        megabytes = LARGEST_BODY // (1024 * 1024)
        raise Wrong(413, "too-large", _("请求超过 %(most)s MB") % {"most": megabytes})
    request._body = body


class JsonParser(Parser):
    """Reads JSON that can be kept: no fractions without end, no characters without form."""

    def parse_body(self, request: HttpRequest) -> Any:
        try:
            text = request.body.decode()
        except UnicodeDecodeError:
            raise Wrong(400, "unreadable", _("请求体不是 UTF-8 编码")) from None
        try:
            value = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_number)
        except json.JSONDecodeError as fault:
            told = {"line": fault.lineno, "column": fault.colno}
            detail = _("请求体不是 JSON：第 %(line)s 行第 %(column)s 列读不下去") % told
            raise Wrong(400, "unreadable", detail) from None
        except RecursionError:
            raise _too_deep() from None
        except ValueError:
            raise Wrong(400, "unreadable", _("请求体里有一个数太长")) from None
        for where, one in _parts(value):
            _require_keepable(where, one)
        return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) != len(pairs):
        raise Wrong(400, "unreadable", _("请求体里同一个名称写了两次"))
    return told


def _no_number(name: str) -> NoReturn:
    raise Wrong(400, "unreadable", _("请求体里的 %(name)s 不是 JSON") % {"name": name})


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    """Every name and every plain value, with the way to it."""
    waiting: list[tuple[str, int, Any]] = [("", 0, value)]
    while waiting:
        where, depth, one = waiting.pop()
        if depth > DEEPEST:
            raise _too_deep()
        if isinstance(one, Mapping):
            for name, inner in one.items():
                yield where, name
                waiting.append((f"{where}.{name}".lstrip("."), depth + 1, inner))
        elif isinstance(one, list):
            waiting += [(f"{where}.{n}", depth + 1, inner) for n, inner in enumerate(one)]
        else:
            yield where, one


def _too_deep() -> Wrong:
    return Wrong(400, "unreadable", _("请求体嵌套太深"))


def _require_keepable(where: str, value: Any) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise Wrong(400, "unreadable", _("“%(where)s”的数太大") % {"where": where})
    if isinstance(value, str) and any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value):
        shown = where.encode(errors="replace").decode().replace("\0", "?")
        detail = _("“%(where)s”里有不能保存的字符") % {"where": shown}
        raise Wrong(400, "unreadable", detail)
