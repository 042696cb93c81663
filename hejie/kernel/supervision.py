"""Warn before a deadline and after it: yellow, red, late, and then step by step up the tree of
organs; to whom it was told, and when.

Urging, orders and answers are standing steps; here is what nobody has to remember.
"""

from __future__ import annotations

from collections.abc import Iterable
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
from hejie.kernel.jurisdictions import Actor, Organ
from hejie.kernel.matters import OfMatter
from hejie.kernel.notices import Message, tell
from hejie.kernel.permissions import in_sight

YELLOW_SHARE = 0.2
"""Share of the time left at which a clock turns yellow ([L], proposal)."""
YELLOW_AT_MOST = timedelta(days=7)
SUPERVISED_SHARE = 1.2
"""Share of the time after which those above are told ([L], proposal)."""


class Level(StrEnum):
    NONE = ""
    YELLOW = "yellow"
    RED = "red"
    LATE = "late"
    SUPERVISED = "supervised"

    @property
    def is_late(self) -> bool:
        return self in (Level.LATE, Level.SUPERVISED)

    @property
    def label(self) -> str:
        return str(
            {
                Level.NONE: _("正常"),
                Level.YELLOW: _("黄色预警"),
                Level.RED: _("红色预警"),
                Level.LATE: _("已超期"),
                Level.SUPERVISED: _("提级督办"),
            }[self]
        )


class Warning(OfMatter):
    """A warning given once for one clock at one level, and the organs that were told."""

    pk = models.CompositePrimaryKey("district", "matter_id", "key", "subject", "level", "due_at")
    key = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True)
    level = models.CharField(max_length=12)
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    told = models.CharField(max_length=400)
    """Keys of organs, a space between them."""

    class Meta:
        indexes = [models.Index(fields=["district", "at"], name="warning_by_age")]

    @property
    def level_label(self) -> str:
        return Level(self.level).label


def told_by(warnings: Iterable[Warning]) -> list[tuple[Warning, str]]:
    """Each warning with the names of those who were told. One query."""
    given = list(warnings)
    keys = {key for row in given for key in row.told.split()}
    names = dict(Organ.objects.filter(pk__in=keys).values_list("key", "short_name"))
    return [
        (row, "、".join(names[key] for key in row.told.split() if key in names)) for row in given
    ]


def level_of(clock: Clock, *, now: datetime) -> Level:
    """Yellow when a fifth of the time is left (seven days at most), red when the strict day
    has passed, late when the rolled day has passed too (T8), supervised when a fifth of the time
    more has passed. A rule may set days of its own before the strict day for yellow and red, or
    another share for yellow."""
    if clock.status != Clock.RUNNING:
        return Level.NONE
    if now >= clock.late_at:
        over = clock.started + (clock.due_at - clock.started) * SUPERVISED_SHARE
        return Level.SUPERVISED if now >= over else Level.LATE
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
    if rule.yellow_share is not None:
        return (clock.due_at - clock.started) * (1 - rule.yellow_share), timedelta()
    own = timedelta(days=rule.yellow_before) if rule.yellow_before is not None else yellow
    return own, timedelta(days=rule.red_before or 0)


def _own_warnings() -> dict[str, DeadlineRule]:
    """Rules that set their own days or share of warning, by code."""
    return {
        rule.code: rule
        for law in registry.procedures()
        for deadline in law.deadlines.values()
        for rule in deadline.rules()
        if (rule.yellow_before, rule.red_before, rule.yellow_share) != (None, None, None)
    }


def at_level(
    clocks: models.QuerySet[Clock], level: Level, *, now: datetime, only: bool = False
) -> models.QuerySet[Clock]:
    """Those of the running clocks that stand at a level, as `level_of` says; the supervised are
    among the late, unless `only` those of one level are asked for, and for `NONE` there are all
    that have reached any."""
    warned = clocks.annotate(
        yellow_at=_moment_before("yellow_before", _usual_span()),
        red_at=_moment_before("red_before", Value(timedelta(), models.DurationField())),
        supervised_at=_after_share(SUPERVISED_SHARE),
    ).filter(yellow_at__lte=now)
    match level:
        case Level.LATE:
            late = warned.filter(late_at__lte=now)
            return late.filter(supervised_at__gt=now) if only else late
        case Level.SUPERVISED:
            return warned.filter(late_at__lte=now, supervised_at__lte=now)
        case Level.RED:
            return warned.filter(red_at__lte=now, late_at__gt=now)
        case Level.YELLOW:
            return warned.filter(red_at__gt=now)
        case _:
            return warned


