"""Runs of settlement tools as the desk reads them: how far, what came of it, and as what terms
it may go into the agreement. Answers are not among what it reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from hejie.kernel.matters import Matter
from hejie.rooms.mediation import pooled, settling
from hejie.rooms.mediation.settling import Run
from hejie.settlement.catalogue import TOOLS
from hejie.settlement.tool import Tool

STATES: Mapping[str, Any] = {
    settling.OFFERED: gettext_lazy("等双方看规则"),
    settling.OPEN: gettext_lazy("正在用"),
    settling.SETTLED: gettext_lazy("谈成了"),
    settling.FAILED: gettext_lazy("没有谈成"),
    settling.ENDED: gettext_lazy("没有用完"),
}


@dataclass(frozen=True, kw_only=True)
class RunText:
    """One run. `waiting` says for whom and what; `outcome` in words; `terms` for the draft."""

    number: str
    tool: Tool
    state: str
    label: Any
    waiting: tuple[str, ...]
    outcome: str
    terms: tuple[Mapping[str, Any], ...]

    @property
    def is_certified(self) -> bool:
        found = {settling.SETTLED, settling.FAILED}
        return self.state in (found - {settling.FAILED} if self.among_all else found)

    @property
    def among_all(self) -> bool:
        return self.tool.name in settling.AMONG_ALL


def texts_of(matter: Matter, names: Mapping[str, str]) -> list[RunText]:
    """All runs of a matter, the last first."""
    found = [
        RunText(
            number=number,
            tool=TOOLS[run["tool"]],
            state=run["state"],
            label=STATES[run["state"]],
            waiting=tuple(_waiting(run, names)),
            outcome=_outcome(run, names),
            terms=tuple(_terms(run)),
        )
        for number, run in settling.runs(matter.data).items()
    ]
    return found[::-1]


def _waiting(run: Run, names: Mapping[str, str]) -> Iterator[str]:
    for side in settling.sides(run):
        name = names.get(side, side)
        if run["state"] == settling.OFFERED and side not in run["accepted"]:
            yield gettext("等%(name)s看规则") % {"name": name}
        if run["state"] == settling.OPEN and run["tool"] != settling.BRACKET:
            done = side in settling.sealed_now(run)
            sentence = gettext("%(name)s已经封好") if done else gettext("等%(name)s密封")
            yield sentence % {"name": name}
    if run["state"] == settling.OPEN and run["tool"] == settling.BRACKET:
        yield gettext("等调解员给数")


def _outcome(run: Run, names: Mapping[str, str]) -> str:
    if run["state"] != settling.SETTLED:
        return ""
    if run["tool"] in settling.AMONG_ALL:
        return "；".join(pooled.outcome(run, names))
    payee, payer = (names.get(side, side) for side in settling.pair(run))
    if run["tool"] != settling.WINNER:
        told = {"payer": payer, "payee": payee, "amount": run["result"]["amount"]}
        return gettext("%(payer)s付给%(payee)s %(amount)s 元") % told
    return "；".join(
        _shared(code, Fraction(share), payee, payer)
        for code, share in settling.shares_of(run).items()
    )


def _shared(code: str, share: Fraction, first: str, second: str) -> str:
    thing = settling.GOODS[code]
    if share in {0, 1}:
        return gettext("%(thing)s归%(name)s") % {"thing": thing, "name": first if share else second}
    told = {"thing": thing, "name": first, "share": f"{float(share):.2%}", "other": second}
    return gettext("%(thing)s两人都有份：%(name)s占 %(share)s，其余归%(other)s") % told


def _terms(run: Run) -> Iterator[Mapping[str, Any]]:
    """What goes into the draft: a sum, or each thing to whom it falls."""
    if run["state"] != settling.SETTLED:
        return
    if run["tool"] in settling.AMONG_ALL:
        yield from pooled.terms(run)
        return
    payee, payer = settling.pair(run)
    if run["tool"] != settling.WINNER:
        yield {
            "payer": payer,
            "payee": payee,
            "sum": run["result"]["amount"],
            "due": run.get("due", ""),
        }
        return
    for code, share in settling.shares_of(run).items():
        taker, giver = (payee, payer) if Fraction(share) >= Fraction(1, 2) else (payer, payee)
        thing = settling.GOODS[code]
        whole = Fraction(share) in {0, 1}
        kept = max(Fraction(share), 1 - Fraction(share))
        part = "" if whole else f"（按打分占 {float(kept):.2%}，其余部分折钱补给另一方，另写一条）"
        yield {"payer": giver, "payee": taker, "thing": f"{thing}归对方所有{part}"}
