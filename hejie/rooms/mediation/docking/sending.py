"""Write the packages of a matter: the court's referral, and what goes back to the court.

What was said to come to terms stays in the mediation: a return is put together from a list of
papers that may go, and only when every party agreed is the sealed record sent, by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import timezone

from hejie.docking import manifest as told
from hejie.docking.packing import EXTENSIONS, pack
from hejie.docking.sealing import digest_of
from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.documents import find_issued, papers_of, read_file
from hejie.kernel.events import Event
from hejie.kernel.jurisdictions import Organ
from hejie.kernel.matters import Matter, local_day
from hejie.kernel.permissions import Refused
from hejie.kernel.sequencer import signing_key
from hejie.rooms.mediation.docking.guards import SIDES, everybody_allows
from hejie.rooms.mediation.docking.waiting import is_agreed
from hejie.rooms.mediation.states import AGREED, WITHOUT_AGREEMENT
from hejie.rooms.mediation.writing import WRITERS as PAPERS
from hejie.rooms.mediation.writing.docking import addresses, evidence_names
from hejie.rooms.mediation.writing.dossier import Dossier
from hejie.rooms.mediation.writing.folder import GROWING
from hejie.rooms.mediation.writing.outcomes import FAILURES

Write = Callable[[str, Event], bytes]

RETURNED = frozenset(
    {
        "failure_report",
        "termination",
        "non_acceptance",
        "session_record",
        "undisputed_facts",
        "delivery",
    }
)
"""Papers that go back to the court whatever came of it."""
CONCLUDED = {"written": "agreement", "oral": "oral_agreement"}
"""The paper that goes back once it binds; a draft that nobody signed is an offer like any other."""
ROOM = 80_000_000
"""Bytes that the papers of a case may fill; what does not fit stands in the list of evidence."""
SEALED_RECORD = "negotiation_record"


@dataclass(frozen=True)
class Enclosed:
    """A file to go into a package."""

    kind: str
    title: str
    mime: str
    content: bytes


def referral_package(dossier: Dossier, write: Write) -> bytes:
    """From the court to the committee: the case, its parties and addresses, what was filed."""
    letter = write("referral_letter", dossier.event)
    enclosed = [
        Enclosed("referral_letter", "委派（委托）调解函", "application/pdf", letter),
        *_filed(dossier),
    ]
    return _packed(
        dossier,
        told.Kind.REFERRAL,
        "referral_package",
        enclosed,
        sender=_court(dossier),
        addressee=dossier.organ,
    )


def return_package(dossier: Dossier, write: Write) -> bytes:
    """From the committee to the court: the outcome and the procedural part of what was done."""
    enclosed = [
        Enclosed(kind, dossier.matter.room.paper_labels[kind], "application/pdf", write(kind, one))
        for kind, one in _papers(dossier, RETURNED | _concluded(dossier))
    ]
    return _packed(
        dossier,
        told.Kind.RETURN,
        "return_package",
        enclosed,
        sender=dossier.organ,
        addressee=_court(dossier),
        outcome=_outcome(dossier),
    )


def negotiation_package(dossier: Dossier, write: Write) -> bytes:
    """From the committee to the court: the sealed record, if every party still agrees to it."""
    parties = [party.key for party in dossier.parties if party.role in SIDES]
    if not everybody_allows(dossier.matter.data, parties):
        raise Refused("要各方当事人都同意，才能把协商笔录交给法院")
    enclosed = [
        Enclosed(kind, dossier.matter.room.paper_labels[kind], "application/pdf", write(kind, one))
        for kind, one in _papers(dossier, frozenset({SEALED_RECORD}))
    ]
    return _packed(
        dossier,
        told.Kind.RETURN,
        "negotiation_package",
        enclosed,
        sender=dossier.organ,
        addressee=_court(dossier),
        outcome=_outcome(dossier, consenting=tuple(parties)),
    )


def _writer(put_together: Callable[[Dossier, Write], bytes]) -> Callable[[Matter, Event], bytes]:
    def write(matter: Matter, event: Event) -> bytes:
        return put_together(Dossier(matter, event), lambda kind, one: _paper(matter, kind, one))

    return write


def _paper(matter: Matter, kind: str, event: Event) -> bytes:
    """The paper as it was issued, or as it would be."""
    found = find_issued(matter, kind, event.seq)
    return read_file(found) if found else PAPERS[kind](matter, event)


WRITERS: dict[str, Callable[[Matter, Event], bytes]] = {
    "referral_package": _writer(referral_package),
    "return_package": _writer(return_package),
    "negotiation_package": _writer(negotiation_package),
}
LABELS = {
    "referral_package": "委派委托材料包",
    "return_package": "送回材料包",
    "negotiation_package": "协商笔录材料包",
}
SEALED = frozenset({"negotiation_package"})


def package_id(matter: Matter, kind: str, seq: int) -> UUID:
    """The same package has the same id, however often it is written."""
    return uuid5(matter.id, f"{kind}:{seq}")


def _concluded(dossier: Dossier) -> frozenset[str]:
    """The kind of paper that binds: of what was drafted in the other way nothing was signed."""
    data = dossier.matter.data
    return frozenset({CONCLUDED[data["draft"]["way"]]}) if is_agreed(data) else frozenset()


def _papers(dossier: Dossier, kinds: frozenset[str]) -> Iterator[tuple[str, Event]]:
    """Papers of these kinds with the events they tell of; of those that grow the last one."""
    steps = dossier.matter.law.steps
    found = [
        (kind, one)
        for one in _course(dossier)
        if one.step in steps
        for kind in steps[one.step].issued(one.state)
        if kind in kinds and _has_words(dossier, kind, one)
    ]
    last = dict(found)
    yield from ((kind, one) for kind, one in found if kind not in GROWING or last[kind] is one)


def _course(dossier: Dossier) -> list[Event]:
    """What happened since the committee that holds the matter was given it."""
    given = dossier.last("refer", "take_referral", "reassign") or dossier.first()
    return [event for event in dossier.events if event.seq >= given.seq]


def _has_words(dossier: Dossier, kind: str, event: Event) -> bool:
    """A sealed record is only there where something was said."""
    return kind != SEALED_RECORD or bool(event.payload.get("sealed"))


def _filed(dossier: Dossier) -> Iterator[Enclosed]:
    """What the court filed with its referral, as far as a package may hold it."""
    left = ROOM
    for paper in papers_of(dossier.matter).filter(issued_for=None, seq=1):
        if paper.mime in EXTENSIONS and paper.size <= left:
            left -= paper.size
            yield Enclosed(paper.kind, paper.title, paper.mime, read_file(paper))


def _packed(
    dossier: Dossier,
    kind: told.Kind,
    paper: str,
    enclosed: Sequence[Enclosed],
    *,
    sender: Organ,
    addressee: Organ,
    outcome: told.Outcome | None = None,
) -> bytes:
    names = [
        f"files/{number:03}.{EXTENSIONS[one.mime]}" for number, one in enumerate(enclosed, start=1)
    ]
    manifest = told.Manifest(
        kind=kind,
        id=package_id(dossier.matter, paper, dossier.event.seq),
        made_at=timezone.localtime(dossier.event.at),
        district=dossier.matter.district,
        sender=told.Organ(key=sender.key, name=sender.name),
        addressee=told.Organ(key=addressee.key, name=addressee.name),
        in_reply_to=_answered(dossier) if outcome else None,
        case=_case(dossier),
        dispute=_dispute(dossier),
        parties=_parties(dossier),
        due=_due(dossier),
        evidence=evidence_names(dossier),
        outcome=outcome,
        files=tuple(
            told.File(
                name=name,
                title=one.title,
                kind=one.kind,
                mime=one.mime,
                size=len(one.content),
                digest=digest_of(one.content),
            )
            for name, one in zip(names, enclosed, strict=True)
        ),
    )
    files = {name: one.content for name, one in zip(names, enclosed, strict=True)}
    key = signing_key(settings.LOG_KEY)
    return pack(manifest, files, name=settings.LOG_ORIGIN, key=key)


def _court(dossier: Dossier) -> Organ:
    return Organ.objects.get(key=dossier.first().values["referred_by"])


def _answered(dossier: Dossier) -> UUID:
    """The referral that a return answers: a package that came in, or the one written here."""
    first = dossier.first()
    if came := first.values.get("package_id"):
        return UUID(came)
    last = dossier.last("refer", "reassign") or first
    return package_id(dossier.matter, "referral_package", last.seq)


def _case(dossier: Dossier) -> told.Case:
    return told.Case(
        number=dossier.first().values["case_number"],
        route=dossier.matter.route,  # type: ignore[arg-type]  # of a court's matter
        contact=dossier.words("contact", dossier.first()),
        reference=dossier.matter.reference,
    )


def _dispute(dossier: Dossier) -> told.Dispute:
    first = dossier.first()
    return told.Dispute(
        category=dossier.matter.category,
        place=dossier.matter.place_id,
        facts=dossier.words("facts_told", first),
        claims=dossier.words("claims", first),
        amount=str(first.values.get("amount", "")),
    )


def _parties(dossier: Dossier) -> tuple[told.Party, ...]:
    where = addresses(dossier)
    confirmed = dossier.matter.data.get("delivery", {})
    return tuple(
        told.Party.model_validate(
            {
                **{name: getattr(party, name) for name in TOLD},
                "delivery": {
                    "address": where[party.key].address,
                    "receiver": where[party.key].receiver,
                    "phone": where[party.key].phone,
                    "confirmed": party.key in confirmed,
                }
                if party.key in where
                else None,
            }
        )
        for party in dossier.parties
    )


TOLD = tuple(name for name in told.Party.model_fields if name != "delivery")


def _due(dossier: Dossier) -> tuple[told.Due, ...]:
    """The clocks between court and committee: each with its rule, and its day once that runs."""
    running = {clock.key: clock for clock in clocks_of(dossier.matter)}
    rules = (
        (key, dossier.matter.law.deadlines[key].rule_for(dossier.matter.route))
        for key in ("sign_for", "court_conclude")
    )
    return tuple(
        told.Due(
            rule=rule.code,
            label=rule.label,
            basis=rule.basis,
            day=_day(running[key]) if key in running else None,
        )
        for key, rule in rules
        if rule is not None
    )


def _day(clock: Clock) -> date:
    due = clock.rolled_due
    return local_day(due) if isinstance(due, datetime) else due


def _outcome(dossier: Dossier, *, consenting: tuple[str, ...] = ()) -> told.Outcome:
    matter, ending = dossier.matter, _ending(dossier)
    sessions = matter.data.get("sessions", {})
    return told.Outcome(
        state=ending.state,
        label=matter.law.states[ending.state],
        reason=FAILURES.get(str(ending.values.get("reason") or ending.step), ""),
        ended=dossier.day(ending),
        undisputed=tuple(_undisputed(dossier)),
        sessions=tuple(
            told.Session(
                number=int(number),
                begins=datetime.fromisoformat(session["begins"]),
                way=session["way"],
                present=tuple(session["present"]),
                rights_told=True,
            )
            for number, session in sessions.items()
            if session["status"] == "held"
        ),
        negotiation=bool(consenting),
        consenting=consenting,
    )


def _ending(dossier: Dossier) -> Event:
    """The event by which the mediation came out, whatever happened to the case since."""
    ends = {*AGREED, *WITHOUT_AGREEMENT}
    return next((one for one in _course(dossier) if one.state in ends), dossier.event)


def _undisputed(dossier: Dossier) -> Iterator[str]:
    for event in _course(dossier):
        if event.step == "record_facts":
            for row in range(len(event.values.get("undisputed", ()))):
                yield dossier.words(f"undisputed.{row}.text", event)


def file_name(kind: str, reference: str) -> str:
    """What a package is called when it is taken away as a file."""
    return f"{kind.removesuffix('_package')}-{reference}.zip"
