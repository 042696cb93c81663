"""A paper of the matter that everybody in a room sees, at the page that the host has turned to."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from uuid import UUID

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image

from hejie.kernel.actions import Refused
from hejie.kernel.documents import OPEN, Document, papers_of, read_file
from hejie.kernel.matters import Matter
from hejie.video.acting import Here

PICTURES = frozenset({"image/jpeg", "image/png"})
MIMES = PICTURES | {"application/pdf"}
WIDTH = 1400
"""Pixels of a page: an A4 sheet can be read on a wall, and is some 100 kB."""
KEPT_PAGES = 16


def papers(here: Here, _data: Mapping[str, Any]) -> list[dict[str, str]]:
    """What the host may show: papers that are not sealed, newest first."""
    here.require_host()
    found = papers_of(here.table.matter, compartments=(OPEN,)).filter(mime__in=MIMES)
    return [{"id": str(one.id), "title": one.title} for one in found.order_by("-seq", "id")]


def show(here: Here, data: Mapping[str, Any]) -> None:
    """Show a paper at a page to the host's room; without a paper, nothing any more."""
    here.require_host()
    call, room = here.table.call, here.seat.room
    shown = {key: one for key, one in call.shown.items() if key != room}
    if data.get("paper"):
        document = _find(here.table.matter, data["paper"])
        pages = _count(document)
        page = data.get("page")
        page = min(max(page, 1), pages) if isinstance(page, int) else 1
        told = {"paper": str(document.id), "title": document.title, "page": page, "pages": pages}
        shown[room] = told
    call.shown = shown
    here.table.save_call()


def picture(here: Here, paper: UUID, page: int) -> bytes:
    """The page that is shown in the seat's room now, as a picture; no other."""
    here.require_inside()
    shown = here.table.call.shown.get(here.seat.room)
    if shown is None or (shown["paper"], shown["page"]) != (str(paper), page):
        raise Refused("主持人没有在给大家看这一页")
    return _picture(_find(here.table.matter, paper), page)


def _find(matter: Matter, paper: Any) -> Document:
    try:
        number = UUID(str(paper))
    except ValueError:
        raise Refused("没有这份文书") from None
    found = papers_of(matter, compartments=(OPEN,)).filter(id=number, mime__in=MIMES).first()
    if found is None:
        raise Refused("没有这份文书")
    return found


def _count(document: Document) -> int:
    if document.mime in PICTURES:
        return 1
    with pypdfium2.PdfDocument(read_file(document)) as pdf:
        return len(pdf)


_rendered: dict[tuple[str, int], bytes] = {}


def _picture(document: Document, page: int) -> bytes:
    """Drawn once for all who look at it at the same time."""
    key = (document.digest, page)
    if key not in _rendered:
        while len(_rendered) >= KEPT_PAGES:
            _rendered.pop(next(iter(_rendered)), None)
        _rendered[key] = _draw(document, page)
    return _rendered[key]


def _draw(document: Document, page: int) -> bytes:
    content = read_file(document)
    if document.mime in PICTURES:
        drawn = Image.open(BytesIO(content)).convert("RGB")
        drawn.thumbnail((WIDTH, WIDTH * 2))
    else:
        with pypdfium2.PdfDocument(content) as pdf:
            sheet = pdf[page - 1]
            drawn = sheet.render(scale=WIDTH / sheet.get_width()).to_pil()
    written = BytesIO()
    drawn.save(written, "WEBP", quality=80)
    return written.getvalue()
