"""A package says the same on the other side, or is refused with the reason."""

from __future__ import annotations

import json
import warnings
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hejie.docking import schemas
from hejie.docking.manifest import FORMAT, read_manifest
from hejie.docking.packing import MANIFEST, pack, unpack
from hejie.docking.refusal import Fault, Refused
from hejie.docking.sealing import digest_of, seal
from hejie.docking.tests.making import (
    COURT,
    NAME,
    PDF,
    STRANGER,
    TRUSTED,
    manifest,
    package,
    told,
)
from hejie.kernel.merkle import NoteKey

SOUND = package()


def signed_zip(*members: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """Any zip, signed by the trusted court as a package is."""
    written = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(written, "w", method) as archive:
        warnings.simplefilter("ignore")  # about names that stand twice
        for name, content in members:
            archive.writestr(name, content)
    return sealed(written.getvalue())


def sealed(archive: bytes) -> bytes:
    body = archive[:-2]
    comment = seal(FORMAT, body, NAME, COURT)
    return body + len(comment).to_bytes(2, "little") + comment


def as_json(**changes: object) -> bytes:
    return json.dumps(told(**changes)).encode()


def fault_of(content: bytes) -> Fault:
    with pytest.raises(Refused) as refused:
        unpack(content, TRUSTED)
    assert str(refused.value)
    return refused.value.fault


def test_a_package_says_the_same_on_the_other_side():
    read = unpack(SOUND, TRUSTED)
    assert read.manifest == manifest()
    assert dict(read.files) == {"files/001.pdf": PDF}
    assert read.signer == TRUSTED[0]
    assert read.digest == digest_of(SOUND)


def test_the_same_package_has_the_same_bytes():
    assert package() == SOUND


def test_any_zip_tool_opens_a_package():
    with zipfile.ZipFile(BytesIO(SOUND)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [MANIFEST, "files/001.pdf"]
        assert json.loads(archive.read(MANIFEST))["case"]["route"] == "B"


def test_a_zip_of_another_tool_is_taken_when_it_is_signed():
    packed = signed_zip((MANIFEST, as_json()), ("files/001.pdf", PDF), method=zipfile.ZIP_DEFLATED)
    assert unpack(packed, TRUSTED).manifest == manifest()


@given(st.integers(0, len(SOUND) - 1), st.integers(1, 255))
@settings(max_examples=400)
def test_a_package_with_any_byte_changed_is_refused(position, difference):
    changed = bytearray(SOUND)
    changed[position] ^= difference
    with pytest.raises(Refused):
        unpack(bytes(changed), TRUSTED)


@given(st.integers(0, len(SOUND) - 1))
def test_a_package_cut_anywhere_is_refused(length):
    with pytest.raises(Refused):
        unpack(SOUND[:length], TRUSTED)


@given(st.binary(min_size=1, max_size=100))
def test_a_package_with_anything_added_is_refused(more):
    for content in (SOUND + more, more + SOUND):
        with pytest.raises(Refused):
            unpack(content, TRUSTED)


@given(st.binary(max_size=400))
def test_what_is_no_package_at_all_is_refused(content):
    with pytest.raises(Refused):
        unpack(content, TRUSTED)


def test_a_cut_package_is_told_to_be_incomplete():
    assert fault_of(SOUND[:-1]) is Fault.TRUNCATED
    assert fault_of(SOUND[:100]) is Fault.TRUNCATED


def test_an_altered_file_is_told_to_be_altered():
    changed = SOUND.replace(b"%PDF-1.7", b"%PDF-1.6")
    assert fault_of(changed) is Fault.ALTERED


def test_a_file_that_is_not_the_one_the_manifest_names_is_refused():
    other = PDF.replace(b"1.7", b"1.6")
    assert fault_of(signed_zip((MANIFEST, as_json()), ("files/001.pdf", other))) is Fault.ALTERED


def test_a_stranger_s_package_is_refused_whoever_it_says_it_is():
    assert fault_of(package(key=STRANGER)) is Fault.UNKNOWN_SENDER
    assert fault_of(package(name="other.example/docking")) is Fault.UNKNOWN_SENDER
    with pytest.raises(Refused):
        unpack(SOUND, [NoteKey(NAME, STRANGER.public_key())])
    with pytest.raises(Refused):
        unpack(SOUND, [])


def test_a_signature_for_something_else_is_no_package():
    body = SOUND[: SOUND.rfind(b"PK\x05\x06") + 20]
    comment = seal("hejie-receipt/1", body, NAME, COURT)
    assert fault_of(body + len(comment).to_bytes(2, "little") + comment) is Fault.ALTERED


def test_a_bomb_is_not_unpacked():
    bomb = signed_zip(
        (MANIFEST, as_json()), ("files/001.pdf", bytes(300_000_000)), method=zipfile.ZIP_DEFLATED
    )
    assert len(bomb) < 1_000_000
    assert fault_of(bomb) is Fault.TOO_LARGE


def test_a_bomb_that_lies_about_its_size_is_not_unpacked():
    small = len(PDF).to_bytes(4, "little")
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, as_json())
        archive.writestr("files/001.pdf", bytes(10_000_000))
    lying = written.getvalue().replace((10_000_000).to_bytes(4, "little"), small)
    assert fault_of(sealed(lying)) in {Fault.TOO_LARGE, Fault.MALFORMED, Fault.ALTERED}


def test_more_members_than_allowed_are_refused():
    many = [(f"files/{number:03}.pdf", b"") for number in range(250)]
    assert fault_of(signed_zip((MANIFEST, as_json()), *many)) is Fault.TOO_LARGE


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "files/../../x.pdf", "..\\x.pdf", "C:\\x.pdf", "files/"],
)
def test_a_name_that_leads_out_of_the_package_is_refused(name):
    stray = signed_zip((MANIFEST, as_json()), ("files/001.pdf", PDF), (name, b"x"))
    assert fault_of(stray) is Fault.UNSAFE_NAME
    file = {**told()["files"][0], "name": name}
    assert fault_of(signed_zip((MANIFEST, as_json(files=[file])))) is Fault.MALFORMED


