"""Bind a matter's papers and uploads into one archive folder (卷宗), a single PDF/A-2b."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pikepdf
from pikepdf import Name, OutlineItem, Page, Pdf, Rectangle

from hejie.papers.fonts import Typefaces
from hejie.papers.scans import pages_of
from hejie.papers.typesetting import render

_STAMP = Path(__file__).with_name("stamp.typ")
_PAGE_COUNT = "{http://ns.adobe.com/xap/1.0/t/pg/}NPages"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One paper of the folder: a PDF, JPEG or PNG, and what the contents say of it."""

    title: str
    content: bytes
    number: str = ""
    dated: date | None = None
    remark: str = ""


@dataclass(frozen=True)
class Entry:
    """A part and the folder pages it fills, the cover being page 1."""

    part: Part
    first: int
    last: int


@dataclass(frozen=True)
class Layout:
    """What cover, contents and note need to know of the folder they belong to."""

    entries: tuple[Entry, ...]
    pages: int


Sheet = Callable[[Layout], bytes]


def bind(
    cover: Sheet,
    parts: Sequence[Part],
    *,
    contents: Sheet,
    note: Sheet,
    day: date,
    fonts: Typefaces | None = None,
) -> bytes:
    """Bind cover, contents, parts and situation note, with running page numbers on every page.

    The same input gives the same bytes. Raises scans.Unreadable for a part that cannot be read.
    """
    papers = [pages_of(part.title, part.content, day, fonts) for part in parts]
    layout, (front, table, back) = _laid_out(parts, papers, (cover, contents, note))
    with _opened(front) as folder:
        for paper in (table, *papers, back):
            _append(folder, paper)
        _unlink_structure(folder)
        _stamp(folder, day, fonts)
        _outline(folder, layout)
        with folder.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata[_PAGE_COUNT] = str(layout.pages)
        bound = io.BytesIO()
        folder.save(bound, deterministic_id=True)
    return bound.getvalue()


def _laid_out(
    parts: Sequence[Part], papers: Sequence[bytes], sheets: tuple[Sheet, Sheet, Sheet]
) -> tuple[Layout, tuple[bytes, ...]]:
    """Set the three sheets until the room they take is the room they were told they take."""
    lengths = [_length(paper) for paper in papers]
    taken = (1, 1, 1)
    for _ in range(5):
        layout = _layout(parts, lengths, taken)
        written = tuple(sheet(layout) for sheet in sheets)
        found = tuple(_length(paper) for paper in written)
        if found == taken:
            return layout, written
        taken = found[0], found[1], found[2]
    raise RuntimeError("the contents of a folder never fit the pages they list")


def _layout(parts: Sequence[Part], lengths: Sequence[int], taken: tuple[int, int, int]) -> Layout:
    page = taken[0] + taken[1]
    entries = []
    for part, length in zip(parts, lengths, strict=True):
        entries.append(Entry(part, page + 1, page + length))
        page += length
    return Layout(tuple(entries), page + taken[2])


def _opened(content: bytes) -> Pdf:
    return pikepdf.open(io.BytesIO(content))


def _length(content: bytes) -> int:
    with _opened(content) as pdf:
        return len(pdf.pages)


def _append(folder: Pdf, paper: bytes) -> None:
    with _opened(paper) as pdf:
        pdf.flatten_annotations("all")
        for page in pdf.pages:  # a seal is drawn by now; its signature is the paper's own
            if "/Annots" in page:
                del page.Annots
        folder.pages.extend(pdf.pages)


def _unlink_structure(folder: Pdf) -> None:
    """Drop tags: they speak of one paper's pages, and 2b does not ask for them."""
    for key in ("/StructTreeRoot", "/MarkInfo"):
        if key in folder.Root:
            del folder.Root[key]
    for page in folder.pages:
        for key in ("/StructParents", "/Tabs", "/AA"):
            if key in page:
                del page[key]


def _stamp(folder: Pdf, day: date, fonts: Typefaces | None) -> None:
    sheets = [_size(page) for page in folder.pages]
    with _opened(render(_STAMP, {"date": day, "sheets": sheets}, fonts=fonts)) as stamps:
        for number, (page, stamp) in enumerate(zip(folder.pages, stamps.pages, strict=True), 1):
            # Page.add_overlay does the same under a random name, and bytes would never repeat.
            name = page.add_resource(
                stamp.as_form_xobject(), Name.XObject, Name(f"/FolderPage{number}")
            )
            place = page.calc_form_xobject_placement(
                page.resources.XObject[name],
                name,
                Rectangle(page.trimbox),
                invert_transformations=True,
                allow_shrink=True,
                allow_expand=True,
            )
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(b"\nQ\n" + place)


def _size(page: Page) -> dict[str, int]:
    left, bottom, right, top = (float(edge) for edge in page.trimbox)
    sides = round(right - left), round(top - bottom)
    if page.rotation % 180:
        sides = sides[1], sides[0]
    return {"width": sides[0], "height": sides[1]}


def _outline(folder: Pdf, layout: Layout) -> None:
    with folder.open_outline() as outline:
        outline.root[:] = [
            OutlineItem(entry.part.title, entry.first - 1) for entry in layout.entries
        ]
