"""A folder binds papers and uploads of every kind, and its page numbers are true."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pikepdf
import pytest
from pikepdf import Page
from pypdf import PdfReader

from hejie.papers.archival import faults
from hejie.papers.binding import Layout, Part, Sheet, bind
from hejie.papers.scans import Unreadable, pages_of
from hejie.papers.tests import uploads
from hejie.papers.typesetting import render

DAY = date(2025, 5, 20)


@pytest.fixture(scope="module")
def write(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """A function that sets lines of text, one page for each."""
    template = tmp_path_factory.mktemp("binding") / "lines.typ"
    template.write_text(
        '#import "base.typ": *\n#set text(font: families.body)\n'
        "#set page(..if data.small { (width: 400pt, height: 300pt) })\n"
        "#data.lines.join(pagebreak())",
        encoding="utf-8",
    )
    return lambda *lines, small=False: render(
        template, {"date": DAY, "lines": lines, "small": small}
    )


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sheet]:
    template = tmp_path_factory.mktemp("sheets") / "contents.typ"
    template.write_text(
        '#import "base.typ": *\n#set text(font: families.body)\n'
        '#listing((1fr, auto), ("文书", "页次"), data.rows)',
        encoding="utf-8",
    )

    def listed(rows: list[tuple[str, str]]) -> bytes:
        return render(template, {"date": DAY, "rows": rows})

    return {
        "cover": lambda layout: listed([("卷宗封面", f"共{layout.pages}页")]),
        "contents": lambda layout: listed(
            [(entry.part.title, f"{entry.first}至{entry.last}") for entry in layout.entries]
        ),
        "note": lambda layout: listed([("备考表", f"共{layout.pages}页")]),
    }


def bound(parts: list[Part], sheets: dict[str, Sheet]) -> bytes:
    return bind(sheets["cover"], parts, contents=sheets["contents"], note=sheets["note"], day=DAY)


def texts(content: bytes) -> list[str]:
    reader = PdfReader(io.BytesIO(content))
    return ["".join(page.extract_text().split()) for page in reader.pages]


@pytest.fixture(scope="module")
def parts(write: Callable[..., bytes]) -> list[Part]:
    return [
        Part(title="申请书", content=write("申请甲", "申请乙"), number="HJ-MD-01", dated=DAY),
        Part(title="照片", content=uploads.picture("JPEG")),
        Part(title="印刷照片", content=uploads.picture("JPEG", "CMYK")),
        Part(title="截图", content=uploads.picture("PNG", "RGBA", (200, 300))),
        Part(title="合同", content=uploads.office_pdf(3)),
        Part(title="横放", content=uploads.rotated(write("横放的纸"), 90)),
        Part(title="小纸", content=write("小纸的字", small=True)),
        Part(title="链接", content=uploads.linked(write("链接甲", "链接乙"))),
    ]


def test_every_page_bears_its_running_number_and_contents_tell_where(
    parts: list[Part], sheets: dict[str, Sheet]
) -> None:
    pages = texts(bound(parts, sheets))
    assert len(pages) == 15
    for number, text in enumerate(pages, start=1):
        assert f"卷宗第{number}页" in text
    assert "共15页" in pages[0]
    assert "共15页" in pages[-1]
    for row in ("申请书3至4", "照片5至5", "合同8至10", "横放11至11", "小纸12至12", "链接13至14"):
        assert row in pages[1]
    for number, words in ((3, "申请甲"), (4, "申请乙"), (11, "横放的纸"), (12, "小纸的字")):
        assert words in pages[number - 1]
    assert "Contract" not in "".join(pages)  # drawn, its font was not embedded


def test_a_folder_is_fit_to_keep_and_its_bytes_repeat(
    parts: list[Part], sheets: dict[str, Sheet]
) -> None:
    folder = bound(parts, sheets)
    assert faults(folder) == ()
    assert folder == bound(parts, sheets)


def test_each_part_is_a_bookmark_to_its_first_page(
    parts: list[Part], sheets: dict[str, Sheet]
) -> None:
    with pikepdf.open(io.BytesIO(bound(parts, sheets))) as pdf, pdf.open_outline() as outline:
        goals: dict[str, Any] = {mark.title: mark.destination for mark in outline.root}
        marks = {title: pdf.pages.index(Page(goal[0])) + 1 for title, goal in goals.items()}
    assert marks["申请书"] == 3
    assert marks["合同"] == 8
    assert list(marks) == [part.title for part in parts]


def test_contents_of_many_pages_move_the_papers_behind_them(
    write: Callable[..., bytes], sheets: dict[str, Sheet]
) -> None:
    content = write("纸")
    pages = texts(bound([Part(title=f"第{n}号", content=content) for n in range(90)], sheets))
    first = next(number for number, text in enumerate(pages, start=1) if text.startswith("纸"))
    assert first > 3
    assert f"第0号{first}至{first}" in "".join(pages[:first])
    assert f"第89号{first + 89}至{first + 89}" in "".join(pages[:first])
    assert len(pages) == first + 90


def test_a_folder_without_papers_is_still_a_folder(sheets: dict[str, Sheet]) -> None:
    assert len(texts(bound([], sheets))) == 3


def test_contents_that_never_settle_are_a_fault_not_a_loop(
    write: Callable[..., bytes], sheets: dict[str, Sheet]
) -> None:
    def growing(layout: Layout) -> bytes:
        return write(*map(str, range(layout.pages)))

    with pytest.raises(RuntimeError, match="never fit"):
        bind(growing, [], contents=sheets["contents"], note=sheets["note"], day=DAY)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"plain words",
        b"%PDF-1.7 broken",
        uploads.picture("GIF", "L"),
        uploads.picture("JPEG")[:300],
    ],
)
def test_a_part_that_cannot_be_read_is_named(content: bytes, sheets: dict[str, Sheet]) -> None:
    with pytest.raises(Unreadable, match="《收条》"):
        bound([Part(title="收条", content=content)], sheets)


def test_a_paper_fit_to_keep_is_bound_as_it_is(write: Callable[..., bytes]) -> None:
    paper = write("原件")
    assert pages_of("原件", paper, DAY) is paper


def test_a_wide_picture_lies_on_a_wide_sheet() -> None:
    for size, wide in (((300, 200), True), ((200, 300), False)):
        page = PdfReader(io.BytesIO(pages_of("照片", uploads.picture("PNG", size=size), DAY))).pages
        assert (page[0].mediabox.width > page[0].mediabox.height) is wide
