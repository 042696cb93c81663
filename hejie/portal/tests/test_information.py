"""Pages that only tell, and the map's answers."""

import pytest
from django.test import Client

from hejie.portal.information import NUMBERS
from hejie.triage.doors import DOORS

pytestmark = pytest.mark.django_db


def test_home_has_three_doors_the_numbers_to_call_and_the_promise(client: Client):
    html = client.get("/").content.decode()
    for address in ("/apply/", "/track/", "/guide/"):
        assert f'href="{address}"' in html
    for number in ("110", "119", "120"):
        assert f'href="tel:{number}"' in html
    assert "不给人打分" in html


def test_every_door_is_explained_with_what_to_do(client: Client):
    html = client.get("/guide/").content.decode()
    for door in DOORS.values():
        assert door.label in html
        assert door.sentence in html


def test_every_number_can_be_called_from_a_phone(client: Client):
    html = client.get("/numbers/").content.decode()
    for number in NUMBERS:
        assert f'href="tel:{number.digits}"' in html


def test_privacy_page_says_what_is_kept_why_and_who_opens_it(client: Client):
    html = client.get("/privacy/").content.decode()
    for heading in ("留下什么，为什么", "谁能打开", "能不能改、能不能删", "这台设备上"):
        assert heading in html


def test_map_gets_the_outline_of_the_district(client: Client, zhangwan):
    answer = client.get("/places/outlines.json")
    features = {one["id"]: one for one in answer.json()["features"]}
    assert features[zhangwan.district]["properties"]["name"] == "张湾区"
    assert "max-age" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("point", "code"),
    [
        ({"lon": "110.75", "lat": "32.65"}, "420303"),
        ({"lon": "110.81", "lat": "32.59"}, "420302"),
        ({"lon": "0", "lat": "0"}, ""),
        ({"lon": "nan", "lat": "inf"}, ""),
    ],
)
def test_point_of_the_map_is_told_its_division(client: Client, zhangwan, point, code):
    assert client.get("/places/at/", point).json()["code"] == code


@pytest.mark.parametrize("point", [{}, {"lon": "110"}, {"lon": "<b>", "lat": "32"}])
def test_point_that_is_none_is_refused(client: Client, point):
    assert client.get("/places/at/", point).status_code == 400


@pytest.mark.parametrize("page", ["/", "/guide/", "/numbers/", "/privacy/", "/apply/", "/track/"])
def test_public_pages_need_no_account(client: Client, page):
    assert client.get(page).status_code == 200
