"""Copy a matter with all its rows under new names: another number, other people, other words,
and a hash chain of its own, computed by the kernel's functions.

Everything that follows from events stays what it was, so a replay finds what was copied.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, models

from hejie.kernel import chain, keys, search
from hejie.kernel.clocks import Clock, ClockOutcome
from hejie.kernel.documents import OPEN, Words
from hejie.kernel.encrypted import Encrypted, EncryptedCharField, EncryptedTextField
from hejie.kernel.events import Event
from hejie.kernel.matters import (
    Involvement,
    Matter,
    Member,
    OfMatter,
    describe,
    local_day,
    new_code,
    new_id,
)
from hejie.kernel.notices import Notice
from hejie.kernel.parties import Party
from hejie.kernel.search import Found, SearchEntry
from hejie.kernel.supervision import Warning

COPIED: tuple[type[OfMatter], ...] = (
    Event,
    Words,
    Party,
    Clock,
    ClockOutcome,
    Involvement,
    Member,
    Notice,
    Warning,
)
"""Tables of a matter's data that are copied; the search index is made anew."""
DRAWN = ("facts_told", "claims")
"""Words that every copy draws anew."""
PARTS = ("words", "sealed", "personal", "blind")
"""Parts of an event's payload that tell digests of words."""
LATER = timedelta(hours=1)
"""Within which a copy begins after its pattern, on the same day."""

Row = list[Any]


class NotCopied(ValueError):
    """A matter that has what no copy may have: sessions, papers, ties, hours that run."""


@dataclass
class Sheet:
    """A table's columns, and rows on their way into it."""

    model: type[models.Model]
    rows: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fields = self.model._meta.concrete_fields
        self.place = {f.attname: position for position, f in enumerate(self.fields)}

    def template(self, row: models.Model) -> Row:
        """A row as it lies in the database; JSON as its text."""
        return [_prepared(f, row) for f in self.fields]


def _prepared(f: Any, row: models.Model) -> Any:
    value = f.pre_save(row, add=False)
    if isinstance(f, models.JSONField) and not isinstance(f, Encrypted):
        return _json(value)
    return f.get_db_prep_save(value, connection)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@dataclass(frozen=True)
class Template:
    """A row, how it lies in the database, and where in it there are moments of events."""

    row: Any
    lies: Row
    moving: Sequence[int]


class Pattern:
    """A matter and its rows, read once; raises `NotCopied`."""

    def __init__(self, matter: Matter, sheets: Mapping[type[models.Model], Sheet]) -> None:
        self.matter = matter
        self.rows: dict[type[models.Model], list[Any]] = {
            model: list(_of(matter, model)) for model in COPIED
        }
        self.parties: list[Party] = self.rows[Party]
        told = describe(matter)
        self.about = [str(told[name]) for name in ("procedure", "category", "place")]
        self.trade = str(matter.room.trades.get(matter.trade, ""))
        events: list[Event] = self.rows[Event]
        self.moments = {moment for e in events for moment in (e.at, e.occurred)}
        rows: dict[type[models.Model], list[Any]] = {Matter: [matter], **self.rows}
        self.templates = {
            model: [self._template(sheets[model], row) for row in rows[model]] for model in rows
        }
        self._require_copyable(events)

    def _template(self, sheet: Sheet, row: models.Model) -> Template:
        lies = sheet.template(row)
        moving = [n for n, value in enumerate(lies) if value in self.moments]
        return Template(row, lies, moving)

    def _require_copyable(self, events: Sequence[Event]) -> None:
        for model in _others():
            if _of(self.matter, model).exists():
                raise NotCopied(f"{self.matter.reference}: {model.__name__}")
        if any(e.payload.keys() & {"documents", "corrected_words", "erased"} for e in events):
            raise NotCopied(f"{self.matter.reference}: papers or corrections")
        if any(e.values.keys() & {"origin", "linked"} for e in events):
            raise NotCopied(f"{self.matter.reference}: tied to another matter")

    @property
    def room_to_move(self) -> timedelta:
        """How much later a copy may begin: nothing where hours count or a day would end."""
        clocks: list[Clock] = self.rows[Clock]
        told = _json([self.matter.data, *(e.values for e in self.rows[Event])])
        if any(isinstance(clock.strict_due, datetime) for clock in clocks) or "T0" in told:
            return timedelta()
        days = (local_day(moment) == local_day(moment + LATER) for moment in self.moments)
        return LATER if all(days) else timedelta()


