"""Editable papers: Word files that open, say what the PDF says, and read nothing as a tag."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import docx
import pypdfium2  # type: ignore[import-untyped]
import pytest

from hejie.papers.templates import Template
from hejie.papers.typesetting import PaperFault
from hejie.papers.word import DRAFT, fill
from hejie.rooms.mediation.paper_data import PAPERS
from hejie.rooms.mediation.paper_data.intake import Application
from hejie.rooms.mediation.paper_data.outcomes import Agreement, Effect
from hejie.rooms.mediation.tests.test_papers import words_in

EDITABLE = {key: paper for key, paper in PAPERS.items() if paper.word is not None}
every_editable = pytest.mark.parametrize("paper", EDITABLE.values(), ids=EDITABLE)
FOR_THE_PEN = re.compile("（签名）|日期：|（印章）")


def lines_of(content: bytes) -> list[str]:
    return [p.text for p in docx.Document(io.BytesIO(content)).paragraphs if p.text.strip()]


def bare(text: str) -> str:
    return "".join(text.split())


def pdf_text(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        pages = [bare(page.get_textpage().get_text_range()) for page in pdf]
    running = re.compile(r"文书样式\S*?案号[\d-]{18}|第\d+页共\d+页")
    return running.sub("", "".join(pages))


def wordings(text: str) -> Iterator[str]:
    """A line's own sentences, without numbers and labels that a form sets into cells."""
    yield from (bare(one) for one in re.split(r"[，：。；]|\d\. ", text) if bare(one))


def test_parties_edit_application_facts_and_agreement():
    assert set(EDITABLE) == {"application", "undisputed_facts", "agreement"}


@every_editable
def test_all_that_the_data_say_stands_in_the_word_file(paper: Template) -> None:
    sample = paper.shape.sample()
    data = vars(sample)
    unsigned = {k: v for k, v in data.items() if k != "signatures"}
    text = bare("".join(lines_of(paper.fill_word(data))))
    said = {bare(word) for value in unsigned.values() for word in words_in(value)}
    assert {word for word in said if word not in text} <= {data["number"]}
    assert all(one.name in text for one in data["signatures"])


@every_editable
def test_word_and_pdf_say_the_same(paper: Template) -> None:
    data = vars(paper.shape.sample())
    printed = pdf_text(paper.set(data))
    for line in lines_of(paper.fill_word(data)):
        if not FOR_THE_PEN.search(line):
            for words in wordings(line):
                assert words in printed, words


@every_editable
def test_a_word_file_names_its_template_and_the_matter_and_says_that_it_binds_nobody(
    paper: Template,
) -> None:
    head = docx.Document(io.BytesIO(paper.fill_word(vars(paper.shape.sample())))).sections[0].header
    text = "".join(p.text for p in head.paragraphs)
    assert f"文书样式 {paper.word_edition()}" in text
    assert "420303-2025-000317" in text
    assert DRAFT in text


@every_editable
def test_the_word_template_has_the_number_and_version_of_the_pdf_s(paper: Template) -> None:
    assert str(paper.word_edition()) == str(paper.edition())


def test_the_sheet_has_the_standard_s_margins_and_page_numbers():
    paper = docx.Document(io.BytesIO(EDITABLE["agreement"].blank_word()))
    sheet = paper.sections[0]
    margins = (sheet.top_margin, sheet.bottom_margin, sheet.left_margin, sheet.right_margin)
    assert [round(side.mm) for side in margins if side] == [37, 35, 28, 26]
    foot = sheet.footer._element.xml
    assert "PAGE" in foot
    assert "NUMPAGES" in foot


def test_what_a_party_writes_is_never_read_as_a_tag_or_as_markup():
    words = "{{ committee }} {% for x in y %} <w:p>&amp; </w:t> {#"
    filled = EDITABLE["application"].fill_word(vars(replace(Application.sample(), facts=words)))
    assert words in lines_of(filled)


def test_lines_of_what_was_said_stay_lines():
    filled = EDITABLE["application"].fill_word(vars(replace(Application.sample(), facts="甲\n乙")))
    assert "甲\n乙" in lines_of(filled)


@pytest.mark.parametrize("effect", Effect)
def test_only_what_a_court_may_confirm_says_so(effect):
    agreement = replace(Agreement.sample(), effect=effect)
    text = "".join(lines_of(EDITABLE["agreement"].fill_word(vars(agreement))))
    assert ("共同向人民法院申请司法确认" in text) is (effect is not Effect.ENTRUSTED)
    assert "{" not in text


def test_a_template_that_asks_for_what_is_not_there_is_named():
    blank = EDITABLE["agreement"].blank_word()
    with pytest.raises(PaperFault, match=r"agreement\.docx"):
        fill(blank, {"number": "1", "date": date(2026, 1, 1)}, name="agreement.docx")
