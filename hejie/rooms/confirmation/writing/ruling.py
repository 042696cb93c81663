"""Write the ruling and what follows it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hejie.kernel.clocks import clocks_of
from hejie.rooms.confirmation.grounds import DISMISSAL, DISMISSED
from hejie.rooms.confirmation.paper_data import ruling as shapes
from hejie.rooms.confirmation.writing.court import day_in_words
from hejie.rooms.confirmation.writing.file import ROLE_NAMES, CourtFile

SERVED = {"direct": "当面送达", "electronic": "电子送达", "mail": "邮寄送达", "left": "留置送达"}


def _result(file: CourtFile) -> shapes.Result:
    if file.event.step == "decide_objection":
        upheld = file.value("upheld") == "yes"
        return shapes.Result.REVOKED if upheld else shapes.Result.OBJECTION_REJECTED
    return shapes.Result(file.event.state)


def ruling(file: CourtFile) -> shapes.Ruling:
    ground = file.value("ground")
    return shapes.Ruling(
        **file.head(file.court),
        ruling_number=str(file.value("ruling_number")),
        parties=file.parties(),
        objector=file.name(file.value("party")) if file.value("party") else "",
        agreement=file.agreement,
        applied_on=file.day(file.last("submit")),
        accepted_on=file.day(file.last("accept")),
        found=file.words("text"),
        ground=DISMISSED[ground].law if ground else "",
        result=_result(file),
        judge=file.judge(),
    )


def _ruling_number(file: CourtFile) -> str:
    return str(file.data["ruling"]["number"])


def service_proof(file: CourtFile) -> shapes.ServiceProof:
    key = file.value("party")
    clock = clocks_of(file.matter).filter(key="object", subject=key).first()
    return shapes.ServiceProof(
        **file.head(file.court),
        ruling_number=_ruling_number(file),
        paper="民事裁定书",
        addressee=file.name(key),
        address=file.rows[key].address,
        way=SERVED[file.value("way")],
        received_on=file.day(),
        served_by=file.staff(),
        objection_until=day_in_words(clock.rolled_due) if clock else "",
    )


def objection(file: CourtFile) -> shapes.Objection:
    key = file.value("party")
    row, third = file.rows[key], file.data.get("thirds", {}).get(key)
    counted = third or file.data["served"][key]
    return shapes.Objection(
        **file.head(""),
        court=file.court,
        ruling_number=_ruling_number(file),
        objector=file.party(key),
        capacity=ROLE_NAMES[row.role],
        counted_from="知道或者应当知道权益受到侵害" if third else "收到裁定",
        counted_on=date.fromisoformat(counted),
        objected_on=file.day(),
        reason=file.words("reason"),
        signatures=(file.signature(ROLE_NAMES[row.role], key, file.event),),
    )


def enforcement(file: CourtFile) -> shapes.Enforcement:
    number = int(file.value("term")) - 1
    term, amount = file.data["agreement"]["terms"][number], file.value("amount", None)
    return shapes.Enforcement(
        **file.head(""),
        court=file.court,
        ruling_number=_ruling_number(file),
        creditor=file.party(term["payee"], "申请执行人"),
        debtor=file.party(term["payer"], "被执行人"),
        agreement=file.agreement,
        term=file.term(number),
        amount=Decimal(amount) if amount else None,
        reason=file.words("reason"),
        clues=file.words("property_clues"),
        signatures=(file.signature("申请执行人", file.value("party"), file.event),),
    )


def feedback(file: CourtFile) -> shapes.Feedback:
    return shapes.Feedback(
        **file.head(file.court),
        organ=file.committee,
        agreement=file.agreement,
        ruling_number=str(file.value("ruling_number")),
        ground=DISMISSED[file.value("ground")].law,
        basis=DISMISSAL,
        explanation=file.words("text"),
    )
