"""Rooms: what each folder under `rooms/` hands to the kernel, and which of them are present."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from hejie.kernel.procedures import Data, PartyView, Procedure


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


class PaperTemplate(Protocol):
    """A numbered, versioned template, as far as the kernel asks of it."""

    @property
    def name(self) -> str: ...

    @property
    def number(self) -> str: ...

    def edition(self, own: Sequence[Path] = ()) -> Any:
        """The edition used where a district has these folders; its `told()` goes into events."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A matter as another room's reader sees it: codes, sums, days and open words by the names
    that its own room documents; never a name or number of a person, never a sealed word."""

    reference: str
    state: str
    route: str = ""
    category: str = ""
    holder: str = ""
    holder_kind: str = ""
    data: Data = field(default_factory=dict)
    words: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    """Texts by event number and name."""
    parties: tuple[PartyView, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a matter opened out of another takes over from it.

    `values` and `words` go into the opening event; `parties` are roles in the new matter by the
    party's key, which stays the same; `papers` are kinds, each with the number of the event that
    it tells of.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    parties: Mapping[str, str] = field(default_factory=dict)
    papers: tuple[tuple[str, int], ...] = ()
    holder: str = ""


@dataclass(frozen=True, kw_only=True)
class Origin:
    """A way out of another room's matters (关联事项): `step` opens a matter of the procedure
    `opens` out of one of `out_of`, while that stands in one of `states`.

    `take` is a pure reader that gives nothing where there is nothing to take over. The origin
    is told when the new matter comes to one of `reports`, with the values named in `tells`;
    `meets` names clocks of the origin that are met by then. There is one such matter at a time:
    another may be opened when it has come to one of `again`.
    """

    opens: str
    step: str
    out_of: str
    states: frozenset[str]
    take: Callable[[Source], Taken | None]
    reports: frozenset[str] = frozenset()
    tells: tuple[str, ...] = ()
    meets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    again: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if untold := (self.again | self.meets.keys()) - self.reports:
            raise RegistryError(f"origin of {self.opens}: {sorted(untold)} is never told")


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A file that a third party can recheck without us."""

    key: str
    label: str
    content: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class TermsForm:
    """Where sums that were computed become terms: the steps of drafting, the field of rows in
    their forms, and the names that a row's fields have."""

    steps: tuple[str, ...]
    rows: str
    sum: str
    payer: str
    payee: str
    due: str
    way: str
    thing: str


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
    `origins` are the ways in which its matters are opened out of other rooms'; `readers` follow
    the log for the room's own counts.
    `queue` names the states in which nobody but the clerk's desk has the next move, and
    `queue_steps` what it does there, the usual first. `agenda(period, accounts, venues)` yields
    the `agenda.Appointment`s of a period that concern any of these accounts or places, and
    `venues(organs)` names the places of organs by key. `meetings(matter)` yields the
    `meetings.Meeting`s that are still to be held by video, and `given(matter, step)` what a
    step's form can be filled with beforehand. `menu` are the room's own pages.
    """

    key: str
    label: str
    procedures: tuple[Procedure, ...] = ()
    forms: Mapping[str, type] = field(default_factory=dict)
    project: Callable[[Any, Any], None] | None = None
    clear: Callable[[Any], None] | None = None
    papers: Mapping[str, Callable[[Any, Any], bytes]] = field(default_factory=dict)
    paper_labels: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, PaperTemplate] = field(default_factory=dict)
    """Kind of paper → its numbered template (`hejie.papers.templates`); the desk previews them."""
    editable: Mapping[str, Callable[[Any, Any], bytes]] = field(default_factory=dict)
    """Kind of paper → function of (matter, event) that gives a Word file to go on working in."""
    aids: Mapping[str, str] = field(default_factory=dict)
    """Step → template shown with the step's form: at the desk inside it, with `matter` and
    `doing`; to a party above it, with `matter` and `page`."""
    sealed_papers: frozenset[str] = frozenset()
    party_papers: frozenset[str] = frozenset()
    """Kinds of paper that every party is given, whoever's act they tell of."""
    notices: Callable[[Any, Any], Iterator[Any]] | None = None
    tend: Callable[..., int] | None = None
    stage: Callable[[], int] | None = None
    origins: tuple[Origin, ...] = ()
    readers: tuple[Any, ...] = ()
    queue: frozenset[str] = frozenset()
    queue_steps: tuple[str, ...] = ()
    agenda: Callable[[Any, Collection[int], Collection[str]], Iterable[Any]] | None = None
    venues: Callable[[Collection[str]], Mapping[str, str]] | None = None
    meetings: Callable[[Any], Iterable[Any]] | None = None
    given: Callable[[Any, str], Mapping[str, Any]] | None = None
    menu: tuple[MenuEntry, ...] = ()
    outlines: Callable[[str], Mapping[str, Any]] | None = None
    """Of a district's towns, as GeoJSON whose features' ids are their codes: for maps."""
    icon: str = "folder"
    trades: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    terms: TermsForm | None = None
    certificates: Callable[[Any, str], Sequence[Certificate]] | None = None
    """Of a matter, for one of its parties or, without a key, for staff: what can be rechecked."""
    certificate_paper: Callable[[Any, Certificate], bytes] | None = None
    """One of them as a paper (PDF)."""
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
    for origin in room.origins:
        if not any(p.key == origin.opens and _opens(p, origin.step) for p in room.procedures):
            raise RegistryError(f"room {room.key} opens nothing by {origin.opens}.{origin.step}")
    _rooms[room.key] = room
    return room


def _opens(procedure: Procedure, step: str) -> bool:
    return step in procedure.opening_steps()


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


def origins(*, out_of: str = "", opens: str = "", step: str = "") -> list[Origin]:
    """The ways out of a procedure's matters, or into one by a step."""
    return [
        origin
        for room in _rooms.values()
        for origin in room.origins
        if out_of in {"", origin.out_of}
        and opens in {"", origin.opens}
        and step in {"", origin.step}
    ]
