"""What is answered when an answer could not be made."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

AWAY = (OperationalError, InterfaceError)
"""The database does not answer, or cannot do now what it could do again in a while."""
TRY_AGAIN_AFTER = "5"
"""Seconds."""


def failed(_request: HttpRequest) -> HttpResponse:
    """Say that the database is away, or that it is our fault. Asks the database nothing."""
    if isinstance(sys.exc_info()[1], AWAY):
        told = {"Retry-After": TRY_AGAIN_AFTER}
        return HttpResponse(render_to_string("503.html"), status=503, headers=told)
    return HttpResponse(render_to_string("500.html"), status=500)
