"""What happened in a matter, told to a party or to somebody who holds its code, in plain words.

A resident is told of what parties did, of what they were notified of, and of where the matter
stands and lies. What staff do among themselves stays with them; nobody is named to somebody who
has not shown a code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hejie.kernel import actions, standing
from hejie.kernel.clocks import Clock, clocks_of, recounted
from hejie.kernel.documents import words_of
from hejie.kernel.events import Event, events_of
from hejie.kernel.facts import FactsForm
from hejie.kernel.jurisdictions import ROLES, VISITOR
from hejie.kernel.matters import Matter
from hejie.kernel.notices import Notice
from hejie.kernel.parties import Party
from hejie.kernel.permissions import find_step, is_kept_back
from hejie.kernel.procedures import START, Procedure, Situation
from hejie.portal.stated import stated

OPENER = "p1"
"""Key of the party that a visitor's own application names first: the visitor."""


@dataclass(frozen=True)
class Happening:
    """One line of a timeline."""

    at: datetime
    title: str
    by: str = ""
    text: str = ""


@dataclass(frozen=True)
class Reader:
    """A party that has shown its code: its situation, and its own words shown back to it."""

    party: Party
    situation: Situation


def party_roles(law: Procedure) -> frozenset[str]:
    """Roles of a procedure that are not held by staff."""
    return (frozenset(law.roles) - frozenset(ROLES)) | {standing.PARTY}


def is_of_parties(law: Procedure, key: str) -> bool:
    """Whether parties or visitors take a step themselves."""
    step = find_step(law, key)
    return step is not None and bool(party_roles(law) & set(step.roles()))


def shown_clocks(matter: Matter) -> list[Clock]:
    """The running clocks of the procedure itself, nearest first; a supervisor's are not theirs."""
    running = clocks_of(matter).filter(status__in=[Clock.RUNNING, Clock.PAUSED])
    return list(running.exclude(key__in=standing.DEADLINES).order_by("due_at", "key", "subject"))


def is_own(event: Event, party: Party) -> bool:
    """Whether a party did this itself."""
    if event.by == VISITOR.key:
        return party.key == OPENER
    return event.by == f"party:{party.key}"


def happenings(
    matter: Matter, *, names: Mapping[str, str], reader: Reader | None = None
) -> list[Happening]:
    """The history, newest first. `names` are by party key: for a stranger, roles."""
    events = list(events_of(matter).select_related("organ", "holder"))
    teller = _Teller(
        matter=matter,
        names=names,
        reader=reader,
        told=_notices(matter, reader),
        words=words_of(matter) if reader else {},
    )
    return list(reversed(list(teller.tell(events))))


def story(matter: Matter, reader: Reader, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was told when the matter was opened, by question: what both sides need to know."""
    first = events_of(matter).first()
    if first is None:
        return []
    form = actions.form_for(matter.law, first.step, reader.situation, names)
    return list(stated(form, {}, words_of(matter).get(first.seq, {})))


def _notices(matter: Matter, reader: Reader | None) -> dict[int, str]:
    """What parties were notified of, by event; for a party, the text that it got itself."""
    receiver = f"party:{reader.party.key}" if reader else ""
    told: dict[int, str] = {}
    for notice in Notice.objects.filter(
        district=matter.district, matter_id=matter.id, seq__gt=0, to__startswith="party:"
    ).order_by("seq", "number"):
        if notice.to == receiver:
            told[notice.seq] = notice.text
        else:
            told.setdefault(notice.seq, "")
    return told


@dataclass(frozen=True, kw_only=True)
class _Teller:
    matter: Matter
    names: Mapping[str, str]
    reader: Reader | None
    told: Mapping[int, str]
    words: Mapping[int, Mapping[str, str]]
    forms: dict[str, FactsForm] = field(default_factory=dict)

    def tell(self, events: list[Event]) -> Iterator[Happening]:
        for before, event in pairwise([None, *events]):
            assert event is not None
            yield from self._one(before, event)

    def _one(self, before: Event | None, event: Event) -> Iterator[Happening]:
        if not self._may_know(event):
            return
        law = self.matter.law
        moved = event.state != (before.state if before else START)
        state = gettext(law.states[event.state])
        if event.step in standing.MEETING:
            yield Happening(event.occurred, gettext(standing.MEETING[event.step]), self._by(event))
        elif event.step == standing.RECOUNT:
            yield from self._recounted(event)
        elif is_of_parties(law, event.step) or event.seq in self.told or before is None:
            step = find_step(law, event.step)
            title = gettext(step.label) if step else state
            yield Happening(event.occurred, title, self._by(event), self._text(event, moved))
        elif moved:
            title = gettext("现在：%(state)s") % {"state": state}
            yield Happening(event.occurred, title, self._by(event))
        elif before.holder_id != event.holder_id:
            title = gettext("转由%(organ)s办理") % {"organ": event.holder.name}
            yield Happening(event.occurred, title)

    def _recounted(self, event: Event) -> Iterator[Happening]:
        """Days that moved; those that supervisors set are between them and staff."""
        own = self.matter.law.deadlines.values()
        lines = [
            gettext("%(label)s：%(before)s 改为 %(now)s")
            % {"label": gettext(deadline.label), "before": before, "now": now}
            for deadline, before, now in recounted(self.matter, event)
            if deadline in own
        ]
        if lines:
            title = gettext(standing.NOTES[event.step])
            yield Happening(event.occurred, title, text="\n".join(lines))

    def _may_know(self, event: Event) -> bool:
        """What is confidential is known to the party it comes from or is about."""
        if not is_kept_back(self.matter.law, event.step, ()):
            return True
        party = self.reader.party if self.reader else None
        return party is not None and (
            is_own(event, party) or event.values.get("party") == party.key
        )

    def _by(self, event: Event) -> str:
        if self.reader and is_own(event, self.reader.party):
            return gettext("您")
        if event.by.startswith("party:"):
            return self.names.get(event.by.removeprefix("party:"), "")
        if event.by == VISITOR.key:
            return self.names.get(OPENER, "")
        return event.organ.short_name if event.organ else ""

    def _text(self, event: Event, moved: bool) -> str:
        lines = [f"{label}：{text}" for label, text in self._stated(event)]
        lines += [self.told[event.seq]] if self.told.get(event.seq) else []
        if moved:
            state = gettext(self.matter.law.states[event.state])
            lines.append(gettext("现在：%(state)s") % {"state": state})
        return "\n".join(lines)

    def _stated(self, event: Event) -> Iterator[tuple[str, str]]:
        """To a party its own words, and what staff stated of what it was notified of. The
        words that end a matter are written for others too: they come in the notice itself."""
        if self.reader is None or event.by == VISITOR.key:
            return
        own = is_own(event, self.reader.party)
        if not own and (event.by.startswith("party:") or not self.told.get(event.seq)):
            return
        kept_back = not own and event.state in self.matter.law.final
        words = {} if kept_back else self.words.get(event.seq, {})
        yield from stated(self._form(event.step, self.reader), event.values, words)

    def _form(self, step: str, reader: Reader) -> FactsForm:
        if step not in self.forms:
            law, names = self.matter.law, self.names
            self.forms[step] = actions.form_for(law, step, reader.situation, names)
        return self.forms[step]


EFFECTS = (
    (_("法定"), _("法律规定的期限。")),
    (_("一般"), _("规章要求或者建议的期限，超过了要说明原因。")),
    (_("内部"), _("我们给自己定的时间，帮助您知道大概要等多久。")),
)
"""What the word on a clock means, for people who read it for the first time."""
