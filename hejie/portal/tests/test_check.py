"""Anybody has a paper checked, and learns what holds of it and nothing of its matter."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.test import Client
from django.utils import timezone

from hejie.kernel.documents import papers_of, read_file
from hejie.kernel.matters import Matter
from hejie.kernel.readers import catch_up
from hejie.papers.tests import uploads
from hejie.portal import bringing
from hejie.portal.tests.acting import show_code, sides, staff, take
from hejie.seals.authority import make_keys
from hejie.seals.keyring import Keyring
from hejie.seals.signing import Signing, sign
from hejie.stories.telling import drawn_signature

pytestmark = pytest.mark.django_db
PRIVATE = ("王秀兰", "刘大勇", "13807280001", "花果街道综治中心", "调解中", "达成书面协议")


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Path) -> Keyring:
    settings.SEALS = tmp_path / "seals"
    committee = {"t-420303001": "花果街道人民调解委员会"}
    make_keys(settings.SEALS, organs=committee, staff={"deng": "邓大海"}, now=timezone.now())
    return Keyring(settings.SEALS)


@pytest.fixture
def sealed(client: Client, drafted: Matter) -> Matter:
    """An agreement that both parties, the mediator and the committee have signed."""
    for party in sides(drafted):
        show_code(client, party)
        client.get(f"/my/{party.code}/steps/sign/")
        facts = {"digest": latest(drafted).digest, "drawn": drawn_signature()}
        client.post(f"/my/{party.code}/steps/sign/", facts)
    take(drafted, staff("deng"), "countersign", digest=latest(drafted).digest)
    take(drafted, staff("xie"), "seal", digest=latest(drafted).digest)
    return drafted


def latest(matter: Matter) -> Any:
    return papers_of(matter).filter(kind="agreement").latest("seq")


def check(content: bytes, *, name: str = "协议.pdf", english: bool = False) -> tuple[int, str]:
    """What somebody reads who has no account and brings a file."""
    upload = SimpleUploadedFile(name, content, content_type="application/pdf")
    language = {"accept-language": "en" if english else "zh-hans"}
    answer = Client().post("/check/", {"paper": upload}, headers=language)
    text = answer.content.decode()
    assert not any(word in text for word in PRIVATE), "only what stands in the file"
    return answer.status_code, " ".join(text.split())


def test_a_sealed_agreement_holds_and_was_issued_here(sealed: Matter):
    catch_up([], now=timezone.now())
    status, text = check(read_file(latest(sealed)))
    assert status == 200
    assert "签名、盖章都有效，文件没有被改动。" in text
    assert "花果街道人民调解委员会（演示）" in text
    assert "邓大海（演示）" in text
    assert f"编号 {sealed.reference}，一个字节也不差" in text
    assert "登记在公开日志第" in text
    assert "演示证书，不具法律效力" in text
    assert "没有时间戳" in text
    assert "签名以后，只添加过后面的签名、盖章和时间戳" in text


def test_it_reads_in_english_too(sealed: Matter):
    status, text = check(read_file(latest(sealed)), english=True)
    assert status == 200
    assert "All signatures and seals hold, and the file is unchanged." in text
    assert sealed.reference in text


def test_until_the_log_has_it_that_is_said(sealed: Matter):
    assert "正等着登记到公开日志" in check(read_file(latest(sealed)))[1]


def test_one_byte_changed_is_not_ours_and_not_to_be_trusted(sealed: Matter):
    content = bytearray(read_file(latest(sealed)))
    content[len(content) // 3] ^= 1
    status, text = check(bytes(content))
    assert "本平台没有出具过一模一样的文件" in text or status == 422
    assert "签名、盖章都有效" not in text
    assert sealed.reference not in text


def test_something_added_behind_the_seal_is_told(sealed: Matter, keys: Keyring):
    stranger = keys.folder.parent / "other"
    make_keys(stranger, organs={"c": "别处的调委会"}, staff={}, now=timezone.now())
    key = Keyring(stranger).of_organ("c")
    assert key
    content = read_file(latest(sealed))
    added = sign(content, Signing(key=key, field="another", reason="再盖一个"))
    _status, text = check(added)
    assert "不能证明是谁签的" in text
    assert "签名、盖章都有效" not in text
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.pages[0].contents_add(b"BT (42000) Tj ET")
        saved = uploads.saved(pdf)
    assert "不要相信这份文件" in check(saved)[1]


def test_a_draft_is_ours_but_bears_no_signature(drafted: Matter, client: Client):
    party = sides(drafted)[0]
    show_code(client, party)
    client.get(f"/my/{party.code}/steps/sign/")
    _status, text = check(read_file(latest(drafted)))
    assert "这份文件是本平台出具的，上面没有电子签名、盖章。" in text


def test_what_somebody_handed_in_is_not_confirmed(sealed: Matter):
    """Otherwise whoever has a letter could try in which matter it lies."""
    scan = papers_of(sealed).filter(kind="signature").first()
    assert scan
    status, _text = check(read_file(scan))
    assert status == 422
    handed_in = uploads.office_pdf()
    file = SimpleUploadedFile("信.pdf", handed_in, content_type="application/pdf")
    party = sides(sealed)[0]
    client = Client()
    show_code(client, party)
    client.post(f"/my/{party.code}/steps/supplement/", {"text": "一封信", "files": [file]})
    assert papers_of(sealed).filter(title="信.pdf").exists()
    _status, text = check(handed_in)
    assert "也不是本平台出具的原件" in text
    assert sealed.reference not in text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "这个文件是空的"),
        (b"\x00\x01\x02 garbage", "这不是 PDF 文件"),
        (b"%PDF-1.7 broken", "这个 PDF 已经损坏"),
        (uploads.picture("PNG"), "照片、截图不能核对"),
    ],
)
def test_what_cannot_be_checked_is_said_in_a_sentence(zhangwan: Any, content, sentence):
    status, text = check(content)
    assert status == 422
    assert sentence in text


def test_a_locked_file_is_said_to_be_locked(zhangwan: Any):
    with pikepdf.open(io.BytesIO(uploads.office_pdf())) as pdf:
        locked = uploads.saved(pdf, encryption=pikepdf.Encryption(owner="amt", user="geheim"))
    status, text = check(locked)
    assert status == 422
    assert "加了密码" in text


def test_a_huge_file_is_turned_away_before_it_is_read(zhangwan: Any):
    status, text = check(b"%PDF-1.7\n" + bytes(21 * 1024 * 1024))
    assert status == 413
    assert "文件超过 20 MB" in text


def test_a_huge_file_that_hides_its_length_is_cut_off(zhangwan: Any):
    handler = bringing.InMemory()
    handler.handle_raw_input()
    piece = bytes(1024 * 1024)
    handler.file = io.BytesIO()
    for _ in range(20):
        handler.receive_data_chunk(piece, 0)
    with pytest.raises(StopUpload):
        handler.receive_data_chunk(piece, 0)


def test_too_many_at_once_are_asked_to_wait(zhangwan: Any):
    taken = [bringing.AT_ONCE.acquire(blocking=False) for _ in range(2)]
    try:
        status, text = check(b"%PDF-1.7")
    finally:
        for _one in taken:
            bringing.AT_ONCE.release()
    assert taken == [True, True]
    assert status == 503
    assert "请过一分钟再试" in text


def test_nothing_that_is_brought_is_kept(sealed: Matter, monkeypatch: pytest.MonkeyPatch):
    kept: list[str] = []
    monkeypatch.setattr(storages["documents"], "save", lambda name, *_, **__: kept.append(name))
    rows = papers_of(sealed).count()
    check(uploads.office_pdf(3))
    assert kept == []
    assert papers_of(sealed).count() == rows


def test_the_page_asks_for_a_file_and_needs_no_account(client: Client, zhangwan: Any):
    html = client.get("/check/").content.decode()
    assert 'type="file"' in html
    assert 'action="/check/"' in html
    assert "/check/" in client.get("/").content.decode()
    assert client.post("/check/").status_code == 422
