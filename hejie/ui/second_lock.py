"""Every request begins with nothing in sight; who is recognised then sees what is theirs."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from hejie.kernel import sight

Answer = Callable[[HttpRequest], HttpResponseBase]


def second_lock(answer: Answer) -> Answer:
    def locked(request: HttpRequest) -> HttpResponseBase:
        sight.look_as(sight.NOBODY)
        return answer(request)

    return locked
