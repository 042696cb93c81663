"""条款库: clauses that fill the terms of an agreement, by kind of dispute. Pure.

What a clause leaves open stands in 【】; the enforceability check finds what nobody filled in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from functools import cache
from pathlib import Path

from hejie.kernel.sentences import Complaint
from hejie.kernel.sentences import gettext_noop as _
from hejie.kernel.workdays import add_months

MOST = 60
CENT = Decimal("0.01")
Row = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One clause: the words of a term, or with `onto` an addition to terms that pay money."""

    key: str
    label: str
    causes: tuple[str, ...] = ()
    money: bool = False
    repeat: str = ""
    onto: str = ""
    joint: bool = False
    thing: str = ""
    way: str = ""
    account: str = ""
    default: str = ""
    late: str = ""

    def fits(self, category: str) -> bool:
        return not self.causes or category in self.causes

    @property
    def words(self) -> dict[str, str]:
        names = ("thing", "way", "account", "default", "late")
        told = {name: getattr(self, name) for name in names}
        return {name: text for name, text in told.items() if text}


@dataclass(frozen=True, kw_only=True)
class Given:
    """What the mediator states when putting a clause in; all of it may be left for later.

    `late` are parts in ten thousand a day, `times` how many months a sum is paid over.
    """

    payer: str = ""
    payee: str = ""
    joint: str = ""
    sum: Decimal | None = None
    first: date | None = None
    times: int = 1
    late: str = ""


@cache
def clauses() -> dict[str, Clause]:
    """The whole library, in its order."""
    content = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    rows = [{**row, "causes": tuple(row.get("causes", ()))} for row in content["clause"]]
    return {row["key"]: Clause(**row) for row in rows}


def clauses_for(category: str) -> list[Clause]:
    """What is offered in a dispute of this kind: clauses for it first, then those for all."""
    fitting = [clause for clause in clauses().values() if clause.fits(category)]
    return sorted(fitting, key=lambda clause: not clause.causes)


def put(clause: Clause, given: Given, rows: Sequence[Row]) -> list[Row]:
    """The terms with a clause put in: behind them, or onto those that pay money. Raises
    `Complaint` for a sum that cannot be split, or where there is nothing to add to."""
    if clause.onto:
        return _added(clause, given, rows)
    made = _made(clause, given)
    if len(rows) + len(made) > MOST:
        raise Complaint(_("一份协议最多 %(most)s 条，放不下"), most=MOST)
    return [*rows, *made]


def _added(clause: Clause, given: Given, rows: Sequence[Row]) -> list[Row]:
    if not any(row.get("sum") for row in rows):
        raise Complaint(_("还没有写了金额的条款，请先放进付款的条款"))
    if clause.joint and not given.joint:
        raise Complaint(_("请选谁承担连带责任"))
    if clause.late and not given.late:
        raise Complaint(_("请填违约金每日万分之几"))
    more = {name: text for name, text in clause.words.items() if name != "late"}
    more |= {"late": given.late} if clause.late else {}
    more |= {"joint": given.joint} if clause.joint else {}
    return [{**row, **more} if row.get("sum") else row for row in rows]


def _made(clause: Clause, given: Given) -> list[Row]:
    who = {"payer": given.payer, "payee": given.payee, "joint": given.joint}
    base = {name: text for name, text in who.items() if text} | clause.words
    times = given.times if clause.repeat else 1
    return [
        {**base, **_sum(clause, given, number, times), **_due(given, number)}
        for number in range(times)
    ]


def _sum(clause: Clause, given: Given, number: int, times: int) -> Row:
    if not clause.money or given.sum is None:
        return {}
    if clause.repeat != "parts":
        return {"sum": f"{given.sum:.2f}"}
    part = (given.sum / times).quantize(CENT, ROUND_DOWN)
    if part <= 0:
        raise Complaint(_("%(sum)s 元分不成 %(times)s 期"), sum=given.sum, times=times)
    last = given.sum - part * (times - 1)
    return {"sum": f"{last if number == times - 1 else part:.2f}"}


def _due(given: Given, number: int) -> Row:
    return {"due": add_months(given.first, number).isoformat()} if given.first else {}
