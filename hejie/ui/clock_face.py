"""How a clock looks: which word, which colour, which day, how long still, and why that day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from hejie.kernel.clocks import Clock
from hejie.kernel.deadlines import Effect
from hejie.kernel.supervision import Level, level_of


@dataclass(frozen=True)
class Reason:
    """One sentence of the reckoning, with the article it rests on."""

    sentence: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class ClockFace:
    """A clock as pages show it. `due` is the strict day; `rolled` the later one, where a rest
    day moves it. `tone` is the colour, and `left` says the same in words."""

    label: str
    effect: str
    effect_label: str
    tone: str
    due: date | datetime
    rolled: date | datetime | None
    left: str
    basis: str
    provisional: bool
    reasons: tuple[Reason, ...]


def face_of(clock: Clock, *, now: datetime) -> ClockFace:
    level = level_of(clock, now=now)
    moved = clock.rolled_due != clock.strict_due
    return ClockFace(
        label=gettext(clock.label),
        effect=clock.effect,
        effect_label=effect_label(clock.effect),
        tone=_tone(clock, level),
        due=clock.strict_due,
        rolled=clock.rolled_due if moved else None,
        left=_left(clock, level, now),
        basis=clock.basis,
        provisional=clock.provisional,
        reasons=tuple(_reasons(clock.derivation)),
    )


def effect_label(effect: str) -> str:
    """法定, 一般 or 内部: what a breach of the deadline weighs."""
    return {
        Effect.HARD: gettext("法定"),
        Effect.WARN: gettext("一般"),
        Effect.INFO: gettext("内部"),
    }[Effect(effect)]


def _tone(clock: Clock, level: Level) -> str:
    if clock.status == Clock.PAUSED:
        return "paused"
    if clock.status == Clock.RUNNING:
        return "late" if level.is_late else str(level) or "calm"
    if clock.status == Clock.STOPPED:
        return "ended"
    return "broken" if clock.late else "over"


def _left(clock: Clock, level: Level, now: datetime) -> str:
    if clock.status == Clock.PAUSED:
        return gettext("已暂停，不计时间")
    if clock.status == Clock.MET:
        return gettext("已完成，超过了期限") if clock.late else gettext("已按时完成")
    if clock.status == Clock.STOPPED:
        return gettext("不再计时")
    if level.is_late:
        return _late_by(clock.rolled_due, now)
    if level is Level.RED:
        return gettext("已到期，顺延到下一个工作日")
    return _still(clock.strict_due, now)


def _late_by(due: date | datetime, now: datetime) -> str:
    if isinstance(due, datetime):
        minutes = int((now - due).total_seconds() // 60)
        if minutes < 60:
            return ngettext("已超过 %(n)s 分钟", "已超过 %(n)s 分钟", minutes) % {"n": minutes}
        hours = minutes // 60
        return ngettext("已超过 %(n)s 小时", "已超过 %(n)s 小时", hours) % {"n": hours}
    days = (timezone.localtime(now).date() - due).days
    return ngettext("已超过 %(n)s 天", "已超过 %(n)s 天", days) % {"n": days}


def _still(due: date | datetime, now: datetime) -> str:
    if isinstance(due, datetime):
        minutes = int((due - now).total_seconds() // 60)
        if minutes < 60:
            return ngettext("还剩 %(n)s 分钟", "还剩 %(n)s 分钟", minutes) % {"n": minutes}
        hours = minutes // 60
        return ngettext("还剩 %(n)s 小时", "还剩 %(n)s 小时", hours) % {"n": hours}
    days = (due - timezone.localtime(now).date()).days
    if days == 0:
        return gettext("今天到期")
    return ngettext("还剩 %(n)s 天", "还剩 %(n)s 天", days) % {"n": days}


def _reasons(derivation: dict[str, Any]) -> Iterator[Reason]:
    for step in derivation.get("steps", ()):
        yield Reason(step["sentence"], step.get("basis") or "")
