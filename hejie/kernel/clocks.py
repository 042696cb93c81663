"""Running deadlines of a matter: started, stopped, paused and extended by events alone.

A due date is computed and stored with its derivation; nobody can type one in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone

from hejie.kernel import calendars, standing
from hejie.kernel.deadlines import (
    DeadlineRule,
    Derivation,
    Effect,
    Extension,
    Mark,
    Pause,
    Unit,
    compute,
    lawful,
)
from hejie.kernel.events import Event
from hejie.kernel.matters import Matter, OfMatter, local_day
from hejie.kernel.procedures import ClockView, Deadline, Facts, Start, Step
from hejie.kernel.workdays import LAST_YEAR, Calendar, next_working_day


class Clock(OfMatter):
    """One deadline. `moves` are the pauses and extensions so far, as the events stated them.

    `due_at` is the last moment of the strict day, for ordering and warnings (T8); `late_at`
    that of the rolled day, after which it counts as a breach.
    """

    pk = models.CompositePrimaryKey("district", "matter_id", "key", "subject")
    key = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=80)
    rule = models.CharField(max_length=20, blank=True)
    rule_version = models.CharField(max_length=24)
    basis = models.CharField(max_length=200)
    effect = models.CharField(max_length=8)
    status = models.CharField(max_length=12)
    started = models.DateTimeField()
    started_by_seq = models.IntegerField()
    due_at = models.DateTimeField()
    late_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    met_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)
    pauses = models.JSONField(default=list)
    extensions = models.JSONField(default=list)
    derivation = models.JSONField(default=dict)
    holder_id = models.CharField(max_length=60)
    place_path = models.CharField(max_length=120)

    class Meta:
        ordering = ["due_at"]
        indexes = [
            # In the order of the lists, so that a page reads its own rows and no more.
            models.Index(
                fields=["status", "due_at", "matter_id", "key", "subject"], name="clock_by_due"
            ),
            models.Index(
                fields=["holder_id", "status", "due_at", "matter_id", "key", "subject"],
                name="clock_by_holder",
            ),
            models.Index(
                fields=["due_at", "matter_id", "subject"],
                name="clock_of_orders",
                condition=models.Q(key="answer", status="running"),
            ),
            models.Index(fields=["matter_id", "status", "due_at"], name="clock_of_matter"),
        ]

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    STOPPED = "stopped"

    def __str__(self) -> str:
        return f"{self.label} {self.due_at:%Y-%m-%d}"

    @property
    def effect_label(self) -> str:
        return Effect(self.effect).label

    @property
    def strict_due(self) -> date | datetime:
        return _moment_or_day(self.derivation["strict_due"])

    @property
    def rolled_due(self) -> date | datetime:
        return _moment_or_day(self.derivation["rolled_due"])

    def view(self) -> ClockView:
        return ClockView(
            key=self.key,
            subject=self.subject,
            status=self.status,
            strict_due=self.strict_due,
            rolled_due=self.rolled_due,
            started=self.started,
        )


class ClockOutcome(OfMatter):
    """How a clock ended, as it was judged when it did: a clock that is started again is written
    over, and statistics ask for each time."""

    pk = models.CompositePrimaryKey("district", "matter_id", "seq", "key", "subject")
    seq = models.IntegerField()
    key = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True)
    effect = models.CharField(max_length=8)
    met = models.BooleanField()
    late = models.BooleanField()
    at = models.DateTimeField()
    """When that was recorded."""


def broken(effects: Collection[str], since: datetime, before: datetime) -> models.Exists:
    """For matters: whether a limit of these kinds was met late within a time."""
    here = {"district": models.OuterRef("district"), "matter_id": models.OuterRef("id")}
    late = ClockOutcome.objects.filter(**here, met=True, late=True, effect__in=effects)
    return models.Exists(late.filter(at__gte=since, at__lt=before))


def _moment_or_day(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def deadline_of(matter: Matter, key: str) -> Deadline:
    return matter.law.deadlines.get(key) or standing.DEADLINES[key]


def objections(matter: Matter, step: Step, facts: Facts, *, on: date) -> Iterable[str]:
    """Why the law does not allow a step's pause or extension of a running clock, or why a
    paused one cannot go on from that day."""
    going_on = {*step.resumes, *(key for keys in step.resumes_when.values() for key in keys)}
    concerned = clocks_of(matter).filter(
        key__in={*step.pauses, *step.extends, *going_on},
        status__in=[Clock.RUNNING, Clock.PAUSED],
    )
    for clock in concerned:
        if clock.status == Clock.PAUSED and clock.pauses[-1]["begin"] > on.isoformat():
            yield f"“{clock.label}”从 {clock.pauses[-1]['begin']} 起中止，恢复不能早于这一天"
        rule = rule_of(clock, matter)
        if rule is None:
            continue
        if clock.key in step.pauses:
            yield from lawful(rule, [Pause(on, on, facts.get("ground", ""))])
        if clock.key in step.extends:
            grant = {"qty": facts.get("extension", 1), "unit": str(rule.ext_unit or rule.unit)}
            yield from lawful(rule, extension=_summed([*clock.extensions, grant], rule))


def clocks_of(matter: Matter) -> models.QuerySet[Clock]:
    return Clock.objects.filter(district=matter.district, matter_id=matter.id)


def clear(matter: Matter) -> None:
    """Forget a matter's clocks, before they are computed again."""
    clocks_of(matter).delete()
    ClockOutcome.objects.filter(district=matter.district, matter_id=matter.id).delete()


