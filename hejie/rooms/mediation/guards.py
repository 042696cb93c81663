"""What a mediation needs to be accepted, given a mediator and talked over, and where its facts
lead. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from hejie.kernel.procedures import Act, Data, Facts, Need, PartyView, Problem, Situation
from hejie.kernel.sentences import gettext_noop
from hejie.rooms.mediation.folding import NO, YES

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


def signers(situation: Situation) -> list[str]:
    return [party.key for party in in_it(situation)]


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


def appraisal_is_agreed(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if facts["ground"] == "appraisal" and not facts.get("agreed"):
        yield Problem(sentence="鉴定要各方同意", field="agreed")


def all_agree_to_extend(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if set(signers(situation)) - set(facts["agreeing"]):
        yield Problem(sentence="延长要各方都同意", field="agreeing")


def on_state(*states: str) -> Any:
    """Moments of a clock that starts when an act leads to one of these states."""

    def moments(data: Data, act: Act) -> Iterable[tuple[str, datetime]]:
        if act.state in states:
            yield "", act.occurred

    return moments
