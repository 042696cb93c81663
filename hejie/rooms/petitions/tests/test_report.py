"""The yearly report: right, the same when rebuilt, small counts not told, about no person."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from hejie.desk.tests.making import sign_in
from hejie.kernel.readers import catch_up, rebuild
from hejie.rooms.petitions.counting import reader
from hejie.rooms.petitions.models import PetitionTally
from hejie.rooms.petitions.report import Year
from hejie.rooms.petitions.stories import pension_years, pump_noise, relief_money, wall_permit
from hejie.stories.telling import moment, play_all

NOW = moment("2026-10-01 09:00")
TOLD = [one.story for one in (pump_noise, pension_years, wall_permit, relief_money)]
pytestmark = pytest.mark.usefixtures("zhangwan")


@pytest.fixture
def year() -> Year:
    play_all(TOLD)
    catch_up([reader], now=NOW)
    return Year({"420303"}, 2026)


def test_what_happened_is_counted_once(year):
    totals = ("received", "forwarded", "assigned", "accepted", "closed", "advised")
    assert [year.total(what) for what in totals] == [4, 2, 1, 3, 3, 1]
    assert dict(year.counts["class"]) == {"R6": 3, "A": 1}
    assert dict(year.counts["review"]) == {"uphold": 2, "remit": 1}
    assert dict(year.counts["told"]) == {"in_time": 3}
    assert dict(year.counts["handled"]) == {"in_time": 3}  # one on the 66th day, extended


def test_counts_are_the_same_when_rebuilt(year):
    before = list(PetitionTally.objects.order_by("month", "what", "kind").values_list())
    rebuild(reader, now=NOW)
    assert list(PetitionTally.objects.order_by("month", "what", "kind").values_list()) == before


def test_the_accused_unit_is_not_among_those_complained_about(year):
    assert set(year.counts["complained"]) == {"zw-housing"}


def test_small_counts_are_not_told_on_the_page_and_in_the_workbook(year):
    client = sign_in("geng")
    page = client.get("/rooms/petitions/report/?year=2026").content.decode()
    assert "不足5件" in page
    content = client.get("/rooms/petitions/report/?year=2026&format=xlsx").content
    sheet = load_workbook(BytesIO(content))["信访"]
    cells = [cell.value for row in sheet for cell in row]
    assert "张湾区住房和城乡建设局" in cells
    assert "吴桂芳" not in cells


def test_a_party_clerk_without_the_duty_is_told_for_whom_the_page_is(zhangwan):
    client = sign_in("qian")
    assert "这一页由" in client.get("/rooms/petitions/report/").content.decode()
