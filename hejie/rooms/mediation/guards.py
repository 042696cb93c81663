"""What a mediation's steps need, and where their facts lead. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hejie.kernel.procedures import Act, ClockView, Data, Facts, Need, PartyView, Problem, Situation
from hejie.kernel.sentences import gettext_noop
from hejie.kernel.workdays import SHANGHAI
from hejie.law.mediation import LOCAL_REMINDER
from hejie.rooms.mediation.enforceability import Agreement, agreement_of, refusals
from hejie.rooms.mediation.folding import AGREED, NO, YES

RATED_STATES = AGREED | {
    "performing",
    "performed",
    "partly_performed",
    "breached",
    "failed",
    "refused",
    "withdrawn",
    "not_accepted",
    "transferred",
    "archived",
}

CONFLICTS = {"relative", "interest"}
"""Relations that stand in the way unless every party accepts the mediator after disclosure
(人民法院在线调解规则 第十三条；最高人民法院关于人民法院特邀调解的规定 第十五条)."""


def sides(situation: Situation) -> dict[str, list[PartyView]]:
    """The parties that are still in, by side."""
    left = situation.data.get("left", {})
    return {
        role: [p for p in situation.with_role(role) if p.key not in left]
        for role in ("applicant", "respondent")
    }


def in_it(situation: Situation) -> list[PartyView]:
    return [party for side in sides(situation).values() for party in side]


def _consents(situation: Situation) -> Mapping[str, str]:
    consents: Mapping[str, str] = situation.data.get("consents", {})
    return consents


def waiting_for_answer(situation: Situation) -> list[PartyView]:
    return [p for p in in_it(situation) if p.key not in _consents(situation)]


ASKED = Need(
    sentence="没有等待答复的当事人",
    holds=lambda s: bool(waiting_for_answer(s)),
)


def own_party(situation: Situation, facts: Facts) -> Iterable[Problem]:
    """A party speaks only for itself; staff record what a party said, and how it was said."""
    party = facts["party"]
    if situation.as_roles & {"party"} and party != situation.by:
        yield Problem(sentence="只能替自己表态", field="party")
    if party in situation.data.get("left", {}):
        yield Problem(sentence="这位当事人已经退出本次调解", field="party")


def answer_is_open(situation: Situation, facts: Facts) -> Iterable[Problem]:
    yield from own_party(situation, facts)
    if facts["party"] in _consents(situation):
        yield Problem(sentence="这位当事人已经答复过了", field="party")


def after_answer(situation: Situation, facts: Facts) -> str:
    """Refused when a whole side is out; accepted when everybody still in has said yes."""
    party, answer = facts["party"], facts["answer"]
    remaining = {
        role: [p for p in side if not (p.key == party and answer == NO)]
        for role, side in sides(situation).items()
    }
    if not all(remaining.values()):
        return "refused"
    given = {**_consents(situation), party: answer}
    everybody = [p.key for side in remaining.values() for p in side]
    return "accepted" if all(given.get(key) == YES for key in everybody) else "invited"


def all_consent(situation: Situation, facts: Facts) -> Iterable[Problem]:
    given = set(facts["consenting"]) | {k for k, v in _consents(situation).items() if v == YES}
    if missing := [p.key for p in in_it(situation) if p.key not in given]:
        yield Problem(
            sentence="还有 %(missing)s 位当事人没有同意调解；一方不同意就不能受理",
            told={"missing": len(missing)},
            field="consenting",
            basis="人民调解法 第十七条",
        )


def after_leaving(end: str) -> Any:
    """A side that has nobody left ends the mediation; otherwise the rest go on."""

    def choose(situation: Situation, facts: Facts) -> str:
        remaining = {
            name: [p for p in side if p.key != facts["party"]]
            for name, side in sides(situation).items()
        }
        return situation.state if all(remaining.values()) else end

    return choose


def applicant_withdraws(situation: Situation, facts: Facts) -> Iterable[Problem]:
    yield from own_party(situation, facts)
    if facts["party"] not in {p.key for p in situation.with_role("applicant")}:
        yield Problem(sentence="只有申请人可以撤回申请", field="party")


FROM_COURT = Need(
    sentence="不是法院委派、委托的，不用签收", holds=lambda s: s.route in {"B", "C", "D"}
)
SIGNED_FOR = Need(
    sentence="请先签收法院材料",
    holds=lambda s: s.route not in {"B", "C", "D"} or bool(s.data.get("signed_for")),
)
NOT_SIGNED_FOR = Need(sentence="已经签收", holds=lambda s: not s.data.get("signed_for"))

NO_NOMINEE = Need(
    sentence="已经有调解员人选，请先完成披露和确认",
    holds=lambda s: not s.data.get("nominees"),
)
NOMINEE = Need(sentence="还没有调解员人选", holds=lambda s: bool(s.data.get("nominees")))


def _is_nominee(situation: Situation) -> bool:
    return situation.by.removeprefix("account:") in nominees(situation)


def all_choose(situation: Situation, party: str, mediator: str) -> bool:
    """Whether every party has chosen the same mediator once this one has."""
    choices = {**situation.data.get("choices", {}), party: mediator}
    return {choices.get(p.key) for p in in_it(situation)} == {mediator}


def nominees(situation: Situation) -> list[str]:
    return [str(n["account"]) for n in situation.data.get("nominees", ())]


TO_DISCLOSE = Need(
    sentence="只有被选定的调解员需要披露，而且只披露一次",
    holds=lambda s: (
        _is_nominee(s) and s.by.removeprefix("account:") not in s.data.get("disclosures", {})
    ),
)
NOT_JUDGED = Need(
    sentence="您已经接受了调解员", holds=lambda s: s.by not in s.data.get("acceptances", {})
)
ALL_DISCLOSED = Need(
    sentence="调解员还没有披露有无利害关系",
    holds=lambda s: bool(nominees(s)) and set(nominees(s)) <= set(s.data["disclosures"]),
    basis="人民法院在线调解规则 第十三条",
)


def after_disclosure(situation: Situation, facts: Facts) -> str:
    """Chosen by all parties together and nothing to disclose: settled. Otherwise they are
    asked."""
    told = {
        **situation.data["disclosures"],
        situation.by.removeprefix("account:"): facts["relation"],
    }
    chosen = situation.data.get("named_by") == "choose_mediator"
    clear = all(told.get(who) == "none" for who in nominees(situation))
    return "assigned" if chosen and clear else situation.state


def after_judging_mediator(situation: Situation, facts: Facts) -> str:
    """A second rejection without an own choice is a refusal (人民法院在线调解规则 第十四条)."""
    party, answer = facts["party"], facts["answer"]
    if answer == NO:
        before = situation.data.get("rejections", {}).get(party, 0)
        own = party in situation.data.get("choices", {})
        return "refused" if before >= 1 and not own else situation.state
    given = {*situation.data["acceptances"], party}
    return "assigned" if {p.key for p in in_it(situation)} <= given else situation.state


def judges_mediator(situation: Situation, facts: Facts) -> Iterable[Problem]:
    yield from own_party(situation, facts)
    if facts["party"] in situation.data.get("acceptances", {}):
        yield Problem(sentence="这位当事人已经接受了调解员", field="party")


def after_challenge(situation: Situation, facts: Facts) -> str:
    return "accepted" if facts["upheld"] else situation.state


CHALLENGED = Need(sentence="没有待决定的回避申请", holds=lambda s: bool(s.data.get("challenge")))
NOT_CHALLENGED = Need(sentence="回避申请还没有决定", holds=lambda s: not s.data.get("challenge"))


def sessions(situation: Situation, status: str) -> list[str]:
    found: Mapping[str, Mapping[str, Any]] = situation.data.get("sessions", {})
    return [number for number, session in found.items() if session["status"] == status]


SESSION_SET = Need(sentence="没有约好的调解会", holds=lambda s: bool(sessions(s, "set")))
SESSION_HELD = Need(sentence="还没有开过调解会", holds=lambda s: bool(sessions(s, "held")))


def session_is_ahead(situation: Situation, facts: Facts) -> Iterable[Problem]:
    begins, ends = (datetime.fromisoformat(facts[name]) for name in ("begins", "ends"))
    if ends <= begins:
        yield Problem(sentence="结束时间要晚于开始时间", field="ends")
    if begins < situation.opened:
        yield Problem(sentence="调解会不能早于登记时间", field="begins")
    if (ends - begins).total_seconds() > 12 * 3600:
        yield Problem(sentence="一次调解会不能超过十二小时", field="ends")


def rights_are_told(situation: Situation, facts: Facts) -> Iterable[Problem]:
    absent = [p for p in in_it(situation) if p.key not in facts["present"]]
    if len(absent) == len(in_it(situation)):
        yield Problem(sentence="没有当事人到场，不能记为开过调解会", field="present")
    for name, sentence, basis in (
        ("identity_checked", gettext_noop("请先核对到场人的身份"), ""),
        ("rights_told", gettext_noop("请先告知当事人的权利"), "人民调解法 第二十三条"),
        (
            "sham_warned",
            gettext_noop("请先告知虚假调解的法律后果"),
            "人民法院在线调解规则 第十七条",
        ),
    ):
        if not facts.get(name):
            yield Problem(sentence=sentence, basis=basis, field=name)


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


def appraisal_is_agreed(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if facts["ground"] == "appraisal" and not facts.get("agreed"):
        yield Problem(sentence="鉴定要各方同意", field="agreed")


def all_agree_to_extend(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if set(signers(situation)) - set(facts["agreeing"]):
        yield Problem(sentence="延长要各方都同意", field="agreeing")


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


def signers(situation: Situation) -> list[str]:
    return [party.key for party in in_it(situation)]


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


def after_performance(situation: Situation, facts: Facts) -> str:
    performance = {**situation.data["performance"], facts["subject"]: facts["outcome"]}
    outcomes = set(performance.values())
    if outcomes == {"performed"}:
        return "performed"
    return "performing" if "breached" not in outcomes else "breached"


def breaches_a_term(situation: Situation, facts: Facts) -> Iterable[Problem]:
    number = facts["subject"]
    if situation.data["performance"].get(number) == "performed":
        yield Problem(sentence="这一条已经履行完毕", field="subject")
    clock = situation.clock("perform", number)
    if clock is not None and clock.rolled_due >= situation.today:
        yield Problem(
            sentence="这一条还没有到期（%(due)s）", told={"due": clock.rolled_due}, field="subject"
        )


def performs_a_term(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if situation.data["performance"].get(facts["subject"]) == "performed":
        yield Problem(sentence="这一条已经履行完毕", field="subject")


FAILED_CALLS = 2
"""After so many calls that reached nobody, somebody goes there ([L], proposal)."""


def visits_at_home(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if situation.data.get("failed_calls", 0) >= FAILED_CALLS and facts["way"] != "home":
        yield Problem(sentence="已经两次没有联系上，这一次请上门回访", field="way")


def _medical_time_is_up(situation: Situation) -> bool:
    clock = situation.clock("conclude")
    return (
        situation.route == "E"
        and clock is not None
        and clock.status == "running"
        and clock.rolled_due < situation.today
    )


EXPIRED_MEDICAL = Need(sentence="医疗纠纷的调解期限还没有届满", holds=_medical_time_is_up)
SOME_PERFORMED = Need(
    sentence="还没有任何一条履行完毕",
    holds=lambda s: "performed" in s.data.get("performance", {}).values(),
)
RIGHTS = {"confirm", "police", "think"}
"""Times in which the parties may do something: once over, they are over and nobody is late."""


NOT_AWAITED = {"archive", *RIGHTS}
"""Clocks that filing ends, and those that nobody has to wait for."""


def _is_awaited(clock: ClockView, situation: Situation) -> bool:
    """Nobody waits for a term that is recorded as breached: what follows is for the court."""
    performance = situation.data.get("performance", {})
    is_breached = clock.key == "perform" and performance.get(clock.subject) == "breached"
    return clock.status == "running" and clock.key not in NOT_AWAITED and not is_breached


FOLDER_COMPLETE = Need(
    sentence="还有期限在走，不能归档",
    holds=lambda s: not any(_is_awaited(clock, s) for clock in s.clocks),
)
MAY_RATE = Need(
    sentence="调解有了结果以后可以评价",
    holds=lambda s: s.state in RATED_STATES,
)
NOT_RATED = Need(
    sentence="您已经评价过", holds=lambda s: f"party:{s.by}" not in s.data.get("ratings", {})
)


def on_state(*states: str) -> Any:
    """Moments of a clock that starts when an act leads to one of these states."""

    def moments(data: Data, act: Act) -> Iterable[tuple[str, datetime]]:
        if act.state in states:
            yield "", act.occurred

    return moments


def in_force(data: Data, act: Act) -> Iterable[tuple[str, datetime]]:
    """The moment from which an agreement binds: its last signature, not when it was recorded."""
    if act.state in AGREED:
        yield "", datetime.fromisoformat(data["effective_at"])


def term_days(data: Data, act: Act) -> Iterable[tuple[str, date]]:
    """The due day of each term, once the agreement is in force."""
    if act.state in AGREED:
        for number, term in enumerate(data["draft"]["terms"], start=1):
            yield str(number), date.fromisoformat(term["due"])


def days_to_remind_of(data: Data, act: Act) -> Iterable[tuple[str, date]]:
    """The due days that are far enough away for a reminder before them."""
    ahead = timedelta(days=LOCAL_REMINDER.qty or 0)
    today = act.occurred.astimezone(SHANGHAI).date()
    yield from ((number, day) for number, day in term_days(data, act) if day > today + ahead)


def due_days(data: Data, act: Act) -> Iterable[tuple[str, date]]:
    """Each due day once, under the first term that falls due on it: one visit asks after all."""
    days: dict[date, str] = {}
    for number, day in term_days(data, act):
        days.setdefault(day, number)
    yield from ((number, day) for day, number in days.items())
