"""Write each paper of the room from a matter and the event that it tells of."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from hejie.kernel.events import Event
from hejie.kernel.matters import Matter
from hejie.papers.typesetting import find, render
from hejie.rooms.mediation.paper_data import FOLDER, PAPERS
from hejie.rooms.mediation.writing import docking, folder, intake, outcomes, sessions
from hejie.rooms.mediation.writing.dossier import Dossier, Writer

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
        paper = _WRITE[kind](Dossier(matter, event, sealed=kind in SEALED))
        places = (*settings.PAPER_FOLDERS, FOLDER)
        return render(find(PAPERS[kind].template, places), vars(paper), folders=places)

    return write


def _bind(matter: Matter, event: Event) -> bytes:
    return folder.bind(Dossier(matter, event), lambda kind, told: WRITERS[kind](matter, told))


WRITERS: dict[str, Callable[[Matter, Event], bytes]] = {
    **{kind: _writer(kind) for kind in _WRITE},
    "folder": _bind,
}
