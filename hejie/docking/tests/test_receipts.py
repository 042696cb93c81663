"""A receipt can be checked by whoever sent the package, and by nobody be changed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejie.docking.manifest import Organ
from hejie.docking.receipts import Receipt, read_receipt, write_receipt
from hejie.docking.refusal import Fault, Refused
from hejie.docking.sealing import digest_of
from hejie.docking.tests.making import COURT, NAME, PACKAGE_ID, STRANGER, TRUSTED, package

RECEIPT = Receipt.model_validate(
    {
        "package": PACKAGE_ID,
        "digest": digest_of(package()),
        "received_at": "2026-10-13T09:00:00+08:00",
        "receiver": Organ(key="zw-property", name="张湾区房产物业调解室"),
        "reference": "420303-2026-000012",
    }
)
SIGNED = write_receipt(RECEIPT, name=NAME, key=COURT)


def test_a_receipt_says_what_was_received_when_by_whom_and_under_which_number():
    receipt, signer = read_receipt(SIGNED, TRUSTED)
    assert receipt == RECEIPT
    assert signer == TRUSTED[0]


def test_a_receipt_of_a_stranger_is_refused():
    with pytest.raises(Refused) as refused:
        read_receipt(write_receipt(RECEIPT, name=NAME, key=STRANGER), TRUSTED)
    assert refused.value.fault is Fault.UNKNOWN_SENDER


@given(st.integers(0, len(SIGNED) - 1), st.integers(1, 255))
def test_a_receipt_with_a_byte_changed_says_nothing_else(position, difference):
    changed = bytearray(SIGNED)
    changed[position] ^= difference
    try:
        receipt, _signer = read_receipt(bytes(changed), TRUSTED)
    except Refused:
        return
    assert receipt == RECEIPT  # white space between the two fields


def test_a_receipt_whose_words_were_changed_is_told_to_be_altered():
    told = json.loads(SIGNED)
    told["receipt"] = told["receipt"].replace("000012", "000013")
    with pytest.raises(Refused) as refused:
        read_receipt(json.dumps(told).encode(), TRUSTED)
    assert refused.value.fault is Fault.ALTERED


@given(st.one_of(st.binary(max_size=300), st.just(b"{}"), st.just(b"x" * 30_000)))
def test_what_is_no_receipt_is_refused(content):
    with pytest.raises(Refused):
        read_receipt(content, TRUSTED)
