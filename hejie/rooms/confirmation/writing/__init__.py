"""Write each paper of the room from a matter and the event that it tells of."""

from __future__ import annotations

from collections.abc import Callable

from hejie.kernel.documents import template_folders
from hejie.kernel.events import Event
from hejie.kernel.matters import Matter
from hejie.rooms.confirmation.paper_data import PAPERS
from hejie.rooms.confirmation.writing import application, court, ruling
from hejie.rooms.confirmation.writing.file import CourtFile, Writer

_WRITE: dict[str, Writer] = {
    "application": application.application,
    "paper_list": application.paper_list,
    "acceptance": court.acceptance,
    "non_acceptance": court.non_acceptance,
    "review_notice": court.review_notice,
    "review_record": court.review_record,
    "supplement_notice": court.supplement_notice,
    "ruling": ruling.ruling,
    "service_proof": ruling.service_proof,
    "objection": ruling.objection,
    "enforcement_application": ruling.enforcement,
    "feedback": ruling.feedback,
}


def _writer(kind: str) -> Callable[[Matter, Event], bytes]:
    def write(matter: Matter, event: Event) -> bytes:
        paper = _WRITE[kind](CourtFile(matter, event))
        return PAPERS[kind].set(vars(paper), template_folders(matter))

    return write


WRITERS = {kind: _writer(kind) for kind in _WRITE}
