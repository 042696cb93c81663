"""Each tool keeps its promises on drawn instances, and its certificate says no more than it may."""

from __future__ import annotations

import copy
import json
import random
import time
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hejie.calculators.asking import Wrong
from hejie.settlement import nash
from hejie.settlement.catalogue import TOOLS, BadCertificate, recheck, settle
from hejie.settlement.sealed_bids import meet
from hejie.settlement.tool import digest_of

sums = st.decimals(1000, 10**7, places=2)
few = settings(max_examples=20, deadline=None)


def settled(name: str, given_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The result and a certificate that has been through JSON, and holds."""
    done, certificate = settle(name, given_)
    certificate = json.loads(json.dumps(certificate))
    assert recheck(certificate).findings == ()
    return dict(done.result), certificate


# Sealed bids

rounds = st.lists(st.tuples(sums, sums), min_size=1, max_size=6)


@given(rounds, st.decimals(0, 100, places=1))
def test_bids_meet_in_the_first_round_in_which_the_offer_reaches_the_demand(found, share):
    bids = [{"demand": d, "offer": o} for d, o in found]
    result, _certificate = settled("sealed_bids", {"rounds": bids, "share": share})
    meeting = next((n for n, (d, o) in enumerate(found, start=1) if o >= d), None)
    assert result["settled"] == (meeting is not None)
    if meeting:
        demand, offer = found[meeting - 1]
        assert result["rounds"] == meeting
        assert demand <= Decimal(result["amount"]) <= offer


@given(rounds)
def test_a_bid_that_lost_stands_nowhere_in_what_is_given_out(found):
    bids = [{"demand": d, "offer": o} for d, o in found]
    done, certificate = settle("sealed_bids", {"rounds": bids})
    met = {d for d, o in found if o >= d} | {o for d, o in found if o >= d}
    told = json.dumps([dict(done.result), done.notes, certificate])
    for demand, offer in found:
        if offer < demand:
            for lost in {demand, offer} - met:
                if f"{lost:.2f}" != done.result["amount"]:
                    assert f'"{lost:.2f}"' not in told
    if not done.result["settled"]:
        assert certificate["opened"] is None


def test_the_same_bids_sealed_twice_have_other_seals():
    bids = {"rounds": [{"demand": 100, "offer": 90}]}
    one, other = settle("sealed_bids", bids)[1], settle("sealed_bids", bids)[1]
    assert one["inputs"]["rounds"] != other["inputs"]["rounds"]


@pytest.mark.parametrize(
    ("demand", "offer", "share", "tolerance", "amount"),
    [
        ("100", "100", "50", "0", "100.00"),
        ("100", "99.99", "50", "0", None),
        ("100", "99.99", "50", "0.01", "100.00"),
        ("100", "99", "50", "1", "99.50"),
        ("100", "200", "0", "0", "100.00"),
        ("100", "200", "100", "0", "200.00"),
        ("100", "200.01", "50", "0", "150.01"),
    ],
)
def test_where_bids_meet(demand, offer, share, tolerance, amount):
    found = meet(
        Decimal(demand), Decimal(offer), share=Decimal(share), tolerance=Decimal(tolerance)
    )
    assert found == amount


# A mediator's proposal


@given(st.lists(st.booleans(), min_size=2, max_size=6))
def test_a_proposal_stands_when_all_take_it_and_nobody_learns_who_did_not(answers):
    given_ = [{"party": f"p{n}", "answer": "yes" if yes else "no"} for n, yes in enumerate(answers)]
    result, certificate = settled("mediator_proposal", {"proposal": "付五万", "answers": given_})
    assert result["settled"] == all(answers)
    if not all(answers):
        assert certificate["opened"] is None
        told = json.dumps([result, certificate["inputs"]])
        assert '"no"' not in told
        assert '"yes"' not in told


# Brackets


@given(sums, sums, sums)
def test_a_figure_is_kept_between_low_and_high(one, other, figure):
    low, high = sorted((one, other))
    result, _certificate = settled("bracket", {"low": low, "high": high, "figure": figure})
    assert Decimal(result["amount"]) == sorted((low, figure, high))[1]


# Adjusted winner


@st.composite
def points(draw: Any) -> list[dict[str, Any]]:
    count = draw(st.integers(1, 12))
    columns = []
    for _side in "ab":
        cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=count - 1, max_size=count - 1)))
        columns.append([b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)])
    return [
        {"name": f"物{n}", "a": a, "b": b} for n, (a, b) in enumerate(zip(*columns, strict=True))
    ]


@given(points())
def test_a_division_by_points_is_even_free_of_envy_and_not_to_be_bettered(goods):
    result, _certificate = settled("adjusted_winner", {"goods": goods})
    a, b = (Fraction(result["points"][side]) for side in "ab")
    assert a == b >= 50
    assert len(result["split"]) <= 1


def test_points_that_do_not_add_up_are_refused():
    with pytest.raises(Wrong, match="正好 100 分"):
        settle("adjusted_winner", {"goods": [{"name": "房", "a": 99, "b": 100}]})


# The largest product


@st.composite
def estates(draw: Any, most_ways: int = 800) -> nash.Estate:
    people = draw(st.integers(2, 4))
    most = next(n for n in range(1, 12) if people ** (n + 1) > most_ways)
    worths = st.lists(st.integers(0, 10**6), min_size=people, max_size=people).map(tuple)
    things = tuple(draw(st.lists(worths, min_size=1, max_size=most)))
    return nash.Estate(things, draw(st.sampled_from([0, 0, 12_345, 10**6])), people)


@given(estates())
@few
def test_the_solver_finds_what_trying_every_way_finds(estate):
    best = nash.best_of_all(estate)
    reached, product = nash.welfare(best.utilities(estate))
    if reached < estate.people or min(best.utilities(estate)) < 1:
        return
    found = nash.welfare(nash.best_by_solver(estate).utilities(estate))
    assert found[0] == reached
    assert found[1] >= product * (1 - Fraction(1, 10**6))


@given(estates())
@few
def test_the_largest_product_is_fair_to_the_last_thing_and_not_to_be_bettered(estate):
    names = [f"p{n}" for n in range(estate.people)]
    goods = [
        {"name": f"物{n}", "values": [Decimal(one) / 100 for one in worth]}
        for n, worth in enumerate(estate.worth)
    ]
    money = Decimal(estate.money) / 100
    result, _certificate = settled("nash_goods", {"parties": names, "goods": goods, "money": money})
    assert sum(map(Decimal, result["money"])) == money


def test_money_lifts_the_poorest_together():
    assert nash.pour([0, 100, 500], 300) == tuple(map(Fraction, (200, 100, 0)))
    assert set(nash.pour([5, 5], 0)) == {Fraction(0)}


# Rent, costs, instalments


@st.composite
def flats(draw: Any) -> dict[str, Any]:
    people = draw(st.integers(2, 6))
    values = st.lists(st.integers(0, 3000), min_size=people, max_size=people)
    rooms = [{"name": f"房{n}", "values": draw(values)} for n in range(people)]
    least = min(sum(room["values"][n] for room in rooms) for n in range(people))
    rent = draw(st.integers(1, max(1, least)))
    for room in rooms:
        room["values"] = [value + (1 if least < 1 else 0) for value in room["values"]]
    return {"parties": [f"p{n}" for n in range(people)], "rooms": rooms, "rent": rent}


@given(flats())
@few
def test_nobody_wants_another_s_room_at_its_rent(given_):
    result, _certificate = settled("rent_split", given_)
    assert sum(map(Decimal, result["rents"])) == given_["rent"]


@given(sums, st.lists(st.decimals(0, 500, places=2), min_size=1, max_size=30))
def test_a_cost_is_split_to_the_fen(total, weights):
    sharers = [{"name": f"户{n}", "weight": one} for n, one in enumerate(weights)]
    if not any(weights):
        with pytest.raises(Wrong):
            settle("cost_split", {"total": total, "sharers": sharers})
        return
    result, _certificate = settled("cost_split", {"total": total, "sharers": sharers})
    assert sum(map(Decimal, result["amounts"])) == total


@given(sums, st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 120), st.integers(1, 12))
def test_instalments_add_up_and_fall_on_their_months(total, first, count, every):
    given_ = {"total": total, "first": first, "count": count, "every": every}
    if (count - 1) * every > 480:
        with pytest.raises(Wrong, match="太长"):
            settle("instalments", given_)
        return
    result, _certificate = settled("instalments", given_)
    assert sum(Decimal(row["amount"]) for row in result["rows"]) == total
    assert len(result["rows"]) == count
    assert result["rows"][-1]["left"] == "0.00"


@given(sums, st.decimals(100, 10**6, places=2))
def test_instalments_by_what_one_can_pay(total, amount):
    given_ = {"total": total, "first": "2026-01-31", "amount": amount}
    if total / amount > 360:
        return
    result, _certificate = settled("instalments", given_)
    assert all(Decimal(row["amount"]) <= amount for row in result["rows"])


# What a third party sees

EXAMPLES: dict[str, Any] = {
    "sealed_bids": {"rounds": [{"demand": 60, "offer": 30}, {"demand": 44, "offer": 46}]},
    "mediator_proposal": {
        "proposal": "付五万",
        "answers": [{"party": "a", "answer": "yes"}, {"party": "b", "answer": "yes"}],
    },
    "bracket": {"low": 1, "high": 3, "figure": 2},
    "adjusted_winner": {
        "goods": [
            {"name": "房", "a": 60, "b": 50, "value": 800000},
            {"name": "车", "a": 40, "b": 50},
        ]
    },
    "nash_goods": {
        "parties": ["甲", "乙"],
        "goods": [{"name": "牛", "values": [3000, 5000]}, {"name": "车", "values": [4000, 1000]}],
        "money": 1000,
    },
    "rent_split": {
        "parties": ["甲", "乙"],
        "rooms": [{"name": "大", "values": [900, 700]}, {"name": "小", "values": [500, 500]}],
        "rent": 1200,
    },
    "cost_split": {"total": 100, "sharers": [{"name": n, "weight": 1} for n in "甲乙丙"]},
    "instalments": {"total": 1000, "first": "2026-01-31", "count": 3},
}
every_tool = pytest.mark.parametrize("name", TOOLS)


@every_tool
def test_a_tool_says_its_rule_and_what_a_checker_cannot_see(name):
    tool = TOOLS[name]
    assert name in EXAMPLES
    assert len(tool.rule) >= 2
    assert tool.seen
    assert tool.unseen
    assert tool.schema()["type"] == "object"


def _leaves(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for key, one in value.items() for leaf in _leaves(one, (*way, key))]
    if isinstance(value, list):
        return [leaf for n, one in enumerate(value) for leaf in _leaves(one, (*way, n))]
    return [way]


def _changed(certificate: Any, way: tuple[Any, ...]) -> Any:
    other = copy.deepcopy(certificate)
    spot = other
    for step in way[:-1]:
        spot = spot[step]
    old = spot[way[-1]]
    spot[way[-1]] = {True: False, False: True}[old] if isinstance(old, bool) else f"{old}9"
    return other


@every_tool
def test_no_word_of_a_certificate_can_be_changed(name):
    _result, certificate = settled(name, EXAMPLES[name])
    for way in _leaves(certificate):
        if way not in {("format",), ("tool",)}:
            assert recheck(_changed(certificate, way)).findings, way


@every_tool
def test_a_forged_outcome_is_found_though_its_digest_fits(name):
    """Whoever forges computes the digest anew; what the rule gives cannot be forged."""
    _result, certificate = settled(name, EXAMPLES[name])
    weighed = {
        way
        for way in _leaves(certificate["result"])
        if way[0] not in {"what_if", "exact", "rounds"}
    }
    for way in sorted(weighed, key=str):
        forged = _changed(certificate, ("result", *way))
        body = {key: one for key, one in forged.items() if key != "digest"}
        forged["digest"] = digest_of(body)
        assert recheck(forged).findings, way


@pytest.mark.parametrize(
    "bad", [None, [], {}, {"format": "other"}, {"format": "hejie-settlement/1"}]
)
def test_what_is_no_certificate_is_refused(bad):
    with pytest.raises(BadCertificate):
        recheck(bad)


SHAPES: tuple[Any, ...] = (
    None,
    True,
    1,
    "x",
    [],
    {},
    [None],
    {"a": []},
    [{}],
    {"rounds": [1]},
    {"answers": 1},
)


@every_tool
@pytest.mark.parametrize("part", ["inputs", "result", "opened", "rule", "version"])
def test_a_certificate_of_any_shape_is_judged_without_failing(name, part):
    _done, certificate = settle(name, EXAMPLES[name])
    for shape in SHAPES:
        if shape != certificate[part]:
            assert recheck({**certificate, part: shape}).findings


@pytest.mark.parametrize(("people", "things"), [(2, 60), (4, 20), (8, 40)])
def test_large_estates_are_divided_in_seconds(people, things):
    drawn = random.Random(7)
    goods = [
        {"name": f"物{n}", "values": [drawn.randint(0, 5000) for _person in range(people)]}
        for n in range(things)
    ]
    began = time.process_time()  # other tests share the machine
    settled("nash_goods", {"parties": [f"p{p}" for p in range(people)], "goods": goods})
    assert time.process_time() - began < 20
