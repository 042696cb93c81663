"""Phrases that reception stories are told in: a day is published, a slot is booked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hejie.kernel.matters import Matter
from hejie.stories.telling import Act, act

DISTRICT, TOWN, VILLAGE = "区接访日", "街道接访日", "村接访日"
TITLES = {
    "quzhang": ("区长", "主持区政府全面工作", "区综治中心一楼接访室"),
    "shuji": ("街道党工委书记", "主持街道全面工作", "花果街道综治中心一楼"),
    "cunzhang": ("村委会主任", "村务", "花果村村委会"),
}


def published(when: str, who: str, leader: str, begins: str, *, of: str, slots: int = 6) -> Act:
    title, portfolio, where = TITLES[leader]
    return act(
        when,
        who,
        "publish",
        of=of,
        procedure="reception_day",
        leader=f"$account:{leader}",
        title=title,
        portfolio=portfolio,
        where=where,
        begins=begins,
        minutes=30,
        slots=slots,
    )


def slot(day: str, number: int) -> Callable[[Mapping[str, Matter]], str]:
    """A slot of one of the story's days."""
    return lambda matters: f"{matters[day].reference}/{number}"


def the_day(day: str) -> Callable[[Mapping[str, Matter]], str]:
    return lambda matters: matters[day].reference


def caller(name: str, phone: str = "") -> dict[str, str]:
    return {"role": "caller", "kind": "person", "name": name, "phone": phone}


def booked(
    when: str, who: str, day: str, number: int, *, topic: str, name: str, **facts: Any
) -> Act:
    stated = {"slot": slot(day, number), "topic": topic, "parties": [caller(name)], **facts}
    return act(when, who, "book", procedure="reception", **stated)


def walked_in(when: str, who: str, day: str, *, topic: str, name: str, of: str = "") -> Act:
    return act(
        when,
        who,
        "walk_in",
        of=of,
        procedure="reception",
        day=the_day(day),
        topic=topic,
        parties=[caller(name)],
    )
