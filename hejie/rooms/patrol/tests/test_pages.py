"""The map, the duty list, shifts and photographs, as their pages and tables keep them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from hejie.desk.tests.making import sign_in
from hejie.kernel import actions
from hejie.kernel.clocks import ClockOutcome
from hejie.kernel.documents import papers_of, read_file
from hejie.kernel.jurisdictions import Post
from hejie.kernel.matters import Matter
from hejie.kernel.readers import catch_up, rebuild
from hejie.kernel.tests.walking import sent, staff
from hejie.rooms.patrol import counting
from hejie.rooms.patrol.duties import in_force
from hejie.rooms.patrol.models import CellTally, Duty, ShiftPoint
from hejie.rooms.patrol.stories import broken_lamp, day_without_network, told_before
from hejie.rooms.patrol.stories.phrases import SQUARE
from hejie.rooms.patrol.tending import tend
from hejie.stories.telling import play, taken_photograph

pytestmark = pytest.mark.usefixtures("zhangwan")
PHOTO = [{"name": "a.jpg", "content": taken_photograph()}]
ROOM = "/rooms/patrol/"


def report(now=None, **facts):
    now = now or timezone.now()
    given = {"category": "EV01", "where": "桥头", "text": "不亮。", "photos": PHOTO, **SQUARE}
    return actions.open_matter(
        "event", actor=staff("mai", now), sent=sent({**given, **facts}), now=now, step="report"
    ).matter


def shift(who="yan"):
    now = timezone.now()
    hours = {
        "begins": f"{now:%Y-%m-%d %H:%M}",
        "ends": f"{now + timedelta(hours=2):%Y-%m-%d %H:%M}",
    }
    matter = actions.open_matter(
        "shift", actor=staff(who, now), sent=sent({**hours, "route_plan": "河堤"}), now=now
    ).matter
    return actions.take(matter, "start", actor=staff(who, now), sent=sent({}), now=now).matter


# The map


def test_the_map_counts_by_cell_and_shows_open_events_in_sight(django_assert_max_num_queries):
    matter = report()
    report(category="EV03")
    catch_up([counting.reader], now=timezone.now())
    client = sign_in("luo")
    with django_assert_max_num_queries(22):
        page = client.get(f"{ROOM}map/").content.decode()
    assert "花果村委会第一网格" in page
    assert matter.reference in page
    assert "示范网格" in page
    narrowed = client.get(f"{ROOM}map/?category=EV03").content.decode()
    assert matter.reference not in narrowed
    assert matter.reference not in sign_in("jiang").get(f"{ROOM}map/").content.decode()


def test_counts_by_cell_are_the_same_when_counted_again_from_the_log():
    for story in (broken_lamp, told_before, day_without_network):
        play(story.story)
    catch_up([counting.reader], now=timezone.now())
    columns = ("day", "cell", "category", "count")
    before = sorted(CellTally.objects.values_list(*columns))
    assert sum(row[-1] for row in before) == 5
    rebuild(counting.reader, now=timezone.now())
    assert sorted(CellTally.objects.values_list(*columns)) == before


# Statistics


def test_a_clock_that_is_started_again_counts_each_time():
    """A lamp that was not repaired is verified twice."""
    play(broken_lamp.story)
    assert ClockOutcome.objects.filter(key="verify", met=True).count() == 2


# The duty list


def line(**changed):
    return {"category": "EV14", "area": "420303001", "lead": "zw-roads", "helpers": [], **changed}


def test_the_head_of_the_districts_centre_sets_a_line_and_ends_it():
    client = sign_in("meng")
    assert client.post(f"{ROOM}duties/", line(helpers=["zw-gas"])).status_code == 303
    found = Duty.objects.get(category="EV14")
    assert (found.lead_id, found.helpers, str(found.set_by)) == ("zw-roads", ["zw-gas"], "孟宪华")
    assert "区公路中心" not in client.get(f"{ROOM}duties/").content.decode()
    assert "张湾区公路养护中心" in client.get(f"{ROOM}duties/").content.decode()
    client.post(f"{ROOM}duties/", line(end="1", lead=""))
    assert not [one for one in in_force("420303") if one.category == "EV14"]


def test_a_helper_that_leads_is_refused_with_a_sentence():
    answer = sign_in("meng").post(f"{ROOM}duties/", line(helpers=["zw-roads"]))
    assert answer.status_code == 422
    assert "牵头单位不用再选成协同单位" in answer.content.decode()


@pytest.mark.parametrize("who", ["luo", "kang", "zhou"])
def test_nobody_else_sets_one(who):
    assert sign_in(who).post(f"{ROOM}duties/", line()).status_code == 403
    assert not Duty.objects.filter(category="EV14").exists()


# Shifts


def test_where_somebody_is_counts_only_during_the_own_shift():
    walking = shift()
    where = {"lon": "110.58", "lat": "32.49"}
    address = f"{ROOM}shifts/{walking.reference}/point/"
    client = sign_in("yan")
    assert client.post(address, where).status_code == 200
    assert client.post(address, {"lon": "far", "lat": "1"}).status_code == 422
    assert client.post(address, {"lon": "nan", "lat": "1"}).status_code == 422
    assert sign_in("mai").post(address, where).status_code in {404, 409}
    now = timezone.now()
    actions.take(walking, "end", actor=staff("yan", now), sent=sent({}), now=now)
    assert client.post(address, where).status_code == 409
    assert ShiftPoint.objects.count() == 1
    assert "1" in client.get(f"{ROOM}shifts/").content.decode()


def test_points_are_deleted_after_thirty_days():
    walking = shift()
    now = timezone.now()
    for days in (31, 29):
        ShiftPoint.objects.create(matter=walking, at=now - timedelta(days=days), lon=110, lat=32)
    tend(now)
    assert ShiftPoint.objects.get().at == now - timedelta(days=29)


def test_a_shift_that_nobody_ended_ends_by_itself():
    walking = shift()
    assert tend(timezone.now() + timedelta(hours=11)) == 0
    assert tend(timezone.now() + timedelta(hours=13)) == 1
    assert Matter.objects.get(pk=walking.pk).state == "ended"


def test_volunteers_see_their_own_shift_and_no_other():
    own, other = shift("yan"), shift("mai")
    page = sign_in("yan").get(f"{ROOM}shifts/").content.decode()
    assert own.reference in page
    assert other.reference not in page
    assert sign_in("yan").get(f"/desk/matters/{other.reference}/").status_code == 404


# Photographs


def test_what_is_kept_of_a_photograph_is_written_anew():
    matter = report()
    (paper,) = papers_of(matter).filter(kind="scene")
    kept = read_file(paper)
    assert paper.mime == "image/jpeg"
    assert kept[:2] == b"\xff\xd8"
    assert b"Exif" not in kept


def test_only_photographs_are_taken():
    with pytest.raises(actions.Invalid) as caught:
        report(photos=[{"name": "a.txt", "content": "5L2g5aW9"}])
    assert "这里只收照片" in str(caught.value)


def test_a_tip_about_a_firm_says_that_it_is_one():
    assert report(category="EV07").data["tip"] is True
    assert report(category="EV01").data["tip"] is False


def test_grid_workers_hold_posts_of_their_own():
    assert Post.objects.filter(role="grid_worker", account__username="mai").exists()
