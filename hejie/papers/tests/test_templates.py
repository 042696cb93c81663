"""Editions of a template: the district's own before ours, with its number, version and mark."""

import io
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Self

import docx
import pypdfium2  # type: ignore[import-untyped]
import pytest

from hejie.papers.templates import Edition, Template
from hejie.papers.typesetting import PaperFault
from hejie.papers.word import Sheet

SOURCE = (
    '#import "base.typ": *\n'
    '#show: paper.with(name: "试样", number: "HJ-T-01", version: {version})\n'
    "#prose(data.words)\n#prose({more})"
)


@dataclass(frozen=True, kw_only=True)
class Words:
    number: str
    committee: str
    date: date
    words: str

    @classmethod
    def sample(cls) -> Self:
        return cls(number="317", committee="调委会", date=date(2025, 4, 2), words="甲说。")


def sheet() -> bytes:
    paper = Sheet("试样", "HJ-T-01", 1)
    paper.prose("{{ words }}")
    return paper.finish()


@pytest.fixture
def template(tmp_path: Path) -> Template:
    folder = tmp_path / "room" / "papers"
    folder.mkdir(parents=True)
    (folder / "paper.typ").write_text(SOURCE.format(version=1, more='"通用"'), encoding="utf-8")
    return Template("试样", "HJ-T-01", "paper.typ", Words, folder, sheet)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder of a district for the room."""
    folder = tmp_path / "own" / "420303" / "room"
    folder.mkdir(parents=True)
    return folder


def replaced(own: Path, version: object = 7, number: str = "HJ-T-01") -> None:
    text = SOURCE.format(version=version, more='"本区"').replace("HJ-T-01", number)
    (own / "paper.typ").write_text(text, encoding="utf-8")


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return "".join(page.get_textpage().get_text_range() for page in pdf)


def test_our_own_is_used_where_a_district_has_none(template, own):
    assert template.edition((own,)) == Edition(number="HJ-T-01", version=1)
    text = text_of(template.set(vars(Words.sample()), (own,)))
    assert "HJ-T-01 v1" in text
    assert "通用" in text


def test_a_district_s_own_is_used_with_its_version_and_says_whose_it_is(template, own):
    replaced(own)
    edition = template.edition((own,))
    assert edition == Edition(number="HJ-T-01", version=7, district="420303")
    assert edition.told() == {"number": "HJ-T-01", "version": "7", "district": "420303"}
    text = text_of(template.set(vars(Words.sample()), (own,)))
    assert "HJ-T-01 v7（420303）" in text
    assert "本区" in text
    assert "通用" not in text


@pytest.mark.parametrize(
    ("version", "number", "sentence"),
    [
        ('"二"', "HJ-T-01", "没有写明编号和版本"),
        (7, "HJ-T-99", "编号是 HJ-T-99，应当是 HJ-T-01"),
    ],
)
def test_a_template_without_a_number_of_its_own_is_not_used(
    template, own, version, number, sentence
):
    replaced(own, version, number)
    with pytest.raises(PaperFault, match=sentence):
        template.edition((own,))
    with pytest.raises(PaperFault, match=sentence):
        template.set(vars(Words.sample()), (own,))


def test_a_district_s_own_word_template_is_used(template, own):
    assert template.word_edition((own,)) == Edition(number="HJ-T-01", version=1)
    paper = docx.Document(io.BytesIO(template.blank_word()))
    paper.add_paragraph("本区：{{ words }}")
    for run in paper.sections[0].header.paragraphs[0].runs:
        run.text = run.text.replace("v1", "v4")
    paper.save(str(own / "paper.docx"))
    assert template.word_edition((own,)) == Edition(number="HJ-T-01", version=4, district="420303")
    filled = docx.Document(io.BytesIO(template.fill_word(vars(Words.sample()), (own,))))
    assert "本区：甲说。" in [p.text for p in filled.paragraphs]


def test_a_district_s_word_template_that_does_not_open_is_named(template, own):
    (own / "paper.docx").write_bytes(b"not a package")
    with pytest.raises(PaperFault, match=r"paper\.docx 不是可以打开的 Word 文件"):
        template.word_edition((own,))


def test_a_paper_without_wording_to_edit_has_no_word_file(template):
    with pytest.raises(LookupError):
        replace(template, word=None).fill_word(vars(Words.sample()))
