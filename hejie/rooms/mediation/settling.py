"""Settlement tools in a mediation: who is asked, who has agreed to the rule, who has sealed an
answer, what came of it. Pure: answers themselves are never seen here.

A run goes: offered → open (every side has agreed to the rule) → settled, failed or ended.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from hejie.kernel.procedures import Act, Data, Facts, Need, Problem, Situation
from hejie.kernel.sentences import gettext_noop
from hejie.settlement.brackets import kept_between

YES, NO = "yes", "no"
BIDS, PROPOSAL, WINNER, BRACKET = (
    "sealed_bids",
    "mediator_proposal",
    "adjusted_winner",
    "bracket",
)
NASH, RENT, COSTS = "nash_goods", "rent_split", "cost_split"
AMONG_ALL = (NASH, RENT, COSTS)
"""Tools in which any number of parties take part, each writing its own figures."""
TOOLS = (BIDS, PROPOSAL, WINNER, BRACKET, *AMONG_ALL)
GOODS: Mapping[str, str] = {
    "house": "房屋",
    "second_house": "第二套房屋",
    "car": "汽车",
    "deposit": "存款",
    "fund": "理财、基金",
    "shop": "店铺、生意",
    "furniture": "家具",
    "appliances": "家用电器",
    "jewellery": "首饰",
    "tools": "农机、工具",
    "livestock": "牲畜、家禽",
    "crops": "林木、庄稼",
    "pet": "宠物",
    "keepsakes": "纪念品、相册",
    "other": "其他一件",
}
"""Things that are divided, as codes: what is special about one is said in words beside."""

Run = Mapping[str, Any]
OFFERED, OPEN, SETTLED, FAILED, ENDED = "offered", "open", "settled", "failed", "ended"


def runs(data: Data) -> Mapping[str, Run]:
    found: Mapping[str, Run] = data.get("settlements", {})
    return found


def current(data: Data) -> tuple[str, Run] | None:
    """The run that waits for somebody, with its number."""
    going = [(n, run) for n, run in runs(data).items() if run["state"] in {OFFERED, OPEN}]
    return going[-1] if going else None


def pair(run: Run) -> tuple[str, str]:
    """Who is to get and who is to pay; for a division, the first and the second."""
    return run["payee"], run["payer"]


def sides(run: Run) -> tuple[str, ...]:
    """Everybody who takes part."""
    return tuple(run["people"]) if run["tool"] in AMONG_ALL else pair(run)


def sealed_now(run: Run) -> Mapping[str, int]:
    """Who has sealed an answer in this round, with the number of the event."""
    found: Mapping[str, int] = run["seals"].get(str(run["round"]), {})
    return found


def is_ready(data: Data) -> bool:
    """Whether every side's answer of the round is sealed, so that they can be opened."""
    going = current(data)
    if going is None or going[1]["state"] != OPEN:
        return False
    return set(sides(going[1])) <= set(sealed_now(going[1]))


# What the steps need


def _run_of(situation: Situation, *, state: str) -> Run | None:
    going = current(situation.data)
    return going[1] if going and going[1]["state"] == state else None


def _is_invited(situation: Situation) -> bool:
    run = _run_of(situation, state=OFFERED)
    if run is None:
        return False
    return situation.by in sides(run) and situation.by not in run["accepted"]


def _is_to_seal(situation: Situation) -> bool:
    run = _run_of(situation, state=OPEN)
    if run is None or run["tool"] == BRACKET:
        return False
    return situation.by in sides(run) and situation.by not in sealed_now(run)


def _waits_for_figure(situation: Situation) -> bool:
    run = _run_of(situation, state=OPEN)
    return run is not None and run["tool"] == BRACKET


NO_RUN = Need(sentence="已经有一个协商工具在用，先用完", holds=lambda s: current(s.data) is None)
A_RUN = Need(sentence="没有在用的协商工具", holds=lambda s: current(s.data) is not None)
INVITED = Need(sentence="没有等您表态的规则", holds=_is_invited)
TO_SEAL = Need(sentence="现在没有要您密封的", holds=_is_to_seal)
READY = Need(sentence="还没有都封好", holds=lambda s: is_ready(s.data))
FIGURE_AWAITED = Need(sentence="没有等待给数的高低限", holds=_waits_for_figure)


def offers_what_can_be_settled(situation: Situation, facts: Facts) -> Iterable[Problem]:
    among_all = facts["tool"] in AMONG_ALL
    field = "people" if among_all else "payer"
    names = ("people",) if among_all else ("payee", "payer")
    people = list(facts.get("people", ())) if among_all else [facts.get(name) for name in names]
    if not all(people) or len(set(people)) < max(2, len(people)):
        yield Problem(sentence=_TWO_AT_LEAST if among_all else _TWO_SIDES, field=field)
    if set(people) & set(situation.data.get("left", {})):
        yield Problem(sentence="有一方已经退出本次调解", field=field)
    yield from CHECKS[facts["tool"]](facts)


_TWO_AT_LEAST = gettext_noop("至少选两位当事人")
_TWO_SIDES = gettext_noop("两方要是不同的当事人")


