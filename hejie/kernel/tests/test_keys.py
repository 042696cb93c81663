"""What is kept about people lies encrypted, and only this instance's keys open it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

from hejie.kernel import actions, bulk, keys, vault
from hejie.kernel.actions.checking import check_files, verify
from hejie.kernel.documents import SEALED, Document, Words, read_file, stored_name
from hejie.kernel.encrypted import UNREADABLE, Kept
from hejie.kernel.events import events_of
from hejie.kernel.keys import RECORDS, RINGS, KeyMark, KeyMissing
from hejie.kernel.matters import Matter
from hejie.kernel.parties import Party
from hejie.kernel.renewing import RENEW, encrypted_models, uses_of_keys
from hejie.kernel.tests.walking import Walk, record_session
from hejie.kernel.vault import Undecipherable

COMPROMISE = "最多两千元。"


@pytest.fixture
def own_keys(settings: Any, tmp_path: Any) -> Iterator[None]:
    """A folder of keys of the test's own."""
    settings.KEY_FOLDER = tmp_path / "keys"
    keys.ring.cache_clear()
    yield
    keys.ring.cache_clear()


@pytest.fixture
def matter(own_keys: None, zhangwan: Any) -> Matter:
    """A matter with a sealed statement, phones and a sealed paper."""
    walk = Walk.begun().to("in_session")
    begins = walk.now + timedelta(hours=1)
    facts = {"begins": begins.isoformat(), "ends": (begins + timedelta(hours=1)).isoformat()}
    walk.take("set_session", "deng", way="phone", **facts)
    walk.at(begins + timedelta(hours=1))
    record_session(walk, "2", negotiation=COMPROMISE, result="continue")
    held = events_of(walk.matter).filter(step="hold_session").latest("seq")
    actions.issue(walk.matter, "negotiation_record", held, now=walk.now)
    return walk.matter


def raw(table: str, column: str, where: str) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {where}")
        return [bytes(row[0]) for row in cursor.fetchall()]


# At rest


def test_numbers_phones_and_sealed_words_lie_encrypted(matter):
    party = Party.objects.get(matter_id=matter.id, key="p1")
    [phone] = raw("kernel_party", "phone", "key = 'p1'")
    [sealed] = raw("kernel_words", "text", "name = 'negotiation'")
    assert party.phone
    assert party.phone.encode() not in phone
    assert COMPROMISE.encode() not in sealed
    assert Words.objects.get(matter_id=matter.id, name="negotiation").text == COMPROMISE


def test_files_lie_encrypted_and_the_sealed_ones_with_keys_of_their_own(matter):
    paper = Document.objects.get(matter_id=matter.id, compartment=SEALED)
    with storages["documents"].open(stored_name(paper)) as stored:
        kept = stored.read()
    assert b"%PDF" not in kept
    assert read_file(paper).startswith(b"%PDF")
    about = f"file:{paper.digest.removeprefix('sha256:')}"
    assert b"".join(keys.decrypt_parts(keys.SEALED, BytesIO(kept), about)) == read_file(paper)
    with pytest.raises(Undecipherable):
        list(keys.decrypt_parts(RECORDS, BytesIO(kept), about))


