"""The public log: read without a token, and enough for a stranger to check a receipt."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

from hejie.api.tests.calling import BASE, matter_of, problem
from hejie.cli.verify import command
from hejie.kernel import merkle
from hejie.kernel.readers import catch_up
from hejie.kernel.sequencer import public_key


def get(path, **query):
    return Client().get(BASE + path, query)


@pytest.fixture
def logged(clerk, opened):
    """A matter of three events, all of them in the log, and one event that is not yet."""
    clerk.act(opened["reference"], "invite")
    clerk.act(opened["reference"], "remark", text="打过电话")
    catch_up([], now=timezone.now())
    clerk.act(opened["reference"], "remark", text="又打过电话")
    return opened["reference"]


def checkpoint():
    return merkle.open_checkpoint(get("/log/checkpoint").content.decode(), public_key())


def test_the_checkpoint_is_signed_text(logged):
    answer = get("/log/checkpoint")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert checkpoint().size == 3


def test_an_empty_log_has_no_checkpoint(zhangwan):
    problem(get("/log/checkpoint"), 404)


def test_the_root_follows_from_the_entries(logged):
    bundle = get("/log/tile/entries/000.p/3").content
    entries = [bundle[at + 2 : at + 34] for at in range(0, len(bundle), 34)]
    assert all(bundle[at : at + 2] == b"\x00\x20" for at in range(0, len(bundle), 34))
    leaves = [merkle.hash_leaf(entry) for entry in entries]
    assert get("/log/tile/0/000.p/3").content == b"".join(leaves)
    assert merkle.hash_node(merkle.hash_node(*leaves[:2]), leaves[2]) == checkpoint().root
    hashes = [bytes(event.hash) for event in matter_of(logged).event_set.order_by("seq")]
    assert entries == hashes[:3]


def test_a_narrower_tile_stays_readable_when_the_log_has_grown(logged):
    answer = get("/log/tile/0/000.p/2")
    assert answer.content == get("/log/tile/0/000.p/3").content[:64]
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "0/000",
        "0/000.p/4",
        "0/001",
        "1/000",
        "0/00",
        "0/x000/000",
        "0/000.p/0",
        "0/000.p/256",
        "entries/000",
        "entries/000.p/4",
        "entries/entries/000",
        "64/000",
        "0/" + "x999/" * 40 + "999",
        "../0/000",
        "0/000.p/3\0",
    ],
)
def test_a_tile_that_is_not_there_is_not_found(logged, path):
    problem(get(f"/log/tile/{path}"), 404)


def test_a_proof_is_enough_for_a_stranger(logged):
    told = get("/log/proof", reference=logged).json()
    assert (told["reference"], told["seq"]) == (logged, 3)
    head = merkle.open_checkpoint(told["checkpoint"], merkle.NoteKey.parse(told["key"]))
    assert merkle.verify_inclusion(
        merkle.hash_leaf(bytes.fromhex(told["event_hash"])),
        told["log_index"],
        head.size,
        [bytes.fromhex(node) for node in told["proof"]],
        head.root,
    )


def test_the_proof_that_a_receipt_names_verifies(logged, opened, tmp_path):
    told = Client().get(opened["receipt"]["proof"])
    assert told.json()["event_hash"] == opened["receipt"]["event_hash"]
    receipt = Path(tmp_path, "receipt.json")
    receipt.write_bytes(told.content)
    result = CliRunner().invoke(command, ["--receipt", str(receipt)])
    assert json.loads(result.stdout)["ok"]


def test_what_is_not_in_the_log_yet_is_told_so(clerk, logged):
    assert "稍后" in problem(get("/log/proof", reference=logged, seq=4), 404)["detail"]
    assert problem(get("/log/proof", reference=clerk.open()["reference"]), 404)


@pytest.mark.parametrize(
    "query", [{"reference": "420303-2026-999999"}, {"reference": "x"}, {"reference": "§"}]
)
def test_a_matter_that_is_not_there_has_no_proof(logged, query):
    problem(get("/log/proof", **query), 404)


@pytest.mark.parametrize("seq", ["0", "-1", "x", "1.5", str(2**31)])
def test_a_wrong_event_number_is_told(logged, seq):
    problem(get("/log/proof", reference=logged, seq=seq), 422)


def test_an_event_beyond_the_matters_last_is_not_there(logged):
    problem(get("/log/proof", reference=logged, seq=99), 404)
