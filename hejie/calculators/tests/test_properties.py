"""What holds for any input: more gives no less, cliffs are where the law puts them, nothing is
guessed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejie.calculators.asking import Wrong
from hejie.calculators.catalogue import CALCULATORS
from hejie.calculators.days import part_of_years, years_and_days
from hejie.calculators.figures import KINDS, MissingFigure, Row, shipped
from hejie.calculators.injury import Dependant, _dependants, years_by_age
from hejie.calculators.labour import leave_days, service_years
from hejie.calculators.results import rounded

sums = st.decimals(0, 10**7, places=2)
some = st.decimals(1, 10**6, places=2)
days = st.dates(date(2021, 1, 1), date(2025, 6, 1))
shares = st.decimals(0, 100, places=1)


def total(name: str, **stated: Any) -> Decimal:
    sheet = CALCULATORS[name].sheet(stated)
    assert sum(one.amount for one in sheet.result.items) == sheet.result.total
    assert all(one.amount == rounded(one.amount) for one in sheet.result.items)
    return sheet.result.total


LOCAL = {"city_average_wage": "7000", "minimum_wage": "1950"}


def severance(hired: date, left: date, wage: Decimal, **more: Any) -> Decimal:
    return total("severance", hired=hired, left=left, wage=wage, **{**LOCAL, **more})


@given(days, st.integers(0, 1500), st.integers(0, 400), some)
def test_longer_service_never_pays_less(hired, worked, longer, wage):
    left = hired + timedelta(days=worked)
    assert severance(hired, left, wage) <= severance(hired, left + timedelta(days=longer), wage)


@given(days, st.integers(0, 1500), st.lists(some, min_size=2, max_size=2))
def test_up_to_the_cap_a_higher_wage_never_pays_less(hired, worked, wages):
    low, high = sorted(min(wage, Decimal(21_000)) for wage in wages)
    left = hired + timedelta(days=worked)
    assert severance(hired, left, low) <= severance(hired, left, high)


@given(days, st.integers(0, 1500), st.decimals("21000.01", 10**6, places=2))
def test_above_three_times_the_average_the_wage_no_longer_matters(hired, worked, wage):
    left = hired + timedelta(days=worked)
    assert severance(hired, left, wage) == severance(hired, left, Decimal("21000.01"))


@given(days, st.integers(0, 1500), some)
def test_unlawful_ending_pays_twice(hired, worked, wage):
    left = hired + timedelta(days=worked)
    assert severance(hired, left, wage, ground="unlawful") == 2 * severance(hired, left, wage)


@given(days, st.integers(0, 9000))
def test_service_is_in_halves_and_within_half_a_year_of_the_truth(hired, worked):
    years = service_years(hired, hired + timedelta(days=worked))
    assert years * 2 == int(years * 2)
    assert Decimal("-0.02") <= years - Decimal(worked + 1) / Decimal("365.25") <= Decimal("0.52")


def test_leave_has_its_steps_at_one_ten_and_twenty_years():
    assert [leave_days(n) for n in (0, 1, 9, 10, 19, 20, 50)] == [0, 5, 5, 10, 10, 15, 15]


@given(some, days, st.integers(0, 1200))
def test_double_wages_stop_after_eleven_months(wage, hired, worked):
    left = hired + timedelta(days=worked)
    assert total("unsigned_contract", hired=hired, left=left, wage=wage) <= rounded(11 * wage)


def loan(lent_on: date, until: date, rate: Decimal, **more: Any) -> Decimal:
    stated = {"note_amount": "100000", "lent_on": lent_on, "until": until, "rate": rate}
    return total("loan_interest", **{**stated, **more})


@given(days, st.integers(0, 2000), st.lists(shares, min_size=2, max_size=2))
def test_interest_rises_with_the_rate_up_to_the_cap(lent_on, held, rates):
    low, high = sorted(rates)
    until = lent_on + timedelta(days=held)
    assert loan(lent_on, until, low) <= loan(lent_on, until, high)
    cap = 4 * next(r.value for r in shipped() if r.code == "lpr" and r.holds("", lent_on))
    if low >= cap:
        assert loan(lent_on, until, low) == loan(lent_on, until, cap)


@given(days, st.integers(1, 1000), shares, st.lists(st.tuples(st.integers(0, 1000), some)))
def test_payments_go_to_interest_first_and_all_of_the_money_is_accounted_for(
    lent_on, held, rate, paid
):
    until = lent_on + timedelta(days=held)
    payments = [{"on": lent_on + timedelta(days=n % (held + 1)), "amount": a} for n, a in paid]
    stated = {"note_amount": "100000", "lent_on": lent_on, "until": until, "rate": rate}
    sheet = CALCULATORS["loan_interest"].sheet(
        {**stated, "payments": payments, "with_principal": True}
    )
    interest = sum(
        i.amount for i in sheet.result.items if i.label.endswith("的利息") and i.amount > 0
    )
    left = sheet.result.total
    given_ = sum((one["amount"] for one in payments), Decimal(0))
    assert left >= 0
    assert left >= 100_000 + interest - given_
    assert left == 100_000 + interest - given_ or any("多还" in one for one in sheet.notes)


@given(days, st.integers(1, 1500), shares, sums)
def test_interest_and_fees_together_stay_below_the_cap(lent_on, held, rate, fees):
    until = lent_on + timedelta(days=held)
    together = loan(lent_on, until, rate, other_fees=fees)
    assert together <= loan(lent_on, until, Decimal(100))


@given(days, st.integers(0, 1000), st.integers(0, 1000), shares, st.decimals(1, 10**6, places=2))
def test_a_renewed_note_never_beats_one_loan_at_the_cap(lent_on, first, second, rate, note):
    renewed_on = lent_on + timedelta(days=first)
    until = renewed_on + timedelta(days=second)
    stated = {"first_principal": "100000", "new_note": note, "rate": rate}
    got = total("renewed_loan", **stated, lent_on=lent_on, renewed_on=renewed_on, until=until)
    assert got <= 100_000 + loan(lent_on, until, Decimal(100))


@given(
    st.dates(date(2021, 1, 1), date(2025, 6, 1)),
    st.integers(0, 2000),
    st.decimals(30, 50, places=1),
)
def test_a_late_payment_lies_between_the_two_ends(due, late, markup):
    stated = {"amount": "80000", "due": due, "paid": due + timedelta(days=late), "markup": markup}
    result = CALCULATORS["late_payment"].sheet(stated).result
    assert result.ranges[0].low <= result.total <= result.ranges[0].high


@given(some, days, st.integers(0, 1000), st.decimals(0, 1, places=3))
def test_a_penalty_is_cut_to_the_ceiling_and_never_raised(amount, due, late, daily):
    stated = {"amount": amount, "due": due, "paid": due + timedelta(days=late), "daily": daily}
    agreed = total("agreed_penalty", **stated, bad_faith=True)
    cut = total("agreed_penalty", **stated)
    assert 0 <= cut <= agreed


@given(st.decimals(1, 500, places=2), st.integers(1, 60), st.lists(shares, min_size=2, max_size=2))
def test_a_larger_discount_never_costs_more(area, months, factors):
    stated = {"area": area, "price": "1.8", "first_month": "2023-01-01", "months": months}
    low, high = sorted(factors)
    assert total("property_fee", **stated, factor=low) <= total(
        "property_fee", **stated, factor=high
    )


@given(st.decimals(1, 500, places=2), st.integers(1, 80), days)
def test_parting_by_limitation_changes_no_sum(area, months, until):
    stated = {"area": area, "price": "1.8", "first_month": "2019-01-01", "months": months}
    assert total("property_fee", **stated) == total("property_fee", **stated, until=until)


def test_years_by_age_have_their_steps_at_sixty_and_seventy_five():
    assert [years_by_age(n) for n in (0, 59, 60, 61, 74, 75, 76, 120)] == [
        20, 20, 20, 19, 6, 5, 5, 5,
    ]  # fmt: skip


people = st.lists(
    st.builds(Dependant, age=st.integers(0, 110), supporters=st.integers(1, 6)),
    min_size=1,
    max_size=8,
)


@given(people, st.integers(1, 10))
def test_dependants_are_summed_year_by_year_below_the_cap(found, tenths):
    consumption, factor = Decimal(26_422), Decimal(tenths) / 10
    got = _dependants(found, consumption, factor, "残疾赔偿金").amount
    by_year = sum(
        min(
            consumption,
            sum(
                (consumption * factor / p.supporters for p in found if p.years >= year), Decimal(0)
            ),
        )
        for year in range(1, 21)
    )
    assert got == rounded(Decimal(by_year))
    assert got <= 20 * consumption


CLAIM = {
    "region": "42", "on": "2020-10-01", "age": 45, "medical": "23456.78", "grade": 8,
    "nursing_days": 60, "nursing_rate": "120", "property_loss": "5000",
}  # fmt: skip


@given(st.lists(shares, min_size=2, max_size=2), st.booleans(), sums)
def test_a_larger_share_of_the_other_side_never_pays_less(found, insured, medical):
    low, high = sorted(found)
    stated = {**CLAIM, "medical": medical, "insured": insured}
    assert total("injury", **stated, share=low) <= total("injury", **stated, share=high)


@given(shares)
def test_insurance_never_pays_less_than_the_share_alone(share):
    assert total("injury", **CLAIM, share=share) <= total(
        "injury", **CLAIM, share=share, insured=True
    )


@given(st.lists(st.tuples(sums, st.booleans(), st.booleans()), min_size=1, max_size=12), shares)
def test_what_one_side_gets_the_other_pays(found, share):
    properties = [
        {"label": "物", "value": v, "kind": "debt" if d else "asset", "holder": "a" if a else "b"}
        for v, d, a in found
    ]
    swapped = [{**p, "holder": "b" if p["holder"] == "a" else "a"} for p in properties]
    one = total("property_split", properties=properties, share_b=share)
    other = total("property_split", properties=swapped, share_b=100 - share)
    assert one >= 0
    assert abs(one - other) <= Decimal("0.01")


@given(st.integers(1, 3000), st.integers(0, 500), st.integers(0, 500), st.sampled_from([4, 6]))
def test_one_more_yes_never_loses_a_vote(yes, no, absent, matter):
    voting = yes + 1 + no
    whole = voting + absent
    stated = {
        "total_area": whole, "total_heads": whole, "voting_area": voting, "voting_heads": voting,
        "matter": matter,
    }  # fmt: skip
    fewer = total("owners_vote", **stated, yes_area=yes, yes_heads=yes)
    assert fewer <= total("owners_vote", **stated, yes_area=yes + 1, yes_heads=yes + 1)


@given(days, st.integers(0, 4000))
def test_a_span_is_whole_years_and_less_than_one_more(start, length):
    end = start + timedelta(days=length)
    _years, rest = years_and_days(start, end)
    assert 0 <= rest <= 365
    assert abs(part_of_years(start, end) - part_of_years(start, end, by_days=True)) < Decimal(
        "0.02"
    )


# Figures


def test_every_shipped_row_is_of_a_known_kind_and_none_overlap():
    rows = shipped()
    assert {row.code for row in rows} <= KINDS.keys()
    for one in rows:
        same = [r for r in rows if (r.code, r.region) == (one.code, one.region)]
        assert [r for r in same if r.holds(one.region, one.valid_from)] == [one]


def test_no_rate_is_guessed_after_the_last_that_was_entered():
    with pytest.raises(MissingFigure, match=r"贷款市场报价利率.*2026-03-01.*本地设定"):
        loan(date(2026, 3, 1), date(2027, 3, 1), Decimal(20))


def test_local_figures_are_missing_until_somebody_enters_them():
    stated = {"hired": "2020-01-01", "left": "2025-01-01", "wage": "5000", "region": "420303"}
    with pytest.raises(MissingFigure, match=r"职工月平均工资.*4203"):
        CALCULATORS["severance"].sheet(stated)
    rows = [
        Row(
            code=code,
            region=region,
            valid_from=date(2024, 7, 1),
            valid_to=None,
            value=Decimal(value),
            source="十政发〔2024〕1号",
            entered_by="林晓梅",
            checked_by="孟宪华",
        )
        for code, region, value in (
            ("city_average_wage", "4203", 7000),
            ("minimum_wage", "420303", 1950),
        )
    ]
    sheet = CALCULATORS["severance"].sheet(stated, rows)
    assert [row.id for row in sheet.figures] == [
        "city_average_wage/4203/2024-07-01",
        "minimum_wage/420303/2024-07-01",
    ]


def test_a_figure_of_the_district_goes_before_one_of_the_province():
    stated = {
        "region": "420303",
        "hired": "2024-12-01",
        "left": "2025-01-01",
        "wage": "1000",
        "city_average_wage": "7000",
    }
    rows = [
        Row(
            code="minimum_wage",
            region=region,
            valid_from=date(2024, 1, 1),
            valid_to=None,
            value=Decimal(value),
            source="省里的文件",
            entered_by="甲",
            checked_by="乙",
        )
        for region, value in (("42", 1800), ("420303", 1900))
    ]
    assert CALCULATORS["severance"].sheet(stated, rows).result.total == Decimal("950.00")


def test_a_stated_figure_is_marked_as_unchecked():
    sheet = CALCULATORS["severance"].sheet(
        {"hired": "2020-01-01", "left": "2025-01-01", "wage": "5000", **LOCAL}
    )
    assert all(row.is_stated and "没有核对" in row.source for row in sheet.figures)


@pytest.mark.parametrize(
    ("name", "stated", "said"),
    [
        ("severance", {"hired": "2020-01-01", "left": "2019-01-01", "wage": 1, **LOCAL}, "早于"),
        ("severance", {"hired": "2005-01-01", "left": "2019-01-01", "wage": 1, **LOCAL}, "2008"),
        ("severance", {"hired": "x", "left": "2019-01-01", "wage": 1, **LOCAL}, "日期写作"),
        ("severance", {"hired": 1, "left": "2019-01-01", "wage": 1, **LOCAL}, "日期写作"),
        ("severance", {"hired": "2020-01-01", "left": "2021-01-01", "wage": -1}, "不能小于"),
        ("severance", {"hired": "2020-01-01", "left": "2021-01-01", "wage": "NaN"}, "数字"),
        ("severance", {"hired": "2020-01-01", "left": "2021-01-01", "wage": "1.234"}, "小数"),
        ("loan_interest", {"lender": "financial", "note_amount": 1, "lent_on": "2025-01-01",
                           "until": "2025-02-01", "rate": 1}, "金融机构"),
        ("loan_interest", {"lender": "public", "note_amount": 1, "lent_on": "2025-01-01",
                           "until": "2025-02-01", "rate": 1}, "以放贷为业"),
        ("loan_interest", {"note_amount": 1, "lent_on": "2020-01-01", "until": "2021-02-01",
                           "rate": 1}, "法院受理"),
        ("injury", {**CLAIM, "insured": True, "at_fault": False, "share": 50}, "最多承担 10%"),
        ("owners_vote", {"total_area": 1, "total_heads": 1, "voting_area": 2, "voting_heads": 1,
                         "yes_area": 1, "yes_heads": 1, "matter": 4}, "比总数还多"),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_is_refused_with_a_sentence(name, stated, said):
    with pytest.raises(Wrong, match=said):
        CALCULATORS[name].sheet(stated)