def _check_bids(facts: Facts) -> Iterable[Problem]:
    if not facts.get("rounds"):
        yield Problem(sentence="写明最多几轮", field="rounds")


def _check_proposal(facts: Facts) -> Iterable[Problem]:
    if not facts.get("amount") or not facts.get("due"):
        yield Problem(sentence="方案要写明金额和哪天前付", field="amount")


def _check_winner(facts: Facts) -> Iterable[Problem]:
    if len(facts.get("goods", ())) < 2:
        yield Problem(sentence="至少选两件要分的东西", field="goods")


def _check_bracket(facts: Facts) -> Iterable[Problem]:
    low, high = facts.get("low"), facts.get("high")
    if not low or not high or Decimal(low) > Decimal(high):
        yield Problem(sentence="最少和最多都要写，最少的不能比最多的还多", field="high")


def _check_nash(facts: Facts) -> Iterable[Problem]:
    if not facts.get("goods"):
        yield Problem(sentence="选出要分的东西", field="goods")


def _check_total(facts: Facts) -> Iterable[Problem]:
    if not Decimal(facts.get("total") or 0):
        yield Problem(sentence="写明一共多少元", field="total")


CHECKS: dict[str, Callable[[Facts], Iterable[Problem]]] = {
    BIDS: _check_bids,
    PROPOSAL: _check_proposal,
    WINNER: _check_winner,
    BRACKET: _check_bracket,
    NASH: _check_nash,
    RENT: _check_total,
    COSTS: _check_total,
}


def opens_what_is_sealed(situation: Situation, facts: Facts) -> Iterable[Problem]:
    going = current(situation.data)
    if going is None or (facts["run"], facts["round"]) != (going[0], going[1]["round"]):
        yield Problem(sentence="不是现在这一轮", field="round")


# What the acts add up to


KEPT = (
    "tool",
    "payee",
    "payer",
    "share",
    "tolerance",
    "low",
    "high",
    "amount",
    "due",
    "goods",
    "people",
    "total",
)


def offered(data: Data, act: Act) -> Data:
    number = str(len(runs(data)) + 1)
    run = {name: act.values[name] for name in KEPT if name in act.values}
    only_once = act.values["tool"] != BIDS
    rounds = 1 if only_once else act.values["rounds"]
    return _with(
        data,
        number,
        {**run, "state": OFFERED, "round": 1, "rounds": rounds, "accepted": [], "seals": {}},
    )


def accepted_rule(data: Data, act: Act) -> Data:
    number, run = _going(data)
    if act.values["answer"] == NO:
        return _with(data, number, {**run, "state": ENDED})
    accepted = [*run["accepted"], act.by.removeprefix("party:")]
    state = OPEN if set(sides(run)) <= set(accepted) else OFFERED
    return _with(data, number, {**run, "accepted": accepted, "state": state})


def sealed(data: Data, act: Act) -> Data:
    number, run = _going(data)
    mine = {**sealed_now(run), act.by.removeprefix("party:"): act.seq}
    return _with(data, number, {**run, "seals": {**run["seals"], str(run["round"]): mine}})


def opened(data: Data, act: Act) -> Data:
    number, run = _going(data)
    if act.values.get("met"):
        result = {name: act.values[name] for name in ("amount", "shares") if name in act.values}
        return _with(data, number, {**run, "state": SETTLED, "result": result})
    if run["round"] < run["rounds"]:
        return _with(data, number, {**run, "round": run["round"] + 1})
    return _with(data, number, {**run, "state": FAILED})


def gave_figure(data: Data, act: Act) -> Data:
    number, run = _going(data)
    figure = act.values["figure"]
    amount = kept_between(Decimal(run["low"]), Decimal(run["high"]), Decimal(figure))
    result = {"amount": f"{amount:.2f}", "figure": figure}
    return _with(data, number, {**run, "state": SETTLED, "result": result})


def ended(data: Data, act: Act) -> Data:
    number, run = _going(data)
    return _with(data, number, {**run, "state": ENDED})


def without(data: Data, party: str) -> Data:
    """What becomes of a run when one of its sides leaves the mediation."""
    going = current(data)
    if going is None or party not in sides(going[1]):
        return {}
    return _with(data, going[0], {**going[1], "state": ENDED})


def _going(data: Data) -> tuple[str, Run]:
    going = current(data)
    assert going is not None, "a step of a tool is taken only while one is in use"
    return going


def _with(data: Data, number: str, run: Run) -> Data:
    return {"settlements": {**runs(data), number: run}}


FOLDS: dict[str, Callable[[Data, Act], Data]] = {
    "offer_tool": offered,
    "accept_rule": accepted_rule,
    "seal_answer": sealed,
    "open_seals": opened,
    "give_figure": gave_figure,
    "end_tool": ended,
}


def shares_of(run: Run) -> Mapping[str, Any]:
    """Of a division: the first one's share of each thing, as a fraction; where many take part,
    what the tool gives of each."""
    found: Mapping[str, Any] = json.loads(run.get("result", {}).get("shares") or "{}")
    return found
