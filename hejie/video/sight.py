"""What one seat sees of its call: nothing from outside the door, its own room within."""

from __future__ import annotations

from typing import Any

from hejie.video.models import MAIN, Line, Seat
from hejie.video.tables import Table


def sight(table: Table, seat: Seat) -> dict[str, Any]:
    """The state of a call for one seat, as its page is told."""
    seen: dict[str, Any] = {
        "me": _told(table, seat),
        "status": seat.status,
        "hosts": [table.name(f"account:{host}") for host in sorted(table.meeting.hosts)],
        "hostHere": any(s.host and s.is_here(table.now) for s in table.inside()),
    }
    if not seat.is_inside:
        return seen
    call = table.call
    return seen | {
        "seats": [_told(table, one) for one in table.inside()],
        "waiting": [_waiting(table, one) for one in table.seats if _waits(one)]
        if seat.host
        else [],
        "out": [_told(table, one) for one in table.seats if one.status == Seat.OUT]
        if seat.host
        else [],
        "absent": _absent(table) if seat.host else [],
        "shown": call.shown.get(seat.room),
        "written": call.written_at is not None,
        "confirmed": _confirmed(table),
        "recording": _recording(table, seat),
    }


def _waits(seat: Seat) -> bool:
    return seat.status == Seat.WAITING


def _told(table: Table, seat: Seat) -> dict[str, Any]:
    keys = list(seat.people) or seat.proven or [seat.by]
    return {
        "id": str(seat.id),
        "visit": seat.visit,
        "people": [{"key": k, "name": table.name(k), "role": table.role(k)} for k in keys],
        "host": seat.host,
        "room": seat.room,
        "place": seat.place,
        "telephone": seat.telephone,
        "here": seat.is_here(table.now),
        "feed": seat.forwarding.get("feed") if seat.forwarding.get("room") == seat.room else None,
    }


def _waiting(table: Table, seat: Seat) -> dict[str, Any]:
    """Somebody before the door: who showed a code, and who may sit there beside them."""
    inside = {key for one in table.inside() for key in one.people}
    return {
        **_told(table, seat),
        "proven": seat.proven,
        "staff": seat.by.startswith("account:"),
        "beside": [
            {"key": key, "name": table.name(key), "role": table.role(key)}
            for key in table.parties
            if key not in inside and key not in seat.proven
        ],
    }


def _absent(table: Table) -> list[dict[str, str]]:
    """Parties who sit nowhere: they can be asked to come by telephone."""
    seated = {key for one in table.inside() for key in one.people}
    return [{"key": key, "name": table.name(key)} for key in table.parties if key not in seated]


def _confirmed(table: Table) -> list[str]:
    told: list[str] = (
        table.matter.data.get("meetings", {}).get(table.call.key, {}).get("confirmed", [])
    )
    return told if table.call.written_at else []


def _recording(table: Table, seat: Seat) -> dict[str, Any]:
    missing = table.missing() if table.call.recording == "asked" else []
    return {
        "state": table.call.recording,
        "allowed": table.may_record() and seat.room == MAIN,
        "missing": [table.name(key) for key in missing],
        "mine": [key for key in seat.people if key in missing],
        "running": table.call.running,
    }


def line_told(line: Line) -> dict[str, Any]:
    return {
        "id": str(line.id),
        "number": line.number,
        "text": line.text,
        "confirmed": line.confirmed,
    }
