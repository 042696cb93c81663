"""Tell a story: people, acts and dates in a room's own words, played through the one door.

A story is a test (its timeline is compared with a golden file), the demonstration's data, and
an example for the manual.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO
from operator import itemgetter
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from hejie.kernel import actions, permissions, standing
from hejie.kernel.actions import Invalid, Refused, Sent
from hejie.kernel.documents import find_issued
from hejie.kernel.events import Event, events_of
from hejie.kernel.facts import FactsForm, ShownField
from hejie.kernel.jurisdictions import SYSTEM, VISITOR, Account, Actor, Post, actor_for
from hejie.kernel.matters import Matter, local_day
from hejie.kernel.parties import parties_of

ISSUE, TEND = "issue", "tend"
TOLD_ON = date(2026, 11, 23)
"""The Monday before which every story has been told; the days still ahead follow it."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2})?")
_DAY_IN_WORDS = re.compile(r"\{(\d{4}-\d{2}-\d{2})\}")


@dataclass(frozen=True, kw_only=True)
class Act:
    """`who`: a username of the cast, `visitor`, `system`, or a party's key. `of`: which of
    the story's matters, where it has more than one; `procedure` and `out_of`: of what kind it is,
    if not of the story's, and out of which of them it is opened. `refused`: the act is tried and
    must be refused with these words.

    Beside the procedure's steps there are `issue` (a paper of a kind), `tend` (the platform
    does what is due by itself), and what is told of a video meeting. In facts, `$digest` stands
    for the digest of the text that the step's page shows, `$all` for all that a field offers,
    `$matter:name` for another matter's number, `$signature` for a drawn signature, `$scan` for a
    scanned sheet, `$photo` for a photograph, `$account:name` for an account's number,
    `$post:name@organ` for that of a mediator's post, and `{2026-08-07}` within a text for that
    day in words. A fact may be a function: it is given the story's matters by name.
    """

    when: str
    who: str
    step: str
    facts: Mapping[str, Any]
    refused: str = ""
    of: str = ""
    procedure: str = ""
    out_of: str | None = None


def act(
    when: str,
    who: str,
    step: str,
    refused: str = "",
    of: str = "",
    procedure: str = "",
    out_of: str | None = None,
    **facts: Any,
) -> Act:
    return Act(
        when=when,
        who=who,
        step=step,
        facts=facts,
        refused=refused,
        of=of,
        procedure=procedure,
        out_of=out_of,
    )


@dataclass(frozen=True, kw_only=True)
class Story:
    """`outcome` is the state in which the first matter of its procedure ends; a matter that is
    still open then is one of the demonstration's desks' work. Acts stand in order of time."""

    key: str
    title: str
    procedure: str
    outcome: str
    acts: tuple[Act, ...]
    teaches: str = ""

    def __post_init__(self) -> None:
        for one, following in zip(self.acts, self.acts[1:], strict=False):
            if following.when < one.when:
                raise ValueError(f"{self.key}: {following.when} is told after {one.when}")


class StoryBroken(AssertionError):
    """A story did not go as it was told."""


@dataclass(frozen=True)
class Refusal:
    """An act that was tried and refused, as the story foretold."""

    act: Act
    sentence: str


