"""Every mediation paper: complete, archivable, repeatable, and sound when filled in badly."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from hejie.papers.archival import faults
from hejie.papers.binding import Part
from hejie.papers.literal import Literal
from hejie.papers.shapes import QrCode, Signature
from hejie.papers.templates import Template
from hejie.papers.typesetting import MissingField, render
from hejie.rooms.mediation.paper_data import FOLDER, PAPERS
from hejie.rooms.mediation.paper_data.binding import bind_folder
from hejie.rooms.mediation.paper_data.folder import Cover, Note
from hejie.rooms.mediation.paper_data.intake import Application, Receipt
from hejie.rooms.mediation.paper_data.outcomes import Agreement, Effect
from hejie.rooms.mediation.paper_data.people import Letterhead, NextDate, Party
from hejie.rooms.mediation.paper_data.sessions import NegotiationRecord, SessionRecord

KEYS = [
    "application",
    "oral_application",
    "register",
    "receipt",
    "consent",
    "invitation",
    "mediator_choice",
    "session_record",
    "negotiation_record",
    "investigation",
    "undisputed_facts",
    "agreement",
    "oral_agreement",
    "termination",
    "non_acceptance",
    "failure_report",
    "transfer",
    "visit",
    "cover",
    "contents",
    "note",
    "referral_letter",
    "delivery",
    "settlement_certificate",
]
every_paper = pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)

RUNNING = re.compile(r"文书样式HJ-MD-\d+v\d+案号[\d-]+|第\d+页共\d+页|本页签名：\D*?(?=第\d+页)")
CODES = {"id_type"}  # an organisation's card is named by the form itself


def set_in_type(data: Letterhead) -> bytes:
    paper = next(paper for paper in PAPERS.values() if paper.shape is type(data))
    return render(FOLDER / paper.template, vars(data))


def pages_of(content: bytes) -> list[str]:
    """Read each page as any reader would, without the spaces."""
    with pypdfium2.PdfDocument(content) as pdf:
        return ["".join(page.get_textpage().get_text_range().split()) for page in pdf]


def text_of(content: bytes) -> str:
    return "".join(pages_of(content))


def words_in(value: Any) -> Iterator[str]:
    """All that a reader must find on the paper: every field but the codes that choose words."""
    match value:
        case StrEnum() | QrCode() | bytes() | bool() | None:
            return
        case str() | int():
            yield str(value)
        case date() | Decimal():
            literal: Any = Literal(frozenset()).of(value)
            yield from literal.values() if isinstance(literal, dict) else [literal]
        case Sequence():
            for item in value:
                yield from words_in(item)
        case _:
            for field in fields(value):
                if field.name not in CODES:
                    yield from words_in(getattr(value, field.name))


def emptied(value: Any) -> Any:
    """Leave out all that may be left out, keeping enumerations, dates and counts."""
    match value:
        case StrEnum() | QrCode() | int() | date():
            return value
        case str():
            return ""
        case Sequence():
            return ()
        case None | Decimal():
            return None
    return filled(value, {f.name: emptied(getattr(value, f.name)) for f in fields(value)})


def crowded(value: Any, times: int) -> Any:
    """Repeat what is listed and what is said."""
    match value:
        case StrEnum() | QrCode() | bytes() | bool() | int() | date() | Decimal() | None:
            return value
        case str():
            return value * times
        case Sequence():
            return tuple(value) * times
    return value


def filled(data: Any, change: Mapping[str, object]) -> Any:
    return replace(data, **change)


def test_the_papers_are_those_of_the_procedure() -> None:
    assert list(PAPERS) == KEYS
    numbers = [paper.number for paper in PAPERS.values()]
    assert numbers == [f"HJ-MD-{n:02}" for n in range(1, len(KEYS) + 1)]


@every_paper
def test_a_paper_is_pdf_a_with_chinese_fonts_embedded_and_repeats_byte_for_byte(
    paper: Template,
) -> None:
    content = set_in_type(paper.shape.sample())
    assert faults(content) == ()
    assert content == set_in_type(paper.shape.sample())
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fonts = {
            str(item.BaseFont)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        }
    assert fonts
    assert all(re.match(r"/[A-Z]{6}\+Noto\w+CJKsc", font) for font in fonts)


@every_paper
def test_all_that_the_data_say_stands_on_the_paper_as_text(paper: Template) -> None:
    data = paper.shape.sample()
    text = RUNNING.sub("", text_of(set_in_type(data)))
    missing = {word for word in words_in(data) if "".join(word.split()) not in text}
    assert missing <= {data.number}  # which the running head shows


@every_paper
def test_every_page_names_the_template_its_version_and_the_matter(paper: Template) -> None:
    data = paper.shape.sample()
    pages = pages_of(set_in_type(data))
    for number, text in enumerate(pages, start=1):
        assert f"文书样式{paper.number}v{paper.version}案号{data.number}" in text
        assert f"第{number}页共{len(pages)}页" in text


@every_paper
def test_a_paper_with_all_left_empty_is_still_a_paper(paper: Template) -> None:
    data = paper.shape.sample()
    assert faults(set_in_type(emptied(data))) == ()


@every_paper
def test_a_paper_with_a_hundred_of_everything_and_long_words_loses_nothing(paper: Template) -> None:
    data = paper.shape.sample()
    full = filled(
        data,
        {f.name: crowded(getattr(data, f.name), 50) for f in fields(data) if f.name != "number"},
    )
    content = set_in_type(full)
    assert faults(content) == ()
    name = "王秀兰"
    said = sum("".join(word.split()).count(name) for word in words_in(full))
    assert RUNNING.sub("", text_of(content)).count(name) >= said


@every_paper
def test_a_field_left_out_is_named_with_the_template(paper: Template) -> None:
    data = vars(paper.shape.sample())
    for field in data:
        if field not in ("date", "query_code"):
            less = {name: value for name, value in data.items() if name != field}
            with pytest.raises(MissingField, match=f"{paper.template} 缺少字段“{field}”"):
                render(FOLDER / paper.template, less)


def test_the_agreement_writes_sums_in_capitals_beside_the_figures() -> None:
    text = text_of(set_in_type(Agreement.sample()))
    assert "金额为人民币10,001.50元（大写：人民币壹万零壹元伍角）" in text


@pytest.mark.parametrize(
    ("effect", "says", "confirmable"),
    [
        (Effect.PEOPLE, "加盖人民调解委员会印章之日起生效", True),
        (Effect.ASSIGNED, "自双方当事人签名、盖章或者捺印后生效", True),
        (Effect.ENTRUSTED, "由人民法院制作调解书", False),
        (Effect.ONLINE, "均完成电子签章之时起发生法律效力", True),
    ],
)
def test_the_agreement_says_how_it_takes_effect_and_whether_a_court_may_confirm_it(
    effect: Effect, says: str, confirmable: bool
) -> None:
    text = text_of(set_in_type(replace(Agreement.sample(), effect=effect)))
    assert says in text
    assert ("三十日内共同向人民法院申请司法确认" in text) is confirmable


def test_what_was_said_to_compromise_stands_only_in_the_sealed_part() -> None:
    sealed = text_of(set_in_type(NegotiationRecord.sample()))
    assert "密封" in sealed
    assert "不移送人民法院" in sealed
    shared = text_of(set_in_type(SessionRecord.sample()))
    assert "密封" not in shared
    assert not {"statements", "proposal", "replies"} & {f.name for f in fields(SessionRecord)}


def test_each_page_of_a_record_is_signed() -> None:
    long = replace(SessionRecord.sample(), proceedings=("双方陈述。" * 60,) * 20)
    pages = pages_of(set_in_type(long))
    assert len(pages) > 3
    assert all("本页签名" in page for page in pages)


def test_a_crowd_signs_each_page_on_one_line() -> None:
    people = tuple(Signature(role="申请人", name=f"张{n}") for n in range(100))
    text = text_of(set_in_type(replace(SessionRecord.sample(), signatures=people)))
    assert "本页当事人、调解员逐一签名" in text
    assert "姓名（名称）：张99" in text


def test_a_receipt_says_when_its_date_is_only_provisional() -> None:
    settled, open_ = (
        replace(Receipt.sample(), next_dates=(replace(NextDate.sample(), provisional=provisional),))
        for provisional in (False, True)
    )
    assert "暂定" not in text_of(set_in_type(settled))
    assert "暂定" in text_of(set_in_type(open_))


def test_what_a_party_writes_is_never_read_as_markup() -> None:
    words = '#read("/etc/passwd") $x$ *粗* <标签> @引用 \\ `码`'
    party = replace(Party.sample(), name=words, address=words)
    text = text_of(set_in_type(replace(Application.sample(), parties=(party,), facts=words)))
    assert text.count("".join(words.split())) == 3


def test_the_folder_counts_its_pages_on_cover_contents_and_note() -> None:
    parts = [
        Part(
            title=paper.name,
            content=set_in_type(paper.shape.sample()),
            number=paper.number,
            dated=date(2025, 4, 2),
        )
        for key, paper in PAPERS.items()
        if key not in {"cover", "contents", "note"}
    ]
    folder = bind_folder(Cover.sample(), parts, Note.sample())
    assert faults(folder) == ()
    pages = pages_of(folder)
    assert f"共{len(pages)}页" in pages[0]
    assert f"共{len(pages)}页" in pages[-1]
    for number, text in enumerate(pages, start=1):
        assert f"卷宗第{number}页" in text
    contents = pages[1]
    for part in parts:
        listed = re.search(re.escape(part.title) + part.number + r"2025年4月2日(\d+)", contents)
        assert listed
        assert part.number in pages[int(listed[1]) - 1]
        assert part.number not in pages[int(listed[1]) - 2].replace(contents, "")
