"""Uploads: what is kept is clean, what is refused is named with its reason."""

from __future__ import annotations

import hashlib
import io
import struct
import wave
import zipfile
import zlib

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from hejie.kernel import uploads
from hejie.kernel.uploads import Accepted, Refused

GPS = 0x8825
ORIENTATION = 0x0112
MAKER = 0x010F
WORD_TYPES = (
    '<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
EXCEL_TYPES = WORD_TYPES.replace("wordprocessingml.document", "spreadsheetml.sheet")
MACRO_TYPES = WORD_TYPES.replace(
    "openxmlformats-officedocument.wordprocessingml.document.main",
    "ms-word.document.macroEnabled.main",
)


class Counted(io.BytesIO):
    """A stream that knows how much of it was read."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        part = super().read(size)
        self.taken += len(part)
        return part


def picture(form: str, *, size: tuple[int, int] = (40, 20), mode: str = "RGB") -> bytes:
    image = Image.new(mode, size)
    exif = Image.Exif()
    exif[MAKER] = "SECRETCAM"
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (32.0, 37.0, 11.0)
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "SECRETNOTE")
    target = io.BytesIO()
    kept = {"pnginfo": notes} if form == "PNG" else {}
    image.save(target, form, exif=exif, **kept)
    return target.getvalue()


def pdf(*, pages: int = 2, **extras: pikepdf.Object) -> bytes:
    document = pikepdf.new()
    for _page in range(pages):
        document.add_blank_page()
    for key, value in extras.items():
        document.Root[f"/{key}"] = value
    target = io.BytesIO()
    document.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def locked_pdf(password: str) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    target = io.BytesIO()
    document.save(target, encryption=pikepdf.Encryption(owner="owner", user=password))
    return target.getvalue()


def package(types: str = WORD_TYPES, /, **members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", "<w:document/>")
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def recording() -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(1600))
    return target.getvalue()


def media(brand: bytes) -> bytes:
    return struct.pack(">I", 24) + b"ftyp" + brand + bytes(4) + b"isommp42" + bytes(100)


def refusal(file: bytes, name: str, declared: str = "", **extras: int) -> str:
    with pytest.raises(Refused) as refused:
        uploads.check(file, name=name, declared=declared, **extras)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "declared", "kind", "mime"),
    [
        ("a.jpg", picture("JPEG"), "image/jpeg", "jpeg", "image/jpeg"),
        ("a.JPEG", picture("JPEG", mode="CMYK"), "image/pjpeg", "jpeg", "image/jpeg"),
        ("a.png", picture("PNG"), "image/png", "png", "image/png"),
        ("a.png", picture("PNG", mode="P"), "", "png", "image/png"),
        ("a.png", picture("PNG", mode="LA"), "", "png", "image/png"),
        ("a.heic", picture("HEIF"), "image/heic", "jpeg", "image/jpeg"),
        ("a.pdf", pdf(), "application/pdf", "pdf", "application/pdf"),
        (
            "a.docx",
            package(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            "a.xlsx",
            package(EXCEL_TYPES),
            "",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("a.txt", "欠条".encode(), "text/plain; charset=utf-8", "text", "text/plain"),
        ("a.mp3", b"ID3\x03" + bytes(50), "audio/mpeg", "mp3", "audio/mpeg"),
        ("a.mp3", b"\xff\xfb\x90\x00" + bytes(50), "audio/mp3", "mp3", "audio/mpeg"),
        ("a.m4a", media(b"M4A "), "audio/x-m4a", "m4a", "audio/mp4"),
        ("a.m4a", media(b"mp42"), "audio/mp4", "m4a", "audio/mp4"),
        ("a.wav", recording(), "audio/wav", "wav", "audio/wav"),
        ("a.mp4", media(b"isom"), "video/mp4", "mp4", "video/mp4"),
    ],
)
def test_each_kind_is_taken_by_its_content(
    name: str, content: bytes, declared: str, kind: str, mime: str
) -> None:
    accepted = uploads.check(content, name=name, declared=declared)
    assert (accepted.kind, accepted.mime) == (kind, mime)
    assert accepted.sha256 == hashlib.sha256(accepted.content).hexdigest()
    assert accepted.received_sha256 == hashlib.sha256(content).hexdigest()
    assert accepted.size == len(accepted.content)


@pytest.mark.parametrize(
    ("form", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("HEIF", "a.heif")]
)
def test_a_picture_keeps_no_place_device_or_note(form: str, name: str) -> None:
    original = picture(form)
    assert b"SECRETCAM" in original
    accepted = uploads.check(original, name=name)
    assert b"SECRET" not in accepted.content
    with Image.open(io.BytesIO(accepted.content)) as image:
        assert not image.getexif()
        assert not set(image.info) & {"exif", "xmp", "Comment", "comment"}


@pytest.mark.parametrize(("form", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png")])
def test_a_picture_taken_sideways_is_turned_upright(form: str, name: str) -> None:
    accepted = uploads.check(picture(form, size=(40, 20)), name=name)
    assert accepted.pixels == (20, 40)
    with Image.open(io.BytesIO(accepted.content)) as image:
        assert image.size == (20, 40)


def test_a_heic_picture_is_kept_as_jpeg_and_named_so() -> None:
    accepted = uploads.check(picture("HEIF"), name="IMG_0001.HEIC")
    assert accepted.name == "IMG_0001.jpg"
    assert accepted.content.startswith(b"\xff\xd8\xff")


def test_transparency_survives() -> None:
    image = Image.new("P", (2, 1))
    image.putpalette([255, 0, 0, 0, 255, 0])
    target = io.BytesIO()
    image.save(target, "PNG", transparency=0)
    accepted = uploads.check(target.getvalue(), name="a.png")
    with Image.open(io.BytesIO(accepted.content)) as kept:
        assert kept.convert("RGBA").getpixel((0, 0)) == (255, 0, 0, 0)


def png_claiming(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels)


@pytest.mark.parametrize(("width", "height"), [(9000, 9000), (200_000, 200_000), (40_000, 10)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(
    width: int, height: int
) -> None:
    sentence = refusal(png_claiming(width, height), "图.png")
    assert sentence == "文件“图.png”的像素太多，最多 6400 万像素，请缩小后再传"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", picture("JPEG", size=(200, 200))[:-300]),
        ("a.png", picture("PNG", size=(200, 200))[:120]),
        ("a.heic", picture("HEIF", size=(200, 200))[:200]),
        ("a.png", png_claiming(100, 100)),
    ],
)
def test_a_damaged_picture_is_refused(name: str, content: bytes) -> None:
    assert refusal(content, name) == f"文件“{name}”已损坏，打不开这张图片"


def test_pdf_pages_are_counted_and_its_bytes_kept() -> None:
    original = pdf(pages=3)
    accepted = uploads.check(original, name="证据.pdf")
    assert accepted.pages == 3
    assert accepted.content == original
    assert accepted.pixels is None


def action(kind: str, **more: str) -> pikepdf.Dictionary:
    made = pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"))
    for key, value in more.items():
        made[f"/{key}"] = pikepdf.String(value)
    return made


@pytest.mark.parametrize(
    "content",
    [
        pdf(OpenAction=action("JavaScript", JS="app.alert(1)")),
        pdf(OpenAction=action("Launch", F="cmd.exe")),
        pdf(AA=pikepdf.Dictionary(WC=action("JavaScript", JS="1"))),
        pdf(Names=pikepdf.Dictionary(JavaScript=pikepdf.Dictionary())),
        pdf(Odd=pikepdf.Array([pikepdf.Array([pikepdf.Dictionary(Next=action("Launch"))])])),
        pdf(AcroForm=pikepdf.Dictionary(XFA=pikepdf.Array([]))),
    ],
)
def test_a_pdf_that_acts_is_refused(content: bytes) -> None:
    assert refusal(content, "a.pdf") == ("文件“a.pdf”里有脚本或会启动程序，请打印成普通 PDF 后再传")


def test_a_pdf_with_a_link_is_taken() -> None:
    link = action("URI", URI="https://example.org/")
    assert uploads.check(pdf(OpenAction=link), name="a.pdf").pages == 2


@pytest.mark.parametrize("password", ["secret", ""])
def test_an_encrypted_pdf_is_refused(password: str) -> None:
    assert refusal(locked_pdf(password), "a.pdf") == "文件“a.pdf”加了密，请去掉密码后再传"


@pytest.mark.parametrize(
    "content", [pdf()[:-60], b"%PDF-1.7\n" + bytes(100), b"%PDF-1.7\n%%EOF", pdf(pages=0)]
)
def test_a_damaged_or_empty_pdf_is_refused(content: bytes) -> None:
    assert refusal(content, "a.pdf") == "文件“a.pdf”已损坏，打不开这个 PDF"


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    assert "最多 1000 页" in refusal(pdf(pages=1001), "a.pdf")


@pytest.mark.parametrize(
    "content",
    [
        package(MACRO_TYPES),
        package(word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"),
        package(word__activeX__activeX1=b"x"),
        package(xl__macrosheets__sheet1=b"x"),
    ],
)
def test_an_office_file_with_macros_is_refused(content: bytes) -> None:
    assert refusal(content, "a.docx") == "文件“a.docx”里有宏，请另存为不带宏的文件后再传"


def test_an_office_file_around_a_program_is_refused() -> None:
    content = package(word__embeddings__object1=b"MZ\x90" + bytes(50))
    assert refusal(content, "a.docx") == "文件“a.docx”里夹有程序，不能上传"


def test_a_zip_bomb_is_refused_unopened() -> None:
    bomb = package(word__media__image1=bytes(151_000_000))
    assert len(bomb) < 200_000
    assert refusal(bomb, "a.docx") == "文件“a.docx”解开后过大，不能上传"


def test_a_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    honest = package(word__media__image1=bytes(1_000_000))
    lying = honest.replace(struct.pack("<I", 1_000_000), struct.pack("<I", 1_000))
    assert lying != honest
    assert "已损坏" in refusal(lying, "a.docx")


def test_a_zip_of_too_many_members_is_refused() -> None:
    members = {f"m{number}": b"" for number in range(5_001)}
    assert "解开后过大" in refusal(package(**members), "a.docx")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", package(EXCEL_TYPES)),
        ("a.xlsx", package(WORD_TYPES)),
        ("a.docx", package()[:-40]),
        ("a.docx", b"PK\x03\x04" + bytes(100)),
        ("a.docx", package().replace(b"[Content_Types]", b"[Kontent_Types]")),
    ],
)
def test_a_damaged_or_other_office_file_is_refused(name: str, content: bytes) -> None:
    assert refusal(content, name) == (f"文件“{name}”已损坏，或者不是它的后缀所说的 Office 文件")


def test_an_old_or_locked_office_file_is_refused_with_the_way_out() -> None:
    content = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    assert refusal(content, "合同.docx") == (
        "文件“合同.docx”加了密或是旧格式，请另存为不加密的 .docx 后再传"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_kept_as_utf8(encoding: str) -> None:
    accepted = uploads.check("今借到张三人民币 1 万元\r\n".encode(encoding), name="借条.txt")
    assert accepted.content.decode() == "今借到张三人民币 1 万元\r\n"


def test_a_text_that_begins_like_another_format_is_still_a_text() -> None:
    assert uploads.check(b"BM meeting on Monday, as agreed", name="a.txt").kind == "text"


@pytest.mark.parametrize("content", [b"\x00\x01", b"MZ\x90\x00", b"a\x1bb", b"\xff\xff\xff"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    assert refusal(content, "a.txt") == "文件“a.txt”不是纯文本，或者已损坏"


@pytest.mark.parametrize(
    "content",
    [
        b"#!/bin/sh\nrm -rf /",
        b"<!DOCTYPE html><p>x",
        b"\n <svg onload='x'/>",
        b"<?php echo 1;",
        b"@echo off",
        b"hello\n<SCRIPT src=x>",
    ],
)
def test_a_script_or_page_named_as_text_is_refused(content: bytes) -> None:
    assert refusal(content, "a.txt") == "文件“a.txt”是程序、脚本或网页，不能上传"


@pytest.mark.parametrize("name", ["a.exe", "收据.pdf.SCR", "page.html", "logo.svg", "x.js"])
def test_programs_scripts_and_pages_are_refused_by_name(name: str) -> None:
    assert refusal(b"harmless", name) == f"文件“{name}”是程序、脚本或网页，不能上传"


def test_a_macro_file_is_refused_by_name() -> None:
    assert refusal(b"x", "表.xlsm") == "文件“表.xlsm”里有宏，请另存为不带宏的文件后再传"


@pytest.mark.parametrize("name", ["a.rar", "noextension", "a.doc", ""])
def test_other_kinds_are_refused_with_what_is_taken(name: str) -> None:
    sentence = refusal(b"x", name)
    assert "可以上传的有：.jpg .png .heic .pdf .docx .xlsx .txt .mp3 .m4a .wav .mp4" in sentence


@pytest.mark.parametrize(
    ("name", "content", "declared", "label"),
    [
        ("a.jpg", picture("PNG"), "", "JPEG 图片"),
        ("a.png", picture("JPEG"), "", "PNG 图片"),
        ("a.jpg", picture("JPEG"), "text/html", "JPEG 图片"),
        ("a.pdf", package(), "", "PDF 文件"),
        ("a.docx", pdf(), "", "Word 文件（.docx）"),
        ("a.mp3", b"MZ\x90" + bytes(60), "", "MP3 录音"),
        ("a.mp4", media(b"heic"), "", "MP4 视频"),
        ("a.mp4", media(b"M4A "), "", "MP4 视频"),
        ("a.mp4", media(b"qt  "), "", "MP4 视频"),
        ("a.wav", b"RIFF\x00\x00\x00\x00AVI " + bytes(50), "", "WAV 录音"),
        ("a.txt", b"text", "application/pdf", "纯文本"),
    ],
)
def test_content_name_and_declared_type_must_agree(
    name: str, content: bytes, declared: str, label: str
) -> None:
    expected = f"文件“{name}”的内容不是{label}，与它的后缀或类型不符"
    assert refusal(content, name, declared) == expected


def test_a_large_stream_is_refused_without_reading_it_all() -> None:
    stream = Counted(bytes(2_000_000))
    with pytest.raises(Refused, match=r"文件“a.mp4”超过 1 MB 的上限"):
        uploads.check(stream, name="a.mp4", limit=1024 * 1024)
    assert stream.taken == 1024 * 1024 + 1


def test_a_stream_that_tells_its_size_is_not_read_at_all() -> None:
    class Told(Counted):
        size = 200 * 1024 * 1024

    stream = Told(b"x")
    with pytest.raises(Refused, match="超过 20 MB 的上限"):
        uploads.check(stream, name="a.mp4")
    assert stream.taken == 0


def test_a_stream_that_comes_in_pieces_is_read_to_its_end() -> None:
    class Trickle(Counted):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 7))

    assert uploads.check(Trickle(pdf()), name="a.pdf").content == pdf()


def test_the_limit_is_exact() -> None:
    content = b"ID3" + bytes(97)
    assert uploads.check(content, name="a.mp3", limit=100).size == 100
    assert "上限" in refusal(content, "a.mp3", limit=99)


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"", "a.pdf") == "文件“a.pdf”是空的"


@pytest.mark.parametrize(
    ("given_name", "kept_name"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\合同.pdf", "合同.pdf"),
        ("a\x00b\u202efdp.txt", "abfdp.txt"),
        ("  两个  空格\t.pdf ", "两个 空格.pdf"),
        ('a<b>:"|?*.png', "a_b______.png"),
        (".htaccess.txt", "htaccess.txt"),
        (".pdf", "未命名.pdf"),
        ("", "未命名"),
        ("长" * 300 + ".docx", "长" * 115 + ".docx"),
        ("照片。最终版.jpg", "照片。最终版.jpg"),
    ],
)
def test_file_names_are_made_safe(given_name: str, kept_name: str) -> None:
    assert uploads.clean_file_name(given_name) == kept_name


@given(st.text(max_size=200) | st.text("./\\ a\u202e", max_size=200))
def test_a_safe_name_is_short_visible_without_folders_and_stays_as_it_is(text: str) -> None:
    name = uploads.clean_file_name(text)
    assert 0 < len(name) <= uploads.LONGEST_FILE_NAME
    assert not set(name) & set('/\\\x00\n<>:"|?*')
    assert not name.startswith(".")
    assert uploads.clean_file_name(name) == name


SAMPLES = {
    "jpg": picture("JPEG"),
    "png": picture("PNG"),
    "heic": picture("HEIF"),
    "pdf": pdf(),
    "docx": package(),
}


@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_a_spoiled_file_is_taken_or_refused_but_never_breaks(
    extension: str, data: st.DataObject
) -> None:
    content = bytearray(SAMPLES[extension])
    for _number in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        result: object = uploads.check(bytes(content), name=f"a.{extension}")
    except Refused as refused:
        result = refused
    assert isinstance(result, Accepted | Refused)
