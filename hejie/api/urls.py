"""Addresses of the API. Its own gate asks for a token, so no page sign-in does."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from hejie.api.problems import answer, not_allowed
from hejie.api.service import api

View = Callable[..., HttpResponseBase]


def gated(view: View) -> View:
    """A view of Ninja's, which tells in a problem's shape which methods it takes."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            return lost(request)
        if isinstance(response, HttpResponseNotAllowed):
            return not_allowed(request, response)
        return response

    return csrf_exempt(login_not_required(inner))


def lost(request: HttpRequest) -> HttpResponseBase:
    return answer(404, "not-found", _("没有这个地址"))


def patterns() -> list[URLPattern]:
    made, _app, _namespace = api.urls
    found = [pattern for pattern in made if isinstance(pattern, URLPattern)]
    for pattern in found:
        pattern.callback = gated(pattern.callback)
    return found


app_name = "api"
urlpatterns = [*patterns(), re_path("", gated(lost))]
