"""Warn before a deadline and after it: yellow, red, late; to whom it was told, and when.

Urging, orders and answers are standing steps; here is what nobody has to remember.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Value, When
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from hejie.kernel import registry
from hejie.kernel.clocks import Clock
from hejie.kernel.deadlines import DeadlineRule
from hejie.kernel.jurisdictions import Actor
from hejie.kernel.matters import OfMatter
from hejie.kernel.notices import Message, tell
from hejie.kernel.permissions import visible_to

YELLOW_SHARE = 0.2
"""Share of the time left at which a clock turns yellow ([L], proposal)."""
YELLOW_AT_MOST = timedelta(days=7)


class Level(StrEnum):
    NONE = ""
    YELLOW = "yellow"
    RED = "red"
    LATE = "late"

    @property
    def label(self) -> str:
        return str(
            {
                Level.NONE: _("正常"),
                Level.YELLOW: _("黄色预警"),
                Level.RED: _("红色预警"),
                Level.LATE: _("已超期"),
            }[self]
        )


class Warning(OfMatter):
    """A warning given once for one clock at one level, and the organ that was told."""

    pk = models.CompositePrimaryKey("district", "matter_id", "key", "subject", "level", "due_at")
    key = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=8)
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    told = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["district", "at"], name="warning_by_age")]

    @property
    def level_label(self) -> str:
        return Level(self.level).label


def level_of(clock: Clock, *, now: datetime) -> Level:
    """Yellow when a fifth of the time is left (seven days at most), red when the strict day
    has passed, late when the rolled day has passed too (T8). A rule may set days of its own
    before the strict day for yellow and red."""
    if clock.status != Clock.RUNNING:
        return Level.NONE
    if now >= clock.late_at:
        return Level.LATE
    yellow, red = _spans(clock)
    if now >= clock.due_at - red:
        return Level.RED
    return Level.YELLOW if now >= clock.due_at - yellow else Level.NONE


def _spans(clock: Clock) -> tuple[timedelta, timedelta]:
    """How long before the end of the strict day a clock turns yellow, and red."""
    rule = _own_warnings().get(clock.rule)
    yellow = min((clock.due_at - clock.started) * YELLOW_SHARE, YELLOW_AT_MOST)
    if rule is None:
        return yellow, timedelta()
    own = timedelta(days=rule.yellow_before) if rule.yellow_before is not None else yellow
    return own, timedelta(days=rule.red_before or 0)


def _own_warnings() -> dict[str, DeadlineRule]:
    """Rules that set their own days of warning, by code."""
    return {
        rule.code: rule
        for law in registry.procedures()
        for deadline in law.deadlines.values()
        for rule in deadline.rules()
        if rule.yellow_before is not None or rule.red_before is not None
    }


def at_level(
    clocks: models.QuerySet[Clock], level: Level, *, now: datetime
) -> models.QuerySet[Clock]:
    """Those of the running clocks that stand at a level, as `level_of` says; for `NONE` all
    that have reached any."""
    warned = clocks.annotate(
        yellow_at=_moment_before("yellow_before", _usual_span()),
        red_at=_moment_before("red_before", Value(timedelta(), models.DurationField())),
    ).filter(yellow_at__lte=now)
    match level:
        case Level.LATE:
            return warned.filter(late_at__lte=now)
        case Level.RED:
            return warned.filter(red_at__lte=now, late_at__gt=now)
        case Level.YELLOW:
            return warned.filter(red_at__gt=now)
        case _:
            return warned


def _usual_span() -> Least:
    share = (F("due_at") - F("started")) * YELLOW_SHARE
    return Least(ExpressionWrapper(share, models.DurationField()), Value(YELLOW_AT_MOST))


def _moment_before(name: str, usual: Any) -> ExpressionWrapper[Any]:
    """The end of the strict day less the days that a clock's rule sets, or the usual span."""
    own = [
        When(rule=code, then=Value(timedelta(days=getattr(rule, name)), models.DurationField()))
        for code, rule in _own_warnings().items()
        if getattr(rule, name) is not None
    ]
    span = Case(*own, default=usual, output_field=models.DurationField())
    return ExpressionWrapper(F("due_at") - span, models.DateTimeField())


def sweep(*, now: datetime, limit: int = 1000) -> int:
    """Give warnings that are due and were not given yet, at most `limit` of each level; gives
    how many."""
    running = Clock.objects.filter(status=Clock.RUNNING)
    given = 0
    for level in (Level.LATE, Level.RED, Level.YELLOW):
        names = ("district", "matter_id", "key", "subject", "due_at")
        told = Warning.objects.filter(level=level, **{name: OuterRef(name) for name in names})
        untold = at_level(running, level, now=now).filter(~Exists(told))
        for clock in untold.order_by("due_at").select_related("matter__place")[:limit]:
            given += _warn(clock, level, now)
    return given


def _warn(clock: Clock, level: Level, now: datetime) -> bool:
    told = f"organ:{clock.holder_id}"
    _row, fresh = Warning.objects.get_or_create(
        district=clock.district,
        matter_id=clock.matter_id,
        key=clock.key,
        subject=clock.subject,
        level=level,
        due_at=clock.due_at,
        defaults={"at": now, "told": told},
    )
    if fresh:
        due = clock.strict_due
        text = f"{level.label}：{clock.matter.reference} 的“{clock.label}”期限是 {due}"
        tell(clock.matter, Message(to=told, text=text), seq=0, number=0, now=now)
    return fresh


def pressing(actor: Actor, *, now: datetime) -> models.QuerySet[Clock]:
    """Running clocks that a person may see and that are near or past their day."""
    seen = visible_to(actor).values("id")
    return (
        Clock.objects.filter(
            status=Clock.RUNNING, due_at__lt=now + YELLOW_AT_MOST, matter_id__in=seen
        )
        .select_related("matter__place", "matter__holder")
        .order_by("due_at", "matter_id", "key", "subject")
    )
