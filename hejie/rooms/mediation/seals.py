"""Open what was sealed, by the rule alone, and certify what came of it. The one place that reads
answers nobody is to see; what it gives away is the outcome, and what lies under the seals of a
round that met."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hejie.kernel.documents import BLIND, Words
from hejie.kernel.events import events_of
from hejie.kernel.matters import Matter
from hejie.kernel.registry import Certificate
from hejie.kernel.sentences import Complaint
from hejie.rooms.mediation import pooled, settling
from hejie.rooms.mediation.settling import Run
from hejie.settlement import adjusted_winner, brackets, proposals, sealed_bids
from hejie.settlement.catalogue import TOOLS
from hejie.settlement.sealing import opened
from hejie.settlement.tool import Settled, certificate_of


@dataclass(frozen=True)
class _Answer:
    text: str
    salt: str


def _answers(matter: Matter, seals: Mapping[str, int]) -> dict[str, _Answer]:
    """What each side sealed in one round."""
    rows = Words.objects.filter(
        district=matter.district,
        matter_id=matter.id,
        compartment=BLIND,
        name="answer",
        seq__in=list(seals.values()),
    )
    by_seq = {row.seq: _Answer(row.text, bytes(row.salt).hex()) for row in rows}
    return {party: by_seq[seq] for party, seq in seals.items()}


def outcome_of(matter: Matter) -> dict[str, Any]:
    """What the step `open_seals` states of the round whose answers are all sealed."""
    going = settling.current(matter.data)
    assert going is not None
    number, run = going
    answers = _answers(matter, settling.sealed_now(run))
    told = {"run": number, "round": run["round"]}
    if run["tool"] in settling.AMONG_ALL:
        return told | _outcome_among_all(run, answers)
    payee, payer = (answers[side].text for side in settling.pair(run))
    match run["tool"]:
        case settling.BIDS:
            amount = sealed_bids.meet(Decimal(payee), Decimal(payer), **_terms(run))
            return {**told, "met": amount is not None, "amount": amount}
        case settling.PROPOSAL:
            met = payee == payer == proposals.YES
            return {**told, "met": met, "amount": run["amount"] if met else None}
    shares = _divided(run, payee, payer).result["shares"]
    return {**told, "met": True, "shares": json.dumps(dict(zip(run["goods"], shares, strict=True)))}


def _outcome_among_all(run: Run, answers: Mapping[str, _Answer]) -> dict[str, Any]:
    """Figures for which there is no way end the run without a result."""
    try:
        found = pooled.settled(run, {party: one.text for party, one in answers.items()})
    except (Complaint, ValueError):
        return {"met": False}
    return {"met": True, "shares": json.dumps(dict(found.result))}


def _terms(run: Run) -> dict[str, Decimal]:
    return {
        "share": Decimal(run.get("share", "50")),
        "tolerance": Decimal(run.get("tolerance", "0")),
    }


def _divided(run: Run, first: str, second: str) -> Settled:
    a, b = json.loads(first), json.loads(second)
    goods = [{"name": settling.GOODS[code], "a": a[code], "b": b[code]} for code in run["goods"]]
    return adjusted_winner.settle(adjusted_winner.WinnerGiven.model_validate({"goods": goods}))


def certificates(matter: Matter, party: str = "") -> list[Certificate]:
    """Certificates of runs that came to an outcome; a party gets those of its own runs."""
    return [
        Certificate(
            key=number,
            label=TOOLS[run["tool"]].label,
            content=certificate_of(TOOLS[run["tool"]], settled),
        )
        for number, run, settled in _settled(matter)
        if not party or party in settling.sides(run)
    ]


def _settled(matter: Matter) -> Iterator[tuple[str, Run, Settled]]:
    for number, run in settling.runs(matter.data).items():
        if run["state"] == settling.FAILED and run["tool"] in settling.AMONG_ALL:
            continue  # there was no way, so there is nothing to certify
        if run["state"] in {settling.SETTLED, settling.FAILED}:
            yield number, run, CERTIFIED[run["tool"]](matter, run)


def _seals(matter: Matter, seqs: list[int]) -> dict[int, str]:
    """The seals themselves, from the events."""
    found = events_of(matter).filter(seq__in=seqs)
    return {event.seq: event.payload["blind"]["answer"] for event in found}


def _certified_bids(matter: Matter, run: Run) -> Settled:
    rounds = [run["seals"][n] for n in sorted(run["seals"], key=int)]
    payee, payer = settling.pair(run)
    complete = [one for one in rounds if {payee, payer} <= set(one)]
    seals = _seals(matter, [seq for one in complete for seq in one.values()])
    sealed = [
        {"round": n, "demand": seals[one[payee]], "offer": seals[one[payer]]}
        for n, one in enumerate(complete, start=1)
    ]
    share, tolerance = _terms(run).values()
    if run["state"] == settling.FAILED:
        return sealed_bids.outcome(sealed, share, tolerance)
    last = _answers(matter, complete[-1])
    shown = {
        side: opened(last[party].text, last[party].salt)
        for side, party in (("demand", payee), ("offer", payer))
    }
    amount = run["result"]["amount"]
    return sealed_bids.outcome(sealed, share, tolerance, amount=amount, shown=shown)


def _certified_proposal(matter: Matter, run: Run) -> Settled:
    seals = settling.sealed_now(run)
    found = _seals(matter, list(seals.values()))
    payee, payer = settling.pair(run)
    text = f"{payer} 在 {run['due']} 前付给 {payee} {run['amount']} 元"
    shown = None
    if run["state"] == settling.SETTLED:
        answers = _answers(matter, seals)
        shown = {party: opened(one.text, one.salt) for party, one in answers.items()}
    return proposals.outcome(text, {party: found[seq] for party, seq in seals.items()}, shown)


def _certified_division(matter: Matter, run: Run) -> Settled:
    answers = _answers(matter, settling.sealed_now(run))
    return _divided(run, *(answers[side].text for side in settling.pair(run)))


def _certified_among_all(matter: Matter, run: Run) -> Settled:
    answers = _answers(matter, settling.sealed_now(run))
    return pooled.settled(run, {party: one.text for party, one in answers.items()})


def _certified_bracket(matter: Matter, run: Run) -> Settled:
    stated = {"low": run["low"], "high": run["high"], "figure": run["result"]["figure"]}
    return brackets.settle(brackets.BracketGiven.model_validate(stated))


CERTIFIED = {
    settling.BIDS: _certified_bids,
    settling.PROPOSAL: _certified_proposal,
    settling.WINNER: _certified_division,
    settling.BRACKET: _certified_bracket,
    **dict.fromkeys(settling.AMONG_ALL, _certified_among_all),
}