def project(matter: Matter, event: Event, step: Step | None) -> None:
    """Start, stop, pause, resume and extend the matter's clocks as one event says. A note of what
    a linked matter has come to may say which clocks are met by it."""
    course = _Course(matter, event)
    if step is not None:
        _end(course, step)
        for key in step.pauses:
            _pause(course, key)
        for key in step.resumed(event.state):
            _resume(course, key)
        for key in step.extends:
            _extend(course, key)
        for start in step.started():
            _start(course, start)
    else:
        for key in event.values.get("meets", ()):
            _stop(course, key, every=True)
        _recount_named(course, {told["clock"] for told in event.values.get(standing.RECOUNTED, ())})
    matter.next_due = course.keep()


class _Course:
    """The clocks of a matter, read once, while one event passes over them."""

    def __init__(self, matter: Matter, event: Event) -> None:
        self.matter, self.event = matter, event
        known = clocks_of(matter) if event.seq > 1 else ()
        self.clocks = {(clock.key, clock.subject): clock for clock in known}
        self.known = set(self.clocks)
        self.changed: set[tuple[str, str]] = set()
        self.ended: list[Clock] = []

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar as it stood when the event was recorded, so that a replay counts as the
        act did."""
        known = self.event.payload.get("announced", LAST_YEAR)
        return calendars.calendar_at(self.event.at, until=known)

    def going(self, *statuses: str, key: str = "") -> list[Clock]:
        """The clocks of a key, or of all keys, that stand in one of these ways."""
        return [
            clock
            for clock in self.clocks.values()
            if clock.status in statuses and key in {"", clock.key}
        ]

    def put(self, clock: Clock) -> None:
        """Take note of a clock that is new or changed."""
        self.clocks[clock.key, clock.subject] = clock
        self.changed.add((clock.key, clock.subject))

    def end(self, clock: Clock, *, met: bool) -> None:
        """A clock was met, or needs to be met no more."""
        clock.status, clock.met_at = Clock.MET if met else Clock.STOPPED, self.event.occurred
        clock.late = met and self.event.occurred >= clock.late_at
        self.ended.append(clock)
        self.put(clock)

    def keep(self) -> datetime | None:
        """Write what changed; gives the nearest day of those that run."""
        for name, clock in self.clocks.items():
            if clock.holder_id != self.event.holder_id:
                clock.holder_id = self.event.holder_id
                self.changed.add(name)
            if name in self.changed:
                clock.save(force_insert=name not in self.known)
        if self.ended:
            ClockOutcome.objects.bulk_create(map(self._outcome, self.ended))
        return min((clock.due_at for clock in self.going(Clock.RUNNING)), default=None)

    def _outcome(self, clock: Clock) -> ClockOutcome:
        return ClockOutcome(
            matter=self.matter,
            seq=self.event.seq,
            key=clock.key,
            subject=clock.subject,
            effect=clock.effect,
            met=clock.status == Clock.MET,
            late=clock.late,
            at=self.event.at,
        )


def _end(course: _Course, step: Step) -> None:
    event = course.event
    if step.ends_all(event.state):
        apart = {*step.stopped(event.state), *standing.DEADLINES}
        for clock in course.going(Clock.RUNNING, Clock.PAUSED):
            if clock.key not in apart:
                course.end(clock, met=False)
    for key in step.stops:
        _stop(course, key)
    for key in step.stops_when.get(event.state, ()):
        _stop(course, key, every=True)
    for key in step.drops:
        _stop(course, key, met=False)
    for key in step.drops_when.get(event.state, ()):
        _stop(course, key, every=True, met=False)


def _start(course: _Course, start: Start) -> None:
    matter, event = course.matter, course.event
    deadline = deadline_of(matter, start.deadline)
    moments: Iterable[tuple[str, date | datetime]] = (
        start.moments(matter.data, event.as_act())
        if start.moments
        else [("", timezone.localtime(event.occurred))]
    )
    for subject, moment in moments:
        rule = deadline.rule_for(matter.route)
        if rule is None and not deadline.agreed:
            continue
        if rule is not None:
            rule = calendars.as_set_locally(
                rule, district=matter.district, on=local_day(event.occurred)
            )
        if rule is not None and not rule.enabled:
            continue
        clock = Clock(
            matter=matter,
            key=start.deadline,
            subject=subject,
            label=deadline.label,
            status=Clock.RUNNING,
            started=_as_moment(moment) if rule else event.occurred,
            started_by_seq=event.seq,
            holder_id=event.holder_id,
            place_path=matter.place_path,
        )
        if rule is not None:
            _derive(clock, rule, moment, course.calendar)
        else:
            _agree(clock, deadline, moment, course.calendar)
        course.put(clock)


def _as_moment(moment: date | datetime) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return timezone.make_aware(datetime.combine(moment, time()))


def _derive(clock: Clock, rule: DeadlineRule, start: date | datetime, calendar: Calendar) -> None:
    pauses = [
        Pause(date.fromisoformat(p["begin"]), date.fromisoformat(p["end"]), p["ground"])
        for p in clock.pauses
        if p["end"]
    ]
    begin = start if rule.unit.is_by_the_clock else _as_day(start)
    derivation = compute(
        rule,
        begin,
        pauses=pauses,
        extension=_summed(clock.extensions, rule),
        calendar=calendar,
    )
    clock.rule, clock.rule_version, clock.basis = rule.code, rule.version, rule.basis
    clock.effect = rule.effect
    _store(clock, derivation)


def _agree(clock: Clock, deadline: Deadline, moment: date | datetime, calendar: Calendar) -> None:
    """A day that people agreed on: no rule counts it, so its derivation is the agreement."""
    day = _as_day(moment)
    rolled = next_working_day(day, calendar=calendar)
    clock.rule_version, clock.basis, clock.effect = "1", deadline.agreed, Effect.INFO
    clock.provisional = bool(rolled.unannounced)
    clock.due_at, clock.late_at = _end_of(day), _end_of(rolled.end)
    clock.derivation = {
        "basis": deadline.agreed,
        "strict_due": day.isoformat(),
        "rolled_due": rolled.end.isoformat(),
        "provisional": clock.provisional,
        "calendar": calendar.version,
        "pauses": [],
        "steps": [
            {"kind": "agreed", "date": day.isoformat(), "sentence": f"{deadline.agreed}：{day}"}
        ],
    }


def _as_day(moment: date | datetime) -> date:
    return local_day(moment) if isinstance(moment, datetime) else moment


def _summed(extensions: list[dict[str, Any]], rule: DeadlineRule) -> Extension | None:
    """All grants so far as one extension, by the rule's approver and in its own unit."""
    if not extensions:
        return None
    return Extension(
        sum(grant["qty"] for grant in extensions),
        Unit(extensions[0]["unit"]),
        approver=rule.ext_approver,
        times=len(extensions),
    )


