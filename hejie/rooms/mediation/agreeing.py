"""What an agreement needs to be drafted, mended, signed or confirmed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from hejie.kernel.procedures import Facts, Need, Problem, Situation
from hejie.rooms.mediation.enforceability import Agreement, agreement_of, refusals
from hejie.rooms.mediation.guards import nominees, own_party, signers


def lawful_terms(situation: Situation, facts: Facts) -> Iterable[Problem]:
    """Each term says who owes whom what by when; sums are above zero and dates not past."""
    keys = {party.key for party in situation.parties}
    for number, term in enumerate(facts.get("terms", ()), start=1):
        told = {"number": number}
        if {term["payer"], term["payee"]} - keys or term["payer"] == term["payee"]:
            yield Problem(
                sentence="第 %(number)s 条：义务人和权利人要是两位当事人", told=told, field="terms"
            )
        has_thing = f"terms.{number - 1}.thing" in facts.words
        if not term.get("sum") and not has_thing:
            yield Problem(
                sentence="第 %(number)s 条：写明金额，或者写明做什么事", told=told, field="terms"
            )
        if term.get("sum") and Decimal(term["sum"]) <= 0:
            yield Problem(sentence="第 %(number)s 条：金额要大于零", told=told, field="terms")
        if date.fromisoformat(term["due"]) < situation.opened.date():
            yield Problem(
                sentence="第 %(number)s 条：履行日期早于本事项登记的日期", told=told, field="terms"
            )


def stated(situation: Situation, facts: Facts) -> Agreement:
    """The agreement that is being drafted, as the enforceability check reads it."""
    return agreement_of(
        facts.values,
        facts.words,
        parties=situation.parties,
        category=situation.category,
        papers={*situation.papers, *(kind for kind, _file in facts.files)},
    )


def drafts_with_open_eyes(situation: Situation, facts: Facts) -> Iterable[Problem]:
    """What a court would refuse stops nobody, but the mediator has to have seen each of it."""
    problems = list(lawful_terms(situation, facts))
    yield from problems
    found = [] if problems else refusals(stated(situation, facts))
    seen = set(facts.get("acknowledged", ()))
    if unseen := [one.key for one in found if one.key not in seen]:
        yield Problem(
            sentence="有 %(many)s 处法院会不予确认（%(keys)s）：请改好，或者向各方说明以后逐条勾选",
            told={"many": len(unseen), "keys": "、".join(unseen)},
            field="acknowledged",
        )


def all_agree_to_mend(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if set(signers(situation)) - set(facts["agreeing"]):
        yield Problem(sentence="变更协议要各方都同意", field="agreeing")


DRAFTED = Need(
    sentence="还没有起草书面协议",
    holds=lambda s: bool(s.data.get("draft")) and s.data["draft"]["way"] == "written",
)
ORAL_DRAFT = Need(
    sentence="还没有记录口头协议",
    holds=lambda s: bool(s.data.get("draft")) and s.data["draft"]["way"] == "oral",
)


def unsigned(situation: Situation) -> list[str]:
    return [key for key in signers(situation) if key not in situation.data.get("signatures", {})]


def signs_what_was_shown(situation: Situation, facts: Facts) -> Iterable[Problem]:
    """A signature is bound to the digest of the very text that was shown."""
    yield from own_party(situation, facts)
    yield from shown_to_staff(situation, facts)
    if facts["party"] in situation.data["signatures"]:
        yield Problem(sentence="这位当事人已经签过字", field="party")


def shown_digest(situation: Situation) -> str:
    """The digest of the agreement as it was drafted last; empty until that text was shown."""
    draft = situation.data.get("draft") or {}
    issued: Mapping[str, str] = situation.data.get("issued", {}).get("agreement", {})
    return issued.get(str(draft.get("seq")), "")


def shown_to_staff(situation: Situation, facts: Facts) -> Iterable[Problem]:
    shown = shown_digest(situation)
    if not shown or facts["digest"] != shown:
        yield Problem(sentence="协议文本已经改动，请重新阅读后再签", field="digest")


def confirms_own(situation: Situation, facts: Facts) -> Iterable[Problem]:
    yield from own_party(situation, facts)
    if facts["party"] in situation.data["signatures"]:
        yield Problem(sentence="这位当事人已经确认过", field="party")


NOT_SIGNED = Need(sentence="您已经签过字", holds=lambda s: s.by not in s.data.get("signatures", {}))
NOT_COUNTERSIGNED = Need(
    sentence="您已经签过字",
    holds=lambda s: s.by.removeprefix("account:") not in s.data.get("countersigned", {}),
)
NOT_SEALED = Need(sentence="已经盖章", holds=lambda s: not s.data.get("sealed"))


def _missing(situation: Situation, *, party: str = "", staff: str = "", seal: bool = False) -> bool:
    """Whether a signature is still missing after this one."""
    data = situation.data
    parties = set(signers(situation)) - {*data["signatures"], party}
    mediators = set(nominees(situation)) - {*data["countersigned"], staff}
    return bool(parties or mediators or not (seal or data["sealed"]))


def _agreed(situation: Situation) -> str:
    return "partly_agreed" if situation.data["draft"]["partial"] else "agreed_written"


def after_signature(situation: Situation, facts: Facts) -> str:
    return situation.state if _missing(situation, party=facts["party"]) else _agreed(situation)


def after_countersignature(situation: Situation, facts: Facts) -> str:
    staff = situation.by.removeprefix("account:")
    return situation.state if _missing(situation, staff=staff) else _agreed(situation)


def after_seal(situation: Situation, facts: Facts) -> str:
    return situation.state if _missing(situation, seal=True) else _agreed(situation)


def after_oral_confirmation(situation: Situation, facts: Facts) -> str:
    open_keys = set(signers(situation)) - {*situation.data["signatures"], facts["party"]}
    return situation.state if open_keys else "agreed_oral"
