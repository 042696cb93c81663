"""Keys are found by name, belong to their certificates, and are for their owner alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from hejie.seals.authority import ORGANISATION, make_keys
from hejie.seals.keyring import Keyring, Unusable, require_valid
from hejie.seals.tests.conftest import COMMITTEE, MEDIATOR, NOW


def test_a_demonstration_says_so_in_every_certificate(keyring: Keyring) -> None:
    committee, mediator = keyring.of_organ("committee"), keyring.of_staff("deng")
    assert committee
    assert mediator
    assert (committee.name, mediator.name) == (f"{COMMITTEE}（演示）", f"{MEDIATOR}（演示）")
    (root,) = keyring.roots()
    for one in (committee.certificate, mediator.certificate, root):
        assert ORGANISATION in one.subject.rfc4514_string()
        assert "演示" in one.subject.rfc4514_string()
    committee.certificate.verify_directly_issued_by(root)


def test_nobody_but_the_owner_reads_a_file_or_opens_a_folder(keyring: Keyring) -> None:
    found = [keyring.folder, *keyring.folder.rglob("*")]
    assert len(found) > 8
    for path in found:
        assert path.stat().st_mode & 0o077 == 0, path


def test_keys_that_are_there_are_left_alone(tmp_path: Path) -> None:
    names = {"committee": COMMITTEE}
    assert make_keys(tmp_path / "k", organs=names, staff={}, now=NOW) == 1
    before = {path: path.read_bytes() for path in (tmp_path / "k").rglob("*.*")}
    assert make_keys(tmp_path / "k", organs=names, staff={}, now=NOW) == 0
    assert make_keys(tmp_path / "k", organs={**names, "court": "法院"}, staff={}, now=NOW) == 1
    assert all(path.read_bytes() == content for path, content in before.items())
    assert Keyring(tmp_path / "k").of_organ("court")


def test_a_name_too_long_for_a_certificate_still_says_what_it_is(tmp_path: Path) -> None:
    make_keys(tmp_path / "k", organs={"long": "道路交通事故损害赔偿纠纷" * 3}, staff={}, now=NOW)
    key = Keyring(tmp_path / "k").of_organ("long")
    assert key
    assert key.name.startswith("道路交通事故")
    assert key.name.endswith("…（演示）")


@pytest.mark.parametrize("name", ["../organs/committee", "", ".", "a/b", "nobody", "committee.pem"])
def test_a_name_without_a_key_finds_none(keyring: Keyring, name: str) -> None:
    assert keyring.of_staff(name) is None


def write_pkcs12(folder: Path, keyring: Keyring, passphrase: str) -> None:
    key = keyring.of_organ("committee")
    assert key
    content = pkcs12.serialize_key_and_certificates(
        b"seal",
        key.secret,
        key.certificate,
        keyring.roots(),
        BestAvailableEncryption(passphrase.encode()),
    )
    (folder / "organs").mkdir(parents=True)
    (folder / "organs" / "committee.p12").write_bytes(content)


def test_a_pkcs12_key_opens_with_its_passphrase_only(tmp_path: Path, keyring: Keyring) -> None:
    write_pkcs12(tmp_path, keyring, "开章")
    opened = Keyring(tmp_path, "开章").of_organ("committee")
    assert opened
    assert opened.name == f"{COMMITTEE}（演示）"
    assert opened.above == tuple(keyring.roots())
    for wrong in ("", "别的"):
        with pytest.raises(Unusable, match=r"committee\.p12 打不开"):
            Keyring(tmp_path, wrong).of_organ("committee")


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_a_file_that_is_no_key_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "organs").mkdir()
    (tmp_path / "organs" / "committee.pem").write_bytes(content)
    with pytest.raises(Unusable, match=r"committee\.pem 打不开"):
        Keyring(tmp_path).of_organ("committee")


def test_a_key_beside_somebody_elses_certificate_is_refused(
    tmp_path: Path, keyring: Keyring
) -> None:
    secret = (keyring.folder / "organs" / "committee.pem").read_bytes().split(b"-----BEGIN CERT")[0]
    other = (keyring.folder / "staff" / "deng.pem").read_bytes().partition(b"-----BEGIN CERT")
    (tmp_path / "organs").mkdir()
    (tmp_path / "organs" / "mixed.pem").write_bytes(secret + other[1] + other[2])
    with pytest.raises(Unusable, match="不是一对"):
        Keyring(tmp_path).of_organ("mixed")


def test_a_key_seals_only_while_its_certificate_is_valid(keyring: Keyring) -> None:
    key = keyring.of_organ("committee")
    assert key
    require_valid(key, now=NOW)
    for days in (-2, 3651):
        with pytest.raises(Unusable, match="有效期"):
            require_valid(key, now=NOW + timedelta(days=days))
