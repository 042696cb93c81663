"""What the steps of a confirmation need, and where their facts lead. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from hejie.kernel.procedures import Act, Data, Facts, Need, PartyView, Problem, Situation
from hejie.kernel.sentences import gettext_noop
from hejie.law.confirmation import LABOUR_PAYMENT
from hejie.rooms.confirmation.folding import NO, YES
from hejie.rooms.confirmation.grounds import (
    ACCEPTANCE,
    ALWAYS_NEEDED,
    COURTS,
    DISMISSAL,
    DISMISSED,
    NOT_ACCEPTED,
    PAPERS,
    PAPERS_BASIS,
)

PROCEDURE_LAW = "民事诉讼法 第二百零五条"
LABOUR_CAUSES = frozenset({"MD08", "MD09"})
COMMITTEES = frozenset({"committee", "centre"})
"""Kinds of organ that are, or keep, a people's mediation committee."""
SUIT = "协议仍然有约束力；对方不履行的，可以向法院起诉。"


def applicants(situation: Situation) -> tuple[PartyView, ...]:
    return situation.with_role("applicant")


# 条件


def _in_time(situation: Situation) -> bool:
    """The day is counted once, by the clock that the agreement started; here it is read."""
    clock = situation.clock("confirm")
    return clock is None or situation.today <= clock.rolled_due


IN_TIME = Need(
    sentence=f"协议生效已经超过三十日，不能再申请司法确认。{SUIT}",
    holds=_in_time,
    basis=PROCEDURE_LAW,
)
TIME_OVER = Need(sentence="三十日还没有过", holds=lambda s: not _in_time(s))
NOT_ENTRUSTED = Need(
    sentence="法院立案后委托调解的，由法院直接出具文书，不用申请司法确认",
    holds=lambda s: s.clock("confirm") is not None,
    basis=PROCEDURE_LAW,
)
IN_WRITING = Need(
    sentence="口头协议没有文本，请先请调解员写成书面协议",
    holds=lambda s: s.data["agreement"]["way"] == "written",
    basis=PAPERS_BASIS,
)
NOT_DISMISSED = Need(
    sentence=f"这份协议已经被法院裁定驳回，请先请调解员变更协议，再重新申请。{SUIT}",
    holds=lambda s: not s.data["agreement"]["dismissed"],
    basis="民事诉讼法 第二百零六条",
)


def _is_labour(situation: Situation) -> bool:
    return situation.category in LABOUR_CAUSES


def _only_payments(situation: Situation) -> bool:
    agreement = situation.data["agreement"]
    return not agreement["with_things"] and all(term.get("sum") for term in agreement["terms"])


ONLY_PAYMENTS = Need(
    sentence="劳动争议的协议，只有全部是给付义务（付多少钱）的才能申请司法确认",
    holds=lambda s: not _is_labour(s) or _only_payments(s),
    basis=LABOUR_PAYMENT,
)
BY_COMMITTEE = Need(
    sentence="劳动争议的协议，要由人民调解委员会主持达成的才能申请司法确认",
    holds=lambda s: not _is_labour(s) or s.data["agreement"]["committee_kind"] in COMMITTEES,
    basis=LABOUR_PAYMENT,
)
ELIGIBLE = (IN_TIME, NOT_ENTRUSTED, IN_WRITING, NOT_DISMISSED, ONLY_PAYMENTS, BY_COMMITTEE)
"""What the platform itself sees before anybody is asked."""


def is_eligible(situation: Situation, facts: Facts) -> Iterable[Problem]:
    """The eleven grounds, each answered by whoever applies; and a court that may hear it."""
    for name, grounds, basis in (
        ("excluded", NOT_ACCEPTED, ACCEPTANCE),
        ("harmful", DISMISSED, DISMISSAL),
    ):
        for key in facts.get(name, ()):
            ground = grounds[key]
            yield Problem(
                sentence="不能申请：%(ground)s。%(advice)s",
                told={"ground": ground.law, "advice": ground.advice},
                basis=basis,
                field=name,
            )
    yield from _right_court(situation, facts)


