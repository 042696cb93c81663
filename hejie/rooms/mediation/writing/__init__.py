"""Write each paper of the room from a matter and the event that it tells of."""

from __future__ import annotations

from collections.abc import Callable

from hejie.kernel.documents import template_folders
from hejie.kernel.events import Event
from hejie.kernel.matters import Matter
from hejie.rooms.mediation.paper_data import PAPERS
from hejie.rooms.mediation.writing import docking, folder, intake, outcomes, sealing, sessions
from hejie.rooms.mediation.writing.dossier import Dossier, Writer
from hejie.rooms.mediation.writing.sealing import Sheet

SEALED = frozenset({"negotiation_record"})

_WRITE: dict[str, Writer] = {
    "application": intake.application,
    "oral_application": intake.oral_application,
    "register": intake.register,
    "receipt": intake.receipt,
    "consent": intake.consent,
    "mediator_choice": intake.mediator_choice,
    "invitation": sessions.invitation,
    "session_record": sessions.session_record,
    "negotiation_record": sessions.negotiation_record,
    "investigation": sessions.investigation,
    "undisputed_facts": sessions.undisputed_facts,
    "agreement": outcomes.agreement,
    "oral_agreement": outcomes.oral_agreement,
    "termination": outcomes.termination,
    "non_acceptance": outcomes.non_acceptance,
    "failure_report": outcomes.failure_report,
    "transfer": outcomes.transfer,
    "visit": outcomes.visit,
    "referral_letter": docking.referral_letter,
    "delivery": docking.delivery,
}


def _writer(kind: str) -> Callable[[Matter, Event], bytes]:
    def write(matter: Matter, event: Event) -> bytes:
        dossier = Dossier(matter, event, sealed=kind in SEALED)
        sheet = _set(kind, dossier)
        sign = _SIGNED_BY.get(event.step) if kind == "agreement" else None
        return sign(dossier, sheet) if sign else sheet.content

    return write


def _word_writer(kind: str) -> Callable[[Matter, Event], bytes]:
    def write(matter: Matter, event: Event) -> bytes:
        paper = _WRITE[kind](Dossier(matter, event))
        return PAPERS[kind].fill_word(vars(paper), template_folders(matter))

    return write


def _set(kind: str, dossier: Dossier) -> Sheet:
    data, own = vars(_WRITE[kind](dossier)), template_folders(dossier.matter)
    paper = PAPERS[kind]
    return Sheet(paper.set(data, own), lambda label: paper.place(label, data, own))


_SIGNED_BY: dict[str, Callable[[Dossier, Sheet], bytes]] = {
    "countersign": sealing.countersigned,
    "seal": sealing.sealed,
}


def _bind(matter: Matter, event: Event) -> bytes:
    return folder.bind(Dossier(matter, event), lambda kind, told: WRITERS[kind](matter, told))


WRITERS: dict[str, Callable[[Matter, Event], bytes]] = {
    **{kind: _writer(kind) for kind in _WRITE},
    "folder": _bind,
}
EDITABLE = {kind: _word_writer(kind) for kind, paper in PAPERS.items() if paper.word is not None}
