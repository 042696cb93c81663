"""Running deadlines of a matter: started, stopped, paused and extended by events alone.

A due date is computed and stored with its derivation; nobody can type one in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
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
from hejie.kernel.matters import Matter, OfMatter, local_day, lock
from hejie.kernel.procedures import ClockView, Deadline, Facts, Start, Step
from hejie.kernel.workdays import next_working_day


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
            models.Index(fields=["district", "status", "due_at"], name="clock_by_due"),
            models.Index(fields=["holder_id", "status", "due_at"], name="clock_by_holder"),
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


def project(matter: Matter, event: Event, step: Step | None) -> None:
    """Start, stop, pause, resume and extend the matter's clocks as one event says. A note of what
    a linked matter has come to may say which clocks are met by it."""
    if step is not None:
        _end(matter, step, event)
        for key in step.pauses:
            _pause(matter, key, event)
        for key in step.resumed(event.state):
            _resume(matter, key, event)
        for key in step.extends:
            _extend(matter, key, event)
        for start in step.started():
            _start(matter, start, event)
    else:
        for key in event.values.get("meets", ()):
            _stop(matter, key, event, every=True)
    clocks_of(matter).exclude(holder_id=event.holder_id).update(holder_id=event.holder_id)
    matter.next_due = _nearest_due(matter)


def _end(matter: Matter, step: Step, event: Event) -> None:
    if step.ends_all(event.state):
        clocks_of(matter).filter(status__in=[Clock.RUNNING, Clock.PAUSED]).exclude(
            key__in=[*step.stopped(event.state), *standing.DEADLINES]
        ).update(status=Clock.STOPPED, met_at=event.occurred)
    for key in step.stops:
        _stop(matter, key, event)
    for key in step.stops_when.get(event.state, ()):
        _stop(matter, key, event, every=True)
    for key in step.drops:
        _stop(matter, key, event, met=False)
    for key in step.drops_when.get(event.state, ()):
        _stop(matter, key, event, every=True, met=False)


def _nearest_due(matter: Matter) -> datetime | None:
    running = clocks_of(matter).filter(status=Clock.RUNNING).order_by("due_at")
    return running.values_list("due_at", flat=True).first()


def _start(matter: Matter, start: Start, event: Event) -> None:
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
            rule = calendars.as_set_locally(
                rule, district=matter.district, on=local_day(event.occurred)
            )
            _derive(clock, rule, moment)
        else:
            _agree(clock, deadline, moment)
        clock.save(force_insert=not _exists(clock))


def _exists(clock: Clock) -> bool:
    return Clock.objects.filter(pk=clock.pk).exists()


def _as_moment(moment: date | datetime) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return timezone.make_aware(datetime.combine(moment, time()))


def _derive(clock: Clock, rule: DeadlineRule, start: date | datetime) -> None:
    pauses = [
        Pause(date.fromisoformat(p["begin"]), date.fromisoformat(p["end"]), p["ground"])
        for p in clock.pauses
        if p["end"]
    ]
    begin = start if rule.unit is Unit.HOURS else _as_day(start)
    derivation = compute(
        rule,
        begin,
        pauses=pauses,
        extension=_summed(clock.extensions, rule),
        calendar=calendars.current_calendar(),
    )
    clock.rule, clock.rule_version, clock.basis = rule.code, rule.version, rule.basis
    clock.effect = rule.effect
    _store(clock, derivation)


def _agree(clock: Clock, deadline: Deadline, moment: date | datetime) -> None:
    """A day that people agreed on: no rule counts it, so its derivation is the agreement."""
    day, calendar = _as_day(moment), calendars.current_calendar()
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


def _open(matter: Matter, key: str, *statuses: str) -> list[Clock]:
    return list(clocks_of(matter).filter(key=key, status__in=statuses))


def _is_meant(clock: Clock, event: Event) -> bool:
    """A `subject` or a `clock` (`key:subject`) among the facts singles one of several out."""
    values = event.values
    if "clock" in values:
        return bool(values["clock"] == f"{clock.key}:{clock.subject}")
    return not clock.subject or values.get("subject", clock.subject) == clock.subject


def _stop(matter: Matter, key: str, event: Event, *, every: bool = False, met: bool = True) -> None:
    for clock in _open(matter, key, Clock.RUNNING, Clock.PAUSED):
        if not (every or _is_meant(clock, event)):
            continue
        clock.status, clock.met_at = Clock.MET if met else Clock.STOPPED, event.occurred
        clock.late = met and event.occurred >= clock.late_at
        clock.save()


def _pause(matter: Matter, key: str, event: Event) -> None:
    for clock in _open(matter, key, Clock.RUNNING):
        clock.status = Clock.PAUSED
        clock.pauses.append(
            {
                "begin": local_day(event.occurred).isoformat(),
                "end": None,
                "ground": event.values.get("ground", ""),
            }
        )
        clock.save()


def _resume(matter: Matter, key: str, event: Event) -> None:
    for clock in _open(matter, key, Clock.PAUSED):
        clock.status = Clock.RUNNING
        clock.pauses[-1]["end"] = local_day(event.occurred).isoformat()
        _recompute(clock, matter)
        clock.save()


def _extend(matter: Matter, key: str, event: Event) -> None:
    for clock in _open(matter, key, Clock.RUNNING, Clock.PAUSED):
        rule = rule_of(clock, matter)
        if rule is None:
            continue
        clock.extensions.append(
            {
                "qty": event.values["extension"],
                "unit": str(rule.ext_unit or rule.unit),
                "seq": event.seq,
            }
        )
        _recompute(clock, matter)
        clock.save()


def rule_of(clock: Clock, matter: Matter) -> DeadlineRule | None:
    """The rule that a clock runs by, with the local value of the day on which it was started;
    None for an agreed day."""
    rule = deadline_of(matter, clock.key).rule_for(matter.route)
    if rule is None or rule.mark is not Mark.LOCAL:
        return rule
    began = Event.objects.get(pk=(matter.district, matter.id, clock.started_by_seq)).occurred
    return calendars.as_set_locally(rule, district=matter.district, on=local_day(began))


def _recompute(clock: Clock, matter: Matter) -> None:
    rule = rule_of(clock, matter)
    if rule is not None:
        _derive(clock, rule, timezone.localtime(clock.started))


def recompute_provisional(*, reaching: date | None = None) -> int:
    """Compute provisional clocks again, after a year's notice was entered; with `reaching`
    also those that end on that day or later. Gives how many due dates moved. Call in a
    transaction: it holds the matters whose clocks move."""
    affected = models.Q(provisional=True)
    if reaching is not None:
        affected |= models.Q(late_at__gt=_as_moment(reaching))
    moved = 0
    keys = Clock.objects.filter(affected).values_list("district", "matter_id").distinct()
    for district, matter_id in sorted(keys):
        matter = lock(Matter(district=district, id=matter_id))
        moved += sum(_recount(clock, matter) for clock in clocks_of(matter).filter(affected))
        Matter.objects.filter(pk=matter.pk).update(next_due=_nearest_due(matter))
    return moved


def _recount(clock: Clock, matter: Matter) -> bool:
    """Compute a clock of a locked matter again; gives whether its due date moved."""
    before = clock.due_at, clock.late_at
    if rule := rule_of(clock, matter):
        _derive(clock, rule, timezone.localtime(clock.started))
    else:
        _agree(clock, deadline_of(matter, clock.key), clock.strict_due)
    clock.late = clock.status == Clock.MET and (clock.met_at or clock.started) >= clock.late_at
    clock.save()
    return before != (clock.due_at, clock.late_at)