def _of(matter: Matter, model: type[models.Model]) -> models.QuerySet[Any]:
    return model._default_manager.filter(district=matter.district, matter_id=matter.id)


def _others() -> Iterator[type[models.Model]]:
    known = {*COPIED, SearchEntry, Found}
    yield from (m for m in apps.get_models() if issubclass(m, OfMatter) and m not in known)


class Copier:
    """Draws copies of patterns and keeps their rows on sheets until they are taken."""

    def __init__(self, matters: Iterable[Matter], texts: Sequence[str]) -> None:
        tables: list[type[models.Model]] = [Matter, *COPIED]
        self.sheets = {model: Sheet(model) for model in tables}
        self.patterns = list(self._copyable(matters))
        self.texts, self.draw = texts, random.Random(0)  # noqa: S311 - no secrets
        self.events: list[Event] = []
        self.bodies: list[tuple[str, Any, str]] = []
        """What the search index is made of: district, matter, words."""

    def _copyable(self, matters: Iterable[Matter]) -> Iterator[Pattern]:
        for matter in matters:
            with suppress(NotCopied):
                yield Pattern(matter, self.sheets)

    def begin(self, draw: random.Random) -> None:
        """Empty the sheets, and draw what follows anew."""
        self.draw = draw
        self.events.clear()
        self.bodies.clear()
        for sheet in self.sheets.values():
            sheet.rows.clear()

    def copy(self, pattern: Pattern, reference: str) -> None:
        _Copy(self, pattern, reference).write()