def _store(clock: Clock, derivation: Derivation) -> None:
    clock.derivation = derivation.as_json()
    clock.provisional = derivation.provisional
    clock.due_at = _end_of(derivation.strict_due)
    clock.late_at = _end_of(derivation.rolled_due)


def _end_of(due: date | datetime) -> datetime:
    """The moment after which a due day or hour has passed."""
    if isinstance(due, datetime):
        return due
    return timezone.make_aware(datetime.combine(due + timedelta(days=1), time()))


def _is_meant(clock: Clock, event: Event) -> bool:
    """A `subject` or a `clock` (`key:subject`) among the facts singles one of several out."""
    values = event.values
    if "clock" in values:
        return bool(values["clock"] == f"{clock.key}:{clock.subject}")
    return not clock.subject or values.get("subject", clock.subject) == clock.subject


def _stop(course: _Course, key: str, *, every: bool = False, met: bool = True) -> None:
    event = course.event
    for clock in course.going(Clock.RUNNING, Clock.PAUSED, key=key):
        if not (every or _is_meant(clock, event)):
            continue
        course.end(clock, met=met)


def _pause(course: _Course, key: str) -> None:
    for clock in course.going(Clock.RUNNING, key=key):
        clock.status = Clock.PAUSED
        clock.pauses.append(
            {
                "begin": local_day(course.event.occurred).isoformat(),
                "end": None,
                "ground": course.event.values.get("ground", ""),
            }
        )
        course.put(clock)


