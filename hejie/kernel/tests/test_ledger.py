"""The ledger: whatever is altered in what is kept, added or taken away, is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import transaction

from hejie.conftest import unguarded
from hejie.kernel import actions, chain
from hejie.kernel.actions.checking import check_files, check_rows
from hejie.kernel.documents import Document, Words, papers_of, stored_name
from hejie.kernel.encrypted import Kept
from hejie.kernel.events import Event, events_of, instant
from hejie.kernel.ledger import verify
from hejie.kernel.matters import Matter
from hejie.kernel.parties import Party, parties_of
from hejie.kernel.tests.walking import MONDAY, Walk, record_session, staff

LATER = MONDAY + timedelta(days=9)


@pytest.fixture
def matter(zhangwan: Any) -> Matter:
    """A matter with open and sealed words, a paper, a correction, and both sides at the table."""
    walk = Walk.begun().to("in_session")
    begins = walk.now + timedelta(hours=1)
    facts = {"begins": begins.isoformat(), "ends": (begins + timedelta(hours=1)).isoformat()}
    walk.take("set_session", "deng", way="phone", **facts)
    walk.at(begins + timedelta(hours=1))
    record_session(walk, "2", negotiation="最多两千元。", result="continue")
    actions.issue(walk.matter, "receipt", events_of(walk.matter).get(seq=1), now=walk.now)
    actions.correct(
        walk.matter,
        actor=staff("luo"),
        party="p1",
        changes={"phone": "13807289999"},
        reason="换了号码。",
        now=walk.now,
    )
    return again(walk.matter)


def again(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


@contextmanager
def tampering(matter: Matter) -> Iterator[None]:
    """Whatever happens inside must be found, and is undone."""
    assert verify(again(matter)) == []
    before = transaction.savepoint()
    with unguarded():
        yield
    found = verify(again(matter))
    transaction.savepoint_rollback(before)
    assert found != []


def other(value: Any) -> Any:
    """A value of the same kind that is not this one."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1000
        case str():
            return value + "x" if len(value) < 6 else "x" + value[1:]
        case dict():
            return {**value, "x": 1}
        case _:
            raw = bytes(value)
            return bytes([raw[0] ^ 1]) + raw[1:]


HASHED = ("kind", "by", "state", "basis", "payload", "moves", "hash", "occurred", "at", "holder_id")


def test_every_column_of_every_event_is_covered(matter):
    for event in events_of(matter):
        for column in HASHED:
            was = getattr(event, column)
            if column in {"at", "occurred"}:
                change: Any = was + timedelta(microseconds=1)
            else:
                change = "zw-court" if column == "holder_id" else other(was)
            with tampering(matter):
                Event.objects.filter(pk=event.pk).update(**{column: change})


def test_no_hash_can_be_guessed_from_what_everybody_knows(matter):
    """Of two events that say the same at the same moment, hashes and digests differ: each
    carries 256 random bits of its own, which leave the instance with the event alone."""
    events = list(events_of(matter))
    salts = [event.payload["salt"] for event in events]
    assert {len(bytes.fromhex(salt)) for salt in salts} == {chain.SALT_BYTES}
    assert len(set(salts)) == len(events)
    for event in events:
        record = event.record()
        guessed = {**record, "payload": {**record["payload"], "salt": "00" * chain.SALT_BYTES}}
        assert chain.link(bytes(event.prev), record) == bytes(event.hash)
        assert chain.link(bytes(event.prev), guessed) != bytes(event.hash)
    for row in Words.objects.filter(matter_id=matter.id):
        assert len(bytes(row.salt)) == chain.SALT_BYTES
        assert chain.salted_digest(row.text, bytes(chain.SALT_BYTES)) != row.digest


def test_an_event_taken_out_of_the_middle_or_the_end_is_found(matter):
    for seq in (1, 3, matter.head_seq):
        with tampering(matter):
            Event.objects.filter(matter_id=matter.id, seq=seq).delete()


def test_a_chain_written_anew_does_not_match_the_head(matter):
    """Somebody with the whole database rewrites an event and all links after it."""
    with tampering(matter):
        prev = chain.ORIGIN
        for event in events_of(matter):
            if event.seq == 2:
                event.basis = "人民调解法 第一条"
            event.prev, event.hash = prev, chain.link(prev, event.record())
            Event.objects.filter(pk=event.pk).update(
                prev=event.prev, hash=event.hash, basis=event.basis
            )
            prev = event.hash


PARTY = ("name", "phone", "address", "note", "role", "kind", "represents", "code", "id_number")


def test_every_column_of_a_party_is_covered(matter):
    rows = Party.objects.filter(matter_id=matter.id, key="p1")
    for column in [*PARTY, "digest", "salt"]:
        with tampering(matter):
            rows.update(**{column: other(rows.values_list(column, flat=True).get())})


