"""What the rows of a table become: matters of a procedure, or enquiries that end somewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from hejie.enquiries import intake
from hejie.enquiries.models import Enquiry
from hejie.enquiries.opening import Opening, openings_of, story_of
from hejie.imports.cells import Places, Problem, Reader, Reading
from hejie.imports.columns import NAME, Columns
from hejie.kernel import actions
from hejie.kernel.actions import Invalid, Sent
from hejie.kernel.facts import FactsForm
from hejie.kernel.jurisdictions import Actor
from hejie.triage.doors import DOORS

ENQUIRIES = "enquiries"
SAID = dict.fromkeys(("内容", "问题", "正文", "诉求", "question", "content", "message"), "text")


@dataclass(frozen=True)
class Entry:
    """One row as it goes through the door: its key, and the form data."""

    key: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Became:
    """What a row became: a number, and in words where that leads."""

    reference: str
    result: str


class Way(Protocol):
    """`alike` tells whether two equal rows of one file are one thing said twice."""

    what: str
    label: str
    columns: Columns
    alike: bool

    def check(self, reading: Reading, *, now: datetime) -> list[Problem]: ...

    def open(self, entries: Iterable[Entry], *, now: datetime) -> list[Became]:
        """All of these or none; raises what the door raises."""
        ...


class ToMatters:
    alike = True

    def __init__(self, opening: Opening, actor: Actor, *, now: datetime) -> None:
        self.what, self.label = opening.law.key, str(opening.law.label)
        self.actor = actor
        self.columns = Columns(opening.form(actor, now=now))

    def check(self, reading: Reading, *, now: datetime) -> list[Problem]:
        sent = Sent(data=reading.data, strict=True)
        try:
            actions.check_opening(self.what, actor=self.actor, sent=sent, now=now)
        except Invalid as invalid:
            return list(self.problems_in(invalid, reading))
        return []

    def open(self, entries: Iterable[Entry], *, now: datetime) -> list[Became]:
        rows = [Sent(data=entry.data, key=entry.key, strict=True) for entry in entries]
        done = actions.open_matters(self.what, actor=self.actor, rows=rows, now=now)
        return [Became(one.matter.reference, one.matter.holder.short_name) for one in done]

    def problems_in(self, invalid: Invalid, reading: Reading) -> Iterator[Problem]:
        """What the door objects to, by the column in which it was written."""
        labels = {column.key: column.label for column in self.columns.plain}
        people, field = self.columns.parties or ("", None)
        for name, sentences in invalid.errors.items():
            if name != people or field is None:
                yield from ((labels.get(name, ""), sentence) for sentence in sentences)
                continue
            about = list(self._problems_of_people(reading))
            if not about and len(reading.people) < field.least:
                sentence = _("至少要写 %(n)s 位当事人") % {"n": field.least}
                about = [(str(field.label), sentence)]
            yield from about or [(str(field.label), sentence) for sentence in sentences]

    def _problems_of_people(self, reading: Reading) -> Iterator[Problem]:
        people = self.columns.parties
        assert people is not None
        for (role, number), told in zip(reading.people, reading.data[people[0]], strict=True):
            form = people[1].row_form(data=dict(told), situation=self.columns.form.situation)
            for name, sentences in form.errors.items():
                shown = name if name in self.columns.inner else NAME
                label = self.columns.of_party(role, number, shown).label
                yield from ((label, str(sentence)) for sentence in sentences)


class ToEnquiries:
    """Rows with a text; whatever else the opening form takes may stand beside it."""

    what, alike = ENQUIRIES, False

    def __init__(self, opening: Opening, actor: Actor, *, now: datetime) -> None:
        self.label, self.actor = _("来信、留言"), actor
        self.columns = Columns(_around_a_text(opening.form(actor, now=now)), named=SAID)

    def check(self, reading: Reading, *, now: datetime) -> list[Problem]:
        label = next(column.label for column in self.columns.plain if column.key == "text")
        return [(label, text) for text in intake.text_problems(reading.data.get("text"))]

    def open(self, entries: Iterable[Entry], *, now: datetime) -> list[Became]:
        return [
            became(
                intake.take_in(
                    entry.data["text"],
                    actor=self.actor,
                    now=now,
                    key=entry.key,
                    given={name: v for name, v in entry.data.items() if v and name != "text"},
                )
            )
            for entry in entries
        ]


def became(enquiry: Enquiry) -> Became:
    """How an enquiry ended, in words."""
    told = {
        Enquiry.REGISTERED: _("已登记为 %(reference)s"),
        Enquiry.ASKED: _("还要补充资料"),
        Enquiry.GUIDED: _("已指引到%(door)s"),
    }[enquiry.outcome]
    where = {"reference": enquiry.reference, "door": DOORS[enquiry.door].label}
    return Became(enquiry.number, told % where)


def _around_a_text(form: FactsForm) -> FactsForm:
    """The opening form with nothing needed but the text, which comes first."""
    del form.fields[story_of(form)]
    for field in form.fields.values():
        field.required = False
        if hasattr(field, "least"):
            field.least = 0
    form.fields = {"text": intake.TextForm().fields["text"], **form.fields}
    return form


def ways_for(actor: Actor, *, now: datetime) -> list[Way]:
    """What this person's posts let a table become."""
    ways: list[Way] = []
    for opening in openings_of(actor):
        ways.append(ToMatters(opening, actor, now=now))
        if opening.law.key == intake.PROCEDURE and actor.has(*intake.TAKING):
            ways.append(ToEnquiries(opening, actor, now=now))
    return ways


def find_way(what: str, actor: Actor, *, now: datetime) -> Way | None:
    return next((way for way in ways_for(actor, now=now) if way.what == what), None)


def reader_for(way: Way, actor: Actor) -> Reader:
    return Reader(way.columns, Places({post.district for post in actor.posts}))


def key_of(way: Way, data: Mapping[str, Any], *, nth: int) -> str:
    """A keyed digest of what a row says: the same row, in whatever file, has the same."""
    told = json.dumps([way.what, data, nth], sort_keys=True, ensure_ascii=False, default=str)
    return salted_hmac("hejie.imports", told, algorithm="sha256").hexdigest()
