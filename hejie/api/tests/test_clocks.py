"""Deadlines through the API: the nearest first, each with why."""

from datetime import timedelta

from django.utils import timezone

from hejie.api.tests.calling import Caller, opening
from hejie.kernel.clocks import Clock


def test_running_deadlines_come_the_nearest_first(clerk):
    earlier = (timezone.now() - timedelta(days=3)).isoformat()
    old = clerk.open(facts=opening()["facts"] | {"occurred": earlier})["reference"]
    new = clerk.open()["reference"]
    items = clerk.get("/clocks").json()["items"]
    assert [one["reference"] for one in items if one["key"] == "reply"] == [old, new]
    assert all(one["derivation"]["steps"] for one in items)
    assert {one["status"] for one in items} == {"running"}


def test_levels_tell_how_near(clerk):
    earlier = (timezone.now() - timedelta(days=30)).isoformat()
    clerk.open(facts=opening()["facts"] | {"occurred": earlier})
    (late,) = clerk.get("/clocks").json()["items"]
    assert (late["level"], late["level_label"]) == ("supervised", "提级督办")


def test_other_statuses_are_asked_for(clerk, opened):
    clerk.act(opened["reference"], "invite")
    assert clerk.get("/clocks").json()["items"] == []
    (met,) = clerk.get("/clocks", status="met").json()["items"]
    assert met["met_at"] is not None
    assert clerk.get("/clocks", status="broken").status_code == 422


def test_only_deadlines_of_visible_matters_are_told(clerk, opened):
    assert Caller("jiang").get("/clocks").json()["items"] == []
    assert len(Caller("zhou").get("/clocks").json()["items"]) == 1


def test_a_place_narrows_them(clerk, opened):
    assert len(clerk.get("/clocks", place="420303001").json()["items"]) == 1
    assert clerk.get("/clocks", place="420303003").json()["items"] == []


def test_pages_give_every_deadline_once(clerk):
    facts = opening()["facts"] | {"category": "MD08"}  # two clocks at once
    for _ in range(3):
        clerk.open(facts=facts)
    seen: list[object] = []
    cursor: str | None = ""
    while cursor is not None:
        told = clerk.get("/clocks", limit=2, cursor=cursor).json()
        seen += [(one["reference"], one["key"]) for one in told["items"]]
        cursor = told["next"]
    assert len(seen) == len(set(seen)) == Clock.objects.filter(status="running").count() == 6
