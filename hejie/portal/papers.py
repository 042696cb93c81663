"""Papers that a party may read: those of its own acts, those that the room gives to every
party, and the text that it is asked to sign.

Any other paper about another party's act shows that party's data, so it is not among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext

from hejie.kernel.documents import OPEN, Document, papers_of
from hejie.kernel.events import Event, events_of
from hejie.kernel.matters import Matter
from hejie.kernel.parties import Party
from hejie.kernel.permissions import find_step
from hejie.kernel.procedures import Procedure
from hejie.portal.happenings import is_own


@dataclass(frozen=True)
class PaperLink:
    """A paper of the room that tells of an event; made when it is first opened."""

    kind: str
    title: str
    event: Event


def papers_for(matter: Matter, party: Party) -> list[PaperLink]:
    """Newest first. One query."""
    events = list(events_of(matter))
    found = [
        *_own_papers(matter, party, events),
        *_given_to_all(matter, party, events),
        *_to_sign(matter, party, events),
    ]
    return sorted(found, key=lambda link: link.event.seq, reverse=True)


def find_paper(matter: Matter, party: Party, kind: str, seq: int) -> PaperLink | None:
    links = papers_for(matter, party)
    return next((link for link in links if (link.kind, link.event.seq) == (kind, seq)), None)


def text_to_sign(matter: Matter, party: Party, step: str) -> list[PaperLink]:
    """What a party has to read before a step that binds it."""
    kinds = matter.law.steps[step].papers if step in matter.law.steps else ()
    events = list(events_of(matter))
    return [link for link in _to_sign(matter, party, events) if link.kind in kinds]


def own_files(matter: Matter, party: Party) -> list[Document]:
    """Files that the party handed in itself. Two queries."""
    own = [event.seq for event in events_of(matter) if is_own(event, party)]
    return list(papers_of(matter, compartments=(OPEN,)).filter(seq__in=own, issued_for=None))


def _own_papers(matter: Matter, party: Party, events: Iterable[Event]) -> Iterator[PaperLink]:
    binding = set(_binding_kinds(matter.law, party))
    for event in events:
        step = find_step(matter.law, event.step)
        if step is not None and is_own(event, party):
            kinds = [kind for kind in step.issued(event.state) if kind not in binding]
            yield from _links(matter, kinds, event)


def _given_to_all(matter: Matter, party: Party, events: Iterable[Event]) -> Iterator[PaperLink]:
    for event in events:
        step = find_step(matter.law, event.step)
        if step is not None and not is_own(event, party):
            kinds = [k for k in step.issued(event.state) if k in matter.room.party_papers]
            yield from _links(matter, kinds, event)


def _to_sign(matter: Matter, party: Party, events: list[Event]) -> Iterator[PaperLink]:
    """Of each text that binds, the draft until the last signature, then the signed one."""
    for kind, drafts in _binding_kinds(matter.law, party).items():
        issuing = {key for key, step in matter.law.steps.items() if kind in step.papers}
        drafted = [event for event in events if event.step in drafts]
        moved = [
            after
            for before, after in pairwise(events)
            if after.step in issuing and after.state != before.state
        ]
        current = [event for event in moved if drafted and event.seq > drafted[-1].seq] or drafted
        if current:
            yield from _links(matter, [kind], current[-1])


def _binding_kinds(law: Procedure, party: Party) -> dict[str, set[str]]:
    """Kinds of paper that the party's binding steps issue, with the steps that draft them:
    those that the procedure names before."""
    keys = list(law.steps)
    kinds: dict[str, set[str]] = {}
    for key, step in law.steps.items():
        if not step.fresh_code or party.role not in step.roles():
            continue
        earlier = keys[: keys.index(key)]
        for kind in step.papers:
            drafting = {name for name in earlier if kind in law.steps[name].papers}
            kinds.setdefault(kind, set()).update(drafting)
    return kinds


def _links(matter: Matter, kinds: Iterable[str], event: Event) -> Iterator[PaperLink]:
    room = matter.room
    for kind in kinds:
        if kind in room.papers and kind not in room.sealed_papers:
            yield PaperLink(kind, gettext(str(room.paper_labels[kind])), event)
