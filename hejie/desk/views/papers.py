"""Papers of a matter: read one, have one issued."""

from __future__ import annotations

import io
from mimetypes import guess_extension
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from hejie.desk.finding import find_visible
from hejie.desk.visits import Visit, desk_page, show_refusal
from hejie.kernel import actions, openings, permissions
from hejie.kernel.actions import NotNow
from hejie.kernel.documents import Document, papers_of, read_file
from hejie.kernel.events import Event, events_of
from hejie.kernel.matters import Matter
from hejie.ui.sending import go_to

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHOWN_INLINE = {"application/pdf", "image/jpeg", "image/png", "image/webp", "text/plain"}


@desk_page()
def paper(request: HttpRequest, visit: Visit, reference: str, id: UUID) -> HttpResponseBase:
    """A paper's bytes, after its digest was checked. Who opens it is taken down."""
    matter = find_visible(visit, reference)
    if not permissions.sees_names(visit.actor, matter):
        return _not_for_them(request, visit, matter)
    compartments = permissions.compartments_for(visit.actor, matter)
    document = papers_of(matter, compartments=compartments).filter(id=id).first()
    if document is None:
        raise Http404
    openings.record(matter, visit.actor, openings.PAPER, now=visit.now, about=str(document.id))
    return _answer(document)


def _answer(document: Document) -> FileResponse:
    ending = guess_extension(document.mime) or ".pdf"
    name = document.title if "." in document.title else f"{document.title}{ending}"
    return file_answer(read_file(document), name, document.mime)


def file_answer(content: bytes, name: str, mime: str) -> FileResponse:
    """A file as the desk sends it: shown where a browser can, else kept; never cached."""
    answer = FileResponse(
        io.BytesIO(content),
        as_attachment=mime not in SHOWN_INLINE,
        filename=name,
        content_type=mime,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@desk_page()
def word(
    request: HttpRequest, visit: Visit, reference: str, kind: str, seq: int
) -> HttpResponseBase:
    """The paper of an event as a Word file to go on working in; it is not filed."""
    matter = find_visible(visit, reference)
    if not permissions.sees_names(visit.actor, matter):
        return _not_for_them(request, visit, matter)
    event = _issuing_event(matter, kind, seq)
    if event is None or kind not in matter.room.editable:
        raise Http404
    openings.record(matter, visit.actor, openings.PAPER, now=visit.now, about=f"{kind} {seq}")
    name = f"{matter.room.paper_labels[kind]} {matter.reference}.docx"
    return file_answer(matter.room.editable[kind](matter, event), name, WORD)


def _issuing_event(matter: Matter, kind: str, seq: int) -> Event | None:
    """The event of this number, where its step issues this kind of paper."""
    event = events_of(matter).filter(seq=seq).first()
    step = matter.law.steps.get(event.step) if event else None
    return event if event and step and kind in step.issued(event.state) else None


@require_POST
@desk_page()
def issue(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Have the paper of an event written and filed; a second time gives the same one."""
    matter = find_visible(visit, reference)
    if not permissions.sees_names(visit.actor, matter):
        return _not_for_them(request, visit, matter)
    kind, seq = request.POST.get("kind", ""), request.POST.get("seq", "")
    event = events_of(matter).filter(seq=seq).first() if seq.isdecimal() and len(seq) < 9 else None
    step = matter.law.steps.get(event.step) if event else None
    sealed = kind in matter.room.sealed_papers
    if event is None or step is None or kind not in step.papers or kind not in matter.room.papers:
        raise Http404
    open_to = permissions.compartments_for(visit.actor, matter)
    if sealed and matter.law.sealed_in not in open_to:
        raise Http404
    try:
        document = actions.issue(matter, kind, event, now=visit.now)
        messages.success(request, gettext("已出具《%(paper)s》。") % {"paper": document.title})
    except NotNow as fault:
        messages.error(request, str(fault))
    back = reverse("desk:matter", args=[reference])
    return go_to(request, f"{back}#event-{event.seq}")


def _not_for_them(request: HttpRequest, visit: Visit, matter: Matter) -> HttpResponseBase:
    sentence = gettext("文书里有当事人的姓名和号码，您的岗位只能看到目录。")
    back = reverse("desk:matter", args=[matter.reference])
    return show_refusal(request, visit, [sentence], back=back)
