"""Rooms: what each folder under `rooms/` hands to the kernel, and which of them are present."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hejie.kernel.procedures import Procedure


class RegistryError(LookupError):
    """No such room, procedure or version, or two rooms that claim one name."""


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """A page of a room in the desk's menu: the name of its address, for whom, with a shortcut."""

    address: str
    label: Any
    icon: str
    roles: frozenset[str]
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class Gist:
    """What was agreed, in kinds and sums: nothing of it tells who."""

    kinds: tuple[Any, ...] = ()
    total: Decimal | None = None
    dates: int = 0
    """On how many days something falls due."""


@dataclass(frozen=True, kw_only=True)
class Room:
    """The wiring of one room.

    `forms`: step key → form class, for steps that take facts. `project(matter, event, facts)`
    fills the room's own tables inside the transaction of the act; `clear(matter)` empties
    them before a replay. `papers`: paper kind → function of (matter, event) that gives
    the PDF's bytes. `notices(matter, event)` yields the notices that an event causes.
    `tend(now)` does what falls due by itself, in one matter with `only`, and gives how much;
    the worker calls it.
    `stage()` loads what the room's stories need beside the cast.
    `queue` names the states in which nobody but the clerk's desk has the next move, and
    `queue_steps` what it does there, the usual first. `agenda(period, accounts, venues)` yields
    the `agenda.Appointment`s of a period that concern any of these accounts or places, and
    `venues(organs)` names the places of organs by key. `menu` are the room's own pages.
    """

    key: str
    label: str
    procedures: tuple[Procedure, ...] = ()
    forms: Mapping[str, type] = field(default_factory=dict)
    project: Callable[[Any, Any], None] | None = None
    clear: Callable[[Any], None] | None = None
    papers: Mapping[str, Callable[[Any, Any], bytes]] = field(default_factory=dict)
    paper_labels: Mapping[str, str] = field(default_factory=dict)
    sealed_papers: frozenset[str] = frozenset()
    party_papers: frozenset[str] = frozenset()
    """Kinds of paper that every party is given, whoever's act they tell of."""
    notices: Callable[[Any, Any], Iterator[Any]] | None = None
    tend: Callable[..., int] | None = None
    stage: Callable[[], int] | None = None
    queue: frozenset[str] = frozenset()
    queue_steps: tuple[str, ...] = ()
    agenda: Callable[[Any, Collection[int], Collection[str]], Iterable[Any]] | None = None
    venues: Callable[[Collection[str]], Mapping[str, str]] | None = None
    menu: tuple[MenuEntry, ...] = ()
    icon: str = "folder"
    trades: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    gist: Callable[[Any], Gist] | None = None
    """What a matter agreed on, for whoever has a like one before them."""
    party_roles: Mapping[str, str] = field(default_factory=dict)
    """Names of what parties are, those included who take no step themselves."""


_rooms: dict[str, Room] = {}


def register(room: Room) -> Room:
    """Make a room present. A second room of the same name, or a procedure that another
    room already has, stops the process with `RegistryError`."""
    for other in _rooms.values():
        shared = {p.key for p in other.procedures} & {p.key for p in room.procedures}
        if other.key != room.key and shared:
            raise RegistryError(f"rooms {other.key} and {room.key} both claim {sorted(shared)}")
    if room.key in _rooms and _rooms[room.key] is not room:
        raise RegistryError(f"room {room.key} is registered twice")
    _rooms[room.key] = room
    return room


def rooms() -> tuple[Room, ...]:
    return tuple(_rooms.values())


def procedures() -> tuple[Procedure, ...]:
    """The newest version of each procedure present."""
    newest = {p.key: p for room in _rooms.values() for p in room.procedures}
    return tuple(newest.values())


def room_of(procedure_key: str) -> Room:
    for room in _rooms.values():
        if any(p.key == procedure_key for p in room.procedures):
            return room
    raise RegistryError(f"no room has the procedure {procedure_key}")


def find_procedure(key: str, version: str = "") -> Procedure | None:
    """The given version, or the newest; None where there is none. A room lists its
    versions oldest first."""
    found = [p for room in _rooms.values() for p in room.procedures if p.key == key]
    if version:
        found = [p for p in found if p.version == version]
    return found[-1] if found else None


def procedure(key: str, version: str = "") -> Procedure:
    found = find_procedure(key, version)
    if found is None:
        raise RegistryError(f"no procedure {key} {version}".strip())
    return found
