"""司法确认文书: every paper of the room, with its number, version, template and data."""

from dataclasses import dataclass
from pathlib import Path

from hejie.rooms.confirmation.paper_data import application, court, ruling
from hejie.rooms.confirmation.paper_data.people import Letterhead

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
    "application": Paper(
        "司法确认申请书", "HJ-JC-01", 1, "application.typ", application.Application
    ),
    "paper_list": Paper("申请材料清单", "HJ-JC-02", 1, "paper_list.typ", application.PaperList),
    "acceptance": Paper("受理通知书", "HJ-JC-03", 1, "acceptance.typ", court.Acceptance),
    "non_acceptance": Paper(
        "不予受理裁定书", "HJ-JC-04", 1, "non_acceptance.typ", court.NonAcceptance
    ),
    "review_notice": Paper(
        "到场核实通知书", "HJ-JC-05", 1, "review_notice.typ", court.ReviewNotice
    ),
    "review_record": Paper("到场核实笔录", "HJ-JC-06", 1, "review_record.typ", court.ReviewRecord),
    "supplement_notice": Paper(
        "限期补充通知书", "HJ-JC-07", 1, "supplement_notice.typ", court.SupplementNotice
    ),
    "ruling": Paper("民事裁定书", "HJ-JC-08", 1, "ruling.typ", ruling.Ruling),
    "service_proof": Paper("送达回证", "HJ-JC-09", 1, "service_proof.typ", ruling.ServiceProof),
    "objection": Paper("异议记录", "HJ-JC-10", 1, "objection.typ", ruling.Objection),
    "enforcement_application": Paper(
        "强制执行申请书", "HJ-JC-11", 1, "enforcement_application.typ", ruling.Enforcement
    ),
    "feedback": Paper("司法确认反馈函", "HJ-JC-12", 1, "feedback.typ", ruling.Feedback),
}
