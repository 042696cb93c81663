"""Papers of coming in: application, register, receipt, consent, the choice of a mediator."""

from __future__ import annotations

from datetime import datetime

from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.documents import papers_of
from hejie.kernel.identifiers import mask_name
from hejie.papers.shapes import QrCode
from hejie.rooms.mediation.paper_data import intake, people
from hejie.rooms.mediation.writing.dossier import WAYS, Dossier, amount, weight

SOURCES = {
    "applied": "当事人申请",
    "own_motion": "调委会主动调解",
    "court": "人民法院",
    "police": "公安机关",
    "12345": "12345热线",
    "petition": "信访",
    "grid": "网格",
}
MEETING = {"on_site": "现场调解", "video": "视频调解", "phone": "电话调解"}
RELATIONS = {
    "none": "没有任何关系",
    "relative": "是当事人或者代理人的近亲属",
    "interest": "与纠纷有利害关系",
    "other": "有其他可能影响公正的关系",
}


def handed_in(dossier: Dossier) -> list[str]:
    papers = papers_of(dossier.matter).filter(issued_for=None, seq__lte=dossier.event.seq)
    return [paper.title for paper in papers if paper.kind != "signature"]


def _evidence(dossier: Dossier) -> tuple[people.Evidence, ...]:
    return tuple(people.Evidence(name=title, copies=1) for title in handed_in(dossier))


def claims_of(dossier: Dossier) -> tuple[str, ...]:
    told = dossier.words("claims", dossier.first())
    return tuple(line.strip() for line in told.splitlines() if line.strip())


def application(dossier: Dossier) -> intake.Application:
    applicants = [p for p in dossier.parties if p.role == "applicant"]
    return intake.Application(
        **dossier.head,
        parties=dossier.all_parties(),
        cause=dossier.cause,
        facts=dossier.words("facts_told"),
        claims=claims_of(dossier),
        evidence=_evidence(dossier),
        preferred_mediator="",
        way=MEETING.get(dossier.value("way"), ""),
        signatures=tuple(dossier.signed_by("申请人", None, p.name) for p in applicants),
    )


def oral_application(dossier: Dossier) -> intake.OralApplication:
    applicants = [p for p in dossier.parties if p.role == "applicant"]
    recorder = dossier.actor_name()
    return intake.OralApplication(
        **dossier.head,
        parties=dossier.all_parties(),
        cause=dossier.cause,
        facts=dossier.words("facts_told"),
        claims=claims_of(dossier),
        evidence=_evidence(dossier),
        preferred_mediator="",
        way=MEETING.get(dossier.value("way"), ""),
        place=dossier.organ.name,
        recorder=recorder,
        taken_at=dossier.moment(),
        confirmation="以上记录已向我宣读，与我所说一致。",
        signatures=(
            *(dossier.signed_by("申请人", None, p.name) for p in applicants),
            dossier.signed_by("记录人", None, recorder),
        ),
    )


def register(dossier: Dossier) -> intake.Register:
    opening = dossier.first()
    return intake.Register(
        **dossier.head,
        source=SOURCES.get(opening.values.get("source", "applied"), ""),
        source_reference=str(opening.values.get("case_number", "")),
        received_at=dossier.moment(opening),
        cause=dossier.cause,
        parties=dossier.all_parties(),
        summary=dossier.words("facts_told", opening),
        amount=amount(opening.values.get("amount")),
        people_involved=int(opening.values.get("people", len(dossier.parties))),
        urgency="紧急" if dossier.matter.urgent else "一般",
        reply="",
        signatures=(dossier.signed_by("登记人", None, dossier.actor_name(opening)),),
    )


def receipt(dossier: Dossier) -> intake.Receipt:
    """The applicant's slip; the first applicant's code is the matter's query code."""
    applicant = next(p for p in dossier.parties if p.role == "applicant")
    return intake.Receipt(
        **dossier.head,
        applicant=mask_name(applicant.name),
        received_at=dossier.moment(),
        cause=dossier.cause,
        materials=tuple(people.Material(name=title, copies=1) for title in handed_in(dossier)),
        query_code=applicant.code,
        query=QrCode(applicant.track_address),
        next_dates=tuple(
            _next_date(clock)
            for clock in clocks_of(dossier.matter).filter(started_by_seq=dossier.event.seq)
        ),
        office=dossier.office(),
    )


def _next_date(clock: Clock) -> people.NextDate:
    due = clock.strict_due
    return people.NextDate(
        label=clock.label,
        due=due.date() if isinstance(due, datetime) else due,
        weight=weight(clock.effect),
        basis=clock.basis,
        explanation=tuple(str(step["sentence"]) for step in clock.derivation["steps"]),
        provisional=clock.provisional,
    )


QUESTION = (
    "{applicant}就{cause}申请人民调解。调解不收费，您可以接受，也可以拒绝；"
    "接受后随时可以要求终止。您是否同意调解？"
)
ANSWERS = {"yes": "同意调解", "no": "不同意调解"}


def consent(dossier: Dossier) -> intake.Consent:
    """One record for the party that answered; on joint acceptance, for the first of them."""
    key = dossier.value("party") or next(iter(dossier.value("consenting", ["p1"])))
    party = dossier.party_row(key) or dossier.parties[0]
    said = WAYS.get(dossier.value("said", "online"), "")
    return intake.Consent(
        **dossier.head,
        person=dossier.party(party),
        question_version="同意调解询问文本 第1版",
        question=QUESTION.format(
            applicant="、".join(dossier.names("applicant")), cause=dossier.cause
        ),
        answer=ANSWERS[dossier.value("answer", "yes")],
        answered_at=dossier.moment(),
        channel=said,
        recorder="" if dossier.event.by.startswith("party:") else dossier.actor_name(),
        signatures=(dossier.signed_by(dossier.party(party).role, dossier.event, party.name),),
    )


def mediator_choice(dossier: Dossier) -> intake.MediatorChoice:
    data = dossier.matter.data
    named = data.get("named_by") == "name_mediator"
    chosen = [event for event in dossier.events if event.step == "choose_mediator"]
    disclosures = tuple(
        f"{dossier.staff(who)}：{RELATIONS[relation]}"
        for who, relation in data.get("disclosures", {}).items()
    )
    mediators = dossier.mediators()
    return intake.MediatorChoice(
        **dossier.head,
        candidates=(),
        choices=tuple(
            intake.Choice(
                party=dossier.name(event.values["party"]),
                mediator=dossier.staff(event.values["mediator"]),
                chosen_at=dossier.moment(event),
            )
            for event in chosen
        ),
        named_by="调委会指定" if named else "当事人共同选定",
        mediators=mediators,
        disclosures=disclosures,
        challenge="",
        decision=f"由{'、'.join(mediators)}主持调解。" if mediators else "",
        signatures=tuple(
            dossier.signed_by(people_role, None, name)
            for people_role, name in (
                (dossier.party(p).role, p.name)
                for p in dossier.parties
                if p.role in {"applicant", "respondent"}
            )
        ),
    )
