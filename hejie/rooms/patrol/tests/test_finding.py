"""A point finds its cell, a class its unit, an event its likely copies: near and far, by place."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape  # type: ignore[import-untyped]

from hejie.kernel.jurisdictions import Account, Division
from hejie.kernel.matters import Matter
from hejie.kernel.sight import wide
from hejie.rooms.patrol.cells import find_cell, make_demonstration_cells
from hejie.rooms.patrol.duties import duty_for, end_duty, in_force, set_duty
from hejie.rooms.patrol.models import Duty, GridCell
from hejie.rooms.patrol.nearness import METRES, copies_of, metres_between
from hejie.rooms.patrol.stories import told_before
from hejie.rooms.patrol.stories.phrases import SQUARE
from hejie.stories.telling import tell

usual = pytest.mark.usefixtures("zhangwan")
DISTRICT = "420303"
TODAY = date(2026, 11, 27)


# Cells


@usual
def test_every_village_has_one_cell_and_they_cover_the_district_without_overlap():
    cells = [shape(cell.geometry) for cell in GridCell.objects.all()]
    assert len(cells) == Division.objects.filter(level="village").count() == 121
    whole = shape(Division.objects.get(code=DISTRICT).boundary.geometry)
    assert sum(cell.area for cell in cells) == pytest.approx(whole.area, rel=0.001)
    areas = sorted(cell.area for cell in cells)
    assert areas[-1] / areas[0] < 4


@usual
def test_cells_say_that_they_are_a_demonstration_and_are_made_once():
    assert not GridCell.objects.filter(demonstration=False).exists()
    assert make_demonstration_cells(DISTRICT) == 0


@usual
def test_a_point_in_the_middle_of_a_cell_finds_it():
    for cell in GridCell.objects.order_by("code")[::10]:
        inside = shape(cell.geometry).representative_point()
        found = find_cell(inside.x, inside.y)
        assert found == cell


@usual
def test_a_point_beyond_the_district_finds_none(django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        assert find_cell(116.4, 39.9) is None


# Duties


@usual
def test_the_smallest_area_is_the_one_that_counts(django_assert_max_num_queries):
    village, town = (Division.objects.get(code=code) for code in ("420303001202", "420303001"))
    assert lead("EV01", village) == "zw-lights"
    set_duty(town, "EV01", "zw-roads", ["zw-gas"], by=None, on=TODAY)
    with django_assert_max_num_queries(1):
        found = duty_for("EV01", village)
    assert found is not None
    assert (found.lead_id, found.helpers) == ("zw-roads", ["zw-gas"])
    elsewhere = Division.objects.filter(parent="420303003")[0]
    assert lead("EV01", elsewhere) == "zw-lights"
    assert lead("EV14", village) == ""


def lead(category: str, place: Division) -> str:
    found = duty_for(category, place)
    return found.lead_id if found else ""


@usual
def test_a_line_ends_and_another_begins_and_both_are_kept():
    district = Division.objects.get(code=DISTRICT)
    by = Account.objects.get(username="meng")
    set_duty(district, "EV01", "zw-roads", [], by=by, on=TODAY)
    lines = Duty.objects.filter(area=district, category="EV01").order_by("id")
    assert [(one.lead_id, one.ended_on) for one in lines] == [
        ("zw-lights", TODAY),
        ("zw-roads", None),
    ]
    assert end_duty(district, "EV01", on=TODAY) == 1
    assert "EV01" not in {line.category for line in in_force(DISTRICT)}


@usual
def test_the_database_refuses_two_lines_at_a_time():
    line = Duty.objects.filter(ended_on=None)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(area=line.area, category=line.category, lead_id="zw-gas", set_on=TODAY)


# Nearness


def test_a_degree_of_latitude_is_some_111_kilometres():
    assert metres_between(110, 32, 110, 33) == pytest.approx(111_195, rel=0.001)


@given(st.floats(110, 111), st.floats(32, 33), st.floats(-0.01, 0.01), st.floats(-0.01, 0.01))
def test_distance_is_the_same_both_ways_and_none_to_itself(lon, lat, right, up):
    there = metres_between(lon, lat, lon + right, lat + up)
    back = metres_between(lon + right, lat + up, lon, lat)
    assert there == pytest.approx(back, abs=1e-6)
    assert metres_between(lon, lat, lon, lat) == 0


@usual
@pytest.mark.parametrize(
    ("metres", "hours", "category", "found"),
    [
        (METRES - 2, 0, "EV02", True),
        (METRES + 2, 0, "EV02", False),
        (0, 24, "EV02", True),
        (0, 25, "EV02", False),
        (0, 0, "EV01", False),
    ],
)
def test_a_copy_is_of_the_class_near_in_place_and_near_in_time(metres, hours, category, found):
    matters = tell(told_before.story).matters
    earlier = next(one for one in matters.values() if one.state == "accepted")
    lon, lat = float(SQUARE["lon"]), float(SQUARE["lat"])
    north = lat + metres / 111_195
    at = Matter.objects.get(pk=earlier.pk).opened_at + timedelta(hours=hours)
    with wide():
        copies = copies_of("none", category, lon, north, at)
    assert (earlier.reference in {one.reference for one in copies}) == found
