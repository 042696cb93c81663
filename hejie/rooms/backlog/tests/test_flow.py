"""Stock and flow: what came, what ended, what is left; and who may see the board."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from hejie.desk.tests.making import sign_in
from hejie.kernel import tallies
from hejie.kernel.matters import Matter
from hejie.kernel.readers import catch_up, rebuild
from hejie.rooms.backlog import flow
from hejie.rooms.backlog.stories import certificates_for_a_block, file_of_2019
from hejie.stories.telling import Story, play

pytestmark = pytest.mark.usefixtures("zhangwan")
BOARD = "/rooms/backlog/board/"
BEGUN = Story(
    key="begun",
    title="还没办完的",
    procedure="backlog",
    outcome="working",
    acts=file_of_2019.story.acts[1:5],
)


def count() -> None:
    catch_up([tallies.reader], now=timezone.now())


def test_what_came_ended_and_is_left_adds_up_in_every_month():
    play(certificates_for_a_block.story)
    play(file_of_2019.story)
    play(BEGUN)
    count()
    told = {month.first: month for month in flow.months(["420303"], date(2026, 9, 1))}
    assert len(told) == flow.MONTHS
    assert told[date(2026, 6, 1)] == flow.Month(date(2026, 6, 1), came=1, ended=0, left=1)
    assert told[date(2026, 7, 1)] == flow.Month(date(2026, 7, 1), came=2, ended=0, left=3)
    assert told[date(2026, 8, 1)] == flow.Month(date(2026, 8, 1), came=0, ended=2, left=1)
    assert told[date(2025, 10, 1)].left == 0
    assert [(lead.organ, lead.open) for lead in flow.leads(["420303"])] == [("s-420303001", 1)]


def test_counted_again_from_the_log_it_is_the_same():
    play(certificates_for_a_block.story)
    play(BEGUN)
    count()
    before = flow.months(["420303"], date(2026, 9, 1)), flow.leads(["420303"])
    rebuild(tallies.reader, now=timezone.now())
    assert (flow.months(["420303"], date(2026, 9, 1)), flow.leads(["420303"])) == before


def test_the_board_tells_who_is_responsible_and_how_far_it_is(django_assert_max_num_queries):
    play(certificates_for_a_block.story)
    play(BEGUN)
    count()
    matter = Matter.objects.get(procedure="backlog", state="working")
    client = sign_in("geng")
    with django_assert_max_num_queries(24):
        page = client.get(BOARD).content.decode()
    for part in (matter.reference, "吴振邦", "1 项完成 0 项", "花果街道办"):
        assert part in page


def test_a_unit_sees_the_counts_and_only_its_own_matters():
    play(BEGUN)
    count()
    reference = Matter.objects.get(procedure="backlog").reference
    assert reference in sign_in("huang").get(BOARD).content.decode()
    other = sign_in("zhu").get(BOARD).content.decode()
    assert reference not in other
    assert "没有正在化解的积案" in other
