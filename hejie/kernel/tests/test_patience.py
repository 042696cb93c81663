"""How often something may be tried: always again, and never at another's cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hejie.kernel.patience import Patience, Rate, forget, give_back, spend, wait_of
from hejie.kernel.tests.walking import MONDAY

pytestmark = pytest.mark.django_db
RATE = Rate("test", free=3, seconds=60)
SECOND = timedelta(seconds=1)


def test_a_few_are_free_and_then_each_takes_its_time():
    assert [spend(RATE, "a", now=MONDAY) for _ in range(3)] == [timedelta()] * 3
    wait = spend(RATE, "a", now=MONDAY)
    assert wait == timedelta(seconds=60)
    assert wait_of(RATE, "a", now=MONDAY) == wait
    assert spend(RATE, "a", now=MONDAY + wait - SECOND) == SECOND
    assert spend(RATE, "a", now=MONDAY + wait) == timedelta()


def test_trying_too_soon_makes_the_wait_no_longer():
    for _ in range(100):
        spend(RATE, "a", now=MONDAY)
    assert wait_of(RATE, "a", now=MONDAY) == timedelta(seconds=60)


def test_others_wait_for_nothing():
    for _ in range(9):
        spend(RATE, "a", now=MONDAY)
    assert not spend(RATE, "b", now=MONDAY)
    assert not spend(Rate("other", free=3, seconds=60), "a", now=MONDAY)


def test_what_was_no_guess_is_given_back():
    for _ in range(50):
        assert not spend(RATE, "a", now=MONDAY)
        give_back(RATE, "a")


def test_a_try_costs_one_query():
    with CaptureQueriesContext(
        connection,
    ) as queries:
        spend(RATE, "a", now=MONDAY)
    assert len(queries) == 1


def test_what_slows_nobody_any_more_is_forgotten():
    spend(RATE, "a", now=MONDAY)
    assert forget(now=MONDAY) == 0
    assert forget(now=MONDAY + timedelta(minutes=2)) == 1
    assert not Patience.objects.exists()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 200), max_size=40))
def test_never_more_than_the_free_ones_and_one_for_each_pause(pauses):
    """Whenever one tries: what is allowed stays below the rate, and a wait is never longer than
    one pause."""
    Patience.objects.all().delete()
    now, allowed = MONDAY, 0
    for pause in pauses:
        now += pause * SECOND
        wait = spend(RATE, "a", now=now)
        allowed += not wait
        assert wait <= RATE.each
    assert allowed <= RATE.free + (now - MONDAY) / RATE.each
