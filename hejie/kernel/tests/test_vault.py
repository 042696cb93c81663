"""Rings of keys: what one encrypts only the same ring opens, as the same thing, unaltered."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejie.kernel.vault import (
    CIPHERS,
    KEY_BYTES,
    Key,
    Ring,
    Undecipherable,
    WeakKey,
    new_key,
    parse,
)

OLD, NEW = new_key(), new_key()
every_cipher = pytest.mark.parametrize("cipher", CIPHERS)


def ring(*keys: Key, cipher: str = "aes-256-gcm") -> Ring:
    return Ring("records", keys or (OLD,), cipher=cipher)


@every_cipher
@given(data=st.binary(max_size=200), about=st.text(max_size=30))
def test_what_is_encrypted_comes_back(cipher, data, about):
    kept = ring(cipher=cipher).encrypt(data, about)
    assert ring(cipher=cipher).decrypt(kept, about) == data
    assert bool(kept) == bool(data)


@every_cipher
def test_the_same_twice_looks_different(cipher):
    one = ring(cipher=cipher)
    assert one.encrypt(b"13807280001", "phone") != one.encrypt(b"13807280001", "phone")


@every_cipher
@given(data=st.binary(min_size=1, max_size=60), at=st.integers(0), by=st.integers(1, 255))
def test_one_altered_byte_is_found(cipher, data, at, by):
    kept = bytearray(ring(cipher=cipher).encrypt(data, "phone"))
    kept[at % len(kept)] ^= by
    with pytest.raises(Undecipherable):
        ring(cipher=cipher).decrypt(bytes(kept), "phone")


@given(length=st.integers(1, 40))
def test_what_is_cut_short_is_found(length):
    kept = ring().encrypt(b"420303195501011233", "id")
    with pytest.raises(Undecipherable):
        ring().decrypt(kept[:length], "id")


def test_a_phone_cannot_be_passed_off_as_an_address():
    kept = ring().encrypt(b"13807280001", "phone")
    with pytest.raises(Undecipherable, match="altered"):
        ring().decrypt(kept, "address")


def test_an_older_key_still_opens_and_the_newest_encrypts():
    before = ring(OLD).encrypt(b"x", "phone")
    turned = ring(OLD, NEW)
    assert turned.decrypt(before, "phone") == b"x"
    assert not turned.is_current(before)
    assert turned.is_current(turned.encrypt(b"x", "phone"))
    with pytest.raises(Undecipherable, match="no key"):
        ring(NEW).decrypt(before, "phone")


def test_another_cipher_opens_what_the_former_one_kept():
    before = ring().encrypt(b"x", "phone")
    turned = ring(cipher="sm4-gcm")
    assert turned.decrypt(before, "phone") == b"x"
    assert not turned.is_current(before)


def test_a_ring_is_read_from_its_lines():
    read = parse("records", f"# made by hand\n{OLD.line()}\n\n{NEW.line()}\n")
    assert read.keys == (OLD, NEW)
    assert OLD.line() not in repr(read.keys)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "no key"),
        ("secret", "not a name"),
        (f"zzzzzzzz {base64.b64encode(OLD.secret).decode()}", "not a name"),
        (f"{OLD.name.hex()} AAAA", "bytes"),
        (f"{OLD.name.hex()} {base64.b64encode(b'ab' * 16).decode()}", "too regular"),
        (f"{OLD.line()}\n{OLD.line()}", "two keys"),
    ],
    ids=["none", "no pair", "no name", "short", "regular", "twice"],
)
def test_a_weak_or_broken_ring_is_refused(text, fault):
    with pytest.raises(WeakKey, match=fault):
        parse("records", text)


def test_an_unknown_cipher_is_refused():
    with pytest.raises(WeakKey, match="rot13"):
        parse("records", OLD.line(), cipher="rot13")


def test_each_use_has_a_key_of_its_own():
    one = ring()
    assert len({one.derived("a"), one.derived("b"), OLD.secret}) == 3
    assert len(one.derived("a")) == KEY_BYTES
