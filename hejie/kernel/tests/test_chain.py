"""The chain: exact bytes, and no change goes unseen."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejie.kernel import chain

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
scalars = (
    st.none() | st.booleans() | st.integers(-chain.LARGEST_INTEGER, chain.LARGEST_INTEGER) | texts
)
values: st.SearchStrategy[object] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
records = st.dictionaries(texts, values, max_size=4)


def linked(items: list[dict[str, object]]) -> list[tuple[dict[str, object], bytes]]:
    prev, result = chain.ORIGIN, []
    for item in items:
        prev = chain.link(prev, item)
        result.append((item, prev))
    return result


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"b": 1, "a": [True, None, "中"]}, '{"a":[true,null,"中"],"b":1}'),
        ({}, "{}"),
        ((), "[]"),
        (-3, "-3"),
        ('"\\/', '"\\"\\\\/"'),
        ("\b\t\n\f\r\x00\x1f\x7f", '"\\b\\t\\n\\f\\r\\u0000\\u001f\x7f"'),
    ],
)
def test_canonical_bytes_are_as_documented(value: object, expected: str) -> None:
    assert chain.canonical(value) == expected.encode()


def test_keys_sort_by_utf16_as_in_rfc_8785() -> None:
    record = dict.fromkeys(("\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"), 0)
    order = list(json.loads(chain.canonical(record)))
    assert order == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        Decimal("1.00"),
        date(2026, 1, 1),
        b"x",
        bytearray(b"x"),
        {1: "x"},
        {"a": {2.5}},
        2**53,
        -(2**53),
        "\ud800",
        {"\udc00": 1},
        object(),
    ],
)
def test_what_has_no_canonical_bytes_is_refused(value: object) -> None:
    with pytest.raises(chain.NotCanonical):
        chain.canonical(value)


def test_bottomless_nesting_is_refused() -> None:
    value: list[object] = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(chain.NotCanonical):
        chain.canonical(value)


def test_a_link_can_be_recomputed_by_hand() -> None:
    first = hashlib.sha256(bytes(32) + b'{"kind":"mediation.apply"}').digest()
    second = hashlib.sha256(first + b'{"kind":"mediation.accept"}').digest()
    assert chain.link(chain.ORIGIN, {"kind": "mediation.apply"}) == first
    assert chain.link(first, {"kind": "mediation.accept"}) == second


def test_a_salted_digest_can_be_recomputed_by_hand() -> None:
    salt = bytes(range(32))
    expected = hashlib.sha256(salt + b"\x00" + "张三".encode()).hexdigest()
    assert chain.salted_digest("张三", salt) == f"sha256:{expected}"


def test_salts_differ_and_have_full_length() -> None:
    salts = {chain.new_salt() for _ in range(50)}
    assert len(salts) == 50
    assert {len(salt) for salt in salts} == {chain.SALT_BYTES}


def test_a_salt_or_link_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="salt"):
        chain.salted_digest("x", b"short")
    with pytest.raises(ValueError, match="link"):
        chain.link(b"short", {})


@given(records)
def test_canonical_bytes_read_back_to_the_same_value(record: Mapping[str, object]) -> None:
    assert json.loads(chain.canonical(record)) == record


@given(records)
def test_reordered_keys_give_the_same_link(record: Mapping[str, object]) -> None:
    turned = {key: record[key] for key in reversed(list(record))}
    assert chain.link(chain.ORIGIN, turned) == chain.link(chain.ORIGIN, record)


@given(records, records)
def test_two_records_share_bytes_only_when_equal(
    one: dict[str, object], other: dict[str, object]
) -> None:
    same_json = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (chain.canonical(one) == chain.canonical(other)) == same_json


@given(st.lists(records, max_size=6))
def test_an_honest_chain_holds(items: list[dict[str, object]]) -> None:
    links = linked(items)
    head = links[-1][1] if links else chain.ORIGIN
    assert chain.verify_chain(links, head=head) is None


@given(st.lists(records, min_size=1, max_size=6), st.data())
def test_a_changed_record_is_found_where_it_is(
    items: list[dict[str, object]], data: st.DataObject
) -> None:
    links = linked(copy.deepcopy(items))
    position = data.draw(st.integers(0, len(items) - 1))
    changed = data.draw(
        records.filter(lambda new: chain.canonical(new) != chain.canonical(items[position]))
    )
    links[position] = (changed, links[position][1])
    broken = chain.verify_chain(links)
    assert broken is not None
    assert broken.position == position


@given(st.lists(records, min_size=1, max_size=6), st.data())
def test_a_rewritten_link_is_found_where_it_is(
    items: list[dict[str, object]], data: st.DataObject
) -> None:
    links = linked(items)
    position = data.draw(st.integers(0, len(items) - 1))
    bit = data.draw(st.integers(0, 255))
    record, stored = links[position]
    flipped = (int.from_bytes(stored, "big") ^ (1 << bit)).to_bytes(32, "big")
    links[position] = (record, flipped)
    broken = chain.verify_chain(links)
    assert broken is not None
    assert (broken.position, broken.expected, broken.found) == (position, stored, flipped)


@given(st.lists(records, min_size=2, max_size=6), st.data())
def test_a_removed_record_is_found(items: list[dict[str, object]], data: st.DataObject) -> None:
    links = linked(items)
    position = data.draw(st.integers(0, len(items) - 1))
    head = links[-1][1]
    del links[position]
    broken = chain.verify_chain(links, head=head)
    assert broken is not None
    assert broken.position == position


def test_a_record_that_could_never_have_been_linked_breaks_the_chain() -> None:
    links: list[tuple[dict[str, object], bytes]] = linked([{"amount": "1.00"}])
    broken = chain.verify_chain([({"amount": 1.0}, links[0][1])])
    assert broken == chain.Break(0, None, links[0][1])