def test_a_name_that_stands_twice_is_refused():
    twice = signed_zip((MANIFEST, as_json()), ("files/001.pdf", PDF), ("files/001.pdf", b"x"))
    assert fault_of(twice) is Fault.DUPLICATE
    file = told()["files"][0]
    listed = signed_zip((MANIFEST, as_json(files=[file, file])), ("files/001.pdf", PDF))
    assert fault_of(listed) is Fault.DUPLICATE


def test_a_file_that_is_missing_is_named():
    with pytest.raises(Refused, match="民事起诉状"):
        unpack(signed_zip((MANIFEST, as_json())), TRUSTED)


def test_a_package_without_a_manifest_is_refused():
    assert fault_of(signed_zip(("files/001.pdf", PDF))) is Fault.MALFORMED


def test_a_file_of_a_kind_that_is_not_taken_is_refused():
    file = {**told()["files"][0], "mime": "text/html"}
    packed = signed_zip((MANIFEST, as_json(files=[file])), ("files/001.pdf", PDF))
    assert fault_of(packed) is Fault.MALFORMED


def test_an_encrypted_or_oddly_packed_member_is_refused():
    packed = signed_zip((MANIFEST, as_json()), ("files/001.pdf", PDF), method=zipfile.ZIP_LZMA)
    assert fault_of(packed) is Fault.MALFORMED
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr(MANIFEST, as_json())
    plain = archive.getvalue()
    flag = plain.rfind(b"PK\x01\x02") + 8
    locked = plain[:flag] + b"\x01" + plain[flag + 1 :]
    assert fault_of(sealed(locked)) is Fault.MALFORMED


def test_zips_that_are_broken_inside_are_refused_not_fallen_over():
    whole = signed_zip((MANIFEST, as_json()), ("files/001.pdf", PDF))
    body = whole[: whole.rfind(b"PK\x05\x06") + 22]
    for position in range(0, len(body) - 2, 3):
        broken = bytearray(body)
        broken[position] ^= 0x41
        try:
            unpack(sealed(bytes(broken)), TRUSTED)
        except Refused:
            continue


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "other"},
        {"format": "hejie-package/2"},
        {"district": "张湾"},
        {"parties": []},
        {"made_at": "2026-10-12T10:00:00"},
        {"kind": "return"},
        {"surprise": 1},
        {"case": {"number": "x", "route": "A", "contact": ""}},
        {"id": "not-a-uuid"},
    ],
)
def test_a_manifest_that_is_not_as_written_down_is_refused(changes):
    assert fault_of(signed_zip((MANIFEST, as_json(**changes)))) is Fault.MALFORMED


@given(st.binary(max_size=200))
def test_what_is_no_manifest_is_refused(content):
    with pytest.raises(Refused):
        read_manifest(content)


def test_a_package_holds_exactly_what_its_manifest_names():
    with pytest.raises(ValueError, match="other files"):
        pack(manifest(), {}, name=NAME, key=COURT)


@pytest.mark.parametrize("name", schemas.SCHEMAS)
def test_the_schemas_are_those_of_the_code(name):
    kept = (schemas.FOLDER / name).read_text(encoding="utf-8")
    assert kept == schemas.written(name), "python -m hejie.docking.schemas writes them"
