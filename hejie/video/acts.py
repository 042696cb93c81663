"""What a page in a meeting can do, by name: each act takes the seat and what was sent with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from hejie.kernel import permissions
from hejie.kernel.actions import Refused
from hejie.live import sending, tickets
from hejie.video import forwarding, minutes, recording, seating, showing, turn
from hejie.video.acting import Here, announce
from hejie.video.models import ABSENT
from hejie.video.sight import line_told, sight
from hejie.video.streams import ticket_of

BEAT = timedelta(seconds=15)
"""How often a page says that it is still there."""
LARGEST_SIGNAL = 64 * 1024


def look(here: Here, _data: Mapping[str, Any]) -> dict[str, Any]:
    """All that a page needs after it came in, was let in, or lost its line for a while."""
    seat, table = here.seat, here.table
    told: dict[str, Any] = {
        "heard": sending.mark(seat.channel),
        "state": sight(table, seat),
        "signing": signing(here),
        "forwarded": forwarding.is_on(),
        "ticket": tickets.write(ticket_of(seat)),
        "lines": [],
        "ice": [],
    }
    if seat.is_inside:
        told["lines"] = [line_told(line) for line in table.lines]
        told["ice"] = turn.servers(str(seat.id), now=here.now)
    return told


def signing(here: Here) -> list[dict[str, str]]:
    """Where the people of this seat can sign now what was drafted, each with their own code."""
    table, law, found = here.table, here.table.matter.law, []
    for key in here.seat.proven if here.seat.is_inside else ():
        situation = permissions.situate(table.matter, table.party_actor(key), now=here.now)
        for step in table.meeting.signing:
            if permissions.decide(law, step, situation).allowed:
                address = reverse("portal:step", args=[table.parties[key].code, step])
                label = gettext(law.steps[step].label)
                found.append({"name": table.name(key), "label": label, "url": address})
    return found


def beat(here: Here, _data: Mapping[str, Any]) -> dict[str, Any]:
    """A sign of life; the others are told when somebody came back or has gone silent."""
    table, now = here.table, here.now
    was_here = here.seat.is_here(now)
    here.seat.seen_at = table.call.seen_at = now
    forwarding.keep(here.seat)
    here.seat.save()
    table.call.save()
    silent = [s for s in table.inside() if s.seen_at and ABSENT <= now - s.seen_at < ABSENT + BEAT]
    if silent or not was_here:
        announce(table)
    return {"signing": signing(here)}


def signal(here: Here, data: Mapping[str, Any]) -> None:
    """Hand a word of one browser to another in the same room; to nobody else."""
    here.require_inside()
    other = here.table.find(data.get("to"))
    if not other.is_inside or other.room != here.seat.room or other.id == here.seat.id:
        raise Refused("他不在这个房间里")
    word = data.get("word")
    if not isinstance(word, dict) or len(str(word)) > LARGEST_SIGNAL:
        raise Refused("这不是连接用的信息")
    sending.publish(other.channel, "signal", {"from": str(here.seat.id), "word": word})


def forward(here: Here, data: Mapping[str, Any]) -> dict[str, str]:
    """Send one's own picture and voice to the forwarding unit, into one's own room there."""
    _require_forwarding(here)
    sdp = forwarding.publish(here.table.call, here.seat, str(data.get("sdp", "")))
    here.table.save(here.seat)
    return {"sdp": sdp}


def watch(here: Here, data: Mapping[str, Any]) -> dict[str, Any]:
    """Look at somebody in the same room through the forwarding unit."""
    _require_forwarding(here)
    other = here.table.find(data.get("seat"))
    if not other.is_inside:
        raise Refused("他不在这个房间里")
    return forwarding.watch(here.table.call, here.seat, other)


def watch_answer(here: Here, data: Mapping[str, Any]) -> None:
    _require_forwarding(here)
    line = data.get("line")
    if not here.seat.forwarding or not isinstance(line, int):
        raise Refused("这条连接已经没有了")
    forwarding.answer(here.seat, line, str(data.get("sdp", "")))


def _require_forwarding(here: Here) -> None:
    here.require_inside()
    if not forwarding.is_on():
        raise Refused("这里没有转发视频的服务器")


ACTS: dict[str, Callable[[Here, Mapping[str, Any]], Any]] = {
    "look": look,
    "beat": beat,
    "signal": signal,
    "forward": forward,
    "watch": watch,
    "watch-answer": watch_answer,
    "leave": seating.leave,
    "let-in": seating.let_in,
    "send-out": seating.send_out,
    "forgive": seating.forgive,
    "telephone": seating.telephone,
    "sit-apart": seating.sit_apart,
    "sit-together": seating.sit_together,
    "papers": showing.papers,
    "show": showing.show,
    "write": minutes.write,
    "confirm": minutes.confirm,
    "complete": minutes.complete,
    "confirm-whole": minutes.confirm_whole,
    "ask-recording": recording.ask,
    "answer-recording": recording.answer,
    "begin-recording": recording.begin,
    "end-recording": recording.end,
}
