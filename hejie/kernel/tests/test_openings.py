"""Who opened what of a matter is kept, once a day, and never changed."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection

from hejie.kernel import openings
from hejie.kernel.actions import Sent, open_matter
from hejie.kernel.jurisdictions import VISITOR, Actor
from hejie.kernel.workdays import SHANGHAI

pytestmark = pytest.mark.usefixtures("zhangwan")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
FACTS = {
    "facts_told": "楼上漏水",
    "category": "MD03",
    "place": "420303001001",
    "parties": [
        {"role": "applicant", "kind": "person", "name": "王秀兰"},
        {"role": "respondent", "kind": "person", "name": "刘大勇"},
    ],
}


@pytest.fixture
def matter():
    return open_matter("mediation", actor=VISITOR, sent=Sent(data=FACTS), now=NOW).matter


def test_opening_names_the_person_the_organ_and_the_purpose(zhangwan, matter):
    luo = zhangwan.actor("luo", on=NOW)
    openings.record(matter, luo, openings.PARTIES, now=NOW, purpose="contact")
    kept = openings.openings_of(matter).get()
    assert (kept.account.username, kept.organ_id) == ("luo", "t-420303001")
    assert (kept.what, kept.purpose, kept.at) == ("parties", "contact", NOW)


def test_one_line_a_day_for_each_thing_and_person(zhangwan, matter):
    luo, xie = (zhangwan.actor(name, on=NOW) for name in ("luo", "xie"))
    for hours in (0, 1, 24):
        openings.record(matter, luo, openings.MATTER, now=NOW + timedelta(hours=hours))
    openings.record(matter, xie, openings.MATTER, now=NOW)
    openings.record(matter, luo, openings.PAPER, now=NOW, about="a")
    openings.record(matter, luo, openings.PAPER, now=NOW, about="b")
    lines = openings.openings_of(matter).filter(account=luo.account)
    assert [line.what for line in lines] == ["matter", "paper", "paper", "matter"]
    assert openings.openings_of(matter).count() == 5


def test_day_begins_at_midnight_in_the_district(zhangwan, matter):
    luo = zhangwan.actor("luo", on=NOW)
    openings.record(matter, luo, openings.MATTER, now=datetime(2026, 3, 2, 23, 59, tzinfo=SHANGHAI))
    openings.record(matter, luo, openings.MATTER, now=datetime(2026, 3, 3, 0, 1, tzinfo=SHANGHAI))
    assert openings.openings_of(matter).count() == 2


def test_what_was_opened_today_is_known_for_that_day_and_person(zhangwan, matter):
    luo, xie = (zhangwan.actor(name, on=NOW) for name in ("luo", "xie"))
    openings.record(matter, luo, openings.PARTIES, now=NOW)
    later = NOW + timedelta(hours=5)
    assert openings.has_opened(matter, luo, openings.PARTIES, now=later)
    assert not openings.has_opened(matter, xie, openings.PARTIES, now=later)
    assert not openings.has_opened(matter, luo, openings.PARTIES, now=later + timedelta(days=1))


def test_parties_and_visitors_leave_no_line(matter):
    party = Actor(key=f"party:{matter.id}:p1", name="王秀兰", matter=str(matter.id), party="p1")
    for one in (party, VISITOR):
        openings.record(matter, one, openings.MATTER, now=NOW)
    assert not openings.openings_of(matter).exists()


def test_match_is_known_only_before_the_moment_asked_about(zhangwan, matter):
    luo = zhangwan.actor("luo", on=NOW)
    openings.record(matter, luo, openings.MATCH, now=NOW, about="420303-2026-000009")
    pair = {(matter.reference, "420303-2026-000009")}
    assert openings.matches_shown([matter], luo, before=NOW) == set()
    assert openings.matches_shown([matter], luo, before=NOW + timedelta(minutes=1)) == pair


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE kernel_opening SET what = 'x'",
        "DELETE FROM kernel_opening",
        "TRUNCATE kernel_opening",
    ],
)
def test_database_refuses_to_change_a_line(zhangwan, matter, change):
    openings.record(matter, zhangwan.actor("luo", on=NOW), openings.MATTER, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="append-only"):
            cursor.execute(change)