class Telling:
    """A story as it is being played: its matters by name, and what was refused."""

    def __init__(self, story: Story, later: timedelta = timedelta()) -> None:
        self.story, self.later = story, later
        self.matters: dict[str, Matter] = {}
        self.refusals: list[Refusal] = []
        self._told = 0

    @property
    def matter(self) -> Matter:
        """The first matter of the story's own procedure."""
        return next(m for m in self.matters.values() if m.procedure == self.story.procedure)

    def tell(self, one: Act) -> None:
        """Play one act, or raise `StoryBroken`."""
        self._told += 1
        where = f"{self.story.key}, act {self._told} ({one.when} {one.step})"
        try:
            matter = self._play(one)
        except (Refused, Invalid) as refusal:
            if not one.refused or one.refused not in str(refusal):
                raise StoryBroken(f"{where}: {refusal}") from refusal
            self.refusals.append(Refusal(one, str(refusal)))
            return
        if one.refused:
            raise StoryBroken(f"{where}: was expected to be refused: {one.refused}")
        self.matters[one.of] = matter

    def end(self) -> Matter:
        """The story's own matter, which must be where the story says that it ends."""
        self.matters = {
            name: Matter.objects.get(pk=matter.pk) for name, matter in self.matters.items()
        }
        procedures = {matter.procedure for matter in self.matters.values()}
        state = self.matter.state if self.story.procedure in procedures else "unopened"
        if state != self.story.outcome:
            raise StoryBroken(f"{self.story.key}: ended {state}, not {self.story.outcome}")
        return self.matter

    def _play(self, one: Act) -> Matter:
        now = moment(one.when) + self.later
        matter = self.matters.get(one.of)
        origin = self.matters[one.out_of] if one.out_of is not None else None
        actor = _actor(one.who, matter or origin, now)
        if matter is None:
            sent = Sent(data=self._facts(one), strict=True)
            procedure = one.procedure or self.story.procedure
            opened = actions.open_matter(
                procedure, actor=actor, sent=sent, now=now, step=one.step, out_of=origin
            )
            if origin is not None and one.out_of is not None:
                self.matters[one.out_of] = Matter.objects.get(pk=origin.pk)
            return opened.matter
        if one.step in {ISSUE, TEND}:
            return self._by_itself(one, matter, now)
        if one.step in standing.MEETING:
            actions.tell_meeting(matter, one.step, actor=actor, now=now, **one.facts)
            return Matter.objects.get(pk=matter.pk)
        sent = Sent(data=self._facts(one), strict=True)
        return actions.take(matter, one.step, actor=actor, sent=sent, now=now).matter

    def _facts(self, one: Act) -> Any:
        numbers = {f"$matter:{name}": matter.reference for name, matter in self.matters.items()}
        if one.of in self.matters and {"$digest", "$all"} & {*map(str, one.facts.values())}:
            form = _form_of(one, self.matters[one.of], moment(one.when) + self.later)
            digest = _digest(self.matters[one.of], one.step, form)
        else:
            form, digest = None, ""
        facts = {
            name: value(self.matters) if callable(value) else _offered(form, name, value)
            for name, value in one.facts.items()
        }
        return _filled(facts, {"$digest": digest, **numbers}, self.later)

    def _by_itself(self, one: Act, matter: Matter, now: datetime) -> Matter:
        if one.step == ISSUE:
            kind = one.facts["kind"]
            actions.issue(matter, kind, last_event(matter, kind), now=now)
        elif matter.room.tend is not None:
            matter.room.tend(now, only=matter)
        return Matter.objects.get(pk=matter.pk)


def tell(story: Story, *, later: timedelta = timedelta()) -> Telling:
    """Play a whole story, all its days moved by `later` (whole weeks, for demonstrations)."""
    telling = Telling(story, later)
    for one in story.acts:
        telling.tell(one)
    telling.end()
    return telling


def play(story: Story, *, later: timedelta = timedelta()) -> Matter:
    return tell(story, later=later).matter


def play_all(stories: Iterable[Story], *, later: timedelta = timedelta()) -> list[Matter]:
    """Play stories side by side, act after act in order of time, as a district lives them:
    numbers, workloads and the log then rise with the days."""
    tellings = [Telling(story, later) for story in stories]
    acts = [(one.when, telling, one) for telling in tellings for one in telling.story.acts]
    for _when, telling, one in sorted(acts, key=itemgetter(0)):
        telling.tell(one)
    return [telling.end() for telling in tellings]


