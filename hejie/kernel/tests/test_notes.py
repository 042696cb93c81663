"""Checkpoints: the bytes of C2SP notes, and only the right key opens them."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from hejie.kernel import merkle

PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PUBLISHED_NOTE = (
    PUBLISHED_TEXT
    + "\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSN"
    "XgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
ORIGIN = "log.example/zhangwan"
KEY = merkle.NoteKey(ORIGIN, PRIVATE.public_key())
HEAD = merkle.Checkpoint(ORIGIN, 42, bytes(range(32)))
SIGNED = merkle.sign_checkpoint(HEAD, PRIVATE)


def test_the_published_note_opens_with_the_published_key() -> None:
    key = merkle.NoteKey.parse(PUBLISHED_KEY)
    assert str(key) == PUBLISHED_KEY
    assert merkle.open_note(PUBLISHED_NOTE, [key]) == PUBLISHED_TEXT


def test_a_checkpoint_is_three_lines_and_a_signature() -> None:
    root = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    text, _, signature = SIGNED.partition("\n\n")
    assert text == f"{ORIGIN}\n42\n{root}"
    assert signature.startswith(f"\u2014 {ORIGIN} ")
    assert merkle.open_checkpoint(SIGNED, KEY) == HEAD


def test_another_key_of_the_same_name_does_not_open_it() -> None:
    with pytest.raises(merkle.NoteRefused, match="no signature by a known key"):
        merkle.open_note(SIGNED, [merkle.NoteKey(ORIGIN, OTHER.public_key())])


def test_further_signatures_by_strangers_are_passed_over() -> None:
    stranger = merkle.sign_note(str(HEAD), "witness.example", OTHER).rpartition("\n\n")[2]
    assert merkle.open_checkpoint(SIGNED + stranger, KEY) == HEAD
    assert merkle.open_checkpoint(f"{HEAD}\n{stranger}{SIGNED.rpartition(chr(10) * 2)[2]}", KEY)


def test_a_checkpoint_signed_in_another_name_is_not_the_logs() -> None:
    foreign = merkle.Checkpoint("log.example/other", 1, bytes(32))
    note = merkle.sign_note(str(foreign), ORIGIN, PRIVATE)
    with pytest.raises(merkle.NoteRefused, match=r"log\.example/other"):
        merkle.open_checkpoint(note, KEY)


@given(st.integers(0, len(SIGNED.encode()) * 8 - 1))
def test_a_note_with_a_flipped_bit_does_not_open(bit: int) -> None:
    data = bytearray(SIGNED.encode())
    data[bit // 8] ^= 1 << bit % 8
    changed = data.decode(errors="surrogateescape")
    with pytest.raises(merkle.NoteRefused):
        merkle.open_checkpoint(changed, KEY)


@given(st.text(max_size=60) | st.text("\n\u2014 aA=+", max_size=60))
def test_no_other_text_opens(text: str) -> None:
    with pytest.raises(merkle.NoteRefused):
        merkle.open_note(text, [KEY])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "origin\n1\n",
        "origin\n01\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "origin\n-1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "origin\n1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "origin\n1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=\n",
        "origin\n1\nAAEC\n",
        "\n1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        "origin\n1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\n",
    ],
)
def test_what_is_not_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(merkle.NoteRefused):
        merkle.parse_checkpoint(text)


def test_extension_lines_are_kept() -> None:
    head = merkle.Checkpoint("origin", 0, merkle.EMPTY_ROOT, ("one", "two"))
    assert merkle.parse_checkpoint(str(head)) == head


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000+AAAA",
        PUBLISHED_KEY.replace("c74f20a3", "c74f20a4"),
        PUBLISHED_KEY.replace("PeterNeumann", "Peter Neumann"),
        PUBLISHED_KEY + "+x",
    ],
)
def test_what_is_not_a_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(merkle.NoteRefused):
        merkle.NoteKey.parse(text)


@pytest.mark.parametrize("text", ["no newline", "tab\there\n", "nul\x00\n"])
def test_a_text_that_cannot_be_a_note_is_not_signed(text: str) -> None:
    with pytest.raises(merkle.NoteRefused):
        merkle.sign_note(text, ORIGIN, PRIVATE)
