"""A signed paper stays fit to keep, and says what holds of it: whole, altered, foreign, lasting."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from hejie.papers.archival import faults
from hejie.papers.tests import uploads
from hejie.seals.apart import examine_apart
from hejie.seals.authority import make_keys
from hejie.seals.examining import examine
from hejie.seals.keyring import Keyring
from hejie.seals.report import Fault, Later, Profile, Report
from hejie.seals.signing import CannotSign, LongTerm, Signing, add_field, sign
from hejie.seals.tests.conftest import COMMITTEE, MEDIATOR, NOW, ROOM, signed_by_both
from hejie.seals.tests.stamping import Authority


def found_in(content: bytes, keyring: Keyring, **how: object) -> Report:
    given = {"roots": keyring.roots(), "crls": keyring.crls(), "now": NOW, **how}
    return examine(content, **given)  # type: ignore[arg-type]


def appended(content: bytes, change: str) -> bytes:
    """The file with an incremental update behind its last byte."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    if change == "words on the page":
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        words = writer.add_object(generic.StreamObject(stream_data=b"BT (42,000) Tj ET"))
        page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), words])
        writer.update_container(page)
    else:
        writer.root["/Note"] = generic.pdf_string(change)
        writer.update_root()
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_both_signatures_hold_and_the_paper_is_fit_to_keep(
    sealed: bytes, plain: bytes, keyring: Keyring
) -> None:
    assert faults(sealed) == ()
    assert sealed.startswith(plain)
    report = found_in(sealed, keyring)
    assert report.holds
    mediator, committee = report.signatures
    assert (mediator.name, mediator.reason) == (f"{MEDIATOR}（演示）", "签字")
    assert (committee.name, committee.reason) == (f"{COMMITTEE}（演示）", "盖章")
    assert (mediator.later, committee.later) == (Later.SIGNED, Later.NOTHING)
    assert mediator.demonstration
    assert committee.profile is Profile.B
    assert committee.stamped is None
    assert committee.at is not None
    assert abs(committee.at - NOW) < timedelta(hours=1)


@pytest.mark.parametrize("where", [0.05, 0.3, 0.45])
def test_one_byte_changed_is_seen(sealed: bytes, keyring: Keyring, where: float) -> None:
    place = int(len(sealed) * where)
    changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
    report = found_in(changed, keyring)
    assert not report.holds
    assert report.fault or not any(one.sound for one in report.signatures)


@pytest.mark.parametrize("change", ["words on the page", "a note for nobody"])
def test_what_was_added_after_the_seal_is_seen(
    sealed: bytes, keyring: Keyring, change: str
) -> None:
    report = found_in(appended(sealed, change), keyring)
    assert not report.holds
    assert [one.later for one in report.signatures] == [Later.CHANGED, Later.CHANGED]
    assert all(one.sound for one in report.signatures), "what they signed is still there"


def test_a_field_that_nobody_signed_could_cover_the_page_and_counts_as_a_change(
    sealed: bytes, lasting: bytes, keyring: Keyring
) -> None:
    for content in (sealed, lasting):
        report = found_in(add_field(content, "cover", ROOM), keyring)
        assert not report.holds
        assert [one.later for one in report.signatures] == [Later.SIGNED, Later.CHANGED]


def test_a_paper_saved_anew_loses_its_signatures_validity(sealed: bytes, keyring: Keyring) -> None:
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        saved = uploads.saved(pdf)
    assert not found_in(saved, keyring).holds


def test_a_foreign_certificate_is_whole_but_not_trusted(
    plain: bytes, keyring: Keyring, tmp_path: Path
) -> None:
    names = {"organs": {"committee": COMMITTEE}, "staff": {"deng": MEDIATOR}}
    make_keys(tmp_path / "k", now=NOW, **names)
    report = found_in(signed_by_both(plain, Keyring(tmp_path / "k")), keyring)
    assert not report.holds
    assert [(one.sound, one.trusted) for one in report.signatures] == [(True, False)] * 2


