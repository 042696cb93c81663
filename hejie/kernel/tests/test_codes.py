"""One-time codes: six digits, one party, ten minutes, once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from hejie.kernel.actions import Refused, take
from hejie.kernel.codes import MOST_A_DAY, MOST_TRIES, OneTimeCode, TooSoon, check_code, send_code
from hejie.kernel.matters import Matter
from hejie.kernel.notices import Notice
from hejie.kernel.parties import Party, parties_of
from hejie.kernel.tests.crowds import together
from hejie.kernel.tests.walking import MONDAY, Walk, party, sent

SOON = MONDAY + timedelta(minutes=1)


def applicant(matter: Matter | None = None) -> Party:
    return parties_of(matter or Walk.begun().matter).select_related("matter").get(key="p1")


def digits_of(notice: Notice) -> str:
    found = re.search(r"验证码 (\d{6})，", notice.text)
    assert found is not None
    return found[1]


def test_the_code_goes_to_the_partys_phone_and_opens_once(zhangwan):
    p1 = applicant()
    notice = send_code(p1, now=MONDAY)
    assert (notice.to, notice.address) == ("party:p1", "13807280001")
    digits = digits_of(notice)
    assert check_code(p1, f" {digits} ", now=SOON)
    assert not check_code(p1, digits, now=SOON)


def test_the_code_is_not_kept_as_it_is(zhangwan):
    p1 = applicant()
    digits = digits_of(send_code(p1, now=MONDAY))
    assert digits not in OneTimeCode.objects.get().digest


def test_a_code_is_good_for_ten_minutes(zhangwan):
    p1 = applicant()
    digits = digits_of(send_code(p1, now=MONDAY))
    assert not check_code(p1, digits, now=MONDAY + timedelta(minutes=10, seconds=1))
    assert check_code(p1, digits, now=MONDAY + timedelta(minutes=10))


def test_a_code_is_for_one_party_of_one_matter(zhangwan):
    p1 = applicant()
    p2 = parties_of(p1.matter).get(key="p2")
    digits = digits_of(send_code(p1, now=MONDAY))
    assert not check_code(p2, digits, now=SOON)
    assert not check_code(applicant(Walk.begun().matter), digits, now=SOON)
    assert check_code(p1, digits, now=SOON)


def test_after_five_wrong_tries_the_right_one_comes_too_late(zhangwan):
    p1 = applicant()
    digits = digits_of(send_code(p1, now=MONDAY))
    wrong = f"{(int(digits) + 1) % 1_000_000:06d}"
    assert [check_code(p1, wrong, now=SOON) for _ in range(MOST_TRIES)] == [False] * MOST_TRIES
    assert not check_code(p1, digits, now=SOON)


@pytest.mark.parametrize(
    "typed", ["", "      ", "12345", "1234567", "一二三四五六", "１２３４５６"]
)
def test_what_is_no_code_opens_nothing(zhangwan, typed):
    p1 = applicant()
    assert not check_code(p1, typed, now=SOON)
    send_code(p1, now=MONDAY)
    assert not check_code(p1, typed, now=SOON)


def test_only_the_last_code_counts(zhangwan):
    p1 = applicant()
    first = digits_of(send_code(p1, now=MONDAY))
    later = MONDAY + timedelta(minutes=2)
    second = digits_of(send_code(p1, now=later))
    if first != second:
        assert not check_code(p1, first, now=later)
    assert check_code(p1, second, now=later)


def test_there_is_a_minute_between_two_codes_and_ten_a_day(zhangwan):
    p1 = applicant()
    for number in range(MOST_A_DAY):
        send_code(p1, now=MONDAY + number * timedelta(minutes=1))
    with pytest.raises(TooSoon, match="太多"):
        send_code(p1, now=MONDAY + timedelta(hours=2))
    assert send_code(p1, now=MONDAY + timedelta(days=1, minutes=1))
    with pytest.raises(TooSoon, match="一分钟后"):
        send_code(p1, now=MONDAY + timedelta(days=1, minutes=1, seconds=59))


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_one_code(zhangwan):
    p1 = applicant()
    outcomes = together(*[lambda: send_code(p1, now=MONDAY)] * 3)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Notice", *["TooSoon"] * 2]


@pytest.mark.django_db(transaction=True)
def test_many_tries_at_once_are_counted_each(zhangwan):
    p1 = applicant()
    digits = digits_of(send_code(p1, now=MONDAY))
    outcomes = together(*[lambda: check_code(p1, digits, now=SOON)] * 4)
    assert sorted(map(bool, outcomes)) == [False, False, False, True]


def test_a_signature_needs_a_code_of_the_last_minutes(zhangwan):
    walk = Walk.begun().to("in_session")
    terms = [{"payer": "p2", "payee": "p1", "sum": "1", "way": "现金", "due": "2026-08-31"}]
    walk.take("agree_orally", "deng", facts_agreed="漏水。", points="赔偿。", terms=terms)
    for minutes in (None, 16, 14):
        verified_at = None if minutes is None else walk.now - timedelta(minutes=minutes)
        p1 = party(walk.matter, "p1", verified_at=verified_at)
        if minutes == 14:
            take(walk.matter, "confirm_orally", actor=p1, sent=sent({}), now=walk.now)
        else:
            with pytest.raises(Refused, match="请先输入短信验证码"):
                take(walk.matter, "confirm_orally", actor=p1, sent=sent({}), now=walk.now)
