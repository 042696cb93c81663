"""A forwarding unit (Janus) behind a meeting, where the operator set one: each screen then sends
its picture once, however many look.

Only the server talks to it, on its own machine. A browser hands its description of a connection
to us and is handed the unit's; keys of rooms never reach it. Each room apart is a room of its own
in the unit, and whoever changes rooms or is sent out is cut off there by us.
"""

from __future__ import annotations

import json
import secrets
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings

from hejie.kernel.actions import Refused
from hejie.video.models import Call, Seat

PLUGIN = "janus.plugin.videoroom"
SECONDS = 5
LARGEST_NUMBER = 2**52
MOST_PUBLISHERS = 30
BITS = 500_000
EXISTS = 427
NOT_THROUGH = "画面还没有接通，正在重试"
UNREACHABLE = "转发视频的服务器没有回答，请稍等再试；还不行就改用电话"


class Fault(Refused):
    """The unit answered that it cannot, with its own number for why. Mostly it is too early, or
    the unit has forgotten the screen: the page tries again by itself."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(NOT_THROUGH)
        self.code = code
        self.add_note(f"{code} {reason}")


def is_on() -> bool:
    return bool(settings.JANUS)


def publish(call: Call, seat: Seat, sdp: str) -> str:
    """Let a screen send its picture and voice into its room; gives the unit's answer. What the
    screen had before, in this room or another, ends."""
    drop(seat)
    place = _place_of(call, seat.room)
    session = _ask("", janus="create")["data"]["id"]
    handle = _attach(session)
    room = {"room": place["room"], "pin": place["pin"]}
    try:
        _say(session, handle, request="create", **room, secret=place["secret"], **NEW_ROOM)
    except Fault as fault:
        if fault.code != EXISTS:
            raise
    feed = _number()
    wish = {"request": "joinandconfigure", "ptype": "publisher", "id": feed, **room}
    answer = _say(session, handle, {"type": "offer", "sdp": sdp}, **wish)
    seat.forwarding = {"session": session, "room": seat.room, "feed": feed}
    return str(answer["jsep"]["sdp"])


def watch(call: Call, seat: Seat, other: Seat) -> dict[str, Any]:
    """Let a screen look at another of its room; gives the unit's offer and a number for it."""
    mine, theirs = seat.forwarding, other.forwarding
    if not mine or not theirs or not mine["room"] == theirs["room"] == seat.room == other.room:
        raise Refused("他不在这个房间里")
    place = _place_of(call, seat.room)
    handle = _attach(mine["session"])
    streams = [{"feed": theirs["feed"]}]
    wish = {"request": "join", "ptype": "subscriber", "streams": streams}
    try:
        made = _say(mine["session"], handle, **wish, room=place["room"], pin=place["pin"])
    except Fault:  # mostly because the other's screen has not got through yet
        _ask(f"/{mine['session']}/{handle}", janus="detach")
        raise
    return {"line": handle, "sdp": made["jsep"]["sdp"]}


def answer(seat: Seat, line: int, sdp: str) -> None:
    """Hand a screen's answer to an offer back to the unit."""
    jsep = {"type": "answer", "sdp": sdp}
    _say(seat.forwarding["session"], line, jsep, request="start")


def keep(seat: Seat) -> None:
    """Tell the unit that a screen is still there; it forgets those of whom it hears nothing."""
    if seat.forwarding:
        try:
            _ask(f"/{seat.forwarding['session']}", janus="keepalive")
        except Refused:
            seat.forwarding = {}


def drop(seat: Seat) -> None:
    """Cut a screen off: it sends and gets nothing any more, whatever its page does."""
    if not seat.forwarding:
        return
    session, seat.forwarding = seat.forwarding["session"], {}
    try:
        _ask(f"/{session}", janus="destroy")
    except Fault:  # it has forgotten the screen by itself
        return


NEW_ROOM = {
    "is_private": True,
    "permanent": False,
    "publishers": MOST_PUBLISHERS,
    "bitrate": BITS,
    "audiocodec": "opus",
    "videocodec": "vp8",
    "require_pvtid": False,
}


def _place_of(call: Call, room: str) -> dict[str, Any]:
    """The unit's room for one of ours, with keys that only we know."""
    if room not in call.places:
        keys = {"pin": secrets.token_urlsafe(16), "secret": secrets.token_urlsafe(16)}
        call.places = {**call.places, room: {"room": _number(), **keys}}
        call.save()
    place: dict[str, Any] = call.places[room]
    return place


def _number() -> int:
    return secrets.randbelow(LARGEST_NUMBER) + 1


def _attach(session: int) -> int:
    made = _ask(f"/{session}", janus="attach", plugin=PLUGIN)
    return int(made["data"]["id"])


def _say(
    session: int, handle: int, jsep: dict[str, Any] | None = None, /, **body: Any
) -> dict[str, Any]:
    """Say something to the unit's room and wait for what comes of it. Raises `Fault`."""
    told: dict[str, Any] = {"janus": "message", "body": body}
    if jsep:
        told["jsep"] = {**jsep, "trickle": False}
    made = _ask(f"/{session}/{handle}", **told)
    while made.get("janus") in {"ack", "keepalive"} or made.get("sender") not in {handle, None}:
        made = _ask(f"/{session}?maxev=1")
        if made.get("janus") != "event" and made.get("janus") != "keepalive":
            made = {"janus": "keepalive"}  # how its connection is doing: not an answer
    data = made.get("plugindata", {}).get("data", {})
    if "error_code" in data:
        raise Fault(data["error_code"], data.get("error", ""))
    return made


def _ask(path: str, **told: Any) -> dict[str, Any]:
    """One request to the unit: with something to tell, or (without) for what has come of it."""
    content = {**told, "transaction": secrets.token_hex(8)} if told else None
    request = Request(  # noqa: S310  (the operator's own address)
        f"{settings.JANUS}{path}",
        data=json.dumps(content).encode() if content else None,
        headers={"Content-Type": "application/json"},
    )
    try:
        with urlopen(request, timeout=SECONDS) as answered:  # noqa: S310
            made: dict[str, Any] = json.load(answered)
    except (URLError, OSError, ValueError) as error:
        raise Refused(UNREACHABLE) from error
    if made.get("janus") == "error":
        raise Fault(made["error"]["code"], made["error"]["reason"])
    return made
