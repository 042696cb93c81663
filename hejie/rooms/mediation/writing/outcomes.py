"""Papers of ending: agreement, oral agreement, notices, failure report, hand-over, visit."""

from __future__ import annotations

from datetime import date

from hejie.kernel.events import Event
from hejie.kernel.jurisdictions import Organ
from hejie.papers.shapes import Signature
from hejie.rooms.mediation.intake import DOORS, REASONS
from hejie.rooms.mediation.paper_data import outcomes, people
from hejie.rooms.mediation.procedure import ROUTES
from hejie.rooms.mediation.writing.dossier import Dossier, amount

FAILURES = {
    "unreachable": "联系不上一方当事人",
    "unwilling": "一方当事人不愿意调解",
    "apart": "当事人分歧较大，难以达成调解协议",
    "expired": "调解期限届满，各方没有同意延长",
    "unsigned": "当事人拒绝在调解协议上签字",
    "sham": "属于虚假调解",
    "other": "其他原因",
    "expire": "调解期限届满，视为调解不成",
    "refuse": "一方当事人明确表示不愿意继续调解",
    "withdraw": "申请人撤回调解申请",
    "answer_invitation": "一方当事人不同意调解",
    "accept_mediator": "一方当事人两次拒绝调解员又不自己选定，视为不愿意调解",
}
EFFECTS = {
    "B": outcomes.Effect.ASSIGNED,
    "C": outcomes.Effect.ENTRUSTED,
    "D": outcomes.Effect.ENTRUSTED,
}
VISITS = {"phone": "电话", "home": "上门", "message": "短信、微信"}


def other_routes(dossier: Dossier) -> tuple[people.Route, ...]:
    """The routes that a party must be told of (人民调解法 第二十六条)."""
    court = Organ.objects.filter(kind="court", area__code=dossier.matter.district).first()
    doors = ["court", "administration"]
    if dossier.matter.trade == "labour":
        doors.insert(0, "labour_arbitration")
    return tuple(
        people.Route(
            way=DOORS[key].label,
            organ=court.name if court and key == "court" else DOORS[key].organ,
            address=court.address if court and key == "court" else "",
            phone=court.phone if court and key == "court" else "",
            note=f"{DOORS[key].where}请带：{DOORS[key].bring}",
        )
        for key in doors
    )


def _terms(dossier: Dossier, draft: Event) -> tuple[outcomes.Term, ...]:
    return tuple(
        outcomes.Term(
            payer=dossier.name(term["payer"]),
            payee=dossier.name(term["payee"]),
            thing=dossier.words(f"terms.{row}.thing", draft) or "支付款项",
            amount=amount(term.get("sum")),
            way=dossier.words(f"terms.{row}.way", draft),
            due=date.fromisoformat(term["due"]),
            default_clause=dossier.words(f"terms.{row}.default", draft),
            account=dossier.words(f"terms.{row}.account", draft),
            jointly=dossier.name(term["joint"]) if term.get("joint") else "",
            interest=term.get("interest", ""),
            late=term.get("late", ""),
        )
        for row, term in enumerate(draft.values["terms"])
    )


def _draft(dossier: Dossier, step: str) -> Event:
    draft = dossier.last(step)
    if draft is None:
        raise LookupError(f"{dossier.matter.reference} has no {step}")
    return draft


def _party_signatures(dossier: Dossier, draft: Event) -> tuple[Signature, ...]:
    """One line for each party that is still in: signed, or for the pen."""
    signed, left = dossier.data.get("signatures", {}), dossier.matter.data.get("left", {})
    return tuple(
        dossier.signed_by(
            dossier.party(p).role,
            dossier.event_at(signed.get(p.key)),
            p.name,
            fingerprint=p.key in draft.values.get("fingerprints", ()),
        )
        for p in dossier.parties
        if p.role in {"applicant", "respondent"} and p.key not in left
    )


def _mediator_signatures(dossier: Dossier) -> tuple[Signature, ...]:
    signed = dossier.data.get("countersigned", {})
    accounts = [str(n["account"]) for n in dossier.matter.data.get("nominees", ())]
    return tuple(
        dossier.signed_by("人民调解员", dossier.event_at(signed.get(one)), dossier.staff(one))
        for one in accounts
    )


def agreement(dossier: Dossier) -> outcomes.Agreement:
    draft = _draft(dossier, "draft_agreement")
    return outcomes.Agreement(
        **{**dossier.head, "date": dossier.day(draft)},
        parties=dossier.bound_parties(),
        cause=dossier.cause,
        facts=dossier.words("facts_agreed", draft),
        disputed=dossier.words("points", draft),
        liability=dossier.words("liability", draft),
        terms=_terms(dossier, draft),
        other=dossier.words("other", draft),
        copies=int(draft.values.get("copies", 3)),
        effect=EFFECTS.get(dossier.matter.route, outcomes.Effect.PEOPLE),
        signatures=(
            *_party_signatures(dossier, draft),
            *_mediator_signatures(dossier),
        ),
    )


