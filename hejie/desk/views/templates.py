"""Every paper template of every room: number, version, whose it is, and how it looks filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from hejie.desk.views.papers import WORD, file_answer
from hejie.desk.visits import DESK_ROLES, Visit, desk_page, show
from hejie.kernel import registry
from hejie.kernel.documents import district_templates
from hejie.kernel.registry import Room
from hejie.papers.templates import Edition, Template
from hejie.papers.typesetting import PaperFault

READERS = frozenset({*DESK_ROLES, "admin"})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One template as the page lists it; `fault` says why it cannot be used."""

    kind: str
    template: Template
    sealed: bool
    edition: Edition | None = None
    word_edition: Edition | None = None
    fault: str = ""

    @property
    def is_own(self) -> bool:
        return bool(self.edition and self.edition.district)

    @property
    def word_is_own(self) -> bool:
        return bool(self.word_edition and self.word_edition.district)


@desk_page(*sorted(READERS))
def templates(request: HttpRequest, visit: Visit) -> HttpResponse:
    district = _district(visit)
    rooms = [
        (room, [_line(room, kind, district) for kind in room.templates])
        for room in registry.rooms()
        if room.templates
    ]
    values = {"rooms": rooms, "district": district}
    return show(request, visit, "desk/pages/templates.html", values)


@desk_page(*sorted(READERS))
def sample(request: HttpRequest, visit: Visit, room: str, kind: str, form: str) -> HttpResponseBase:
    """A template set with sample data, as PDF or as Word, or the Word template itself."""
    template, own = _find(visit, room, kind)
    if form != "pdf" and template.word is None:
        raise Http404
    data = vars(template.shape.sample())
    try:
        if form == "pdf":
            name = f"{template.name}（样张）.pdf"
            return file_answer(template.set(data, own), name, "application/pdf")
        content = template.blank_word(own) if form == "blank" else template.fill_word(data, own)
    except PaperFault as fault:
        values = {"template": template, "fault": str(fault)}
        return show(request, visit, "desk/pages/template_fault.html", values, status=422)
    title = "样式" if form == "blank" else "样张"
    return file_answer(content, f"{template.name}（{title}）.docx", WORD)


def _find(visit: Visit, room: str, kind: str) -> tuple[Template, tuple[Path, ...]]:
    found = next((one for one in registry.rooms() if one.key == room), None)
    template = found.templates.get(kind) if found else None
    if not isinstance(template, Template):
        raise Http404
    return template, district_templates(room, _district(visit))


def _line(room: Room, kind: str, district: str) -> Line:
    template = room.templates[kind]
    assert isinstance(template, Template)
    own = district_templates(room.key, district)
    line = Line(kind=kind, template=template, sealed=kind in room.sealed_papers)
    try:
        word_edition = template.word_edition(own) if template.word else None
        return replace(line, edition=template.edition(own), word_edition=word_edition)
    except PaperFault as fault:
        return replace(line, fault=str(fault))


def _district(visit: Visit) -> str:
    """The district of the first post that may read templates."""
    return next(iter(visit.actor.posts_with(READERS))).district
