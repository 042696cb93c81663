"""Write each paper of the room from a matter and the event that it tells of."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from hejie.kernel.events import Event
from hejie.kernel.matters import Matter
from hejie.papers.typesetting import find, find_place, render
from hejie.rooms.mediation.paper_data import FOLDER, PAPERS
from hejie.rooms.mediation.writing import folder, intake, outcomes, sealing, sessions
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
}


def _writer(kind: str) -> Callable[[Matter, Event], bytes]:
    def write(matter: Matter, event: Event) -> bytes:
        dossier = Dossier(matter, event, sealed=kind in SEALED)
        sheet = _set(kind, dossier)
        sign = _SIGNED_BY.get(event.step) if kind == "agreement" else None
        return sign(dossier, sheet) if sign else sheet.content

    return write


def _set(kind: str, dossier: Dossier) -> Sheet:
    data, places = vars(_WRITE[kind](dossier)), (*settings.PAPER_FOLDERS, FOLDER)
    template = find(PAPERS[kind].template, places)
    return Sheet(
        render(template, data, folders=places),
        lambda label: find_place(label, template, data, folders=places),
    )


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
