"""A receipt is checked in the browser alone: by file, by its picture's address, and offline."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from django.utils import timezone

from hejie.journeys.tests.audit import barriers
from hejie.journeys.tests.browsing import PHONE
from hejie.journeys.tests.conftest import Open
from hejie.kernel import merkle, witnesses
from hejie.kernel.parties import parties_of
from hejie.kernel.readers import catch_up
from hejie.kernel.sequencer import inclusion
from hejie.kernel.tests.walking import Walk
from hejie.portal.proving import _address

WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
NAME = "court.example/w"
GOOD, BAD, UNREADABLE = "凭证有效。", "凭证不对，不要相信它。", "读不懂"


def receipt_of(walk: Walk, settings: Any) -> dict[str, Any]:
    """A receipt of the second of five events, under a checkpoint that a witness cosigned."""
    for number in range(4):
        walk.take("remark", "luo", text=f"第 {number} 次。")
    catch_up([], now=timezone.now())
    settings.WITNESSES = [str(merkle.WitnessKey(NAME, WITNESS.public_key()))]
    note = Client().get("/api/v1/log/checkpoint").content.decode()
    line = merkle.cosign(note, NAME, WITNESS, time=1_790_000_000)
    witnesses.accept(f"{merkle.text_of(note)}\n{line}")
    return inclusion(walk.matter, 2)


def test_a_receipt_is_checked_without_telling_anybody(opened: Open, settings: Any, tmp_path: Path):
    receipt = receipt_of(Walk.begun(), settings)
    asked: list[str] = []
    number = count()
    somebody = opened(PHONE)
    somebody.open("/receipts/check/")
    somebody.page.on("request", lambda request: asked.append(request.url))

    def told(content: str) -> str:
        path = tmp_path / f"receipt-{next(number)}.json"
        path.write_text(content)
        somebody.page.set_input_files("#receipt", path)
        somebody.page.wait_for_selector(".receipt-told li")
        return somebody.page.inner_text(".receipt-told")

    answer = told(json.dumps(receipt))
    assert GOOD in answer, answer
    assert f"见证人签过名 ({NAME})" in answer
    for change in (
        {"event_hash": "0" * 64},
        {"log_index": 3},
        {"checkpoint": receipt["checkpoint"].replace("\n5\n", "\n6\n")},
        {"key": str(merkle.NoteKey("other", WITNESS.public_key()))},
    ):
        somebody.page.evaluate("document.querySelector('.receipt-told').replaceChildren()")
        assert BAD in told(json.dumps({**receipt, **change})), change
    somebody.page.evaluate("document.querySelector('.receipt-told').replaceChildren()")
    assert UNREADABLE in told("{}")
    assert [one for one in asked if not one.endswith("icon.svg")] == []
    assert somebody.overflows() == []
    assert barriers(somebody.page) == []


def test_the_picture_leads_to_a_check_and_the_page_works_from_a_file(
    opened: Open, settings: Any, tmp_path: Path
):
    walk = Walk.begun()
    receipt = receipt_of(walk, settings)
    somebody = opened(PHONE)
    somebody.open("/receipts/check/#" + _address(receipt).partition("#")[2])
    somebody.page.wait_for_selector(".receipt-told li")
    assert GOOD in somebody.page.inner_text(".receipt-told")

    code = parties_of(walk.matter).get(key="p1").code
    somebody.open(f"/receipts/{code}/log/")
    assert "第 1 步为止" in somebody.text
    assert somebody.overflows() == []
    assert barriers(somebody.page) == []

    page, file = tmp_path / "check.html", tmp_path / "receipt.json"
    page.write_bytes(Client().get("/receipts/check/hejie-check.html").content)
    file.write_bytes(Client().get(f"/receipts/{code}/log/file.json").content)
    somebody.page.goto(page.as_uri())
    somebody.page.set_input_files("#receipt", file)
    somebody.page.wait_for_selector(".receipt-told li")
    assert GOOD in somebody.page.inner_text(".receipt-told")
