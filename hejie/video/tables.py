"""One call with all who sit in it, read and locked for one act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext

from hejie.kernel.actions import Refused, tell_meeting
from hejie.kernel.jurisdictions import Actor, names_of
from hejie.kernel.matters import Matter
from hejie.kernel.meetings import Meeting
from hejie.kernel.parties import Party, parties_of
from hejie.live import sending
from hejie.video.models import Call, Line, Seat


@dataclass
class Table:
    call: Call
    meeting: Meeting
    now: datetime
    changed: bool = field(default=False, init=False)

    @property
    def matter(self) -> Matter:
        return self.meeting.matter

    @cached_property
    def seats(self) -> list[Seat]:
        return list(self._of(Seat))

    @property
    def lines(self) -> list[Line]:
        return list(self._of(Line))

    def _of(self, model: Any) -> Any:
        call = self.call
        return model.objects.filter(
            district=call.district, matter_id=call.matter_id, call_key=call.key
        )

    @cached_property
    def parties(self) -> Mapping[str, Party]:
        return {p.key: p for p in parties_of(self.matter) if p.key in self.meeting.parties}

    @cached_property
    def accounts(self) -> Mapping[str, str]:
        """Names of the members of staff here, by `account:12`."""
        own = [s.by.removeprefix("account:") for s in self.seats if s.by.startswith("account:")]
        numbers = {*own, *map(str, self.meeting.hosts)}
        return {f"account:{number}": name for number, name in names_of(numbers).items()}

    def party_actor(self, key: str) -> Actor:
        matter = self.matter
        actor_key = f"party:{matter.id}:{key}"
        return Actor(key=actor_key, name=self.name(key), matter=str(matter.id), party=key)

    def name(self, key: str) -> str:
        party = self.parties.get(key)
        return party.name if party else self.accounts.get(key, key)

    def role(self, key: str) -> str:
        party = self.parties.get(key)
        if party is not None:
            return gettext(self.matter.law.roles.get(party.role, ""))
        number = key.removeprefix("account:")
        hosts = {str(host) for host in self.meeting.hosts}
        return gettext("主持人") if number in hosts else gettext("工作人员")

    def inside(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.is_inside]

    def find(self, number: Any) -> Seat:
        found = next((seat for seat in self.seats if str(seat.id) == str(number)), None)
        if found is None:
            raise Refused("没有这个人")
        return found

    def missing(self) -> list[str]:
        """People who are here and have not agreed to the recording that is asked for."""
        here = [s for s in self.inside() if s.telephone or s.is_here(self.now)]
        return [key for seat in here for key in seat.people if key not in seat.agreed]

    def may_record(self) -> bool:
        """Whether everybody here has agreed. Whoever comes in stops it until they agree too."""
        return self.call.recording == "asked" and not self.missing()

    def save(self, seat: Seat) -> None:
        seat.save()
        self.changed = True

    def save_call(self) -> None:
        self.call.save()
        self.changed = True

    def tell(
        self,
        what: str,
        actor: Actor,
        people: Mapping[str, str],
        *,
        values: Mapping[str, Any] | None = None,
        words: Mapping[str, str] | None = None,
    ) -> int:
        """Put into the matter's log what has to be kept of the meeting; gives its number."""
        event = tell_meeting(
            self.matter,
            what,
            meeting=self.call.key,
            actor=actor,
            people=people,
            values=values,
            words=words,
            now=self.now,
        )
        return event.seq

    def tell_inside(self, kind: str, data: Mapping[str, Any]) -> None:
        for seat in self.inside():
            if seat.visit:
                sending.publish(seat.channel, kind, data)


def table_of(meeting: Meeting, *, now: datetime) -> Table:
    """The call of a meeting, begun when the first one comes; locked until the transaction ends."""
    key = {"district": meeting.matter.district, "matter_id": meeting.matter.id, "key": meeting.key}
    Call.objects.bulk_create([Call(**key, begun_at=now, seen_at=now)], ignore_conflicts=True)
    return Table(Call.objects.select_for_update().get(**key), meeting, now)
