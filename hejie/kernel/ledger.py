"""Append to the log and verify it: the only writer of events.

Imported by `actions` alone; everything else reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hejie.kernel import chain
from hejie.kernel.documents import (
    BLIND,
    OPEN,
    PERSONAL,
    SEALED,
    Document,
    Words,
    receive,
    write_words,
)
from hejie.kernel.events import Event, Unsequenced, events_of
from hejie.kernel.matters import Matter
from hejie.kernel.parties import Party, add_parties
from hejie.kernel.procedures import Facts

COMPARTMENTS = {"words": OPEN, "sealed": SEALED, "blind": BLIND, "personal": PERSONAL}
"""Parts of an event's payload that tell digests of words, and where these words are kept."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one act says of itself, before it is numbered and linked."""

    step: str
    kind: str
    by: str
    at: datetime
    occurred: datetime
    state: str
    holder: str
    organ: str = ""
    moves: bool = True
    basis: str = ""


def append(
    matter: Matter, entry: Entry, facts: Facts, *, told: Mapping[str, Any] | None = None
) -> Event:
    """Write one event at the end of the locked matter's chain, its words beside it."""
    seq, prev = matter.head_seq + 1, bytes(matter.head_hash) or chain.ORIGIN
    payload: dict[str, Any] = {"values": dict(facts.values), "law": matter.procedure_version}
    stated = {
        "words": write_words(matter, seq, facts.words),
        "sealed": write_words(matter, seq, facts.sealed, compartment=SEALED),
        "personal": write_words(matter, seq, facts.personal, compartment=PERSONAL),
        "blind": write_words(matter, seq, facts.blind, compartment=BLIND),
        "parties": add_parties(matter, facts.parties) if facts.parties else {},
        "documents": receive(matter, seq, facts.files, at=entry.at),
    }
    payload |= {name: digests for name, digests in stated.items() if digests} | dict(told or {})
    event = Event(
        matter=matter,
        seq=seq,
        step=entry.step,
        kind=entry.kind,
        by=entry.by,
        organ_id=entry.organ or None,
        at=entry.at,
        occurred=entry.occurred,
        state=entry.state,
        holder_id=entry.holder,
        moves=entry.moves,
        basis=entry.basis,
        payload=payload,
        prev=prev,
    )
    event.hash = chain.link(prev, event.record())
    event.save(force_insert=True)
    Unsequenced.objects.create(district=matter.district, matter_id=matter.id, seq=seq)
    return event


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One place where what is stored does not agree with the log."""

    reference: str
    seq: int
    sentence: str


def verify(matter: Matter) -> list[Finding]:
    """Check a matter's chain, and that its words, parties and papers are those, and no others,
    whose digests the events carry. The papers' bytes are not read."""
    events = list(events_of(matter))
    return [
        *_verify_links(matter, events),
        *_verify_words(matter, events),
        *_verify_parties(matter, events),
        *_verify_documents(matter, events),
        *_verify_ties(matter, events),
    ]


def _verify_links(matter: Matter, events: list[Event]) -> Iterator[Finding]:
    broken = chain.verify_chain(
        ((event.record(), bytes(event.hash)) for event in events),
        head=bytes(matter.head_hash),
    )
    gaps = [e.seq for position, e in enumerate(events, start=1) if e.seq != position]
    yield from (_finding(matter, seq, "事件编号不连续") for seq in gaps[:1])
    if broken is not None:
        yield _finding(matter, broken.position + 1, "事件内容与其哈希不符")


def _verify_words(matter: Matter, events: list[Event]) -> Iterator[Finding]:
    told: dict[tuple[int, str], tuple[str, str]] = {}
    for event in events:
        for part, compartment in COMPARTMENTS.items():
            for name, digest in event.payload.get(part, {}).items():
                told[(event.seq, name)] = (digest, compartment)
        for seq, name, digest in event.payload.get("corrected_words", ()):
            told[(int(seq), name)] = (digest, OPEN)
    rows = Words.objects.filter(district=matter.district, matter_id=matter.id)
    found = {(row.seq, row.name): row for row in rows}
    for seq, name in sorted(told.keys() | found.keys()):
        row = found.get((seq, name))
        if row is None or told.get((seq, name)) != (_digest_of(row), row.compartment):
            yield _finding(matter, seq, f"文字“{name}”与记录的摘要不符")


def _digest_of(row: Words) -> str:
    """The digest that the stored words have; that they claim must be the same."""
    salt = bytes(row.salt)
    found = chain.salted_digest(row.text, salt) if len(salt) == chain.SALT_BYTES else ""
    return found if found == row.digest else ""


def _verify_parties(matter: Matter, events: list[Event]) -> Iterator[Finding]:
    told: dict[str, tuple[int, str]] = {}
    for event in events:
        told |= {k: (event.seq, d) for k, d in event.payload.get("parties", {}).items()}
    found = {p.key: p for p in Party.objects.filter(district=matter.district, matter_id=matter.id)}
    for key in sorted(told.keys() | found.keys()):
        seq, digest = told.get(key, (0, ""))
        if key not in found or not found[key].has_digest(digest):
            yield _finding(matter, seq, f"当事人 {key} 的资料与记录的摘要不符")


def _verify_documents(matter: Matter, events: list[Event]) -> Iterator[Finding]:
    told = {
        paper["id"]: (event.seq, paper["kind"], paper["digest"])
        for event in events
        for paper in event.payload.get("documents", ())
    }
    rows = Document.objects.filter(district=matter.district, matter_id=matter.id)
    found = {str(row.id): row for row in rows}
    for key in sorted(told.keys() | found.keys()):
        row, stated = found.get(key), told.get(key, (0, "", ""))
        if row is None or (row.seq, row.kind, row.digest) != stated:
            yield _finding(matter, stated[0], "文件与记录的摘要不符")


def _verify_ties(matter: Matter, events: list[Event]) -> Iterator[Finding]:
    """Where an event names an event of a linked matter, that one must still be the same."""
    for event in events:
        for reference, seq, told in _ties(event.values):
            named = Event.objects.filter(
                district=matter.district, matter__reference=reference, seq=seq
            )
            found = named.values_list("hash", flat=True).first()
            if found is None or bytes(found).hex() != told:
                yield _finding(matter, event.seq, f"关联事项 {reference} 与这里记的哈希不符")


def _ties(values: Mapping[str, Any]) -> Iterator[tuple[str, int, str]]:
    if origin := values.get("origin"):
        yield origin["reference"], origin["seq"], origin["hash"]
    if linked := values.get("linked"):
        yield linked["reference"], linked["at"], linked["hash"]


def _finding(matter: Matter, seq: int, sentence: str) -> Finding:
    return Finding(reference=matter.reference, seq=seq, sentence=sentence)
