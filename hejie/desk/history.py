"""A matter's history in words: each event with what was stated, said and issued."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from hejie.kernel import identifiers, registry, standing
from hejie.kernel.clocks import recounted
from hejie.kernel.documents import Document, papers_of, words_of
from hejie.kernel.events import Event, events_of
from hejie.kernel.facts import FactsForm, OneOfField, PartyField, PlaceField, RowsField
from hejie.kernel.jurisdictions import ROLES, Account, Actor, Division, Organ
from hejie.kernel.matters import Matter, local_day
from hejie.kernel.parties import Party
from hejie.kernel.permissions import compartments_for, find_step, is_kept_back
from hejie.kernel.standing_forms import FORMS as STANDING_FORMS

LONG_NUMBER = re.compile(r"\d[\d ]{10,}\d")
"""An account or a card, as people write it into a text."""
FOLDED = {"issue"}
"""Notes that are told with the event they belong to, not by themselves."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One statement of an event: a label and what was said; `sealed` for the mediators only."""

    label: str
    text: str
    sealed: bool = False


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One event as the page tells it. `missing` are papers that could be issued about it."""

    seq: int
    at: datetime
    recorded: datetime | None
    title: str
    by: str
    state: str
    basis: str
    told: tuple[Told, ...]
    withheld: bool
    papers: tuple[Document, ...]
    missing: tuple[tuple[str, str], ...]


def role_name(matter: Matter, party: Party) -> str:
    """What a party is in a matter, in words."""
    named = matter.room.party_roles.get(party.role) or matter.law.roles.get(party.role)
    return gettext(str(named or party.role))


class History:
    """The events of one matter, as one person may read them. Seven queries at most."""

    def __init__(
        self, matter: Matter, actor: Actor, parties: Collection[Party], *, whole: bool
    ) -> None:
        self.matter, self.whole = matter, whole
        self.parties = {party.key: party for party in parties}
        self.compartments = compartments_for(actor, matter)
        self.events = list(events_of(matter))
        self.words = words_of(matter, compartments=self.compartments)
        self.papers = list(papers_of(matter, compartments=self.compartments))

    def happenings(self) -> list[Happening]:
        """The latest first."""
        shown = [event for event in self.events if not self._is_left_out(event)]
        return [self._happening(event) for event in reversed(shown)]

    def _is_left_out(self, event: Event) -> bool:
        law = self.matter.law
        return event.step in FOLDED or is_kept_back(law, event.step, self.compartments)

    def _happening(self, event: Event) -> Happening:
        sealed = set(event.payload.get("sealed", ()))
        moved = event.seq == 1 or event.state != self._before[event.seq]
        return Happening(
            seq=event.seq,
            at=event.occurred,
            recorded=event.at if local_day(event.at) != local_day(event.occurred) else None,
            title=self._title(event),
            by=self._by(event),
            state=self.matter.law.states[event.state] if moved else "",
            basis=event.basis,
            told=tuple(self._told(event, sealed)),
            withheld=bool(sealed) and self.matter.law.sealed_in not in self.compartments,
            papers=tuple(p for p in self.papers if event.seq in {p.seq, p.issued_for}),
            missing=tuple(self._missing(event)),
        )

    @cached_property
    def _before(self) -> dict[int, str]:
        """The state before each event, by number."""
        return {event.seq + 1: event.state for event in self.events}

    def _title(self, event: Event) -> str:
        step = find_step(self.matter.law, event.step)
        return gettext(step.label if step else standing.NOTES.get(event.step, event.step))

    def _by(self, event: Event) -> str:
        kind, _colon, key = event.by.partition(":")
        if kind == "account":
            name = self._people.get(key)
            if instead := event.payload.get("instead"):
                name = gettext("%(name)s（代 %(other)s）") % {
                    "name": name,
                    "other": self._people.get(instead.removeprefix("account:"), ""),
                }
            return "·".join(filter(None, [self._organs.get(event.organ_id or ""), name]))
        if kind == "party" and key in self.parties:
            return self._party(key)
        return {"system": gettext("本平台"), "visitor": gettext("群众")}.get(kind, "")

    def _party(self, key: str) -> str:
        party = self.parties.get(key)
        if party is None:
            return key
        name = party.name if self.whole else identifiers.mask_name(party.name)
        return f"{role_name(self.matter, party)} {name}"

    @cached_property
    def _people(self) -> dict[str, str]:
        told = (by for e in self.events for by in (e.by, e.payload.get("instead", "")))
        keys = {by.removeprefix("account:") for by in told}
        for event in self.events:
            keys |= {str(change["account"]) for change in event.values.get("team", ())}
        rows = Account.objects.filter(pk__in=[key for key in keys if key.isdecimal()])
        return {str(account.pk): account.name for account in rows}

    @cached_property
    def _organs(self) -> dict[str, str]:
        keys = {event.organ_id for event in self.events} | {e.holder_id for e in self.events}
        for event in self.events:
            keys |= {*event.values.get("asked_organs", ()), event.values.get("referred_by")}
        return dict(Organ.objects.filter(pk__in=keys - {None}).values_list("key", "short_name"))

    def _told(self, event: Event, sealed: set[str]) -> Iterator[Told]:
        form = self._forms.get(event.step)
        for name, field in form.base_fields.items() if form else ():
            text = self._tell(event, name, field)
            if text:
                yield Told(label=str(field.label or ""), text=text, sealed=name in sealed)
        for change in event.values.get("team", ()):
            role = str(ROLES[change["role"]].label)
            label = gettext("参加办理") if change["active"] else gettext("退出办理")
            yield Told(
                label=label, text=f"{self._people.get(str(change['account']), '')}（{role}）"
            )
        for name, label in (
            ("reason", gettext("理由")),
            ("was", gettext("原来写的")),
            ("told", gettext("说明")),
        ):
            if form is None and (text := self.said(event.seq, name)):
                yield Told(label=label, text=text)
        if linked := event.values.get("linked"):
            law = registry.procedure(linked["procedure"])
            state = gettext(law.states[linked["state"]])
            text = f"{gettext(law.label)} {linked['reference']}（{state}）"
            yield Told(label=gettext("关联事项"), text=text)
        for deadline, before, now in recounted(self.matter, event):
            text = gettext("%(before)s 改为 %(now)s") % {"before": before, "now": now}
            yield Told(label=gettext(deadline.label), text=text)
        if "merged" in event.values:
            yield Told(label=gettext("并进来的事项"), text=str(event.values["merged"]))

    @cached_property
    def _forms(self) -> Mapping[str, type[FactsForm]]:
        return {**STANDING_FORMS, **self.matter.room.forms}

    def said(self, seq: int, name: str) -> str:
        """What was said in an event under a name, masked for whom sees no names."""
        return self._masked(self.words.get(seq, {}).get(name, ""))

    def _masked(self, text: str) -> str:
        """Words with the parties' names and numbers masked, for whom sees no names."""
        if self.whole:
            return text
        masks = {
            "name": identifiers.mask_name,
            "representative": identifiers.mask_name,
            "phone": identifiers.mask_phone,
            "id_number": identifiers.mask_id,
        }
        for party in self.parties.values():
            for column, mask in masks.items():
                if (told := getattr(party, column)) and len(told) > 1:
                    text = text.replace(told, mask(told))
        return LONG_NUMBER.sub(lambda found: identifiers.mask_account(found[0]), text)

    def _tell(self, event: Event, name: str, field: forms.Field) -> str:
        if field.widget.is_hidden:
            return ""
        if isinstance(field, RowsField):
            return "\n".join(self._tell_rows(event, name, field))
        if name in event.values:
            return self._value(name, field, event.values[name])
        return self.said(event.seq, name)

    def _tell_rows(self, event: Event, name: str, field: RowsField) -> Iterator[str]:
        for number, row in enumerate(event.values.get(name, ())):
            parts = []
            for one, inner in field.row_form.base_fields.items():
                said = self.said(event.seq, f"{name}.{number}.{one}")
                text = self._value(one, inner, row[one]) if one in row else said
                if text:
                    parts.append(f"{inner.label}：{text}")
            yield gettext("第 %(n)s 行　%(parts)s") % {"n": number + 1, "parts": "；".join(parts)}

    def _value(self, name: str, field: forms.Field, value: Any) -> str:
        """A stated value in words: a choice by its label, a party by its name."""
        if isinstance(value, list):
            return "、".join(filter(None, (self._value(name, field, one) for one in value)))
        match field:
            case forms.BooleanField():
                return gettext("是") if value else ""
            case forms.DateTimeField():
                moment = parse_datetime(str(value))
                return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else str(value)
            case PlaceField():
                return self._places.get(str(value), str(value))
            case PartyField():
                return self._party(str(value))
            case forms.ChoiceField():
                return self._choice(name, field, str(value))
            case _:
                return str(value)

    def _choice(self, name: str, field: forms.ChoiceField, value: str) -> str:
        for key, label in flat(field.choices):
            if str(key) == value:
                return str(label)
        if value in self.parties:
            return self._party(value)
        if name == "category":
            return self.matter.room.categories.get(value, value)
        if isinstance(field, OneOfField) and field.names is not None:
            return str(field.names([value]).get(value, value))
        return self._organs.get(value, value if isinstance(field, OneOfField) else "")

    @cached_property
    def _places(self) -> dict[str, str]:
        codes = {event.values.get("place") for event in self.events} - {None}
        return dict(Division.objects.filter(pk__in=codes).values_list("code", "name"))

    def _missing(self, event: Event) -> Iterator[tuple[str, str]]:
        step = self.matter.law.steps.get(event.step)
        room = self.matter.room
        issued = {(paper.kind, paper.issued_for) for paper in self.papers}
        for kind in step.issued(event.state) if step else ():
            sealed = (
                kind in room.sealed_papers and self.matter.law.sealed_in not in self.compartments
            )
            outgrown = self._last_signed.get(kind, event.seq) != event.seq
            if kind in room.papers and not (sealed or outgrown or (kind, event.seq) in issued):
                yield kind, gettext(str(room.paper_labels.get(kind, kind)))

    @cached_property
    def _last_signed(self) -> dict[str, int]:
        """Of each paper that grows with every signature, the number of the event that it tells
        of as a whole: the last one."""
        steps = self.matter.law.steps
        growing = {kind for step in steps.values() if step.fresh_code for kind in step.papers}
        return {
            kind: event.seq
            for event in self.events
            if event.step in steps
            for kind in steps[event.step].issued(event.state)
            if kind in growing
        }


def flat(choices: Any) -> Iterable[tuple[Any, Any]]:
    """Choices without their groups; those that are only known with a matter are left out."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
