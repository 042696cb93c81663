"""Public pages that may be opened often and guessed at seldom: who asks too much is told, in a
sentence, when to go on. Counted by address, so that nobody makes others wait."""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import ngettext

from hejie.kernel.patience import Rate, spend, wait_of

View = Callable[..., HttpResponseBase]
CODES = Rate("codes", free=20, seconds=15)
"""Query codes that are nobody's: of some 8.5 * 10^11, four a minute and address."""
PHONE_CODES = Rate("phone-codes", free=10, seconds=60)
SENDING = Rate("sending", free=20, seconds=60)
"""Applications, letters and telephone codes asked for."""
CHECKING = Rate("checking", free=20, seconds=15)
TOKENS = Rate("tokens", free=20, seconds=5)
"""Calls of the API with a token that is none."""
NETWORK_BITS = 64
"""One household has a whole IPv6 network of this length."""


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: what the nearest proxies of ours say, and nobody else."""
    said = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    last = str(request.META.get("REMOTE_ADDR", ""))
    text = said[-settings.PROXIES].strip() if 0 < settings.PROXIES <= len(said) else last
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return last
    if address.version == 6:
        return str(ipaddress.ip_network((address, NETWORK_BITS), strict=False))
    return str(address)


def in_words(wait: timedelta) -> str:
    """A wait, rounded up, as it is said."""
    seconds = seconds_of(wait)
    if seconds < 60:
        return ngettext("%(n)s 秒", "%(n)s 秒", seconds) % {"n": seconds}
    minutes = math.ceil(seconds / 60)
    return ngettext("%(n)s 分钟", "%(n)s 分钟", minutes) % {"n": minutes}


def seconds_of(wait: timedelta) -> int:
    return max(math.ceil(wait.total_seconds()), 1)


def too_often(request: HttpRequest, wait: timedelta) -> HttpResponse:
    answer = render(request, "ui/pages/too_often.html", {"wait": in_words(wait)}, status=429)
    answer["Retry-After"] = str(seconds_of(wait))
    return answer


def sends(rate: Rate) -> Callable[[View], View]:
    """A page on which each thing sent counts. One query for each; looking is free."""

    def decorate(view: View) -> View:
        @wraps(view)
        def slowed(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
            if request.method == "POST":
                wait = spend(rate, address_of(request), now=timezone.now())
                if wait:
                    return too_often(request, wait)
            return view(request, *given, **named)

        return slowed

    return decorate


def guesses(rate: Rate) -> Callable[[View], View]:
    """A page opened by something that could be guessed. One query; `count` tells wrong ones."""

    def decorate(view: View) -> View:
        @wraps(view)
        def slowed(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
            if wait := wait_of(rate, address_of(request), now=timezone.now()):
                return too_often(request, wait)
            return view(request, *given, **named)

        return slowed

    return decorate


def count(request: HttpRequest, rate: Rate) -> timedelta:
    """Count a wrong guess; gives how long to wait if there were too many. Right ones are never
    counted."""
    return spend(rate, address_of(request), now=timezone.now())
