"""Balance of power before an agreement is signed: terms confirmed one by one, time to think, and
doubts that a party tells the mediators alone. Pure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from hejie.kernel.chain import canonical
from hejie.kernel.procedures import ClockView, Data, Facts, Need, Problem, Said, Situation
from hejie.kernel.sentences import gettext_noop
from hejie.kernel.workdays import SHANGHAI
from hejie.rooms.mediation import agreeing, guards

HOURS = (24, 48, 72)
"""How long a party may ask to think before it signs ([L], proposal)."""


# Terms, one by one


def digests(situation: Situation) -> dict[str, str]:
    """The digest of each term of the draft as it reads now: its codes, and the salted digests of
    its words. A corrected word or another draft makes another digest."""
    draft = situation.data.get("draft") or {}
    said = situation.said(draft["seq"]) if draft else {}
    return {
        str(number): _digest(number, term, said)
        for number, term in enumerate(draft.get("terms", ()), start=1)
    }


def _digest(number: int, term: Mapping[str, Any], said: Said) -> str:
    record = {
        "number": number,
        "term": dict(term),
        "words": words_of_term(number, said, digest=True),
    }
    return f"sha256:{hashlib.sha256(canonical(record)).hexdigest()}"


def words_of_term(number: int, said: Said, *, digest: bool = False) -> dict[str, str]:
    """The words of a term by name, or their salted digests."""
    start = f"terms.{number - 1}."
    return {
        name.removeprefix(start): told[digest]
        for name, told in said.items()
        if name.startswith(start)
    }


def digest_of_all(situation: Situation) -> str:
    """One digest for the list of terms that is shown; empty without any."""
    found = digests(situation)
    return f"sha256:{hashlib.sha256(canonical(found)).hexdigest()}" if found else ""


def unconfirmed(situation: Situation, party: str) -> list[str]:
    """Numbers of the terms that a party has not confirmed as they read now."""
    kept = situation.data.get("confirmed", {}).get(party, {})
    return [number for number, digest in digests(situation).items() if kept.get(number) != digest]


def still_to_confirm(situation: Situation) -> list[str]:
    return [key for key in guards.signers(situation) if unconfirmed(situation, key)]


def confirms_what_was_shown(situation: Situation, facts: Facts) -> Iterable[Problem]:
    yield from guards.own_party(situation, facts)
    if facts.get("digest") != digest_of_all(situation):
        yield Problem(sentence="条款已经改动，请重新看过再确认", field="digest")
    if set(facts["terms"]) - set(digests(situation)):
        yield Problem(sentence="没有这一条", field="terms")
    if not situation.as_roles & {"party"} and not facts.words.get("read_by"):
        yield Problem(sentence="写明是谁念给当事人听的", field="read_by")


def _terms_missing(situation: Situation, party: str) -> Problem | None:
    signed = situation.data.get("signatures", {})
    if not agreeing.DRAFTED.holds(situation) or party in {*signed, *situation.data.get("left", {})}:
        return None
    if missing := unconfirmed(situation, party):
        return Problem(
            sentence="请先逐条确认协议条款，还差第 %(numbers)s 条",
            told={"numbers": tuple(missing)},
            field="party",
        )
    return None


# Time to think


def _thinks_until(situation: Situation, party: str) -> datetime | None:
    """Until when a party may not sign yet: what the district set, and what it asked for itself."""
    asked = situation.data.get("thinking", {}).get(party)
    ends = [datetime.fromisoformat(asked)] if asked else []
    clock = situation.clock("think")
    if clock is not None and clock.status == "running" and agreeing.DRAFTED.holds(situation):
        ends.append(_end_of(clock))
    last = max(ends, default=None)
    return last if last is not None and last > situation.now else None


def _end_of(clock: ClockView) -> datetime:
    assert isinstance(clock.strict_due, datetime), "time to think is counted in hours"
    return clock.strict_due


def _thinks(situation: Situation, party: str) -> Problem | None:
    end = _thinks_until(situation, party)
    if end is None or party in situation.data.get("signatures", {}):
        return None
    local = end.astimezone(SHANGHAI)
    return Problem(
        sentence="还在考虑时间里，%(month)s月%(day)s日%(time)s以后才能签字",
        told={"month": local.month, "day": local.day, "time": f"{local:%H:%M}"},
        field="party",
    )


def asks_once(situation: Situation, facts: Facts) -> Iterable[Problem]:
    yield from guards.own_party(situation, facts)
    if facts["party"] in situation.data.get("signatures", {}):
        yield Problem(sentence="这位当事人已经签过字，可以先撤回签字", field="party")
    asked = situation.data.get("thinking", {}).get(facts["party"])
    if asked and datetime.fromisoformat(asked) > situation.now:
        yield Problem(sentence="已经在考虑时间里", field="party")


# Doubts, told to the mediators alone


def doubts(data: Data, *, of: str = "") -> dict[str, str]:
    """Doubts that nobody has answered: the event in which each was told, and by whom."""
    found: Mapping[str, Mapping[str, str]] = data.get("doubts", {})
    return {
        seq: one["party"]
        for seq, one in found.items()
        if not one.get("answer") and of in {"", one["party"]}
    }


def _doubts(situation: Situation, party: str) -> Problem | None:
    if not doubts(situation.data, of=party):
        return None
    own = situation.by == party
    return Problem(sentence=_OWN_DOUBT if own else _DOUBT_OF_OTHERS, field="party")


_OWN_DOUBT = gettext_noop("您告诉调解员的顾虑还没有谈，谈过再签")
_DOUBT_OF_OTHERS = gettext_noop("调解员还有话要先和这位当事人单独谈")


def answers_a_doubt(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if facts["doubt"] not in doubts(situation.data):
        yield Problem(sentence="这一条已经回应过了", field="doubt")


# What signing waits for

Why = Callable[[Situation, str], Problem | None]
REASONS: tuple[Why, ...] = (_terms_missing, _thinks, _doubts)


def _need(why: Why, sentence: str) -> Need:
    """For a party itself: those who record for it are told when it is known for whom."""
    return Need(
        sentence=sentence,
        holds=lambda s: "party" not in s.as_roles or not why(s, s.by),
        exactly=lambda s: why(s, s.by),
    )


TERMS_CONFIRMED = _need(_terms_missing, "请先逐条确认协议条款")
THOUGHT_OVER = _need(_thinks, "还在考虑时间里")
NO_DOUBT = _need(_doubts, _OWN_DOUBT)
BEFORE_SIGNING = (TERMS_CONFIRMED, THOUGHT_OVER, NO_DOUBT)
BEFORE_ORAL = (THOUGHT_OVER, NO_DOUBT)
DOUBTS_ANSWERED = Need(
    sentence="有当事人只告诉了调解员的顾虑，请先谈过、记下怎么回应的",
    holds=lambda s: not doubts(s.data),
)
A_DOUBT = Need(sentence="没有等您回应的顾虑", holds=lambda s: bool(doubts(s.data)))
TO_CONFIRM = Need(
    sentence="条款都已经确认过了",
    holds=lambda s: (
        bool(unconfirmed(s, s.by)) if "party" in s.as_roles else bool(still_to_confirm(s))
    ),
)
A_DRAFT = Need(sentence="还没有起草协议", holds=lambda s: bool(s.data.get("draft")))


def ready_to_sign(situation: Situation, facts: Facts) -> Iterator[Problem]:
    yield from _ready(situation, facts["party"], REASONS)


def ready_to_confirm_orally(situation: Situation, facts: Facts) -> Iterator[Problem]:
    yield from agreeing.confirms_own(situation, facts)
    yield from _ready(situation, facts["party"], (_thinks, _doubts))


def _ready(situation: Situation, party: str, reasons: Iterable[Why]) -> Iterator[Problem]:
    for why in reasons:
        if problem := why(situation, party):
            yield problem
