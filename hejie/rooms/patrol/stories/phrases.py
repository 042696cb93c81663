"""Phrases that patrol stories are told in: what is seen, how it is sent on and checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hejie.stories.telling import Act, act

SQUARE = {"lon": "110.5846", "lat": "32.4937"}
"""A point in the demonstration cell of Huaguo village."""


def seen(
    when: str,
    who: str,
    category: str,
    where: str,
    text: str,
    *,
    step: str = "report",
    of: str = "",
    refused: str = "",
    **facts: Any,
) -> Act:
    stated: Mapping[str, Any] = {
        "category": category,
        "where": where,
        "text": text,
        "photos": "$photo",
        **facts,
    }
    return act(when, who, step, of=of, procedure="event", refused=refused, **stated)


def accepted(when: str, route: str, who: str = "luo", *, of: str = "", **facts: Any) -> Act:
    return act(when, who, "accept", of=of, route=route, **facts)


def sent_to(when: str, unit: str, *helpers: str, who: str = "luo", of: str = "") -> Act:
    return act(when, who, "dispatch", of=of, holder=unit, helpers=list(helpers))


def done(when: str, who: str, text: str, *, of: str = "", **facts: Any) -> Act:
    return act(when, who, "feed_back", of=of, text=text, photos="$photo", **facts)


def checked(when: str, who: str, result: str, text: str, *, of: str = "") -> Act:
    return act(when, who, "verify", of=of, result=result, text=text, called=True)