def weeks_until(now: datetime) -> timedelta:
    """By how much to move stories so that they end in the week of `now`: whole weeks, since
    a week keeps its working days. Stories are never moved back."""
    return timedelta(weeks=max(0, (local_day(now) - TOLD_ON).days // 7))


def moment(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


def last_event(matter: Matter, paper: str) -> Event:
    """The last event whose step issues a paper of this kind."""
    steps = matter.law.steps
    found = [
        e for e in events_of(matter) if e.step in steps and paper in steps[e.step].issued(e.state)
    ]
    if not found:
        raise StoryBroken(f"nothing in {matter.reference} issues {paper}")
    return found[-1]


def _actor(who: str, matter: Matter | None, now: datetime) -> Actor:
    if who in {VISITOR.key, SYSTEM.key}:
        return VISITOR if who == VISITOR.key else SYSTEM
    if matter is not None and (party := parties_of(matter).filter(key=who).first()):
        return Actor(
            key=f"party:{matter.id}:{party.key}",
            name=party.name,
            matter=str(matter.id),
            party=party.key,
            verified_at=now,
        )
    return actor_for(Account.objects.get(username=who), on=local_day(now))


def _form_of(one: Act, matter: Matter, now: datetime) -> FactsForm:
    situation = permissions.situate(matter, _actor(one.who, matter, now), now=now)
    return actions.form_for(matter.law, one.step, situation, {})


def _digest(matter: Matter, step: str, form: FactsForm) -> str:
    """Of the text that a step's page shows; nothing before it has been shown."""
    texts = actions.texts_to_sign(matter, step)
    shown = [find_issued(matter, kind, event.seq) for kind, event in texts]
    held = [f.initial for f in form.fields.values() if isinstance(f, ShownField) and not texts]
    return next((paper.digest for paper in shown if paper), next(iter(held), ""))


def _offered(form: FactsForm | None, name: str, value: Any) -> Any:
    """For `$all` everything that a field offers."""
    if form is None or value != "$all":
        return value
    field: Any = form.fields[name]
    return [key for key, _label in field.choices]


def _filled(value: Any, stand_ins: Mapping[str, str], later: timedelta) -> Any:
    """Facts with their stand-ins replaced and their days moved."""
    if isinstance(value, Mapping):
        return {name: _filled(one, stand_ins, later) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(one, stand_ins, later) for one in value]
    if not isinstance(value, str):
        return value
    if value == "$signature":
        return drawn_signature()
    if value == "$scan":
        return {"name": "扫描件.png", "content": drawn_signature().partition(",")[2]}
    if value == "$photo":
        return [{"name": "现场.jpg", "content": taken_photograph()}]
    if value.startswith("$account:"):
        return str(Account.objects.get(username=value.removeprefix("$account:")).pk)
    if value.startswith("$post:"):
        name, _at, organ = value.removeprefix("$post:").partition("@")
        post = Post.objects.get(account__username=name, organ=organ, role="mediator")
        return str(post.pk)
    return stand_ins.get(value) or _moved(value, later)


@cache
def drawn_signature() -> str:
    """A stroke as a browser's signature pad sends it."""
    drawing = Image.new("RGBA", (320, 120), (255, 255, 255, 0))
    points = [(20, 90), (80, 30), (140, 90), (200, 40), (300, 80)]
    ImageDraw.Draw(drawing).line(points, fill=(0, 0, 0, 255), width=5)
    content = BytesIO()
    drawing.save(content, "PNG")
    return "data:image/png;base64," + b64encode(content.getvalue()).decode()


@cache
def taken_photograph() -> str:
    """A lamp post by a road, as a telephone sends it."""
    picture = Image.new("RGB", (320, 240), (178, 196, 214))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 150, 320, 240), fill=(96, 99, 104))
    draw.rectangle((150, 40, 158, 170), fill=(70, 70, 72))
    draw.ellipse((128, 26, 180, 48), fill=(226, 220, 190))
    content = BytesIO()
    picture.save(content, "JPEG")
    return b64encode(content.getvalue()).decode()


def _moved(text: str, later: timedelta) -> str:
    if _DAY.fullmatch(text):
        moved = datetime.fromisoformat(text) + later
        return moved.isoformat(sep=" ", timespec="minutes") if len(text) > 10 else f"{moved:%F}"
    return _DAY_IN_WORDS.sub(lambda found: _in_words(found[1], later), text)


def _in_words(day: str, later: timedelta) -> str:
    moved = date.fromisoformat(day) + later
    return f"{moved.month}月{moved.day}日"