def test_a_paper_without_signatures_has_none(plain: bytes, keyring: Keyring) -> None:
    assert found_in(plain, keyring) == Report()
    assert not found_in(plain, keyring).holds


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (b"plain words", Fault.NO_PDF),
        (uploads.picture("PNG"), Fault.NO_PDF),
        (b"%PDF-1.7 broken", Fault.BROKEN),
        (b"%PDF-1.7\n" + b"1 0 obj<</A[" + b"[" * 50_000, Fault.BROKEN),
    ],
)
def test_what_cannot_be_read_is_told_apart(content: bytes, fault: Fault, keyring: Keyring) -> None:
    assert found_in(content, keyring) == Report(fault=fault)


def test_half_a_file_is_broken(sealed: bytes, keyring: Keyring) -> None:
    assert found_in(sealed[: len(sealed) // 2], keyring).fault is Fault.BROKEN


@pytest.mark.parametrize("user", ["", "geheim"])
def test_an_encrypted_file_is_told_apart(plain: bytes, keyring: Keyring, user: str) -> None:
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        locked = uploads.saved(pdf, encryption=pikepdf.Encryption(owner="amt", user=user))
    assert found_in(locked, keyring).fault is Fault.ENCRYPTED


def test_with_a_time_stamp_server_a_signature_can_be_checked_for_long(
    lasting: bytes, keyring: Keyring, authority: Authority
) -> None:
    assert faults(lasting) == ()
    roots = [*keyring.roots(), authority.certificate]
    for later in (timedelta(), timedelta(days=3660)):
        report = found_in(lasting, keyring, roots=roots, crls=(), now=NOW + later)
        assert report.holds
        assert [one.profile for one in report.signatures] == [Profile.LTA, Profile.LTA]
        assert all(
            one.stamped and abs(one.stamped - NOW) < timedelta(hours=1) for one in report.signatures
        )


def test_without_one_it_ends_with_its_certificate(sealed: bytes, keyring: Keyring) -> None:
    report = found_in(sealed, keyring, now=NOW + timedelta(days=3660))
    assert not report.holds
    assert all(one.expired and one.sound for one in report.signatures)


def test_a_stamp_of_a_server_that_nobody_trusts_counts_for_nothing(
    lasting: bytes, keyring: Keyring
) -> None:
    report = found_in(lasting, keyring)
    assert report.holds
    assert [one.profile for one in report.signatures] == [Profile.B, Profile.B]


def test_the_validation_info_lies_in_the_file(lasting: bytes) -> None:
    with pikepdf.open(io.BytesIO(lasting)) as pdf:
        store = pdf.Root.DSS
        assert len(store.Certs) >= 4
        assert len(store.CRLs) == 1
        assert b"CERTIFICATE" not in bytes(store.Certs[0].read_bytes())
        x509.load_der_x509_certificate(store.Certs[0].read_bytes())


def test_no_answer_from_the_server_means_no_signature(plain: bytes, keyring: Keyring) -> None:
    key = keyring.of_organ("committee")
    assert key
    silent = LongTerm("http://127.0.0.1:9/", tuple(keyring.roots()), (), fetches=False)
    with pytest.raises(CannotSign, match="时间戳服务器"):
        sign(plain, Signing(key=key, field="seal", reason="盖章", long_term=silent))


def test_a_certificate_that_the_instance_does_not_trust_gets_no_lasting_signature(
    plain: bytes, keyring: Keyring, authority: Authority
) -> None:
    key = keyring.of_organ("committee")
    assert key
    with authority.listening() as address:
        alone = LongTerm(address, (authority.certificate,), (), fetches=False)
        with pytest.raises(CannotSign, match=COMMITTEE):
            sign(plain, Signing(key=key, field="seal", reason="盖章", long_term=alone))


def test_a_process_apart_finds_the_same(
    lasting: bytes, keyring: Keyring, authority: Authority
) -> None:
    roots, crls = [*keyring.roots(), authority.certificate], keyring.crls()
    apart = examine_apart(lasting, roots=roots, crls=crls, now=NOW)
    assert apart == examine(lasting, roots=roots, crls=crls, now=NOW)
    assert apart.holds


def test_a_file_that_takes_too_long_or_is_too_big_is_given_up(
    sealed: bytes, keyring: Keyring
) -> None:
    report = examine_apart(sealed, roots=keyring.roots(), now=NOW, seconds=0.01)
    assert report == Report(fault=Fault.TOO_LONG)
    huge = b"%PDF-1.7\n" + bytes(20 * 1024 * 1024)
    assert examine_apart(huge, roots=[], now=NOW) == Report(fault=Fault.TOO_BIG)
