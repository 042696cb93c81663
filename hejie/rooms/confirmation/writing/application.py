"""Write the application and the list of papers."""

from __future__ import annotations

from hejie.kernel.events import Event
from hejie.rooms.confirmation.grounds import PAPERS, TRUTH
from hejie.rooms.confirmation.paper_data import application as shapes
from hejie.rooms.confirmation.writing.file import CourtFile

SOURCES = {
    "agreement": "随案电子文书",
    "body_proof": "本清单",
    "identity": "登记资料，当面或网上核对",
    "delivery": "司法确认申请书",
    "authority": "当事人提交",
    "property_proof": "当事人提交（涉及财产权利的）",
}


def _consents(file: CourtFile) -> dict[str, Event]:
    return {
        event.values["party"]: event
        for event in file.events
        if event.step == "consent" and event.values["answer"] == "yes"
    }


def _applied_papers(file: CourtFile) -> list[str]:
    has_agent = any(row.role == "agent" for row in file.rows.values())
    return [key for key in PAPERS if key != "authority" or has_agent]


def application(file: CourtFile) -> shapes.Application:
    asked, consents = file.events[0], _consents(file)
    applicants = [key for key, row in file.rows.items() if row.role == "applicant"]
    return shapes.Application(
        **{**file.head(""), "date": file.day(asked)},
        court=file.court,
        parties=file.parties(),
        agreement=file.agreement,
        request="确认上述调解协议有效。",
        reasons=file.words("reasons", asked),
        statement=TRUTH,
        deliveries=tuple(
            shapes.Delivery(party=file.name(key), words=_delivery(file, key, consents.get(key)))
            for key in applicants
        ),
        papers=tuple(PAPERS[key] for key in _applied_papers(file)),
        recorder=file.staff(asked) if file.data["form"] == "oral" else "",
        signatures=tuple(file.signature("申请人", key, consents.get(key)) for key in applicants),
    )


def _delivery(file: CourtFile, key: str, consent: Event | None) -> str:
    """What the party stated when it consented, else the address and telephone on file."""
    row = file.rows[key]
    stated = file.words("delivery", consent) if consent else ""
    return stated or "，".join(filter(None, (row.address, row.phone)))


def paper_list(file: CourtFile) -> shapes.PaperList:
    return shapes.PaperList(
        **file.head(file.committee),
        court=file.court,
        parties=file.parties(),
        agreement=file.agreement,
        mediators=file.mediators(),
        rows=tuple(
            shapes.ListedPaper(name=PAPERS[key], source=SOURCES[key])
            for key in _applied_papers(file)
        ),
    )
