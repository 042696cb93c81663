"""Helpers for browsers that cannot reach each other: STUN and TURN, where the operator set one.

A TURN server that shares our secret (coturn's `use-auth-secret`) takes a name that says until
when it is good, and a password that only we can make of it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

LASTS = timedelta(hours=1)


def servers(holder: str, *, now: datetime) -> list[dict[str, Any]]:
    """What a browser is told; only for somebody who was let in. Empty: they reach each other."""
    found: list[dict[str, Any]] = []
    if settings.STUN:
        found.append({"urls": settings.STUN})
    if settings.TURN:
        name = f"{int((now + LASTS).timestamp())}:{holder}"
        made = hmac.new(settings.TURN_SECRET.encode(), name.encode(), hashlib.sha1)
        password = base64.b64encode(made.digest()).decode()
        found.append({"urls": settings.TURN, "username": name, "credential": password})
    return found
