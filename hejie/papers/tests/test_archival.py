"""What keeps a PDF from being kept: each fault planted in a good paper is seen."""

import io
from collections.abc import Callable
from datetime import date

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from hejie.papers.archival import faults
from hejie.papers.tests import uploads
from hejie.papers.typesetting import render


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    template = tmp_path_factory.mktemp("archival") / "paper.typ"
    template.write_text('#import "base.typ": *\n#set text(font: families.body)\n调解协议书')
    return render(template, {"date": date(2025, 4, 2)})


def unembed(pdf: Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get(Name.Type) == Name.FontDescriptor:
            del item[Name.FontFile3]


def add_script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def add_launch(pdf: Pdf) -> None:
    pdf.Root.AA = Dictionary(WC=Dictionary(S=Name.Launch, F="cmd.exe"))


def attach(pdf: Pdf) -> None:
    pdf.attachments["note.txt"] = b"note"


def drop_intent(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def drop_claim(pdf: Pdf) -> None:
    del pdf.Root.Metadata


def add_form(pdf: Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))


def paint_cmyk(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(b"0 1 1 0 k 0 0 9 9 re f")


def paint_cmyk_inside(pdf: Pdf) -> None:
    form = pdf.make_stream(b"0 1 1 0 K", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    pdf.pages[0].add_resource(form, Name.XObject, Name.Inner)


def add_cmyk_picture(pdf: Pdf) -> None:
    image = pdf.make_stream(
        bytes(4), Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8
    )
    image.ColorSpace = Name.DeviceCMYK
    pdf.pages[0].add_resource(image, Name.XObject, Name.Picture)


@pytest.mark.parametrize(
    ("plant", "says"),
    [
        (unembed, "没有嵌入"),
        (add_script, "脚本"),
        (add_launch, "动作"),
        (attach, "附件"),
        (drop_intent, "输出意图"),
        (drop_claim, "未声明为 PDF/A-2"),
        (add_form, "XFA"),
        (paint_cmyk, "CMYK"),
        (paint_cmyk_inside, "CMYK"),
        (add_cmyk_picture, "CMYK"),
    ],
)
def test_each_planted_fault_is_named(paper: bytes, plant: Callable[[Pdf], None], says: str) -> None:
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        plant(pdf)
        spoilt = uploads.saved(pdf)
    assert any(says in fault for fault in faults(spoilt))


def test_a_paper_as_set_has_no_fault_nor_has_it_after_saving_anew(paper: bytes) -> None:
    assert faults(paper) == ()
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        assert faults(uploads.saved(pdf)) == ()


@pytest.mark.parametrize("user", ["", "geheim"])
def test_an_encrypted_file_is_named(paper: bytes, user: str) -> None:
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        locked = uploads.saved(pdf, encryption=pikepdf.Encryption(owner="amt", user=user))
    assert "文件已加密" in faults(locked)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", uploads.picture("PNG")])
def test_what_is_no_pdf_is_named(content: bytes) -> None:
    assert faults(content) == ("文件不是完好的 PDF",)


def test_what_an_office_program_writes_has_its_faults_told() -> None:
    assert len(faults(uploads.office_pdf())) == 3
