"""Every paper of a confirmation: numbered, archivable, repeatable."""

import io
import re

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from hejie.papers.archival import faults
from hejie.papers.typesetting import render
from hejie.rooms.confirmation.paper_data import FOLDER, PAPERS
from hejie.rooms.confirmation.paper_data.ruling import Result, Ruling

every_paper = pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)


def text_of(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return re.sub(r"\s+", "", "".join(page.get_textpage().get_text_range() for page in pages))


@every_paper
def test_a_sample_is_archivable_and_says_its_number(paper):
    made = render(FOLDER / paper.template, vars(paper.shape.sample()))
    assert faults(made) == ()
    assert f"文书样式{paper.number}v{paper.version}" in text_of(made)


@every_paper
def test_the_same_paper_is_the_same_bytes(paper):
    data = vars(paper.shape.sample())
    assert render(FOLDER / paper.template, data) == render(FOLDER / paper.template, data)


def test_numbers_run_without_a_gap():
    numbers = [paper.number for paper in PAPERS.values()]
    assert numbers == [f"HJ-JC-{n:02}" for n in range(1, len(PAPERS) + 1)]


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (Result.VALID, "达成的调解协议有效"),
        (Result.DISMISSED, "驳回陈大勇、十堰宏达建筑劳务有限公司的申请"),
        (Result.OBJECTION_REJECTED, "驳回周建国的异议"),
        (Result.REVOKED, "撤销本院确认"),
    ],
)
def test_a_ruling_says_what_was_ruled(result, words):
    objector = "周建国" if result in {Result.OBJECTION_REJECTED, Result.REVOKED} else ""
    ground = "内容不明确" if result is Result.DISMISSED else ""
    data = {**vars(Ruling.sample()), "result": result, "objector": objector, "ground": ground}
    made = render(FOLDER / PAPERS["ruling"].template, data)
    assert words in text_of(made)
    assert pikepdf.open(io.BytesIO(made)).pages