def _right_court(situation: Situation, facts: Facts) -> Iterable[Problem]:
    inviting = situation.data["agreement"]["referred_by"]
    if inviting and facts["court"] != inviting:
        yield Problem(
            sentence="这件事是法院邀请调解的，要向发出邀请的法院申请",
            field="court",
            basis=PROCEDURE_LAW,
        )
    if bool(inviting) != (facts["court_ground"] == "invited"):
        yield Problem(
            sentence=_CHOOSE_INVITED if inviting else _NOT_INVITED,
            told={"ground": COURTS["invited"]},
            basis=PROCEDURE_LAW,
            field="court_ground",
        )


_CHOOSE_INVITED = gettext_noop("请选“%(ground)s”")
_NOT_INVITED = gettext_noop("没有法院邀请调解，不能选“%(ground)s”")


# 共同申请


def own_party(situation: Situation, facts: Facts) -> Iterable[Problem]:
    """A party speaks only for itself; staff record what a party said."""
    if situation.as_roles & {"party"} and facts["party"] != situation.by:
        yield Problem(sentence="只能替自己表态", field="party")


def _consents(situation: Situation) -> dict[str, str]:
    given: dict[str, str] = situation.data.get("consents", {})
    return given


def still_to_consent(situation: Situation) -> list[str]:
    return [p.key for p in applicants(situation) if p.key not in _consents(situation)]


NOT_CONSENTED = Need(sentence="您已经表过态", holds=lambda s: s.by not in _consents(s))


def shown_digest(situation: Situation) -> str:
    """The digest of the application that is to be read before anybody consents."""
    issued = situation.data.get("issued", {}).get("application", {})
    return str(issued.get(str(situation.data.get("asked_by", "")), ""))


def consents_to_what_was_shown(situation: Situation, facts: Facts) -> Iterable[Problem]:
    yield from own_party(situation, facts)
    if facts["party"] in _consents(situation):
        yield Problem(sentence="这位当事人已经表过态", field="party")
    shown = shown_digest(situation)
    if facts["answer"] == YES and (not shown or facts.get("digest") != shown):
        yield Problem(sentence="请先看完申请书，再同意", field="digest")


def is_last_consent(situation: Situation, party: str, answer: str) -> bool:
    return answer == YES and set(still_to_consent(situation)) <= {party}


def after_consent(situation: Situation, facts: Facts) -> str:
    """One no ends it; the last yes makes the joint application."""
    if facts["answer"] == NO:
        return "not_applied"
    if is_last_consent(situation, facts["party"], facts["answer"]):
        return "prepared"
    return situation.state


def after_withdrawal(situation: Situation, facts: Facts) -> str:
    """Before the court has accepted, withdrawing is enough; after, the court permits it."""
    before = {"checked", "prepared", "submitted"}
    return "withdrawn" if situation.state in before else situation.state


WITHDRAWAL_ASKED = Need(
    sentence="没有人申请撤回", holds=lambda s: bool(s.data.get("withdrawal_asked"))
)
NOT_ASKED_YET = Need(
    sentence="已经申请撤回，等法院准许", holds=lambda s: not s.data.get("withdrawal_asked")
)


# 收件、受理


def needed_papers(situation: Situation) -> list[str]:
    """§354: what is always needed, and an agent's authority where somebody has one."""
    return [*ALWAYS_NEEDED, *(("authority",) if situation.with_role("agent") else ())]


def list_is_full(situation: Situation, facts: Facts) -> Iterable[Problem]:
    missing = [key for key in needed_papers(situation) if key not in facts["papers_present"]]
    if facts.get("about_property") and "property_proof" not in facts["papers_present"]:
        missing.append("property_proof")
    if missing:
        yield Problem(
            sentence="还缺：%(papers)s。请先通知补交",
            told={"papers": tuple(PAPERS[key] for key in missing)},
            basis=PAPERS_BASIS,
            field="papers_present",
        )


# 审查


