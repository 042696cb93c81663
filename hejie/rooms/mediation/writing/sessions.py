"""Papers of meeting: invitation, the record in two parts, investigation, undisputed facts."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from hejie.kernel.events import Event
from hejie.papers.shapes import Signature
from hejie.rooms.mediation.models import Venue
from hejie.rooms.mediation.paper_data import people, sessions
from hejie.rooms.mediation.writing.dossier import HELPERS, Dossier

RESULTS = {
    "continue": "下次再谈。",
    "agreed": "双方达成一致。",
    "partly": "双方部分达成一致。",
    "apart": "没有达成一致。",
}


def _moment(text: str) -> datetime:
    return timezone.localtime(datetime.fromisoformat(text))


def _place(dossier: Dossier, booking: Event | None) -> str:
    key = booking.values.get("venue") if booking else ""
    venue = Venue.objects.filter(key=key).first() if key else None
    return f"{venue.name}（{venue.address}）" if venue else dossier.organ.name


def _booking(dossier: Dossier, number: str) -> Event | None:
    """The event that set the session of this number."""
    set_events = [event for event in dossier.events if event.step == "set_session"]
    position = int(number) - 1
    return set_events[position] if 0 <= position < len(set_events) else None


def invitation(dossier: Dossier) -> sessions.Invitation:
    opening, event = dossier.first(), dossier.event
    session = event if event.step == "set_session" else None
    claims = dossier.words("claims", opening).splitlines()
    number = sum(1 for e in dossier.events if e.step == "set_session") or 1
    video = bool(session and session.values.get("way") == "video")
    return sessions.Invitation(
        **dossier.head,
        addressee="、".join(dossier.names("applicant", "respondent")),
        applicant="、".join(dossier.names("applicant")),
        respondent="、".join(dossier.names("respondent")),
        cause=dossier.cause,
        claims=tuple(line for line in claims if line.strip()),
        session=number,
        starts_at=_moment(session.values["begins"]) if session else dossier.moment(),
        place=_place(dossier, session),
        online="届时打开短信里的链接进入视频" if video else "",
        mediators=dossier.mediators(),
        bring=("身份证明", "授权委托书（委托他人参加的）", "与纠纷有关的材料"),
        office=dossier.office(),
    )


def _attendants(dossier: Dossier, roles: tuple[str, ...]) -> tuple[sessions.Attendant, ...]:
    present = set(dossier.value("present", []))
    return tuple(
        sessions.Attendant(
            name=party.name, capacity=dossier.party(party).role, checked_by="核对身份证明"
        )
        for party in dossier.parties
        if party.key in present and party.role in roles
    )


def _signers(dossier: Dossier) -> tuple[Signature, ...]:
    read = dossier.value("read_by", [])
    lines = [
        dossier.signed_by(dossier.party(party).role, None, party.name)
        for party in dossier.parties
        if party.key in read
    ]
    names = dossier.mediators() or (dossier.actor_name(),)
    return (*lines, *(dossier.signed_by("调解员", None, name) for name in names))


def session_record(dossier: Dossier) -> sessions.SessionRecord:
    number = dossier.value("session", "1")
    booking = _booking(dossier, number)
    starts = _moment(booking.values["begins"]) if booking else dossier.moment()
    return sessions.SessionRecord(
        **dossier.head,
        session=int(number),
        starts_at=starts,
        ends_at=max(dossier.moment(), starts),
        place=_place(dossier, booking),
        cause=dossier.cause,
        mediators=dossier.mediators(),
        recorder=dossier.actor_name(),
        present=_attendants(dossier, ("applicant", "respondent", "agent", "third")),
        invited=_attendants(dossier, HELPERS),
        open_session="公开" if dossier.value("is_open", False) else "不公开",
        rights_answer="已核对身份，已告知权利和虚假调解的法律后果，到场人均表示听清楚了。",
        proceedings=tuple(line for line in dossier.words("record").splitlines() if line.strip()),
        result=RESULTS[dossier.value("result", "continue")],
        signatures=_signers(dossier),
    )


def negotiation_record(dossier: Dossier) -> sessions.NegotiationRecord:
    """Sealed: written from the sealed words, filed in the sealed compartment."""
    number = dossier.value("session", "1")
    booking = _booking(dossier, number)
    said = [line for line in dossier.words("negotiation").splitlines() if line.strip()]
    return sessions.NegotiationRecord(
        **dossier.head,
        session=int(number),
        starts_at=_moment(booking.values["begins"]) if booking else dossier.moment(),
        mediators=dossier.mediators(),
        recorder=dossier.actor_name(),
        statements=tuple(sessions.Statement(speaker="记录", words=line) for line in said),
        proposal=dossier.words("proposal"),
        replies=(),
        signatures=_signers(dossier),
    )


def investigation(dossier: Dossier) -> sessions.Investigation:
    asked = dossier.value("questions", [])
    return sessions.Investigation(
        **dossier.head,
        starts_at=dossier.moment(),
        ends_at=dossier.moment(),
        place=dossier.words("place_told"),
        cause=dossier.cause,
        asked_by=(dossier.actor_name(),),
        recorder=dossier.actor_name(),
        person=people.Party(role="被调查人", name=dossier.words("told_by")),
        relation="",
        exchanges=tuple(
            sessions.Exchange(
                question=dossier.words(f"questions.{row}.question"),
                answer=dossier.words(f"questions.{row}.answer"),
            )
            for row in range(len(asked))
        ),
        signatures=(
            dossier.signed_by("被调查人", None, dossier.words("told_by")),
            dossier.signed_by("调查人", None, dossier.actor_name()),
        ),
    )


def undisputed_facts(dossier: Dossier) -> sessions.UndisputedFacts:
    rows = dossier.value("undisputed", [])
    signed = set(dossier.value("signed_by", []))
    return sessions.UndisputedFacts(
        **dossier.head,
        cause=dossier.cause,
        facts=tuple(dossier.words(f"undisputed.{row}.text") for row in range(len(rows))),
        signatures=(
            *(
                dossier.signed_by(dossier.party(p).role, None, p.name)
                for p in dossier.parties
                if p.key in signed
            ),
            dossier.signed_by("调解员", None, dossier.actor_name()),
        ),
    )