def _resume(course: _Course, key: str) -> None:
    for clock in course.going(Clock.PAUSED, key=key):
        clock.status = Clock.RUNNING
        clock.pauses[-1]["end"] = local_day(course.event.occurred).isoformat()
        _recompute(course, clock)
        course.put(clock)


def _extend(course: _Course, key: str) -> None:
    for clock in course.going(Clock.RUNNING, Clock.PAUSED, key=key):
        rule = rule_of(clock, course.matter)
        if rule is None:
            continue
        clock.extensions.append(
            {
                "qty": course.event.values["extension"],
                "unit": str(rule.ext_unit or rule.unit),
                "seq": course.event.seq,
            }
        )
        _recompute(course, clock)
        course.put(clock)


def rule_of(clock: Clock, matter: Matter) -> DeadlineRule | None:
    """The rule that a clock runs by, with the local value of the day on which it was started;
    None for an agreed day."""
    rule = deadline_of(matter, clock.key).rule_for(matter.route)
    if rule is None or rule.mark is not Mark.LOCAL:
        return rule
    began = Event.objects.get(pk=(matter.district, matter.id, clock.started_by_seq)).occurred
    return calendars.as_set_locally(rule, district=matter.district, on=local_day(began))


def _recompute(course: _Course, clock: Clock) -> None:
    rule = rule_of(clock, course.matter)
    if rule is not None:
        _derive(clock, rule, timezone.localtime(clock.started), course.calendar)


def _recount_named(course: _Course, names: Collection[str]) -> None:
    for clock in course.going(Clock.RUNNING, Clock.PAUSED):
        if f"{clock.key}:{clock.subject}" in names:
            recount(clock, course.matter, course.calendar)
            course.put(clock)


def recount(clock: Clock, matter: Matter, calendar: Calendar) -> None:
    """Derive a clock anew from its own start, pauses and extensions, on a calendar."""
    if rule := rule_of(clock, matter):
        _derive(clock, rule, timezone.localtime(clock.started), calendar)
    else:
        _agree(clock, deadline_of(matter, clock.key), clock.strict_due, calendar)


def recounted(matter: Matter, event: Event) -> Iterator[tuple[Deadline, str, str]]:
    """The deadlines that an event moved, each with the day that it was and the day that it is."""
    for told in event.values.get(standing.RECOUNTED, ()):
        key, _colon, _subject = told["clock"].partition(":")
        yield deadline_of(matter, key), *told["rolled_due"]


def going() -> models.QuerySet[Clock]:
    """The clocks that run or are paused: those that ended stay as they were judged."""
    return Clock.objects.filter(status__in=[Clock.RUNNING, Clock.PAUSED])