def review_is_ahead(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if datetime.fromisoformat(facts["begins"]) < situation.now:
        yield Problem(sentence="询问时间不能早于现在", field="begins")


REVIEW_SET = Need(
    sentence="没有约好的询问",
    holds=lambda s: any(one["status"] == "set" for one in s.data.get("reviews", {}).values()),
)


BODY_ASKED = Need(sentence="法院没有问题等着答复", holds=lambda s: bool(s.data.get("body_asked")))


def _is_to_be_deemed_withdrawn(situation: Situation) -> bool:
    if situation.state == "under_review":
        return bool(situation.data.get("no_show"))
    clock = situation.clock("hand_in")
    return clock is not None and situation.today > clock.rolled_due


DEEMED = Need(
    sentence="没有人无故不到场，补充材料的日期也没有过",
    holds=_is_to_be_deemed_withdrawn,
    basis="最高人民法院关于适用《民事诉讼法》的解释 第三百五十七条",
)


# 送达、异议、执行


def unserved(situation: Situation) -> list[str]:
    served = situation.data.get("served", {})
    return [p.key for p in applicants(situation) if p.key not in served]


TO_SERVE = Need(sentence="各方都已经送达", holds=lambda s: bool(unserved(s)))


def serves_once(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if facts["party"] in situation.data.get("served", {}):
        yield Problem(sentence="这位当事人已经送达", field="party")


def after_service(situation: Situation, facts: Facts) -> str:
    """A valid ruling is in force when the last party has it."""
    everybody = set(unserved(situation)) <= {facts["party"]}
    return "in_force" if everybody and situation.state == "valid" else situation.state


def objects_in_time(situation: Situation, facts: Facts) -> Iterable[Problem]:
    """Parties within fifteen days of receipt, third parties within six months of knowledge."""
    yield from own_party(situation, facts)
    party = facts["party"]
    clock = situation.clock("object", party) or situation.clock("object_third", party)
    if party in situation.data.get("objections", {}):
        yield Problem(sentence="已经提出过异议", field="party")
    elif clock is None:
        yield Problem(sentence="裁定还没有送达，或者还没有登记为利害关系人", field="party")
    elif clock.rolled_due < situation.today:
        yield Problem(
            sentence="提出异议的期限已过（%(due)s）",
            told={"due": clock.rolled_due},
            field="party",
        )


def open_objections(situation: Situation) -> list[str]:
    found = situation.data.get("objections", {})
    return [party for party, one in found.items() if not one["decided"]]


OBJECTED = Need(sentence="没有待审查的异议", holds=lambda s: bool(open_objections(s)))


def after_objection(situation: Situation, facts: Facts) -> str:
    return "revoked" if facts["upheld"] == YES else situation.state


def last_day_of_performance(data: Data) -> date:
    """Instalments count from the last one (民事诉讼法 第二百五十条)."""
    return max(date.fromisoformat(term["due"]) for term in data["agreement"]["terms"])


def enforces_what_is_due(situation: Situation, facts: Facts) -> Iterable[Problem]:
    yield from own_party(situation, facts)
    term = situation.data["agreement"]["terms"][int(facts["term"]) - 1]
    if date.fromisoformat(term["due"]) >= situation.today:
        yield Problem(
            sentence="这一条还没有到期（%(due)s）", told={"due": term["due"]}, field="term"
        )
    if term["payee"] != facts["party"]:
        yield Problem(sentence="要由这一条的权利人申请", field="party")
    clock = situation.clock("enforce")
    if clock is not None and clock.rolled_due < situation.today:
        yield Problem(
            sentence="申请执行的期限已过（%(due)s）",
            told={"due": clock.rolled_due},
            field="term",
        )


RIGHTS = frozenset({"object", "object_third", "enforce"})
"""Times in which somebody may do something: once over, they are over and nobody is late."""


# 期限从哪天起算


def from_effect(data: Data, act: Act) -> Iterable[tuple[str, datetime]]:
    """Thirty days run from the agreement's effect, whenever somebody applies."""
    yield "", datetime.fromisoformat(data["agreement"]["effective_at"])


def until_due(data: Data, act: Act) -> Iterable[tuple[str, date]]:
    yield "", date.fromisoformat(act.values["due"])


def from_receipt(data: Data, act: Act) -> Iterable[tuple[str, datetime]]:
    """Each party's own time, from the day on which it received a ruling that the agreement is
    valid."""
    if act.state in {"valid", "in_force"}:
        yield act.values["party"], act.occurred


def from_knowledge(data: Data, act: Act) -> Iterable[tuple[str, date]]:
    yield act.values["third"], date.fromisoformat(act.values["known_on"])


def from_last_performance(data: Data, act: Act) -> Iterable[tuple[str, Any]]:
    if act.state == "in_force":
        yield "", last_day_of_performance(data)