def _usual_span() -> Least:
    return Least(_share(YELLOW_SHARE), Value(YELLOW_AT_MOST))


def _share(share: float) -> ExpressionWrapper[Any]:
    span = (F("due_at") - F("started")) * share
    return ExpressionWrapper(span, models.DurationField())


def _after_share(share: float) -> ExpressionWrapper[Any]:
    return ExpressionWrapper(F("started") + _share(share), models.DateTimeField())


def _moment_before(name: str, usual: Any) -> ExpressionWrapper[Any]:
    """The end of the strict day less the days that a clock's rule sets, or the usual span."""
    own = [
        When(rule=code, then=Value(timedelta(days=getattr(rule, name)), models.DurationField()))
        for code, rule in _own_warnings().items()
        if getattr(rule, name) is not None
    ]
    if name == "yellow_before":
        own += [
            When(rule=code, then=_share(1 - rule.yellow_share))
            for code, rule in _own_warnings().items()
            if rule.yellow_share is not None
        ]
    span = Case(*own, default=usual, output_field=models.DurationField())
    return ExpressionWrapper(F("due_at") - span, models.DateTimeField())


def sweep(*, now: datetime, limit: int = 1000) -> int:
    """Give warnings that are due and were not given yet, at most `limit` of each level; gives
    how many."""
    running = Clock.objects.filter(status=Clock.RUNNING)
    given = 0
    for level in (Level.SUPERVISED, Level.LATE, Level.RED, Level.YELLOW):
        names = ("district", "matter_id", "key", "subject", "due_at")
        told = Warning.objects.filter(level=level, **{name: OuterRef(name) for name in names})
        untold = at_level(running, level, now=now, only=True).filter(~Exists(told))
        for clock in untold.order_by("due_at").select_related("matter__place")[:limit]:
            given += _warn(clock, level, now)
    return given


def _warn(clock: Clock, level: Level, now: datetime) -> bool:
    told = _told_of(clock, level)
    _row, fresh = Warning.objects.get_or_create(
        district=clock.district,
        matter_id=clock.matter_id,
        key=clock.key,
        subject=clock.subject,
        level=level,
        due_at=clock.due_at,
        defaults={"at": now, "told": " ".join(told)},
    )
    if fresh:
        due = clock.strict_due
        text = f"{level.label}：{clock.matter.reference} 的“{clock.label}”期限是 {due}"
        for number, organ in enumerate(told):
            message = Message(to=f"organ:{organ}", text=text)
            tell(clock.matter, message, seq=0, number=number, now=now)
    return fresh


def _told_of(clock: Clock, level: Level) -> list[str]:
    """The holder; of what is late the organ above it too, and of what is supervised all above.
    Of a matter on a closed route nobody else is told that there is one."""
    told = [clock.holder_id]
    if not level.is_late or clock.matter.law.is_closed(clock.matter.route):
        return told
    above = _above(clock.holder_id)
    return [*told, *(above if level is Level.SUPERVISED else above[:1])]


def _above(organ: str) -> list[str]:
    """The organs above one, the nearest first."""
    found: list[str] = []
    parent = Organ.objects.filter(pk=organ).values_list("parent", flat=True).first()
    while parent and parent not in found:
        found.append(parent)
        parent = Organ.objects.filter(pk=parent).values_list("parent", flat=True).first()
    return found


def pressing(actor: Actor, *, now: datetime) -> models.QuerySet[Clock]:
    """Running clocks that a person may see and that are near or past their day."""
    return (
        Clock.objects.filter(in_sight(actor), status=Clock.RUNNING, due_at__lt=now + YELLOW_AT_MOST)
        .select_related("matter__place", "matter__holder")
        .order_by("due_at", "matter_id", "key", "subject")
    )
