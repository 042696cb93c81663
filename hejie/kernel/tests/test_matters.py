"""The matter: its number, its lock, and words for it that name nobody."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, OperationalError, transaction

from hejie.kernel.matters import (
    CODE_ALPHABET,
    Matter,
    NotFound,
    describe,
    find_matter,
    local_day,
    lock,
    new_code,
    new_id,
    next_reference,
)
from hejie.kernel.parties import parties_of
from hejie.kernel.tests.crowds import together
from hejie.kernel.tests.walking import MONDAY, Walk


def test_numbers_count_each_district_and_year(zhangwan):
    days = [date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    found = [next_reference("420303", day) for day in days]
    found.append(next_reference("420304", days[0]))
    assert found == [
        "420303-2026-000001",
        "420303-2026-000002",
        "420303-2027-000001",
        "420304-2026-000001",
    ]


def test_a_number_is_given_once(zhangwan):
    matter, other = Walk.begun().matter, Walk.begun().matter
    other.reference = matter.reference
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_a_matter_is_found_by_its_number_only(zhangwan):
    matter = Walk.begun().matter
    assert find_matter(matter.reference) == matter
    for wrong in ("", "420303", "420303-2026-999999", matter.reference[:-1], "' OR 1=1"):
        assert find_matter(wrong) is None


def test_a_matter_that_is_not_there_cannot_be_locked(zhangwan):
    with pytest.raises(NotFound):
        lock(Matter(district="420303", id=new_id()))


@pytest.mark.django_db(transaction=True)
def test_a_lock_holds_until_the_transaction_ends(zhangwan):
    matter = Walk.begun().matter

    def lock_now() -> Matter:
        with transaction.atomic():
            return lock(matter, wait=False)

    with transaction.atomic():
        lock(matter)
        (busy,) = together(lock_now)
        assert isinstance(busy, OperationalError)
    (free,) = together(lock_now)
    assert free == matter


def test_ids_rise_with_time_and_codes_are_easy_to_read_aloud():
    ids = [new_id() for _ in range(100)]
    assert sorted(ids) == ids
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert not set("01ILO") & set(CODE_ALPHABET)
    assert {len(code) for code in codes} == {8}


def test_a_description_names_no_party(zhangwan):
    matter = Walk.begun().matter
    told = describe(matter)
    assert told == {
        "reference": matter.reference,
        "procedure": "矛盾纠纷调解",
        "state": "已登记",
        "category": "邻里",
        "place": matter.place.name,
    }
    assert not [p for p in parties_of(matter) if p.name in str(told)]


def test_a_day_is_the_districts_day():
    night = datetime.fromisoformat("2026-08-03T17:00+00:00")
    assert local_day(night) == date(2026, 8, 4)


def test_a_matter_closes_once_and_keeps_the_moment(zhangwan):
    walk = Walk.begun()
    assert walk.matter.closed_at is None
    walk.take("not_accept", "luo", reason="not_civil", text="不是民事纠纷。")
    closed = walk.matter.closed_at
    assert closed == walk.now
    walk.at(MONDAY + timedelta(days=3)).take("archive", "luo", pages_checked=True)
    assert walk.matter.closed_at == closed
    assert walk.matter.is_over


def test_handing_up_and_down_keeps_the_number(zhangwan):
    walk = Walk.begun()
    reference = walk.matter.reference
    walk.take("hand_up", "luo", holder="zw-centre", reason="涉及两个街道。")
    walk.take("hand_down", "lin", holder="t-420303003", reason="由车城路办理。")
    assert (walk.matter.reference, walk.matter.holder_id) == (reference, "t-420303003")
    parts = walk.matter.involvement_set.filter(part="holder").order_by("organ_id")
    assert list(parts.values_list("organ_id", flat=True)) == [
        "t-420303001",
        "t-420303003",
        "zw-centre",
    ]
