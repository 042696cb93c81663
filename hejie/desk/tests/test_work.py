"""My work, the calendar and supervision."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from hejie.desk.appointments import free_times
from hejie.desk.tests.making import in_hand, page, register, sign_in, take
from hejie.kernel.agenda import Appointment
from hejie.kernel.matters import Matter
from hejie.kernel.supervision import sweep
from hejie.kernel.workdays import SHANGHAI

pytestmark = pytest.mark.usefixtures("zhangwan")


def book(matter: Matter, begins: datetime, *, venue: str = "huaguo-1") -> Matter:
    told = {
        "begins": f"{begins:%Y-%m-%d %H:%M}",
        "ends": f"{begins + timedelta(hours=2):%Y-%m-%d %H:%M}",
        "way": "on_site",
        "venue": venue,
    }
    return take(matter, "set_session", "deng", **told)


def at(hour: int, days: int = 0) -> datetime:
    day = timezone.localdate() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight o'clock of today, so that today still has room for a session."""
    now = at(8)
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_nearest_deadline_is_first_with_its_word_and_colour():
    late = register(now=timezone.now() - timedelta(days=30))
    soon = register()
    html = sign_in("luo").get("/desk/?of=organ").content.decode()
    assert html.index(late.reference) < html.index(soon.reference)
    assert "clock-late" in html
    assert "已超过" in html
    assert "内部" in html


def test_mediator_sees_the_own_matters_first():
    matter = in_hand()
    html = sign_in("deng").get("/desk/").content.decode()
    assert matter.reference in html
    assert "首次调解" in html
    assert matter.reference not in sign_in("zeng").get("/desk/").content.decode()


def test_sessions_of_today_are_told_to_the_mediator_and_at_the_venue(morning):
    matter = in_hand()
    book(matter, at(15))
    other = in_hand(
        parties=[
            {"role": "applicant", "kind": "person", "name": "张三"},
            {"role": "respondent", "kind": "person", "name": "李四"},
        ]
    )
    book(other, at(9, days=1))
    for who in ("deng", "luo"):
        html = sign_in(who).get("/desk/").content.decode()
        assert "第 1 次调解会" in html
        assert html.count('appointment"') == 1


def test_order_waits_on_the_page_until_it_is_answered():
    matter = register()
    due = f"{timezone.localdate() + timedelta(days=3)}"
    matter = take(matter, "order", "zhou", ground="late", text="请说明", due=due)
    seq = str(matter.data["orders"][0]["seq"])
    answer = f"{page(matter, 'do/answer/')}?subject={seq}"
    assert answer in sign_in("luo").get("/desk/").content.decode()
    assert matter.reference in sign_in("zhou").get("/desk/supervision/?orders=1").content.decode()
    take(matter, "answer", "luo", subject=seq, text="已办")
    assert answer not in sign_in("luo").get("/desk/").content.decode()


def test_week_shows_what_is_booked_and_what_is_free():
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    days = (monday - timezone.localdate()).days
    matter = book(in_hand(), at(10, days=days))
    week = f"week={monday}"
    for who, whose in (("deng", "mine"), ("xie", "people"), ("xie", "venues")):
        html = sign_in(who).get(f"/desk/calendar/?of={whose}&{week}").content.decode()
        assert matter.reference in html
        assert "12:00–17:30" in html
    assert "曾玉兰" in sign_in("xie").get(f"/desk/calendar/?of=people&{week}").content.decode()
    empty = sign_in("deng").get("/desk/calendar/?of=mine&week=2020-01-01").content.decode()
    assert matter.reference not in empty


def test_time_is_everybodys_but_the_matter_only_theirs_who_may_see_it(morning):
    elsewhere = in_hand(place="420303001202")
    book(elsewhere, at(15), venue="zw-1")
    html = sign_in("qian").get("/desk/calendar/?of=venues").content.decode()
    assert elsewhere.reference not in html
    assert "已约" in html


@pytest.mark.parametrize("week", ["", "x", "2026-99-99", "0001-01-01", "9999-12-31"])
def test_week_that_is_none_is_this_week(week):
    answer = sign_in("deng").get("/desk/calendar/", {"week": week})
    assert answer.context["monday"] <= timezone.localdate() <= answer.context["sunday"]


def test_session_can_be_kept_in_ones_own_calendar(morning):
    matter = book(in_hand(), at(15))
    day = timezone.localdate()
    address = f"/desk/calendar/{day}/{matter.reference}/session-1.ics"
    answer = sign_in("deng").get(address)
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == at(15)
    assert matter.reference in str(event["summary"])
    assert "花果街道调解室" in str(event["location"])
    assert "王秀兰" not in answer.content.decode()
    assert sign_in("jiang").get(address).status_code == 404
    assert sign_in("deng").get(address.replace("session-1", "session-2")).status_code == 404
    assert sign_in("deng").get(address.replace(f"{day}", "2026-02-31")).status_code == 404


def _taken(begins: datetime, hours: float, *, cancelled: bool = False) -> Appointment:
    return Appointment(
        matter=Matter(),
        key="x",
        label="x",
        begins=begins,
        ends=begins + timedelta(hours=hours),
        accounts=(),
        cancelled=cancelled,
    )


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        ([], ["08:30-17:30"]),
        ([(9, 2)], ["08:30-09:00", "11:00-17:30"]),
        ([(8, 2), (9, 2)], ["11:00-17:30"]),
        ([(7, 12)], []),
        ([(17, 1)], ["08:30-17:00"]),
        ([(20, 2)], ["08:30-17:30"]),
        ([(9, 0.25), (9.5, 8)], ["08:30-09:00"]),
    ],
)
def test_free_times_are_what_is_left_of_the_opening_hours(taken, free):
    day = date(2026, 3, 2)
    midnight = datetime(2026, 3, 2, tzinfo=SHANGHAI)
    booked = [_taken(midnight + timedelta(hours=begins), hours) for begins, hours in taken]
    found = [f"{begins:%H:%M}-{ends:%H:%M}" for begins, ends in free_times(day, booked)]
    assert found == free


def test_cancelled_appointment_leaves_the_time_free():
    midnight = datetime(2026, 3, 2, tzinfo=SHANGHAI)
    booked = [_taken(midnight + timedelta(hours=9), 2, cancelled=True)]
    assert len(free_times(date(2026, 3, 2), booked)) == 1


def test_supervision_shows_who_was_told_and_lets_supervisors_urge():
    matter = register(now=timezone.now() - timedelta(days=30))
    fresh = register()
    sweep(now=timezone.now())
    html = sign_in("zhou").get("/desk/supervision/").content.decode()
    assert matter.reference in html
    assert fresh.reference not in html
    assert "告知 花果街道综治中心" in html
    assert page(matter, "do/urge/") in html
    director = sign_in("xie").get("/desk/supervision/").content.decode()
    assert matter.reference in director
    assert page(matter, "do/urge/") not in director
    urged = {"text": "请抓紧", "back": "/desk/supervision/"}
    answer = sign_in("zhou").post(page(matter, "do/urge/"), urged)
    assert answer["Location"] == "/desk/supervision/"


@pytest.mark.parametrize("level", ["supervised", "late", "red", "yellow", "nonsense"])
def test_supervision_by_level_shows_that_level(level):
    matter = register(now=timezone.now() - timedelta(days=30))
    html = sign_in("zhou").get(f"/desk/supervision/?level={level}").content.decode()
    assert (matter.reference in html) == (level in {"supervised", "late", "nonsense"})
