"""Counts of confirmations: right, the same when rebuilt, and about no person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from hejie.desk.tests.making import sign_in
from hejie.kernel.readers import catch_up, rebuild
from hejie.rooms.confirmation import statistics
from hejie.rooms.confirmation.counting import reader
from hejie.rooms.confirmation.models import ConfirmationTally
from hejie.rooms.confirmation.stories import (
    dismissed_then_mended,
    one_does_not_join,
    title_not_accepted,
    wages_confirmed,
)
from hejie.stories.telling import moment, play_all

pytestmark = pytest.mark.usefixtures("zhangwan")
TOLD = [
    one.story
    for one in (wages_confirmed, dismissed_then_mended, one_does_not_join, title_not_accepted)
]
NOW = moment("2026-07-01 09:00")


@pytest.fixture
def rows() -> list[ConfirmationTally]:
    play_all(TOLD)
    catch_up([reader], now=NOW)
    return statistics.rows_of({"420303"}, since=date(2026, 1, 1))


def test_what_happened_is_counted_once(rows):
    figures = statistics.total(rows, "合计")
    expected = {
        "agreed": 5,  # the mended one is an agreement of its own
        "applied": 4,
        "accepted": 3,
        "not_accepted": 1,
        "valid": 2,
        "dismissed": 1,
        "enforced": 1,
    }
    assert dict(figures.counts) == expected
    assert (figures.share_confirmed, figures.share_enforced) == (40, 50)


def test_days_are_those_between_the_acts(rows):
    figures = statistics.total(rows, "合计")
    assert figures.days_to_accept == 0.0
    assert figures.days["valid"] == 4 + 8
    assert figures.days["dismissed"] == 6
    assert figures.days_to_decide == 6.0


def test_grounds_are_named_as_the_law_does(rows):
    assert statistics.by_ground(rows, "dismissed") == [("内容不明确", 1)]
    assert statistics.by_ground(rows, "not_accepted") == [("调解协议内容涉及物权、知识产权确权", 1)]


def test_rebuilt_from_nothing_the_numbers_are_the_same(rows):
    def kept() -> list[tuple[object, ...]]:
        return sorted(ConfirmationTally.objects.values_list(), key=str)

    before = kept()
    assert rebuild(reader, now=NOW + timedelta(days=1)) > 0
    assert kept() == before
    assert catch_up([reader], now=NOW) == 0
    assert kept() == before


def test_nothing_divides_by_nothing():
    empty = statistics.total([], "合计")
    assert (empty.share_confirmed, empty.days_to_accept, empty.days_to_decide) == (None,) * 3


def test_the_counts_have_no_column_for_a_person():
    names = {field.name for field in ConfirmationTally._meta.get_fields()}
    assert names == {"pk", "district", "month", "committee", "what", "ground", "count", "days"}


def page(who: str) -> tuple[int, str]:
    client: Client = sign_in(who)
    answer = client.get("/rooms/confirmation/statistics/")
    return answer.status_code, answer.content.decode()


def test_the_page_is_for_those_who_steer(rows):
    status, text = page("fangming")
    assert status == 200
    assert "内容不明确" in text
    assert "花果街道综治中心" in text
    assert page("luo")[0] == 403


def test_an_empty_page_says_so():
    status, text = page("zhou")
    assert (status, "还没有可以统计的" in text) == (200, True)
