"""人民调解文书: every paper of the room, with its number, version, template and data."""

from dataclasses import dataclass
from pathlib import Path

from hejie.rooms.mediation.paper_data import docking, folder, intake, outcomes, sessions
from hejie.rooms.mediation.paper_data.people import Letterhead

FOLDER = Path(__file__).parent.parent / "papers"


@dataclass(frozen=True)
class Paper:
    """A numbered, versioned template; number and version are printed on each page."""

    name: str
    number: str
    version: int
    template: str
    shape: type[Letterhead]


PAPERS = {
    "application": Paper("调解申请书", "HJ-MD-01", 1, "application.typ", intake.Application),
    "oral_application": Paper(
        "口头申请调解记录", "HJ-MD-02", 1, "oral_application.typ", intake.OralApplication
    ),
    "register": Paper("受理登记表", "HJ-MD-03", 1, "register.typ", intake.Register),
    "receipt": Paper("回执", "HJ-MD-04", 1, "receipt.typ", intake.Receipt),
    "consent": Paper("同意调解记录", "HJ-MD-05", 1, "consent.typ", intake.Consent),
    "invitation": Paper("调解通知书", "HJ-MD-06", 1, "invitation.typ", sessions.Invitation),
    "mediator_choice": Paper(
        "调解员选定书", "HJ-MD-07", 1, "mediator_choice.typ", intake.MediatorChoice
    ),
    "session_record": Paper(
        "调解笔录（程序部分）", "HJ-MD-08", 1, "session_record.typ", sessions.SessionRecord
    ),
    "negotiation_record": Paper(
        "调解笔录（协商部分）", "HJ-MD-09", 1, "negotiation_record.typ", sessions.NegotiationRecord
    ),
    "investigation": Paper("调查笔录", "HJ-MD-10", 1, "investigation.typ", sessions.Investigation),
    "undisputed_facts": Paper(
        "无争议事实记载", "HJ-MD-11", 1, "undisputed_facts.typ", sessions.UndisputedFacts
    ),
    "agreement": Paper("调解协议书", "HJ-MD-12", 1, "agreement.typ", outcomes.Agreement),
    "oral_agreement": Paper(
        "口头协议登记表", "HJ-MD-13", 1, "oral_agreement.typ", outcomes.OralAgreement
    ),
    "termination": Paper("终止调解告知书", "HJ-MD-14", 1, "termination.typ", outcomes.Termination),
    "non_acceptance": Paper(
        "不予受理告知书", "HJ-MD-15", 1, "non_acceptance.typ", outcomes.NonAcceptance
    ),
    "failure_report": Paper(
        "调解不成报告", "HJ-MD-16", 1, "failure_report.typ", outcomes.FailureReport
    ),
    "transfer": Paper("移送（转办）函", "HJ-MD-17", 1, "transfer.typ", outcomes.Transfer),
    "visit": Paper("回访记录", "HJ-MD-18", 1, "visit.typ", outcomes.Visit),
    "cover": Paper("卷宗封面", "HJ-MD-19", 1, "cover.typ", folder.Cover),
    "contents": Paper("卷内目录", "HJ-MD-20", 1, "contents.typ", folder.Contents),
    "note": Paper("备考表", "HJ-MD-21", 1, "note.typ", folder.Note),
    "referral_letter": Paper(
        "委派（委托）调解函", "HJ-MD-22", 1, "referral_letter.typ", docking.ReferralLetter
    ),
    "delivery": Paper("送达地址确认书", "HJ-MD-23", 1, "delivery.typ", docking.Delivery),
}
