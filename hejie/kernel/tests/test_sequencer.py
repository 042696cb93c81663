"""The sequencer: one order without gaps, whoever writes and however many sequencers run."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from hejie.kernel import merkle
from hejie.kernel.actions import Done, open_matter
from hejie.kernel.events import Checkpoint, Event, LogEntry, Unsequenced, events_of, read_from
from hejie.kernel.jurisdictions import VISITOR
from hejie.kernel.sequencer import (
    LogKeyMissing,
    NotInLog,
    StoredTiles,
    inclusion,
    latest_checkpoint,
    log_size,
    public_key,
    sequence,
)
from hejie.kernel.tests.crowds import together
from hejie.kernel.tests.walking import APPLICATION, MONDAY, Walk, sent

LATER = MONDAY + timedelta(days=1)


def logged() -> list[tuple[Any, ...]]:
    return list(LogEntry.objects.order_by("log_index").values_list("log_index", "matter_id", "seq"))


def head() -> merkle.Checkpoint:
    checkpoint = latest_checkpoint()
    assert checkpoint is not None
    return merkle.open_checkpoint(checkpoint.note, public_key())


def test_an_empty_log_has_no_size_and_no_head(zhangwan):
    assert sequence(now=LATER) == 0
    assert log_size() == 0
    assert latest_checkpoint() is None


def test_events_get_their_place_in_batches(zhangwan):
    for _ in range(3):
        Walk.begun().to("invited")
    assert [sequence(now=LATER, limit=4) for _ in range(3)] == [4, 2, 0]
    assert [index for index, _matter, _seq in logged()] == list(range(6))
    assert not Unsequenced.objects.exists()
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [4, 6]


def test_the_head_is_signed_over_every_event_in_order(zhangwan):
    walk = Walk.begun().to("accepted")
    sequence(now=LATER)
    leaves = [merkle.hash_leaf(bytes(event.hash)) for event in events_of(walk.matter)]
    found = head()
    assert (found.origin, found.size) == (settings.LOG_ORIGIN, len(leaves))
    assert found.root == merkle.root(StoredTiles(), len(leaves))
    assert [bytes(entry.leaf) for entry in LogEntry.objects.order_by("log_index")] == leaves


def test_each_head_is_an_extension_of_the_one_before(zhangwan):
    walk = Walk.begun()
    sequence(now=LATER)
    first = head()
    walk.to("agreed_oral")
    sequence(now=LATER)
    second = head()
    proof = merkle.consistency_proof(StoredTiles(), first.size, second.size)
    assert merkle.verify_consistency(first.size, second.size, first.root, second.root, proof)


def test_anybody_can_check_that_an_event_is_in_the_log(zhangwan):
    walk = Walk.begun().to("accepted")
    with pytest.raises(NotInLog):
        inclusion(walk.matter, 1)
    sequence(now=LATER)
    told: dict[str, Any] = inclusion(walk.matter, 2)
    proof = [bytes.fromhex(node) for node in told["proof"]]
    opened = merkle.open_checkpoint(told["checkpoint"], merkle.NoteKey.parse(told["key"]))
    leaf = merkle.hash_leaf(bytes.fromhex(told["event_hash"]))
    index = told["log_index"]
    assert merkle.verify_inclusion(leaf, index, opened.size, proof, opened.root)
    assert not merkle.verify_inclusion(leaf, index - 1, opened.size, proof, opened.root)


def test_the_log_is_read_in_order_from_anywhere(zhangwan):
    Walk.begun().to("invited")
    Walk.begun().to("invited")
    sequence(now=LATER)
    assert [index for index, _event in read_from(1, limit=2)] == [1, 2]
    steps = [event.step for _index, event in read_from(0, limit=9) if event]
    assert steps == ["apply", "invite"] * 2
    assert list(read_from(4, limit=9)) == []


@pytest.mark.django_db(transaction=True)
def test_writers_and_sequencers_at_once_leave_no_gap(zhangwan):
    def write() -> int:
        for _ in range(4):
            done = open_matter("mediation", actor=VISITOR, sent=sent(APPLICATION), now=MONDAY)
            assert isinstance(done, Done)
            Walk(done.matter, MONDAY).take("invite", "luo")
        return 0

    def number() -> int:
        return sum(sequence(now=LATER, limit=3) for _ in range(12))

    taken = sum(int(str(one)) for one in together(write, write, write, number, number))
    while more := sequence(now=LATER, limit=3):
        taken += more
    entries = logged()
    assert taken == len(entries) == Event.objects.count() == 24
    assert [index for index, _matter, _seq in entries] == list(range(24))
    for matter in {matter for _index, matter, _seq in entries}:
        assert [seq for _index, other, seq in entries if other == matter] == [1, 2]
    assert head().root == merkle.root(StoredTiles(), 24)


def test_a_host_without_the_log_s_key_signs_nothing_and_makes_no_other(
    zhangwan, tmp_path, settings
):
    Walk.begun()
    sequence(now=MONDAY)
    settings.LOG_KEY = tmp_path / "log-key"
    Walk.begun()
    with pytest.raises(LogKeyMissing, match="put back"):
        sequence(now=MONDAY)
    assert not settings.LOG_KEY.exists()
    settings.LOG_KEY.write_bytes(bytes(range(32)))
    with pytest.raises(LogKeyMissing):
        public_key()
    settings.LOG_ORIGIN = "another.example/log"
    assert public_key().name == "another.example/log"
