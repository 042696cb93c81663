"""What a deadline rule says, and which pauses and extensions it allows."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum

from hejie.kernel.workdays import Span, Uncountable


class BadRule(ValueError):
    """A rule contradicts itself; raised when it is built, so at start-up."""


class Unit(StrEnum):
    CALENDAR_DAYS = "CD"
    WORKING_DAYS = "WD"
    HOURS = "H"
    MINUTES = "min"
    MONTHS = "M"
    YEARS = "Y"
    QUARTER_END = "quarter"
    YEARLY_DATE = "date"
    SAME_SHIFT = "shift"

    @property
    def label(self) -> str:
        return _UNIT_LABELS[self]

    @property
    def is_counted(self) -> bool:
        """Whether a quantity goes with the unit."""
        return self not in (Unit.QUARTER_END, Unit.YEARLY_DATE, Unit.SAME_SHIFT)

    @property
    def is_by_the_clock(self) -> bool:
        """Whether it runs from a moment to a moment, through nights and holidays."""
        return self in (Unit.HOURS, Unit.MINUTES)

    def span(self, qty: int) -> timedelta:
        """So many of a unit that runs by the clock, or more than can be counted."""
        qty = min(qty, _MOST)
        return timedelta(minutes=qty) if self is Unit.MINUTES else timedelta(hours=qty)


_MOST = 10**9
_UNIT_LABELS = {
    Unit.CALENDAR_DAYS: "日",
    Unit.WORKING_DAYS: "个工作日",
    Unit.HOURS: "小时",
    Unit.MINUTES: "分钟",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
    Unit.QUARTER_END: "季度末",
    Unit.YEARLY_DATE: "每年固定日期",
    Unit.SAME_SHIFT: "当班",
}


class Effect(StrEnum):
    """How much a breach weighs; the word is shown beside the date, so that they are not mixed."""

    HARD = "hard"
    WARN = "warn"
    INFO = "info"

    @property
    def label(self) -> str:
        return {Effect.HARD: "法定", Effect.WARN: "一般", Effect.INFO: "内部"}[self]


class Mark(StrEnum):
    """How far the rule was checked against its source; an unsure rule is off."""

    VERIFIED = "V"
    WEB_PAGES = "V-p"
    FROM_MEMORY = "M"
    UNSURE = "U"
    LOCAL = "L"


class Approver(StrEnum):
    """Who must agree to an extension."""

    PARTIES = "parties"
    COURT_PRESIDENT = "court_president"
    UNIT_HEAD = "unit_head"
    DISCLOSURE_HEAD = "disclosure_head"

    @property
    def label(self) -> str:
        return _APPROVER_LABELS[self]


_APPROVER_LABELS = {
    Approver.PARTIES: "各方当事人",
    Approver.COURT_PRESIDENT: "本院院长",
    Approver.UNIT_HEAD: "单位负责人",
    Approver.DISCLOSURE_HEAD: "政府信息公开工作机构负责人",
}


@dataclass(frozen=True, kw_only=True)
class PauseGround:
    """A reason for which the law (or a local setting) lets a clock stand still."""

    key: str
    label: str
    basis: str
    mark: Mark


@dataclass(frozen=True, kw_only=True)
class DeadlineRule:
    """One duty and its time. A rule without a code is a bare count: no label, no basis.

    `basis` cites articles as `人民调解法 第三十三条`, several joined by `；`.
    `ext_approver` without `ext_qty` means: extended by that approver, without a cap.
    `also_unit` is a second reading of a disputed unit; the earlier date is warned on.
    `roll` says whether the source itself lets the last day move off a rest day; both dates
    are computed in any case.
    """

    code: str = ""
    label: str = ""
    basis: str = ""
    start_event: str = ""
    qty: int | None = None
    unit: Unit
    also_unit: Unit | None = None
    yearly_date: tuple[int, int] | None = None
    before: bool = False
    roll: bool = False
    ext_qty: int | None = None
    ext_unit: Unit | None = None
    ext_approver: Approver | None = None
    ext_max_count: int | None = None
    pause_grounds: tuple[PauseGround, ...] = ()
    effect: Effect = Effect.HARD
    yellow_before: int | None = None
    red_before: int | None = None
    yellow_share: float | None = None
    """Share of the time after which yellow is given, where that is not the usual one."""
    mark: Mark = Mark.VERIFIED
    enabled: bool = True
    version: str = "1"
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""
    owner: str = ""
    """Whose setting a local rule is, with `set_on`, the day it was proposed or decided."""
    set_on: date | None = None

    def __post_init__(self) -> None:
        problems = list(_contradictions(self))
        if problems:
            raise BadRule(f"rule {self.code or '(bare count)'}: " + "; ".join(problems))

    @property
    def duration(self) -> str:
        """The time in words: `30日`, `5个工作日`, `提前60日`, `每年3月1日`."""
        if self.yearly_date:
            return f"每年{self.yearly_date[0]}月{self.yearly_date[1]}日"
        counted = f"{self.qty}{self.unit.label}" if self.qty else self.unit.label
        return f"提前{counted}" if self.before else counted

    def as_json(self) -> dict[str, object]:
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return {
            **{name: _plain(value) for name, value in values.items()},
            "effect_label": self.effect.label,
            "duration": self.duration,
            "pause_grounds": [
                {item.name: str(getattr(ground, item.name)) for item in fields(ground)}
                for ground in self.pause_grounds
            ],
        }


_DAYS = {Unit.CALENDAR_DAYS, Unit.WORKING_DAYS}


def _contradictions(rule: DeadlineRule) -> Iterable[str]:
    yield from _contradictions_of_quantity(rule)
    yield from _contradictions_of_extension(rule)
    if rule.code and not (rule.label and rule.basis and rule.start_event):
        yield "a rule with a code needs label, basis and start_event"
    if rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from:
        yield "valid_to lies before valid_from"
    if rule.mark is Mark.UNSURE and rule.enabled:
        yield "an unsure rule must be off"
    if rule.mark is Mark.LOCAL and not (rule.owner and rule.set_on):
        yield "a local rule needs owner and date"


def _contradictions_of_quantity(rule: DeadlineRule) -> Iterable[str]:
    if rule.unit.is_counted != (rule.qty is not None):
        yield f"unit {rule.unit} and quantity {rule.qty} do not go together"
    if rule.qty is not None and rule.qty < 1:
        yield "the quantity must be at least 1"
    if (rule.unit is Unit.YEARLY_DATE) != (rule.yearly_date is not None):
        yield "a yearly date needs month and day, other units have none"
    if rule.yearly_date and not _comes_every_year(*rule.yearly_date):
        yield f"{rule.yearly_date} is not a day of every year"
    if rule.red_before is not None and (rule.yellow_before or 0) <= rule.red_before:
        yield "yellow comes before red"
    if rule.before and (rule.unit.is_by_the_clock or not rule.unit.is_counted):
        yield f"unit {rule.unit} is not counted backwards"
    if rule.also_unit and {rule.unit, rule.also_unit} != _DAYS:
        yield "two readings are calendar days and working days"


def _contradictions_of_extension(rule: DeadlineRule) -> Iterable[str]:
    if (rule.ext_qty is None) != (rule.ext_unit is None):
        yield "an extension has both quantity and unit or neither"
    if rule.ext_qty is not None and (rule.ext_qty < 1 or rule.ext_approver is None):
        yield "an extension is at least 1 and names who approves it"
    if rule.ext_approver and (rule.before or not rule.unit.is_counted):
        yield "only a forward count can be extended"


def _comes_every_year(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(2001, month)[1]


@dataclass(frozen=True)
class Pause:
    """Days on which a clock stood still, both included, and the key of the ground."""

    begin: date
    end: date
    ground: str = ""

    def __post_init__(self) -> None:
        if self.end < self.begin:
            raise Uncountable(f"中止的结束日（{self.end}）早于开始日（{self.begin}）")

    @property
    def span(self) -> Span:
        return Span(self.begin, self.end)


@dataclass(frozen=True)
class Extension:
    """Time added after the strict end; `times` tells how many grants it sums up."""

    qty: int
    unit: Unit
    approver: Approver | None = None
    paper: str = ""
    times: int = 1

    def __post_init__(self) -> None:
        if self.qty < 1 or self.times < 1:
            raise Uncountable("延长的数量和次数至少为一")
        if not self.unit.is_counted:
            raise Uncountable(f"延长不能以“{self.unit.label}”计")


def lawful(
    rule: DeadlineRule, pauses: Sequence[Pause] = (), extension: Extension | None = None
) -> tuple[str, ...]:
    """Return a Chinese sentence for each thing the rule does not allow; empty means lawful."""
    return (*_pause_objections(rule, pauses), *_extension_objections(rule, extension))


def _pause_objections(rule: DeadlineRule, pauses: Sequence[Pause]) -> Iterable[str]:
    grounds = {ground.key: ground.label for ground in rule.pause_grounds}
    allowed = "、".join(grounds.values())
    for pause in pauses:
        when = f"{pause.begin}至{pause.end}的中止"
        if not grounds:
            yield f"{when}没有依据：本期限没有规定中止事由"
        elif not pause.ground:
            yield f"{when}没有说明事由；可以中止的事由：{allowed}"
        elif pause.ground not in grounds:
            yield f"{when}的事由“{pause.ground}”没有依据；可以中止的事由：{allowed}"


def _extension_objections(rule: DeadlineRule, extension: Extension | None) -> Iterable[str]:
    if extension is None:
        return
    if rule.ext_approver is None:
        yield "本期限没有规定可以延长"
        return
    if extension.approver is not rule.ext_approver:
        yield f"延长须经{rule.ext_approver.label}同意"
    if rule.ext_max_count is not None and extension.times > rule.ext_max_count:
        yield f"最多延长{rule.ext_max_count}次，现为{extension.times}次"
    if rule.ext_qty is None or rule.ext_unit is None:
        return
    if extension.unit is not rule.ext_unit:
        yield f"延长应当以“{rule.ext_unit.label}”计，不是“{extension.unit.label}”"
    elif extension.qty > rule.ext_qty:
        unit = rule.ext_unit.label
        yield f"最多延长{rule.ext_qty}{unit}，现为{extension.qty}{unit}"


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, StrEnum) else value
