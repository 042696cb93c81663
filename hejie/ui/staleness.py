"""Which pages may be a little old, and for whom: the one rule for reading from a replica.

A page may be read from the replica if all of this is so; else it is read where all is written:

1. its view says so (`may_be_stale`): it shows counts of many matters and nothing of a single one,
   and writes nothing, not even that somebody looked;
2. it is asked for by GET or HEAD;
3. whoever asks has sent nothing to be done within the last `JUST_ACTED` seconds;
4. the replica answers, and has everything that is older than `replica.OLDEST` seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from hejie.kernel import replica, sight

P = ParamSpec("P")
Answer = Callable[[HttpRequest], HttpResponseBase]

JUST_ACTED = 5
"""Seconds, more than the replica may be behind: then it has what this browser sent."""
COOKIE = "acted"
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def remember_acts(answer: Answer) -> Answer:
    """Let the browser of whoever sends something remember it for as long as it matters."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        given = answer(request)
        if request.method not in SAFE:
            given.set_cookie(
                COOKIE, max_age=JUST_ACTED, httponly=True, secure=settings.HTTPS, samesite="Lax"
            )
        return given

    return answered


def may_be_stale(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Mark a view whose page may be a little old. Its answer is whole when it returns."""

    @wraps(view)
    def page(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = args[0]
        assert isinstance(request, HttpRequest)
        if not _may_be_stale_for(request):
            return view(*args, **kwargs)
        try:
            with replica.reading():
                sight.look_again()
                return view(*args, **kwargs)
        except Error as fault:
            replica.watch.rest(fault)
            return view(*args, **kwargs)

    return page


def _may_be_stale_for(request: HttpRequest) -> bool:
    return (
        replica.is_set()
        and request.method in {"GET", "HEAD"}
        and COOKIE not in request.COOKIES
        and replica.watch.is_fresh()
    )