@pytest.mark.parametrize("size", [0, 1, keys.PART - 1, keys.PART, keys.PART + 1, 3 * keys.PART])
def test_a_long_file_comes_back_part_by_part(own_keys, zhangwan, size):
    content = bytes(range(256)) * (size // 256) + bytes(size % 256)
    kept = b"".join(keys.encrypt_parts(RECORDS, BytesIO(content), "file"))
    assert b"".join(keys.decrypt_parts(RECORDS, BytesIO(kept), "file")) == content


def test_parts_of_a_file_cannot_be_left_out_added_or_exchanged(own_keys, zhangwan):
    content = b"a" * keys.PART + b"b" * keys.PART + b"c"
    first, second, third = keys.encrypt_parts(RECORDS, BytesIO(content), "file")
    for spoiled in (
        first + second,
        second + first + third,
        first + third,
        first + second + third + third,
        (first + second + third)[:-1],
    ):
        with pytest.raises(Undecipherable):
            list(keys.decrypt_parts(RECORDS, BytesIO(spoiled), "file"))


def test_nobody_can_search_by_what_is_encrypted(matter):
    parties = Party.objects.filter(matter_id=matter.id)
    assert parties.filter(id_number="").exists()
    for question in ({"phone": "13807280001"}, {"phone__startswith": "138"}, {"phone__in": ["1"]}):
        with pytest.raises(FieldError):
            parties.filter(**question).exists()


def test_a_phone_that_was_altered_reads_as_a_sentence_and_is_never_saved(matter):
    Party.objects.filter(matter_id=matter.id, key="p1").update(phone=Kept(b"\x01r" + bytes(40)))
    party = Party.objects.get(matter_id=matter.id, key="p1")
    assert party.phone == UNREADABLE
    assert [finding.seq for finding in verify(Matter.objects.get(pk=matter.pk))] == [1]
    with pytest.raises(Undecipherable):
        party.save()


# Rings of an instance


def test_keys_are_made_once_for_their_owner_alone(own_keys, zhangwan):
    keys.check()
    made = {name: keys.ring(name).keys for name in RINGS}
    assert {keys.file_of(name).stat().st_mode & 0o777 for name in RINGS} == {0o600}
    keys.ring.cache_clear()
    assert {name: keys.ring(name).keys for name in RINGS} == made


def test_an_instance_whose_keys_are_gone_does_not_start_with_new_ones(matter):
    kept = keys.file_of(RECORDS)
    text = kept.read_text()
    kept.unlink()
    keys.ring.cache_clear()
    with pytest.raises(KeyMissing, match="先放回"):
        keys.check()
    assert not kept.exists()
    kept.write_text(vault.new_key().line())
    with pytest.raises(KeyMissing, match="缺少密钥"):
        keys.check()
    kept.write_text(text)
    keys.check()


def test_a_weak_key_is_refused(own_keys, zhangwan, settings):
    settings.KEYS_GIVEN = {RECORDS: "00000000 " + "A" * 43 + "="}
    with pytest.raises(vault.WeakKey, match="too regular"):
        keys.check()


def test_keys_may_come_from_the_environment(own_keys, zhangwan, settings):
    settings.KEYS_GIVEN = {name: vault.new_key().line() for name in RINGS}
    keys.check()
    assert not any(keys.file_of(name).exists() for name in RINGS)
    assert KeyMark.objects.count() == len(RINGS)


# Another key


def renewed() -> dict[str, int]:
    """Encrypt anew what is not current; gives how many of what."""
    *_, run = bulk.go(RENEW, clock=timezone.now)
    return dict(run.told)


def test_after_a_change_of_keys_everything_reads_the_same_and_the_old_ones_lock_nothing(matter):
    before = {party.key: party.phone for party in Party.objects.filter(matter_id=matter.id)}
    old = {name: keys.ring(name).current.name.hex() for name in RINGS}
    for name in RINGS:
        keys.add_key(name)
    assert sum(uses_of_keys().get((name, old[name]), 0) for name in RINGS) > 0
    assert renewed().keys() >= {"kernel.Party", "kernel.Words", "files"}
    uses = uses_of_keys()
    assert [use for use in uses if use[1] in {*old.values(), ""}] == []
    for name in RINGS:
        keys.drop_key(name, old[name])
    keys.ring.cache_clear()
    after = {party.key: party.phone for party in Party.objects.filter(matter_id=matter.id)}
    assert after == before
    assert Words.objects.get(matter_id=matter.id, name="negotiation").text == COMPROMISE
    assert [*check_files(matter)] == []
    assert verify(Matter.objects.get(pk=matter.pk)) == []


def test_a_second_run_has_nothing_to_do(matter):
    assert sum(renewed().values()) == 0
    keys.add_key(RECORDS)
    assert sum(renewed().values()) > 0
    assert sum(renewed().values()) == 0


def test_what_was_plain_before_is_encrypted(matter):
    Party.objects.filter(matter_id=matter.id, key="p1").update(phone=Kept(b"\x0013807280001"))
    assert uses_of_keys()[RECORDS, ""] == 1
    renewed()
    assert (RECORDS, "") not in uses_of_keys()
    assert Party.objects.get(matter_id=matter.id, key="p1").phone == "13807280001"


def test_a_process_takes_up_a_key_that_another_one_added(matter):
    stale = keys.ring(RECORDS)
    keys.add_key(RECORDS)
    renewed()
    phones = [party.phone for party in Party.objects.filter(matter_id=matter.id)]
    with pytest.MonkeyPatch.context() as patch:
        rings = iter([stale, keys.ring(RECORDS)])
        once = cache(lambda _name: next(rings))
        patch.setattr(keys, "ring", once)
        party = Party.objects.filter(matter_id=matter.id, key="p1").get()
        assert party.phone in phones


def test_every_column_with_words_of_a_person_s_own_is_among_the_encrypted():
    found = {
        (model._meta.label, field.name) for model, fields in encrypted_models() for field in fields
    }
    assert found >= {
        ("kernel.Party", "id_number"),
        ("kernel.Party", "phone"),
        ("kernel.Party", "address"),
        ("kernel.Words", "text"),
        ("kernel.Notice", "text"),
        ("kernel.Notice", "address"),
        ("enquiries.Enquiry", "text"),
        ("enquiries.Enquiry", "given"),
        ("imports.Source", "content"),
    }