def test_old_words_about_a_party_put_back_are_found(matter):
    row = parties_of(matter).get(key="p1")
    with tampering(matter):
        row.phone = "13807280001"
        row.seal()
        row.save()


def test_every_column_of_a_text_is_covered(matter):
    rows = Words.objects.filter(matter_id=matter.id, name__in=["facts_told", "negotiation"])
    for row in rows:
        for column in ("digest", "salt", "compartment", "name", "seq"):
            with tampering(matter):
                Words.objects.filter(pk=row.pk).update(**{column: other(getattr(row, column))})
        for kept in (b"\x00other", b"\x00\xff", b"\x01s", b"\x01s" + bytes(40), b"other", b""):
            with tampering(matter):
                Words.objects.filter(pk=row.pk).update(text=Kept(kept))


TAKEN: dict[str, Callable[[Matter], object]] = {
    "words": lambda m: Words.objects.filter(matter_id=m.id, name="facts_told").delete(),
    "words emptied": lambda m: Words.objects.filter(matter_id=m.id, name="facts_told").update(
        text=Kept(b""), salt=b""
    ),
    "sealed words opened": lambda m: Words.objects.filter(
        matter_id=m.id, name="negotiation"
    ).update(compartment=""),
    "party": lambda m: Party.objects.filter(matter_id=m.id, key="p2").delete(),
    "paper": lambda m: Document.objects.filter(matter_id=m.id).delete(),
    "kind of paper": lambda m: Document.objects.filter(matter_id=m.id).update(kind="agreement"),
    "digest of paper": lambda m: Document.objects.filter(matter_id=m.id).update(digest="sha256:0"),
}


def test_what_is_taken_away_is_found(matter):
    for take_away in TAKEN.values():
        with tampering(matter):
            take_away(matter)


def add_words(matter: Matter) -> None:
    salt = chain.new_salt()
    Words.objects.create(
        matter=matter,
        seq=1,
        name="claims",
        text="赔十万。",
        salt=salt,
        digest=chain.salted_digest("赔十万。", salt),
    )


def add_party(matter: Matter) -> None:
    row = Party(matter=matter, key="p9", role="applicant", kind="person", name="马", code="X9")
    row.seal()
    row.save()


def add_paper(matter: Matter) -> None:
    Document.objects.create(
        matter=matter,
        kind="agreement",
        title="协议",
        digest="sha256:0",
        mime="application/pdf",
        size=1,
        seq=1,
        received_at=LATER,
    )


def test_what_is_added_without_an_event_is_found(matter):
    for add in (add_words, add_party, add_paper):
        with tampering(matter):
            add(matter)


def test_bytes_of_a_paper_that_were_changed_or_lost_are_found(matter):
    paper = papers_of(matter).get()
    assert [*check_files(matter)] == []
    kept = Path(storages["documents"].path(stored_name(paper)))
    content = kept.read_bytes()
    kept.write_bytes(content[:-1] + b"x")
    assert len([*check_files(matter)]) == 1
    kept.unlink()
    assert len([*check_files(matter)]) == 1
    kept.write_bytes(content)
    assert [*check_files(matter)] == []


def test_a_state_that_does_not_follow_from_the_events_is_found(matter):
    assert [*check_rows(matter)] == []
    Matter.objects.filter(pk=matter.pk).update(state="performed")
    assert [finding.reference for finding in check_rows(again(matter))] == [matter.reference]
    assert again(matter).state == "performed"


def test_a_finding_names_the_matter_and_the_event(matter):
    altered = Words.objects.filter(matter_id=matter.id, name="record").first()
    assert altered is not None
    altered.text = "别的话"
    altered.save()
    found = verify(matter)
    assert [(f.reference, f.seq) for f in found] == [(matter.reference, altered.seq)]
    assert found[0].sentence == "文字“record”与记录的摘要不符"


def test_anybody_can_compute_the_links_again(matter):
    """As `chain` describes it, with nothing of ours but the rows."""
    prev = bytes(32)
    for event in events_of(matter):
        record = {
            "district": event.district,
            "matter": str(event.matter_id),
            "seq": event.seq,
            "kind": event.kind,
            "by": event.by,
            "organ": event.organ_id or "",
            "at": instant(event.at),
            "occurred": instant(event.occurred),
            "state": event.state,
            "holder": event.holder_id,
            "moves": event.moves,
            "basis": event.basis,
            "payload": event.payload,
        }
        assert bytes(event.prev) == prev
        prev = chain.link(prev, record)
        assert bytes(event.hash) == prev
    assert bytes(matter.head_hash) == prev