class _Copy:
    """One copy while it is written."""

    def __init__(self, copier: Copier, pattern: Pattern, reference: str) -> None:
        self.copier, self.pattern, self.draw = copier, pattern, copier.draw
        self.id, self.reference = new_id(), reference
        self.later = pattern.room_to_move * self.draw.random()
        self.people = [self._person(party) for party in pattern.parties]
        old = pattern.matter
        self.renamed = {str(old.id): str(self.id), old.reference: reference}
        for before, now in zip(pattern.parties, self.people, strict=True):
            self.renamed |= {before.code: now.code, before.name: now.name}

    def write(self) -> None:
        told = self._words()
        head = self._events(told)
        self._parties()
        self._matter(head)
        self._notices()
        for model in (Clock, ClockOutcome, Involvement, Member, Warning):
            for _row, new in self._fresh(model):
                self._put(model, new)

    def _person(self, before: Party) -> Party:
        kept = {f.attname: getattr(before, f.attname) for f in Party._meta.concrete_fields}
        kept |= {"matter_id": self.id, "code": new_code()}
        kept |= {"name": f"测量{self.draw.randrange(10**6):06}"}
        kept |= {"phone": f"138{self.draw.randrange(10**8):08}"} if before.phone else {}
        person = Party(**kept)
        person.seal()
        return person

    def _rename(self, text: str) -> str:
        for before, now in self.renamed.items():
            text = text.replace(before, now)
        return text

    def _fresh(self, model: type[models.Model]) -> Iterator[tuple[Any, Row]]:
        """Each row of the pattern, and a copy of it as it will lie in the database: this
        matter's, its moments later."""
        place = self.copier.sheets[model].place["id" if model is Matter else "matter_id"]
        for template in self.pattern.templates[model]:
            new = template.lies.copy()
            for position in template.moving:
                new[position] += self.later
            new[place] = self.id
            yield template.row, new

    def _put(self, model: type[models.Model], row: Row, **changed: Any) -> None:
        sheet = self.copier.sheets[model]
        for name, value in changed.items():
            row[sheet.place[name]] = value
        sheet.rows.append(row)

    def _words(self) -> dict[int, dict[str, str]]:
        """Gives the digests by event and name; tells the search index what is open."""
        digests: dict[int, dict[str, str]] = {}
        opened = []
        for row, new in self._fresh(Words):
            text = self.draw.choice(self.copier.texts) if row.name in DRAWN else row.text
            text = self._rename(text)
            salt = chain.new_salt()
            digest = digests.setdefault(row.seq, {})[row.name] = chain.salted_digest(text, salt)
            locked = TEXT.lock(text, TEXT.ring_for(row))
            self._put(Words, new, text=locked, salt=salt, digest=digest)
            opened += [text] if row.compartment == OPEN else []
        about = [self.reference, *self.pattern.about, self.pattern.trade]
        people = {part for p in self.people for part in (p.name, p.phone, p.representative)}
        body = search.indexed([*about, *opened], people)
        self.copier.bodies.append((self.pattern.matter.district, self.id, body))
        return digests

    def _events(self, told: Mapping[int, Mapping[str, str]]) -> bytes:
        """Link the copies of the events anew; gives the head."""
        parties = {person.key: person.digest for person in self.people}
        prev = chain.ORIGIN
        for row, new in self._fresh(Event):
            payload = self._payload(row.payload, told.get(row.seq, {}), parties)
            event = Event(
                district=row.district,
                matter_id=self.id,
                seq=row.seq,
                step=row.step,
                kind=row.kind,
                by=self._rename(row.by),
                organ_id=row.organ_id,
                at=row.at + self.later,
                occurred=row.occurred + self.later,
                state=row.state,
                holder_id=row.holder_id,
                moves=row.moves,
                basis=row.basis,
                payload=payload,
            )
            event.prev, event.hash = prev, chain.link(prev, event.record())
            self._put(Event, new, by=event.by, payload=_json(payload), prev=prev, hash=event.hash)
            self.copier.events.append(event)
            prev = event.hash
        return prev

    def _payload(
        self, before: Mapping[str, Any], words: Mapping[str, str], parties: Mapping[str, str]
    ) -> dict[str, Any]:
        payload = {**before, "salt": chain.new_salt().hex()}
        for part in PARTS:
            if part in payload:
                payload[part] = {name: words[name] for name in payload[part]}
        if "parties" in payload:
            payload["parties"] = {key: parties[key] for key in payload["parties"]}
        if self.pattern.matter.reference in (text := _json(payload["values"])):
            payload["values"] = json.loads(self._rename(text))
        return payload

    def _parties(self) -> None:
        people = {person.key: person for person in self.people}
        for row, new in self._fresh(Party):
            person = people[row.key]
            self._put(
                Party,
                new,
                name=person.name,
                phone=PHONE.lock(person.phone, keys.RECORDS),
                code=person.code,
                salt=person.salt,
                digest=person.digest,
            )

    def _matter(self, head: bytes) -> None:
        for _row, new in self._fresh(Matter):
            self._put(Matter, new, reference=self.reference, head_hash=head)

    def _notices(self) -> None:
        phones = {f"party:{person.key}": person.phone for person in self.people}
        for row, new in self._fresh(Notice):
            self._put(
                Notice,
                new,
                id=new_id(),
                text=NOTE.lock(self._rename(row.text), keys.RECORDS),
                address=ADDRESS.lock(phones.get(row.to, "") if row.address else "", keys.RECORDS),
            )


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)


TEXT: EncryptedTextField = _field(Words, "text")
PHONE: EncryptedCharField = _field(Party, "phone")
NOTE: EncryptedCharField = _field(Notice, "text")
ADDRESS: EncryptedCharField = _field(Notice, "address")
