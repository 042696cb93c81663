"""The library of clauses: for every kind of dispute, sums that add up, blanks that are found."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejie.kernel.procedures import PartyView
from hejie.kernel.sentences import Complaint
from hejie.law.causes import CAUSES
from hejie.rooms.mediation.clauses import MOST, Given, clauses, clauses_for, put
from hejie.rooms.mediation.enforceability import agreement_of, check
from hejie.rooms.mediation.forms.agreement import TermRow

LIBRARY = clauses()
TERMS = {key: clause for key, clause in LIBRARY.items() if not clause.onto}
PARTIES = tuple(
    PartyView(key=key, role=role, kind="person")
    for key, role in (("p1", "applicant"), ("p2", "respondent"), ("p3", "respondent"))
)
STATED = Given(
    payer="p2", payee="p1", sum=Decimal("100.00"), first=date(2026, 9, 30), times=3, late="1.5"
)
every_clause = pytest.mark.parametrize("clause", LIBRARY.values(), ids=LIBRARY)


def test_the_library_is_large_enough_and_knows_the_kinds_of_dispute():
    assert len(LIBRARY) >= 12
    assert {cause for clause in LIBRARY.values() for cause in clause.causes} <= CAUSES.keys()


@pytest.mark.parametrize("cause", CAUSES)
def test_every_kind_of_dispute_has_clauses_those_made_for_it_first(cause):
    offered = clauses_for(cause)
    assert {"goods_returned", "late_penalty", "all_due", "joint_liability"} <= {
        clause.key for clause in offered
    }
    assert [bool(clause.causes) for clause in offered] == sorted(
        (bool(clause.causes) for clause in offered), reverse=True
    )


@every_clause
def test_a_clause_fills_fields_that_the_form_has(clause):
    rows = put(clause, Given(**{**vars(STATED), "joint": "p3"}), [{"sum": "5.00"}])
    offered = {*TermRow.base_fields}
    assert all(row.keys() <= offered for row in rows)


@every_clause
def test_what_a_clause_leaves_open_is_found_before_anybody_signs(clause):
    rows = put(clause, Given(**{**vars(STATED), "joint": "p3"}), []) if not clause.onto else []
    blanks = [row for row in rows if "【" in "".join(row.values())]
    values, words = _stated(rows)
    found = check(agreement_of(values, words, parties=PARTIES, category="MD22", papers=()))
    told = {one.term for one in found if one.code == "blank"}
    assert told == {n for n, row in enumerate(rows, start=1) if row in blanks}


def _stated(rows):
    words = {
        f"terms.{n}.{name}": row[name]
        for n, row in enumerate(rows)
        for name in ("thing", "way", "default", "account")
        if name in row
    }
    return {"terms": [dict(row) for row in rows]}, words


def test_wages_by_instalments_are_split_to_the_cent_month_by_month():
    rows = put(LIBRARY["wages_by_instalments"], STATED, [])
    assert [(row["sum"], row["due"]) for row in rows] == [
        ("33.33", "2026-09-30"),
        ("33.33", "2026-10-30"),
        ("33.34", "2026-11-30"),
    ]
    assert {row["payer"] for row in rows} == {"p2"}


def test_a_month_without_the_day_takes_its_last_one():
    given_ = Given(sum=Decimal(900), first=date(2026, 12, 31), times=3)
    rows = put(LIBRARY["child_support"], given_, [])
    assert [row["due"] for row in rows] == ["2026-12-31", "2027-01-31", "2027-02-28"]
    assert {row["sum"] for row in rows} == {"900.00"}


@given(
    cents=st.integers(1, 10**9),
    times=st.integers(1, MOST),
    first=st.dates(date(2020, 1, 1), date(2100, 1, 1)),
)
def test_instalments_add_up_and_come_one_after_another(cents, times, first):
    whole = Decimal(cents) / 100
    stated = Given(sum=whole, first=first, times=times)
    if cents < times:
        with pytest.raises(Complaint, match="分不成"):
            put(LIBRARY["loan_by_instalments"], stated, [])
        return
    rows = put(LIBRARY["loan_by_instalments"], stated, [])
    sums = [Decimal(row["sum"]) for row in rows]
    assert sum(sums) == whole
    assert min(sums) > 0
    assert max(sums) - min(sums) < Decimal("0.01") * times
    days = [row["due"] for row in rows]
    assert days == sorted(set(days))


def test_a_default_clause_goes_onto_the_terms_that_pay():
    rows = [{"thing": "修好漏水"}, {"sum": "100.00"}]
    done, paid = put(LIBRARY["late_penalty"], Given(late="1.5"), rows)
    assert (done, paid["late"]) == (rows[0], "1.5")
    done, paid = put(LIBRARY["joint_liability"], Given(joint="p3"), rows)
    assert (done, paid["joint"]) == (rows[0], "p3")
    _done, paid = put(LIBRARY["all_due"], Given(), rows)
    assert "全部到期" in paid["default"]


@pytest.mark.parametrize(
    ("key", "stated", "rows", "sentence"),
    [
        ("all_due", Given(), [{"thing": "道歉"}], "还没有写了金额的条款"),
        ("joint_liability", Given(), [{"sum": "1.00"}], "请选谁承担连带责任"),
        ("late_penalty", Given(), [{"sum": "1.00"}], "请填违约金每日万分之几"),
        ("apology", Given(), [{"sum": "1.00"}] * MOST, "放不下"),
        ("wages_by_instalments", Given(times=MOST), [{}], "放不下"),
    ],
)
def test_a_clause_that_cannot_be_put_in_says_why(key, stated, rows, sentence):
    with pytest.raises(Complaint, match=sentence):
        put(LIBRARY[key], stated, rows)


def test_a_clause_that_is_not_repeated_is_put_in_once():
    assert len(put(LIBRARY["apology"], STATED, [])) == 1
