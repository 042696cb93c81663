"""Likely copies of an event: the same class, fifty metres, one day. Offered, never merged."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from hejie.rooms.patrol.models import EventPlace

METRES, HOURS = 50, 24
"""How near in place and time ([L], proposals)."""
EARTH = 6_371_000
"""Radius in metres."""


def metres_between(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """By the haversine formula."""
    first, second = math.radians(lat), math.radians(other_lat)
    up, along = second - first, math.radians(other_lon - lon)
    part = math.sin(up / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(along / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(part))


def copies_of(
    reference: str, category: str, lon: float, lat: float, at: datetime
) -> list[EventPlace]:
    """Other events of the class near in place and time, in sight of whoever asks. One query."""
    up = math.degrees(METRES / EARTH)
    along = up / max(math.cos(math.radians(lat)), 0.01)
    near = EventPlace.objects.filter(
        category=category,
        at__range=(at - timedelta(hours=HOURS), at + timedelta(hours=HOURS)),
        lon__range=(lon - along, lon + along),
        lat__range=(lat - up, lat + up),
    )
    return [
        one
        for one in near.exclude(reference=reference).order_by("at", "reference")
        if one.lon is not None
        and one.lat is not None
        and metres_between(lon, lat, one.lon, one.lat) <= METRES
    ]
