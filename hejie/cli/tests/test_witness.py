"""A witness cosigns a log that only grows, and refuses one that forked or shrank."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from django.utils import timezone

from hejie.cli import witness
from hejie.cli.verify import command as verify
from hejie.kernel import merkle
from hejie.kernel.events import Cosignature
from hejie.kernel.readers import catch_up
from hejie.kernel.sequencer import inclusion, public_key
from hejie.kernel.tests.test_merkle import Shelf
from hejie.kernel.tests.walking import Walk
from hejie.portal.proving import PROGRAM

ORIGIN = "log.example/forked"
LOG = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LOG_KEY = merkle.NoteKey(ORIGIN, LOG.public_key())


class Log:
    """A log of another's, as its addresses answer."""

    def __init__(self, *entries: bytes) -> None:
        self.shelf = Shelf()
        self.sent: list[str] = []
        self.grow(*entries)

    def grow(self, *entries: bytes) -> None:
        self.shelf.grow([merkle.hash_leaf(entry) for entry in entries])

    def ask(self, request: Any) -> str:
        path = urlsplit(request.full_url)
        if path.path.endswith("/checkpoint"):
            size = self.shelf.size
            head = merkle.Checkpoint(ORIGIN, size, merkle.root(self.shelf, size))
            return merkle.sign_checkpoint(head, LOG)
        if path.path.endswith("/consistency"):
            asked = dict(part.split("=") for part in path.query.split("&"))
            proof = merkle.consistency_proof(self.shelf, int(asked["old"]), int(asked["new"]))
            return json.dumps({"proof": [node.hex() for node in proof]})
        self.sent.append(request.data.decode())
        return ""


@pytest.fixture
def look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the witness look once at a log."""

    def once(log: Log, *more: str) -> tuple[int, dict[str, Any]]:
        monkeypatch.setattr(witness, "_ask", log.ask)
        arguments = [str(tmp_path), "--name", "court.example/w", "--log", "http://log"]
        done = CliRunner().invoke(
            witness.command, [*arguments, "--log-key", str(LOG_KEY), *more], catch_exceptions=False
        )
        return done.exit_code, json.loads(done.stdout)

    return once


def test_a_growing_log_is_cosigned_each_time(look):
    log = Log(b"one")
    for more in ((), (b"two", b"three"), (b"four",) * 300):
        log.grow(*more)
        status, told = look(log)
        assert (status, told["ok"], told["size"]) == (0, True, log.shelf.size)
        key = merkle.WitnessKey.parse(told["witness"])
        assert merkle.find_cosignature(log.sent[-1], key)
    assert len(log.sent) == 3


def test_a_forked_log_is_refused_and_both_heads_are_kept(look, tmp_path):
    look(Log(b"one", b"two", b"three"))
    forked = Log(b"one", b"TWO", b"three", b"four")
    status, told = look(forked)
    assert (status, told["ok"], forked.sent) == (1, False, [])
    assert "does not continue" in told["finding"]
    seen, found = (Path(path).read_text() for path in told["evidence"])
    assert merkle.open_checkpoint(seen, LOG_KEY).size == 3
    assert merkle.open_checkpoint(found, LOG_KEY).size == 4
    honest = Log(b"one", b"two", b"three", b"four")
    assert look(honest)[0] == 0


def test_another_log_of_the_same_length_and_a_shorter_one_are_refused(look):
    look(Log(b"one", b"two"))
    assert look(Log(b"one", b"TWO"))[0] == 1
    status, told = look(Log(b"one"))
    assert (status, "now has 1" in told["finding"]) == (1, True)


def test_what_the_log_did_not_sign_is_refused(look, monkeypatch):
    log = Log(b"one")
    ask = log.ask
    monkeypatch.setattr(log, "ask", lambda request: ask(request).replace("\n1\n", "\n2\n"))
    status, told = look(log)
    assert (status, told["ok"]) == (1, False)


def test_a_witness_key_is_not_a_log_key():
    key = merkle.WitnessKey("w.example", LOG.public_key())
    assert merkle.WitnessKey.parse(str(key)) == key
    with pytest.raises(merkle.NoteRefused):
        merkle.NoteKey.parse(str(key))


# With an instance


@pytest.fixture
def instance(zhangwan, tmp_path, monkeypatch, settings):
    """An instance, and a witness of it that asks through the test's client."""
    client = Client()

    def ask(request: Any) -> str:
        path = urlsplit(request.full_url)
        address = f"{path.path}?{path.query}" if path.query else path.path
        answer = (
            client.post(address, request.data, content_type="text/plain")
            if request.data
            else client.get(address)
        )
        if answer.status_code != 200:
            raise click.ClickException(f"{answer.status_code} {answer.content!r}")
        return answer.content.decode()

    monkeypatch.setattr(witness, "_ask", ask)

    def once() -> dict[str, Any]:
        catch_up([], now=timezone.now())
        arguments = [str(tmp_path / "w"), "--name", "court.example/w"]
        made = CliRunner().invoke(witness.command, arguments, catch_exceptions=False)
        settings.WITNESSES = [json.loads(made.stdout)["witness"]]
        arguments += ["--log", "http://testserver/api/v1", "--log-key", str(public_key())]
        done = CliRunner().invoke(witness.command, arguments, catch_exceptions=False)
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    return once


