"""Issue papers: what the platform writes about an event, filed by its digest."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from hejie.kernel import documents, matters, standing
from hejie.kernel.actions.notes import note
from hejie.kernel.documents import Document, NotNow
from hejie.kernel.events import Event, events_of
from hejie.kernel.jurisdictions import SYSTEM
from hejie.kernel.matters import Matter
from hejie.kernel.procedures import Facts

logger = logging.getLogger(__name__)


def texts_to_sign(matter: Matter, key: str) -> list[tuple[str, Event]]:
    """What has to be read before a step that signs: kinds of paper, each with the event that
    drafted it last. A step that asks a party for a fresh code signs what the steps before it
    in the procedure drafted, and so do the steps behind it that issue the same paper; where one
    of those writes it at once, the ones behind go on from what was written there."""
    law = matter.law
    found = []
    for kind in law.steps[key].papers if key in law.steps else ():
        issuing = [name for name, step in law.steps.items() if kind in step.papers]
        signing = next((name for name in issuing if law.steps[name].fresh_code), None)
        drafting = issuing[: issuing.index(signing)] if signing else []
        earlier = issuing[: issuing.index(key)]
        grown = [name for name in earlier if kind in law.steps[name].writes]
        drafted = events_of(matter).filter(step__in=[*drafting, *grown]).last()
        if drafted is not None and key not in drafting:
            found.append((kind, drafted))
    return found


def issue(matter: Matter, kind: str, event: Event, *, now: datetime) -> Document:
    """The paper of a kind that tells of an event: filed once, rendered by the matter's room
    the first time it is asked for; the event keeps the edition of the template that it was set
    from. Raises `LookupError` for a kind the room does not issue, and `NotNow` for one that
    cannot be written at this moment."""
    made = documents.find_issued(matter, kind, event.seq)
    if standing.is_erased(matter.data):
        raise NotNow(standing.GONE)
    if made is not None:
        return made
    room = matter.room
    template = room.templates.get(kind)
    edition = template.edition(documents.template_folders(matter)).told() if template else None
    content = room.papers[kind](matter, event)
    with transaction.atomic():
        matter = matters.lock(matter)
        made = documents.find_issued(matter, kind, event.seq)
        if made is not None:
            return made
        document = documents.file_issued(
            matter,
            kind=kind,
            title=room.paper_labels[kind],
            content=content,
            for_seq=event.seq,
            at=now,
            compartment=matter.law.sealed_in if kind in room.sealed_papers else documents.OPEN,
        )
        told = {"id": str(document.id), "kind": kind, "digest": document.digest}
        values = {"for": event.seq, "kind": kind, "digest": document.digest}
        facts = Facts(values={**values, "template": edition} if edition else values)
        note(
            matter,
            "issue",
            actor=SYSTEM,
            facts=facts,
            told={"documents": [told]},
            now=now,
            moves=False,
        )
    return document


def write_at_once(matter: Matter, event: Event, *, now: datetime) -> None:
    """The papers that a step writes as it is taken. The act stands also where one cannot be
    written now; it is written when somebody asks for it."""
    step = matter.law.steps.get(event.step)
    for kind in step.writes if step else ():
        try:
            issue(matter, kind, event, now=now)
        except NotNow as fault:
            logger.warning("%s, event %s: %s", matter.reference, event.seq, fault)