def oral_agreement(dossier: Dossier) -> outcomes.OralAgreement:
    draft = _draft(dossier, "agree_orally")
    return outcomes.OralAgreement(
        **{**dossier.head, "date": dossier.day(draft)},
        parties=dossier.bound_parties(),
        cause=dossier.cause,
        facts=dossier.words("facts_agreed", draft),
        terms=_terms(dossier, draft),
        performed="按约定期限履行，按期回访",
        agreed_on=dossier.day(None),
        signatures=(
            *_party_signatures(dossier, draft),
            dossier.signed_by("记录人", None, dossier.actor_name(draft)),
        ),
    )


def termination(dossier: Dossier) -> outcomes.Termination:
    event = dossier.event
    code = str(event.values.get("reason") or event.step)
    accepted = next((e for e in dossier.events if e.state == "accepted"), None)
    return outcomes.Termination(
        **dossier.head,
        addressees=dossier.names("applicant", "respondent"),
        cause=dossier.cause,
        taken="受理" if accepted else "登记",
        taken_on=dossier.day(accepted or dossier.first()),
        reason_code=f"F{list(FAILURES).index(code) + 1:02}",
        reason=FAILURES[code],
        # What a party gave as its reason is not for the other to read.
        explanation=dossier.words("basic_facts"),
        routes=other_routes(dossier),
        office=dossier.office(),
    )


def non_acceptance(dossier: Dossier) -> outcomes.NonAcceptance:
    code = dossier.value("reason")
    return outcomes.NonAcceptance(
        **dossier.head,
        addressees=dossier.names("applicant"),
        cause=dossier.cause,
        applied_on=dossier.day(dossier.first()),
        reason_code=f"N{list(REASONS).index(code) + 1:02}",
        reason=REASONS[code],
        explanation=dossier.words("text"),
        routes=other_routes(dossier),
        office=dossier.office(),
    )


def failure_report(dossier: Dossier) -> outcomes.FailureReport:
    opening, event = dossier.first(), dossier.event
    court = Organ.objects.filter(key=opening.values.get("referred_by", "")).first()
    received = dossier.last("sign_for") or opening
    conduct = dossier.words("conduct")
    materials = ["调解笔录（程序部分）", "无争议事实记载"]
    return outcomes.FailureReport(
        **dossier.head,
        court=court.name if court else "",
        court_number=str(opening.values.get("case_number", "")),
        route=ROUTES.get(dossier.matter.route, ""),
        received_on=dossier.day(received),
        ended_on=dossier.day(event),
        parties=dossier.all_parties(),
        cause=dossier.cause,
        basic_facts=dossier.words("basic_facts"),
        sessions=sum(1 for e in dossier.events if e.step == "hold_session"),
        reasons=(FAILURES.get(dossier.value("reason"), FAILURES["other"]),),
        costly_conduct=(conduct,) if conduct else (),
        other="",
        materials=tuple(people.Material(name=name, copies=1) for name in materials),
        signatures=(dossier.signed_by("调解员", None, dossier.actor_name()),),
    )


def transfer(dossier: Dossier) -> outcomes.Transfer:
    door = DOORS[dossier.value("door")]
    return outcomes.Transfer(
        **dossier.head,
        organ=door.organ,
        parties=dossier.all_parties(),
        cause=dossier.cause,
        summary=dossier.words("facts_told", dossier.first()),
        reason=dossier.words("text"),
        basis="；".join(rule.basis for rule in door.clocks) or "人民调解法 第二十六条",
        materials=(people.Material(name=door.bring, copies=1),),
        reply_to=dossier.office(),
    )


def _performed_items(dossier: Dossier) -> str:
    """Which terms had been performed by then, and which in part."""
    last = {
        str(event.values["subject"]): event.values["outcome"]
        for event in dossier.events
        if event.step == "perform"
    }
    told = {"performed": "全部履行", "part": "履行一部分"}
    return "；".join(f"第{number}条{told[last[number]]}" for number in sorted(last, key=int))


def visit(dossier: Dossier) -> outcomes.Visit:
    stars = dossier.value("stars", None)
    said = {
        "、".join(dossier.names(role)): dossier.words(f"{role}_said")
        for role in ("applicant", "respondent")
    }
    return outcomes.Visit(
        **dossier.head,
        visited_at=dossier.moment(),
        way=VISITS[dossier.value("way")],
        visitor=dossier.actor_name(),
        statements=tuple(
            outcomes.PartyStatement(party=name, words=words, satisfaction=stars)
            for name, words in said.items()
            if words
        ),
        performed_amount=amount(dossier.value("performed", None)),
        performed_items=_performed_items(dossier),
        evidence=(),
        new_dispute="有" if dossier.value("new_dispute", False) else "无",
        next_step=dossier.words("next_step"),
        signatures=(dossier.signed_by("回访人", None, dossier.actor_name()),),
    )
