"""人民调解文书: every paper of the room, with its number, template, data and Word template."""

from collections.abc import Callable
from pathlib import Path

from hejie.papers.templates import Template
from hejie.rooms.mediation.paper_data import (
    docking,
    folder,
    intake,
    outcomes,
    sessions,
    settlement,
    word,
)
from hejie.rooms.mediation.paper_data.people import Letterhead

FOLDER = Path(__file__).parent.parent / "papers"


def _paper(
    name: str,
    number: str,
    template: str,
    shape: type[Letterhead],
    editable: Callable[[], bytes] | None = None,
) -> Template:
    return Template(name, number, template, shape, FOLDER, editable)


PAPERS = {
    "application": _paper(
        "调解申请书", "HJ-MD-01", "application.typ", intake.Application, word.application
    ),
    "oral_application": _paper(
        "口头申请调解记录", "HJ-MD-02", "oral_application.typ", intake.OralApplication
    ),
    "register": _paper("受理登记表", "HJ-MD-03", "register.typ", intake.Register),
    "receipt": _paper("回执", "HJ-MD-04", "receipt.typ", intake.Receipt),
    "consent": _paper("同意调解记录", "HJ-MD-05", "consent.typ", intake.Consent),
    "invitation": _paper("调解通知书", "HJ-MD-06", "invitation.typ", sessions.Invitation),
    "mediator_choice": _paper(
        "调解员选定书", "HJ-MD-07", "mediator_choice.typ", intake.MediatorChoice
    ),
    "session_record": _paper(
        "调解笔录（程序部分）", "HJ-MD-08", "session_record.typ", sessions.SessionRecord
    ),
    "negotiation_record": _paper(
        "调解笔录（协商部分）", "HJ-MD-09", "negotiation_record.typ", sessions.NegotiationRecord
    ),
    "investigation": _paper("调查笔录", "HJ-MD-10", "investigation.typ", sessions.Investigation),
    "undisputed_facts": _paper(
        "无争议事实记载",
        "HJ-MD-11",
        "undisputed_facts.typ",
        sessions.UndisputedFacts,
        word.undisputed_facts,
    ),
    "agreement": _paper(
        "调解协议书", "HJ-MD-12", "agreement.typ", outcomes.Agreement, word.agreement
    ),
    "oral_agreement": _paper(
        "口头协议登记表", "HJ-MD-13", "oral_agreement.typ", outcomes.OralAgreement
    ),
    "termination": _paper("终止调解告知书", "HJ-MD-14", "termination.typ", outcomes.Termination),
    "non_acceptance": _paper(
        "不予受理告知书", "HJ-MD-15", "non_acceptance.typ", outcomes.NonAcceptance
    ),
    "failure_report": _paper(
        "调解不成报告", "HJ-MD-16", "failure_report.typ", outcomes.FailureReport
    ),
    "transfer": _paper("移送（转办）函", "HJ-MD-17", "transfer.typ", outcomes.Transfer),
    "visit": _paper("回访记录", "HJ-MD-18", "visit.typ", outcomes.Visit),
    "cover": _paper("卷宗封面", "HJ-MD-19", "cover.typ", folder.Cover),
    "contents": _paper("卷内目录", "HJ-MD-20", "contents.typ", folder.Contents),
    "note": _paper("备考表", "HJ-MD-21", "note.typ", folder.Note),
    "referral_letter": _paper(
        "委派（委托）调解函", "HJ-MD-22", "referral_letter.typ", docking.ReferralLetter
    ),
    "delivery": _paper("送达地址确认书", "HJ-MD-23", "delivery.typ", docking.Delivery),
    "settlement_certificate": _paper(
        "协商凭证", "HJ-MD-24", "settlement_certificate.typ", settlement.SettlementCertificate
    ),
}
