"""Whose turn it is to sign an agreement: parties as the draft says, then mediators, last the seal.

Mediators sign after the parties and the committee seals last because each of them signs the paper
that bears what came before. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hejie.kernel.procedures import Facts, Need, Problem, Situation
from hejie.rooms.mediation import agreeing, balance, guards

TURN_OF = {
    "applicant": "按起草时定的顺序，现在轮到申请人签字",
    "respondent": "按起草时定的顺序，现在轮到被申请人签字",
}


def turns(situation: Situation) -> list[list[str]]:
    """The parties that sign, in groups: within a group whoever comes first."""
    side = {role: [p.key for p in them] for role, them in guards.sides(situation).items()}
    first, second = side["applicant"], side["respondent"]
    match situation.data["draft"].get("order"):
        case "applicants":
            return [first, second]
        case "respondents":
            return [second, first]
        case "one_by_one":
            return [[key] for key in (*first, *second)]
    return [[*first, *second]]


def whose_turn(situation: Situation) -> list[str]:
    """The parties that may sign now; nobody once all have signed."""
    signed = situation.data.get("signatures", {})
    waiting = ([key for key in group if key not in signed] for group in turns(situation))
    return next((group for group in waiting if group), [])


def _out_of_turn(situation: Situation, party: str) -> str:
    """Whose turn it is, as a sentence, if it is not this party's."""
    if not agreeing.DRAFTED.holds(situation) or party in situation.data["signatures"]:
        return ""
    turn = whose_turn(situation)
    if party in turn or party not in guards.signers(situation):
        return ""
    role = next(one.role for one in situation.parties if one.key == turn[0])
    return TURN_OF[role]


def _unless_turn_of(role: str) -> Callable[[Situation], bool]:
    return lambda situation: _out_of_turn(situation, situation.by) != TURN_OF[role]


APPLICANTS_TURN = Need(sentence=TURN_OF["applicant"], holds=_unless_turn_of("applicant"))
RESPONDENTS_TURN = Need(sentence=TURN_OF["respondent"], holds=_unless_turn_of("respondent"))
PARTIES_TURN = Need(
    sentence="现在轮到当事人签字，都签完以后才轮到调解员、调委会",
    holds=lambda s: not agreeing.DRAFTED.holds(s) or not agreeing.unsigned(s),
)
MEDIATORS_TURN = Need(
    sentence="现在轮到调解员签字，签完以后再盖章",
    holds=lambda s: (
        not agreeing.DRAFTED.holds(s)
        or bool(agreeing.unsigned(s))
        or set(guards.nominees(s)) <= set(s.data["countersigned"])
    ),
)


def signs_in_turn(situation: Situation, facts: Facts) -> Iterable[Problem]:
    yield from agreeing.signs_what_was_shown(situation, facts)
    if sentence := _out_of_turn(situation, facts["party"]):
        yield Problem(sentence=sentence, field="party")
    yield from balance.ready_to_sign(situation, facts)


def paper_to_seal(situation: Situation) -> str:
    """The digest of the agreement as the last mediator signed it: what the seal is put on."""
    countersigned = situation.data.get("countersigned", {})
    last = max((countersigned.get(one, 0) for one in guards.nominees(situation)), default=0)
    issued: dict[str, str] = situation.data.get("issued", {}).get("agreement", {})
    return issued.get(str(last), "")


def seals_what_was_shown(situation: Situation, facts: Facts) -> Iterable[Problem]:
    shown = paper_to_seal(situation)
    if not shown or facts["digest"] != shown:
        yield Problem(sentence="要盖章的协议书已经不是刚才那一份，请重新看过再盖", field="digest")


HAS_SIGNED = Need(
    sentence="您还没有签字",
    holds=lambda s: "party" not in s.as_roles or s.by in s.data.get("signatures", {}),
)
SOMEBODY_SIGNED = Need(sentence="还没有当事人签字", holds=lambda s: bool(s.data.get("signatures")))
HAS_COUNTERSIGNED = Need(
    sentence="您还没有签字",
    holds=lambda s: s.by.removeprefix("account:") in s.data.get("countersigned", {}),
)


def withdraws_own(situation: Situation, facts: Facts) -> Iterable[Problem]:
    yield from guards.own_party(situation, facts)
    if facts["party"] not in situation.data["signatures"]:
        yield Problem(sentence="这位当事人还没有签字", field="party")
