"""A week of appointments: mine, my organ's people's or its rooms', with the free times."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.dateparse import parse_date
from icalendar import Calendar, Event

from hejie.desk.appointments import Shown, day_of, days_of, free_times, shown_to
from hejie.desk.finding import find_visible
from hejie.desk.visits import Visit, desk_page, show
from hejie.kernel import agenda, calendars
from hejie.kernel.agenda import Appointment
from hejie.kernel.jurisdictions import Post

VIEWS = ("mine", "people", "venues")
SITTING_ROLES = frozenset({"mediator", "handler", "liaison"})
"""Roles whose people have appointments."""


@dataclass(frozen=True)
class Cell:
    """One day of one person or room."""

    day: date
    working: bool
    today: bool
    shown: list[Shown]
    free: list[tuple[datetime, datetime]]


@dataclass(frozen=True)
class Line:
    """One person or room, day by day."""

    name: str
    cells: list[Cell]


@desk_page()
def calendar(request: HttpRequest, visit: Visit) -> HttpResponse:
    monday = _monday(request.GET.get("week", ""), visit.today)
    whose = request.GET.get("of", "")
    whose = whose if whose in VIEWS else "mine"
    values = {
        "whose": whose,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "days": [monday + timedelta(days=n) for n in range(7)],
        "lines": list(_lines(visit, whose, monday)),
    }
    return show(request, visit, "desk/pages/calendar.html", values)


def _monday(text: str, today: date) -> date:
    try:
        day = parse_date(text) or today
    except ValueError:
        day = today
    if not 1950 <= day.year <= 2150:
        day = today
    return day - timedelta(days=day.weekday())


def _lines(visit: Visit, whose: str, monday: date) -> Iterator[Line]:
    people = _people(visit, whose)
    venues = agenda.venues_of(visit.organs()) if whose == "venues" else {}
    shown = shown_to(visit.actor, days_of(monday, 7), accounts=list(people), venues=list(venues))
    calendar = calendars.current_calendar()
    for key, name in (venues or people).items():
        own = [one for one in shown if _is_of(one.appointment, key)]
        cells = []
        for number in range(7):
            day = monday + timedelta(days=number)
            that_day = [one for one in own if one.begins.date() == day]
            working, _provisional = calendar.is_working(day)
            taken = [one.appointment for one in that_day]
            free = free_times(day, taken) if working and day >= visit.today else []
            cells.append(Cell(day, working, day == visit.today, that_day, free))
        yield Line(name, cells)


def _is_of(appointment: Appointment, key: int | str) -> bool:
    return key in appointment.accounts if isinstance(key, int) else key == appointment.venue


def _people(visit: Visit, whose: str) -> dict[int, str]:
    if whose == "mine":
        return {visit.actor.account or 0: visit.actor.name}
    return people_of(visit.organs(), visit.today) if whose == "people" else {}


def people_of(organs: Collection[str], today: date) -> dict[int, str]:
    """Who has appointments in these organs: name by account. One query."""
    posts = (
        Post.objects.filter(organ__in=organs, role__in=SITTING_ROLES, starts__lte=today)
        .filter(Q(ends__isnull=True) | Q(ends__gte=today))
        .select_related("account")
        .order_by("account__name")
    )
    return {post.account_id: post.account.name for post in posts}


@desk_page()
def invitation(
    request: HttpRequest, visit: Visit, day: date, reference: str, key: str
) -> HttpResponse:
    """An appointment for one's own calendar program."""
    matter = find_visible(visit, reference)
    accounts = list(matter.member_set.values_list("account_id", flat=True))
    for one in agenda.appointments(day_of(day), accounts=accounts):
        if one.matter.id == matter.id and one.key == key:
            return _ics(one, visit)
    raise Http404


def _ics(one: Appointment, visit: Visit) -> HttpResponse:
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Hejie//desk//ZH")
    calendar.add("version", "2.0")
    event.add("uid", f"{one.matter.id}-{one.key}@hejie")
    event.add("dtstamp", visit.now)
    event.add("dtstart", one.begins)
    event.add("dtend", one.ends)
    event.add("summary", f"{one.label} {one.matter.reference}")
    event.add("location", one.place)
    if one.cancelled:
        event.add("status", "CANCELLED")
    calendar.add_component(event)
    answer = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    name = f"{one.matter.reference}-{one.key}.ics"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
