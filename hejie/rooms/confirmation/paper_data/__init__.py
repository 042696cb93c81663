"""司法确认文书: every paper of the room, with its number, template and data."""

from pathlib import Path

from hejie.papers.templates import Template
from hejie.rooms.confirmation.paper_data import application, court, ruling
from hejie.rooms.confirmation.paper_data.people import Letterhead

FOLDER = Path(__file__).parent.parent / "papers"


def _paper(name: str, number: str, template: str, shape: type[Letterhead]) -> Template:
    return Template(name, number, template, shape, FOLDER)


PAPERS = {
    "application": _paper("司法确认申请书", "HJ-JC-01", "application.typ", application.Application),
    "paper_list": _paper("申请材料清单", "HJ-JC-02", "paper_list.typ", application.PaperList),
    "acceptance": _paper("受理通知书", "HJ-JC-03", "acceptance.typ", court.Acceptance),
    "non_acceptance": _paper(
        "不予受理裁定书", "HJ-JC-04", "non_acceptance.typ", court.NonAcceptance
    ),
    "review_notice": _paper("到场核实通知书", "HJ-JC-05", "review_notice.typ", court.ReviewNotice),
    "review_record": _paper("到场核实笔录", "HJ-JC-06", "review_record.typ", court.ReviewRecord),
    "supplement_notice": _paper(
        "限期补充通知书", "HJ-JC-07", "supplement_notice.typ", court.SupplementNotice
    ),
    "ruling": _paper("民事裁定书", "HJ-JC-08", "ruling.typ", ruling.Ruling),
    "service_proof": _paper("送达回证", "HJ-JC-09", "service_proof.typ", ruling.ServiceProof),
    "objection": _paper("异议记录", "HJ-JC-10", "objection.typ", ruling.Objection),
    "enforcement_application": _paper(
        "强制执行申请书", "HJ-JC-11", "enforcement_application.typ", ruling.Enforcement
    ),
    "feedback": _paper("司法确认反馈函", "HJ-JC-12", "feedback.typ", ruling.Feedback),
}
