"""Minutes that are typed while people speak, and confirmed line by line by each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from hejie.kernel.actions import Refused
from hejie.video.acting import Here
from hejie.video.models import Line
from hejie.video.sight import line_told
from hejie.video.tables import Table

LONGEST_LINE, MOST_LINES = 500, 200


def write(here: Here, data: Mapping[str, Any]) -> dict[str, Any]:
    """Write a line, or write it anew: then everybody confirms it anew."""
    here.require_host()
    table = here.table
    text = " ".join(str(data.get("text", "")).split())[:LONGEST_LINE]
    line = _find(table, data.get("line")) if data.get("line") else None
    if line is not None and line.text == text:
        return line_told(line)
    _open_again(table)
    if line is None:
        line = _next(table)
    line.text, line.confirmed = text, []
    if not text:
        return _strike(table, line)
    line.save()
    table.tell_inside("line", line_told(line))
    return line_told(line)


def write_by_itself(table: Table, sentence: str) -> None:
    """A line that the platform writes, with the time of it."""
    _open_again(table)
    line = _next(table)
    line.text = f"{timezone.localtime(table.now):%H:%M} {sentence}"
    line.save()
    table.tell_inside("line", line_told(line))


def _next(table: Table) -> Line:
    lines = table.lines
    if len(lines) >= MOST_LINES:
        raise Refused("笔录太长了，请另外写一份")
    number = lines[-1].number + 1 if lines else 1
    return Line(matter=table.matter, call_key=table.call.key, number=number)


def _strike(table: Table, line: Line) -> dict[str, Any]:
    told = line_told(line)
    Line.objects.filter(district=line.district, id=line.id).delete()
    table.tell_inside("line", told)
    return told


def _find(table: Table, number: Any) -> Line:
    found = next((line for line in table.lines if str(line.id) == str(number)), None)
    if found is None:
        raise Refused("这一行已经没有了")
    return found


def _open_again(table: Table) -> None:
    """What is written after the minutes were complete makes them incomplete again."""
    if table.call.written_at is not None:
        table.call.written_at = None
        table.save_call()


def confirm(here: Here, data: Mapping[str, Any]) -> None:
    """One person says that one line is right as it stands."""
    here.require_inside()
    person, line = own_person(here, data), _find(here.table, data.get("line"))
    if str(data.get("text", "")) != line.text:
        raise Refused("这一行刚刚改过，请看过再确认")
    if person not in line.confirmed:
        line.confirmed = [*line.confirmed, person]
        line.save()
        here.table.tell_inside("line", line_told(line))


def complete(here: Here, _data: Mapping[str, Any]) -> None:
    """The minutes are complete: they go into the matter's log, to be confirmed as a whole."""
    here.require_host()
    table = here.table
    lines = table.lines
    if not lines:
        raise Refused("笔录还是空的")
    text = "\n".join([*_head(table), *(line.text for line in lines)])
    table.tell("write_minutes", here.actor, {}, values={"lines": len(lines)}, words={"text": text})
    table.call.written_at = table.now
    table.matter.refresh_from_db()
    table.save_call()


def _head(table: Table) -> list[str]:
    """Who came, from where and how they were known, so that it stands in the record."""
    told = []
    for seat in table.seats:
        names = "、".join(f"{table.role(key)}{table.name(key)}" for key in seat.people)
        where = "电话" if seat.telephone else seat.place or "自己的手机、电脑"
        if names and not seat.by.startswith("account:"):
            told.append(f"{names}（{where}）")
    return [f"本次会议以视频方式进行，参加人：{'；'.join(told)}。"] if told else []


def confirm_whole(here: Here, data: Mapping[str, Any]) -> None:
    """One person confirms complete minutes of which it has confirmed every line."""
    here.require_inside()
    table, person = here.table, own_person(here, data)
    if table.call.written_at is None:
        raise Refused("笔录还没有写完")
    if any(person not in line.confirmed for line in table.lines):
        raise Refused("还有没确认的行，请一行一行看过")
    table.tell("confirm_minutes", here.actor, {person: "read"})
    table.matter.refresh_from_db()
    table.changed = True


def own_person(here: Here, data: Mapping[str, Any]) -> str:
    """A person of this seat; for whoever is on the telephone the host answers."""
    person = str(data.get("person"))
    by_telephone = {key for seat in here.table.inside() if seat.telephone for key in seat.people}
    if person not in here.seat.people and not (here.seat.host and person in by_telephone):
        raise Refused("只能替自己确认")
    return person
