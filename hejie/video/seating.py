"""Coming in, being let in, sitting apart, being sent out: who is where in a meeting."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from hejie.kernel.actions import Refused
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.meetings import Meeting
from hejie.kernel.sentences import gettext_noop
from hejie.live import sending
from hejie.video import forwarding
from hejie.video.acting import SENT_OUT, Here, announce
from hejie.video.minutes import write_by_itself
from hejie.video.models import MAIN, Seat
from hejie.video.tables import Table, table_of

NOT_YET = gettext_noop("还没到时间。开会前半小时起可以进入")
CHECKED = {
    "account": "账号登录",
    "code": "查询码和短信验证码",
    "document": "主持人看证件核对",
    "telephone": "电话里核对",
}
"""How it was made sure who somebody is."""


@dataclass(frozen=True, kw_only=True)
class Comer:
    """Somebody at the door: a member of staff, or parties who showed their codes on one device."""

    by: str
    actor: Actor
    proven: tuple[str, ...] = ()
    place: str = ""


def enter(meeting: Meeting, comer: Comer, *, now: datetime) -> tuple[Table, Seat]:
    """Take the seat of this comer, newly or again. Hosts are let in by their account; anybody
    else waits, unless let in before on this same device. Raises `Refused`."""
    if not meeting.is_open(now):
        raise Refused(NOT_YET)
    with transaction.atomic():
        table = table_of(meeting, now=now)
        _refuse_those_sent_out(table, comer)
        seat = _seat_of(table, comer)
        _settle(table, seat, comer)
        forwarding.drop(seat)
        seat.visit += 1
        seat.seen_at = now
        table.save(seat)
        sending.dismiss(seat.channel, but=str(seat.visit))
        sending.clear(seat.channel)  # it was told to an earlier visit
        announce(table)
    return table, seat


def _refuse_those_sent_out(table: Table, comer: Comer) -> None:
    comers = {comer.by, *comer.proven}
    for seat in table.seats:
        if seat.status == Seat.OUT and comers & {seat.by, *seat.people, *seat.proven}:
            raise Refused(SENT_OUT)


def _seat_of(table: Table, comer: Comer) -> Seat:
    known = next((seat for seat in table.seats if seat.by == comer.by), None)
    if known is not None:
        return known
    fresh = Seat(
        matter=table.matter,
        call_key=table.call.key,
        by=comer.by,
        status=Seat.WAITING,
        asked_at=table.now,
        host=comer.actor.account in table.meeting.hosts,
    )
    table.seats.append(fresh)
    return fresh


def _settle(table: Table, seat: Seat, comer: Comer) -> None:
    """Where the seat stands now. Whoever comes back on the same device is known already."""
    same = sorted(comer.proven) == seat.proven and not seat.telephone
    seat.proven, seat.telephone = sorted(comer.proven), False
    seat.place = comer.place[:60] or seat.place
    if seat.host:
        seat.status = Seat.INSIDE
        if not seat.people:
            seat.people = {comer.by: "account"}
            table.tell("let_in", comer.actor, seat.people)
    elif not (same and seat.people and seat.status in {Seat.INSIDE, Seat.LEFT}):
        seat.status, seat.people, seat.agreed, seat.room = Seat.WAITING, {}, [], MAIN
    else:
        seat.status = Seat.INSIDE


def let_in(here: Here, data: Mapping[str, Any]) -> None:
    """Let in who waits: all who sit before that screen, by name, each checked."""
    here.require_host()
    table, seat = here.table, here.table.find(data.get("seat"))
    if seat.status != Seat.WAITING:
        return
    named = _named(table, seat, data.get("people"))
    people = {key: _checked(seat, key) for key in named}
    seat.place = str(data.get("place") or seat.place)[:60]
    table.tell("let_in", here.actor, people, words={"told": _in_words(table, people, seat.place)})
    seat.people, seat.status, seat.agreed, seat.room = people, Seat.INSIDE, [], MAIN
    table.save(seat)


def _named(table: Table, seat: Seat, asked: Any) -> list[str]:
    if seat.by.startswith("account:"):
        return [seat.by]
    named = [str(key) for key in asked] if isinstance(asked, list) else list(seat.proven)
    if not named or not set(named) <= set(table.parties):
        raise Refused("请勾选这个屏幕前的当事人")
    elsewhere = {key for one in table.inside() if one.id != seat.id for key in one.people}
    if twice := [table.name(key) for key in named if key in elsewhere]:
        raise Refused(gettext("%(names)s已经在另一个屏幕前了") % {"names": "、".join(twice)})
    return named


def _checked(seat: Seat, key: str) -> str:
    if key.startswith("account:"):
        return "account"
    return "code" if key in seat.proven else "document"


def _in_words(table: Table, people: Mapping[str, str], place: str) -> str:
    told = "；".join(f"{table.name(key)}：{CHECKED[how]}" for key, how in people.items())
    return f"{told}。地点：{place}" if place else told


def send_out(here: Here, data: Mapping[str, Any]) -> None:
    """Send somebody out, or do not let in who waits. They cannot come back by themselves."""
    here.require_host()
    table, seat = here.table, here.table.find(data.get("seat"))
    if seat.host:
        raise Refused("主持人不能请主持人离开")
    people = dict.fromkeys(seat.people or seat.proven or [seat.by], "out")
    table.tell("send_out", here.actor, people)
    seat.status, seat.room, seat.agreed = Seat.OUT, MAIN, []
    forwarding.drop(seat)
    table.save(seat)
    sending.publish(seat.channel, "out", {"sentence": SENT_OUT})
    sending.dismiss(seat.channel)


def forgive(here: Here, data: Mapping[str, Any]) -> None:
    """Let somebody who was sent out wait at the door again."""
    here.require_host()
    seat = here.table.find(data.get("seat"))
    if seat.status == Seat.OUT:
        seat.status, seat.people = Seat.LEFT, {}
        here.table.save(seat)


def leave(here: Here, data: Mapping[str, Any]) -> None:
    """Go, for good or (a page that is closed or loaded again) for a moment."""
    if data.get("for_good"):
        here.seat.status = Seat.LEFT if here.seat.is_inside else Seat.WAITING
    here.seat.seen_at = None
    forwarding.drop(here.seat)
    here.table.save(here.seat)


def telephone(here: Here, data: Mapping[str, Any]) -> None:
    """Take down that a party goes on by telephone; it stands in the minutes."""
    here.require_host()
    table, key = here.table, str(data.get("person"))
    if key not in table.parties:
        raise Refused("没有这位当事人")
    people = {key: "telephone"}
    words = {"told": f"{table.name(key)}改用电话参加"}
    table.tell("let_in", here.actor, people, words=words)
    seat = next((one for one in table.seats if one.by == key), None) or Seat(
        matter=table.matter, call_key=table.call.key, by=key, asked_at=table.now
    )
    if seat not in table.seats:
        table.seats.append(seat)
    seat.people, seat.status, seat.telephone = people, Seat.INSIDE, True
    seat.room, seat.agreed = MAIN, []
    table.save(seat)
    write_by_itself(table, f"{table.name(key)}视频连接不畅，改用电话参加。")


def sit_apart(here: Here, data: Mapping[str, Any]) -> None:
    """Talk apart with some: they and the host move to a room that reaches no other."""
    here.require_host()
    table = here.table
    wanted = _listed(data.get("seats"))
    chosen = [seat for seat in table.inside() if str(seat.id) in wanted and not seat.telephone]
    if not chosen:
        raise Refused("请选要单独谈的人")
    table.call.rooms += 1
    room = f"apart-{table.call.rooms}"
    for seat in {seat.id: seat for seat in [*chosen, here.seat]}.values():
        _move(table, seat, room)
    table.save_call()


def _move(table: Table, seat: Seat, room: str) -> None:
    seat.room = room
    forwarding.drop(seat)
    table.save(seat)


def sit_together(here: Here, _data: Mapping[str, Any]) -> None:
    """Everybody comes back into the main room."""
    here.require_host()
    for seat in here.table.inside():
        if seat.room != MAIN:
            _move(here.table, seat, MAIN)
    here.table.call.shown = {
        room: shown for room, shown in here.table.call.shown.items() if room == MAIN
    }
    here.table.save_call()


def _listed(given: Any) -> Collection[str]:
    return {str(one) for one in given} if isinstance(given, list) else set()
