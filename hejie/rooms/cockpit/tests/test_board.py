"""The board's numbers: each is what its list holds, rates say what they are of, small ones are
kept back from the public, and all of them follow from the log."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from hejie.desk.lists import MatterFilter
from hejie.desk.tests.making import sign_in
from hejie.kernel import permissions, tallies
from hejie.kernel.boards import LEAST, Board, Counts, told_publicly
from hejie.kernel.clocks import ClockOutcome
from hejie.kernel.events import Bookmark
from hejie.kernel.jurisdictions import Account, actor_for
from hejie.kernel.matters import Matter
from hejie.kernel.readers import catch_up, follow, rebuild
from hejie.kernel.tallies import MonthTally
from hejie.live.models import Message
from hejie.rooms.cockpit.streams import reader, still_open, ticket_of
from hejie.stories.shelf import stories
from hejie.stories.telling import play, weeks_until

pytestmark = pytest.mark.usefixtures("zhangwan")
DISTRICT = "420303"
BOARD, OPEN = "/rooms/cockpit/board/", "/figures/"
ROOMS = ("patrol", "petitions", "backlog", "mediation")
COLUMNS = ("month", "procedure", "dimension", "key", "what", "count")


@pytest.fixture
def lived(zhangwan):
    """Some weeks of four rooms, ending now."""
    later = weeks_until(timezone.now())
    for room in ROOMS:
        for shelved in stories(room)[:3]:
            play(shelved.story, later=later)
    catch_up([tallies.reader, tallies.months_reader], now=timezone.now())


def board(procedure: str = "") -> Board:
    return Board([DISTRICT], timezone.localdate(), procedure=procedure)


def test_counted_again_from_the_log_every_number_is_the_same(lived):
    before = sorted(MonthTally.objects.values_list(*COLUMNS))
    assert len(before) > 200
    rebuild(tallies.months_reader, now=timezone.now())
    assert sorted(MonthTally.objects.values_list(*COLUMNS)) == before


def test_read_one_by_one_or_all_at_once_it_comes_to_the_same(lived):
    before = sorted(MonthTally.objects.values_list(*COLUMNS))
    MonthTally.objects.all().delete()
    Bookmark.objects.filter(reader="months").update(position=0)
    while follow(tallies.months_reader, now=timezone.now(), limit=7):
        pass
    assert sorted(MonthTally.objects.values_list(*COLUMNS)) == before


def test_all_sides_add_up_to_the_whole(lived):
    told = board()
    for rows in (told.places(), told.rooms(), told.units()):
        assert sum(row.counts.opened for row in rows) == told.whole.opened
        assert sum(row.counts.ended for row in rows) == told.whole.ended
    assert sum(counts.opened for _month, counts in told.months) == told.whole.opened
    by_procedure = [board(row.key).whole.opened for row in told.rooms()]
    assert sum(by_procedure) == told.whole.opened == Matter.objects.count()


def test_what_is_open_now_is_what_is_not_over(lived):
    over = [one for one in Matter.objects.all() if one.is_over]
    assert board().open_now() == Matter.objects.count() - len(over)
    actor = actor_for(Account.objects.get(username="zhou"), on=timezone.localdate())
    listed = MatterFilter(_query({"running": "1"}), actor=actor)
    assert not [one for one in listed.narrow(Matter.objects.all()) if one.is_over]
    assert listed.narrow(Matter.objects.all()).count() == board().open_now()
    assert board().whole.ended == len(over)


def test_a_number_leads_to_as_many_matters(lived):
    actor = actor_for(Account.objects.get(username="zhou"), on=timezone.localdate())
    told = board()
    for row in told.places():
        numbers = {"opened": row.counts.opened, "closed": row.counts.ended}
        for name, count in numbers.items():
            asks = {f"{name}_from": f"{told.first}", f"{name}_to": f"{timezone.localdate()}"}
            listed = MatterFilter(_query({**row.asks, **asks}), actor=actor)
            assert listed.narrow(permissions.visible_to(actor)).count() == count, row.name


def _query(asks):
    query = QueryDict(mutable=True)
    query.update(asks)
    return query


def test_what_broke_a_limit_is_listed(lived):
    late = ClockOutcome.objects.filter(met=True, late=True, effect="info")
    expected = set(late.values_list("matter_id", flat=True))
    assert expected
    actor = actor_for(Account.objects.get(username="zhou"), on=timezone.localdate())
    period = {"broken_from": f"{board().first}", "broken_to": f"{timezone.localdate()}"}
    for kind, found in (("local", expected), ("legal", set())):
        listed = MatterFilter(_query({"broken": kind, **period}), actor=actor)
        narrowed = listed.narrow(permissions.visible_to(actor))
        assert set(narrowed.values_list("id", flat=True)) == found
    page = sign_in("zhou").get(BOARD).content.decode()
    assert f"超期 {late.count()} 个" in page
    assert "broken=local" in page


def test_a_rate_says_what_it_is_of_and_what_is_left_out(lived):
    outcomes = ClockOutcome.objects.exclude(effect="info")
    legal = board().whole.legal
    assert legal.whole == outcomes.filter(met=True).count()
    assert legal.whole - legal.part == outcomes.filter(met=True, late=True).count()
    assert legal.left_out == outcomes.filter(met=False).count()
    assert legal.percent == round(100 * legal.part / legal.whole)


@pytest.mark.parametrize(
    ("took", "half"),
    [
        ({"took_1": 1, "took_3": 1}, 1),
        ({"took_1": 1, "took_3": 2}, 3),
        ({"took_1": 1, "took_more": 5}, None),
        ({}, None),
    ],
)
def test_half_had_ended_within_days(took, half):
    assert Counts(took).half_within == half


def test_the_board_asks_the_same_however_much_there_is(lived, django_assert_max_num_queries):
    client = sign_in("wu")
    with django_assert_max_num_queries(22):
        page = client.get(BOARD).content.decode()
    assert "法定期限按期率" in page
    assert str(board().whole.opened) in page


def test_a_statistician_sees_numbers_and_no_lists(lived):
    page = sign_in("tong").get(BOARD).content.decode()
    assert str(board().whole.opened) in page
    assert "opened_from" not in page
    assert "opened_from" in sign_in("zhou").get(BOARD).content.decode()


@pytest.mark.parametrize("who", ["luo", "deng", "mai", "guan"])
def test_the_board_is_not_for_everybody(who):
    assert sign_in(who).get(BOARD).status_code == 403


def test_the_workbook_has_the_same_numbers(lived):
    answer = sign_in("zhou").get(f"{BOARD}?format=xlsx")
    book = load_workbook(BytesIO(answer.content))
    rows = list(book["按地方"].iter_rows(min_row=2, values_only=True))
    assert sum(int(str(row[1])) for row in rows) == board().whole.opened
    assert [row[0] for row in rows] == [row.name for row in board().places()]


def test_the_public_sees_no_small_number(lived):
    page = Client().get(OPEN).content.decode()
    assert "不足5件" in page
    cells = re.findall(r"<dd>(\d+)</dd>", page)
    assert cells
    assert not {int(cell) for cell in cells} & set(range(1, LEAST))


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([9, 8, 0], ["9", "8", "0"]),
        ([9, 3, 2], ["9", "不足5件", "不足5件"]),
        ([9, 8, 3], ["9", "不写", "不足5件"]),
        ([3], ["不足5件"]),
        ([], []),
    ],
)
def test_a_small_number_cannot_be_worked_out_from_the_others(counts, told):
    assert told_publicly(counts) == told


def test_an_open_board_is_told_when_the_log_grows(lived):
    Message.objects.all().delete()
    catch_up([reader], now=timezone.now())
    assert set(Message.objects.values_list("channel", flat=True)) == {f"cockpit/{DISTRICT}"}


def test_a_closed_account_watches_no_more(zhangwan):
    account = Account.objects.get(username="wu")
    ticket = ticket_of(DISTRICT, account.pk)
    assert list(still_open([ticket])) == [ticket]
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert list(still_open([ticket])) == []


def test_towns_on_the_map_are_those_of_the_district(zhangwan):
    outlines = sign_in("wu").get(f"{BOARD}outlines.json").json()
    assert {one["id"] for one in outlines["features"]} == {row.key for row in board().places()}
