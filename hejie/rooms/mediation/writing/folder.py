"""The archive folder (卷宗) of a matter: everything open that it came to, bound as one PDF/A."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hejie.kernel.documents import Document, papers_of, read_file, template_folders
from hejie.kernel.events import Event
from hejie.kernel.matters import local_day
from hejie.papers.binding import Part
from hejie.rooms.mediation.paper_data import PAPERS
from hejie.rooms.mediation.paper_data.binding import bind_folder
from hejie.rooms.mediation.paper_data.folder import Cover, Note
from hejie.rooms.mediation.writing.dossier import Dossier

BINDABLE = {"application/pdf", "image/jpeg", "image/png"}
GROWING = {"mediator_choice", "agreement", "oral_agreement"}
"""Papers that each choice or signature adds to: only the last of them is bound."""
NOT_BOUND = {
    "receipt",
    "negotiation_record",
    "folder",
    "referral_package",
    "return_package",
    "negotiation_package",
}
"""A receipt shows a query code, what was said to come to terms stays sealed, and a package is no
paper."""

Write = Callable[[str, Event], bytes]


def bind(dossier: Dossier, write: Write) -> bytes:
    """Bind what came in and what was written, in order of the events; `write` gives a paper
    that nobody asked for until now. Drawn signatures stand in their papers already."""
    matter = dossier.matter
    on_file = [paper for paper in papers_of(matter) if paper.kind != "signature"]
    parts = list(_parts(dossier, on_file, write))
    received = [paper for paper in on_file if paper.issued_for is None]
    left_out = [paper.title for paper in received if paper.mime not in BINDABLE]
    accepted = dossier.last("accept", "answer_invitation")
    ended = matter.closed_at
    filed_by = dossier.actor_name()
    cover = Cover(
        **dossier.head,
        cause=dossier.cause,
        applicants=dossier.names("applicant"),
        respondents=dossier.names("respondent"),
        mediators=dossier.mediators(),
        accepted_on=dossier.day(accepted) if accepted else None,
        ended_on=local_day(ended) if ended else None,
        outcome=_outcome(dossier),
        retention="长期",
        filed_by=filed_by,
        filed_on=dossier.day(None),
        pages=0,
    )
    note = Note(
        **dossier.head,
        pages=0,
        situation=dossier.words("note") or "材料齐全。协商部分笔录密封另存。",
        missing=f"不能装订、另存电子原件：{'、'.join(left_out)}" if left_out else "",
        filed_by=filed_by,
        checked_by=filed_by,
        signatures=(dossier.signed_by("立卷人", None, filed_by),),
    )
    return bind_folder(cover, parts, note, own=template_folders(matter))


def _parts(dossier: Dossier, on_file: list[Document], write: Write) -> Iterator[Part]:
    issued = {(paper.kind, paper.issued_for): paper for paper in on_file}
    for event in dossier.events:
        for paper in on_file:
            if (paper.seq, paper.issued_for) == (event.seq, None) and paper.mime in BINDABLE:
                yield Part(title=paper.title, content=read_file(paper), dated=dossier.day(event))
        for kind in _bound_kinds(dossier, event):
            found = issued.get((kind, event.seq))
            yield Part(
                title=PAPERS[kind].name,
                content=read_file(found) if found else write(kind, event),
                number=PAPERS[kind].number,
                dated=dossier.day(event),
            )


def _bound_kinds(dossier: Dossier, event: Event) -> list[str]:
    steps = dossier.matter.law.steps
    told = [
        (kind, one)
        for one in dossier.events
        if one.step in steps
        for kind in steps[one.step].issued(one.state)
        if kind not in NOT_BOUND
    ]
    last = dict(told)
    return [
        kind for kind, one in told if one is event and (kind not in GROWING or last[kind] is event)
    ]


def _outcome(dossier: Dossier) -> str:
    """The state in which the matter was before it was archived."""
    before = [event for event in dossier.events if event.state != "archived"]
    return dossier.matter.law.states[before[-1].state]