def test_the_instance_keeps_and_publishes_what_a_witness_signed(instance):
    walk = Walk.begun()
    told = instance()
    assert told["sent"]
    walk.take("invite", "luo")
    assert instance()["seen"] == 1
    assert Cosignature.objects.count() == 2
    key = merkle.WitnessKey.parse(told["witness"])
    for address in ("/api/v1/log/checkpoint", "/api/v1/log/cosigned"):
        note = Client().get(address).content.decode()
        assert merkle.find_cosignature(note, key)
        assert merkle.open_checkpoint(note, public_key()).size == 2
    done = CliRunner().invoke(verify, [])
    assert json.loads(done.stdout)["ok"], done.stdout


def test_the_same_cosignature_twice_is_kept_once(instance):
    Walk.begun()
    instance()
    instance()
    assert Cosignature.objects.count() == 1


def test_a_strangers_cosignature_and_another_log_are_refused(instance):
    Walk.begun()
    instance()
    stranger = Ed25519PrivateKey.generate()
    note = Client().get("/api/v1/log/checkpoint").content.decode()
    body = merkle.text_of(note)
    line = merkle.cosign(note, "stranger.example", stranger, time=1_790_000_000)
    other = body.replace("\n1\n", "\n9\n")
    for sent in (f"{body}\n{line}", f"{other}\n{line}", "no note", ""):
        answer = Client().post("/api/v1/log/cosignatures", sent, content_type="text/plain")
        assert answer.status_code == 422, sent
    assert Cosignature.objects.count() == 1


def check_offline(path: Path, *more: str) -> tuple[int, dict[str, Any]]:
    """The offline program alone, with nothing of ours to import."""
    command = [sys.executable, "-I", "-S", str(PROGRAM), str(path), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    return done.returncode, json.loads(done.stdout or "{}")


def test_the_offline_program_checks_receipt_and_cosignatures(instance, tmp_path):
    walk = Walk.begun()
    for number in range(5):
        walk.take("remark", "luo", text=f"第 {number} 次。")
    told = instance()
    receipt: dict[str, Any] = inclusion(walk.matter, 3)
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(receipt, ensure_ascii=False))
    keys = ("--log-key", str(public_key()), "--witness", told["witness"])
    status, found = check_offline(path, *keys)
    assert (status, found["ok"], found["size"]) == (0, True, 6)
    assert found["witnesses"]["court.example/w"]

    other = Ed25519PrivateKey.generate().public_key()
    stranger = str(merkle.WitnessKey("court.example/w", other))
    assert check_offline(path, *keys[:2], "--witness", stranger)[0] == 1
    wrong_log = str(merkle.NoteKey(public_key().name, other))
    assert check_offline(path, "--log-key", wrong_log)[0] == 1
    for change in (
        {"event_hash": "0" * 64},
        {"log_index": receipt["log_index"] + 1},
        {"proof": receipt["proof"][1:]},
        {"checkpoint": receipt["checkpoint"].replace("\n6\n", "\n7\n")},
    ):
        path.write_text(json.dumps({**receipt, **change}))
        assert check_offline(path, *keys)[0] == 1, change
    path.write_text("{}")
    assert check_offline(path)[0] == 2


def test_the_offline_program_knows_ed25519_as_the_standard_tests_it():
    """RFC 8032, section 7.1, the second test; and one bit turned."""
    names: dict[str, Any] = {"__name__": "offline"}
    exec(compile(PROGRAM.read_text(), PROGRAM.name, "exec"), names)
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert names["ed25519_holds"](public, b"\x72", signature)
    assert not names["ed25519_holds"](public, b"\x73", signature)
    assert not names["ed25519_holds"](public, b"\x72", signature[:63] + b"\x01")
    private = Ed25519PrivateKey.generate()
    for message in (b"", b"a" * 300):
        raw = private.public_key().public_bytes_raw()
        assert names["ed25519_holds"](raw, message, private.sign(message))
