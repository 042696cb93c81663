"""Append to the log and verify it: the only writer of events.

Imported by `actions` alone; everything else reads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from hejie.kernel import chain
from hejie.kernel.documents import (
    BLIND,
    OPEN,
    PERSONAL,
    Document,
    Words,
    receive,
    write_words,
)
from hejie.kernel.events import Event, Unsequenced
from hejie.kernel.matters import Matter, OfMatter, of_same
from hejie.kernel.parties import Party, add_parties
from hejie.kernel.procedures import Facts
from hejie.kernel.workdays import LAST_YEAR

R = TypeVar("R", bound=OfMatter)

ERASED = "erased"
"""Stands for the digest of words that are gone, their salt with them."""


def compartments_of(matter: Matter) -> dict[str, str]:
    """Parts of an event's payload that tell digests of words, and where these words are kept."""
    return {
        "words": OPEN,
        "sealed": matter.law.sealed_in,
        "blind": BLIND,
        "personal": PERSONAL,
    }


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
    instead: str = ""
    """In whose place it is done (代理), as `account:7`."""


def append(
    matter: Matter, entry: Entry, facts: Facts, *, told: Mapping[str, Any] | None = None
) -> Event:
    """Write one event at the end of the locked matter's chain, its words beside it."""
    seq, prev = matter.head_seq + 1, bytes(matter.head_hash) or chain.ORIGIN
    payload: dict[str, Any] = {
        "values": dict(facts.values),
        "law": matter.procedure_version,
        "announced": LAST_YEAR,
        "salt": chain.new_salt().hex(),
    }
    payload |= {"instead": entry.instead} if entry.instead else {}
    sealed_in = matter.law.sealed_in
    closed = matter.law.is_closed(str(facts.get("route", matter.route)))
    stated = {
        "words": write_words(matter, seq, facts.words),
        "sealed": write_words(matter, seq, facts.sealed, compartment=sealed_in),
        "personal": write_words(matter, seq, facts.personal, compartment=PERSONAL),
        "blind": write_words(matter, seq, facts.blind, compartment=BLIND),
        "parties": add_parties(matter, facts.parties) if facts.parties else {},
        "documents": receive(
            matter,
            seq,
            facts.files,
            at=entry.at,
            compartment=sealed_in if closed else OPEN,
        ),
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
    return list(verify_many([matter]))


def verify_many(matters: Sequence[Matter]) -> Iterator[Finding]:
    """The same for some hundred matters at once. Four queries, whatever their number, and one
    for each event that names another matter's."""
    events = _by_matter(Event.objects.filter(of_same(matters)).order_by("seq"))
    words = _by_matter(Words.objects.filter(of_same(matters)))
    parties = _by_matter(Party.objects.filter(of_same(matters)))
    papers = _by_matter(Document.objects.filter(of_same(matters)))
    for matter in matters:
        own = events[matter.id]
        yield from _verify_links(matter, own)
        yield from _verify_words(matter, own, words[matter.id])
        yield from _verify_parties(matter, own, parties[matter.id])
        yield from _verify_documents(matter, own, papers[matter.id])
        yield from _verify_ties(matter, own)


def _by_matter(rows: Iterable[R]) -> dict[UUID, list[R]]:
    found: dict[UUID, list[R]] = defaultdict(list)
    for row in rows:
        found[row.matter_id].append(row)
    return found


def _verify_links(matter: Matter, events: list[Event]) -> Iterator[Finding]:
    broken = chain.verify_chain(
        ((event.record(), bytes(event.hash)) for event in events),
        head=bytes(matter.head_hash),
    )
    gaps = [e.seq for position, e in enumerate(events, start=1) if e.seq != position]
    yield from (_finding(matter, seq, "事件编号不连续") for seq in gaps[:1])
    if broken is not None:
        yield _finding(matter, broken.position + 1, "事件内容与其哈希不符")


def _verify_words(matter: Matter, events: list[Event], rows: list[Words]) -> Iterator[Finding]:
    told: dict[tuple[int, str], tuple[str, str]] = {}
    for event in events:
        for part, compartment in compartments_of(matter).items():
            for name, digest in event.payload.get(part, {}).items():
                told[(event.seq, name)] = (digest, compartment)
        for seq, name, digest in event.payload.get("corrected_words", ()):
            told[(int(seq), name)] = (digest, OPEN)
        for key in _erased_words(event, told):
            told[key] = (ERASED, told[key][1])
    found = {(row.seq, row.name): row for row in rows}
    for seq, name in sorted(told.keys() | found.keys()):
        row = found.get((seq, name))
        if row is None or told.get((seq, name)) != (_digest_of(row), row.compartment):
            yield _finding(matter, seq, f"文字“{name}”与记录的摘要不符")


def _erased_words(event: Event, told: Mapping[tuple[int, str], object]) -> list[tuple[int, str]]:
    """What an event says it erased, of the words that were stated up to it."""
    erased = event.payload.get("erased", {})
    if erased.get("all"):
        return list(told)
    named = [(int(seq), name) for seq, name in erased.get("words", ())]
    return [key for key in named if key in told]


def _digest_of(row: Words) -> str:
    """The digest that the stored words have; that they claim must be the same."""
    salt = bytes(row.salt)
    if not row.text and not salt and not row.digest:
        return ERASED
    found = chain.salted_digest(row.text, salt) if len(salt) == chain.SALT_BYTES else ""
    return found if found == row.digest else ""


def _verify_parties(matter: Matter, events: list[Event], rows: list[Party]) -> Iterator[Finding]:
    told: dict[str, tuple[int, str]] = {}
    for event in events:
        told |= {k: (event.seq, d) for k, d in event.payload.get("parties", {}).items()}
    found = {row.key: row for row in rows}
    for key in sorted(told.keys() | found.keys()):
        seq, digest = told.get(key, (0, ""))
        if key not in found or not found[key].has_digest(digest):
            yield _finding(matter, seq, f"当事人 {key} 的资料与记录的摘要不符")


def _verify_documents(
    matter: Matter, events: list[Event], rows: list[Document]
) -> Iterator[Finding]:
    told = {
        paper["id"]: (event.seq, paper["kind"], paper["digest"])
        for event in events
        for paper in event.payload.get("documents", ())
    }
    erased = set(_erased_documents(events))
    found = {str(row.id): row for row in rows}
    for key in sorted(told.keys() | found.keys()):
        row, stated = found.get(key), told.get(key, (0, "", ""))
        if row is None or (row.seq, row.kind, row.digest) != stated:
            yield _finding(matter, stated[0], "文件与记录的摘要不符")
        elif (row.erased_at is not None) != (key in erased):
            yield _finding(matter, stated[0], "文件是否已经删除，与记录不符")


def _erased_documents(events: list[Event]) -> Iterator[str]:
    filed: list[str] = []
    for event in events:
        erased = event.payload.get("erased", {})
        yield from filed if erased.get("all") else erased.get("documents", ())
        filed += [paper["id"] for paper in event.payload.get("documents", ())]


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
