"""A seat acts: its pass is read, its call locked, and what changed told to every other seat."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from django.core import signing
from django.db import transaction

from hejie.kernel.actions import Refused
from hejie.kernel.jurisdictions import Account, Actor, actor_for
from hejie.kernel.matters import Matter, local_day
from hejie.kernel.meetings import Meeting, find_meeting
from hejie.kernel.sentences import gettext_noop
from hejie.kernel.sight import admit, wide
from hejie.live import sending
from hejie.video.models import Seat
from hejie.video.sight import sight
from hejie.video.tables import Table, table_of

SALT = "hejie.video.seat"
LASTS = timedelta(hours=12)
NOT_HERE = gettext_noop("您不在这次视频会里，请刷新页面重新进入")
HOST_ONLY = gettext_noop("这一步由这次视频会的主持人办理")
SENT_OUT = gettext_noop("主持人已经请您离开这次视频会。有话要说，请打电话给办理的窗口")
OVER = gettext_noop("这次视频会已经结束")


class NotHere(Refused):
    """The seat is none, or none any more: the page has to come in anew."""


class Pass(NamedTuple):
    """What a page shows with every act: its seat, and which coming of it."""

    district: str
    seat: str
    visit: int


def write_pass(seat: Seat) -> str:
    return signing.dumps([seat.district, str(seat.id), seat.visit], salt=SALT)


def read_pass(text: str) -> Pass:
    try:
        return Pass(*signing.loads(text, salt=SALT, max_age=LASTS))
    except signing.BadSignature:
        raise NotHere(NOT_HERE) from None


@dataclass(frozen=True)
class Here:
    """A seat that acts now."""

    table: Table
    seat: Seat

    @property
    def now(self) -> datetime:
        return self.table.now

    @cached_property
    def actor(self) -> Actor:
        """Who acts: the owner of the seat, with the posts of today."""
        seat = self.seat
        if seat.by.startswith("account:"):
            account = Account.objects.get(pk=seat.by.removeprefix("account:"))
            return actor_for(account, on=local_day(self.now))
        return self.table.party_actor(seat.by)

    def require_inside(self) -> None:
        if not self.seat.is_inside:
            raise NotHere(NOT_HERE)

    def require_host(self) -> None:
        if not self.seat.host:
            raise Refused(HOST_ONLY)
        self.require_inside()


@contextmanager
def acting(text: str, *, now: datetime) -> Iterator[Here]:
    """The seat of a pass at its locked table, for one act. Raises `NotHere`, and `Refused` when
    the meeting is over. What changed is told to all seats."""
    shown = read_pass(text)
    with transaction.atomic():
        with wide():
            seat = Seat.objects.filter(district=shown.district, id=shown.seat).first()
        if seat is None:
            raise NotHere(NOT_HERE)
        admit(seat.matter_id)
        matter = Matter.objects.select_related("holder").get(pk=(seat.district, seat.matter_id))
        meeting = find_meeting(matter, seat.call_key)
        if meeting is None or not meeting.is_open(now):
            raise NotHere(OVER)
        table = table_of(meeting, now=now)
        seat = table.find(seat.id)
        if seat.visit != shown.visit or not _may_stay(seat, meeting):
            raise NotHere(SENT_OUT if seat.status == Seat.OUT else NOT_HERE)
        yield Here(table, seat)
        if table.changed:
            announce(table)


def _may_stay(seat: Seat, meeting: Meeting) -> bool:
    """Whether the seat is still in it, and its owner still one of those whom the meeting is for."""
    if seat.status not in {Seat.WAITING, Seat.INSIDE}:
        return False
    if seat.host:
        return int(seat.by.removeprefix("account:")) in meeting.hosts
    return seat.by.startswith("account:") or seat.by in meeting.parties


def announce(table: Table) -> None:
    """Send every open page what it may see now."""
    for seat in table.seats:
        if seat.visit and seat.status in {Seat.WAITING, Seat.INSIDE}:
            sending.publish(seat.channel, "state", sight(table, seat))
