"""Put each step of a count into a Chinese sentence that a resident can follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from hejie.kernel.deadlines.derivation import DerivationStep
from hejie.kernel.deadlines.rules import DeadlineRule, Extension, Pause, Unit
from hejie.kernel.workdays import Calendar, Count, DayKind

COUNTED_FROM_NEXT_DAY = "民法典 第二百零一条"
MATCHING_DAY = "民法典 第二百零二条"
ROLLS_OVER = "民法典 第二百零三条"


def in_words(day: date | datetime) -> str:
    """`2025年4月7日（周一）`, with the time of day for a moment."""
    words = f"{day.year}年{day.month}月{day.day}日（周{'一二三四五六日'[day.weekday()]}）"
    if not isinstance(day, datetime):
        return words
    return words + day.strftime("%H:%M:%S" if day.second else "%H:%M")


def start_step(rule: DeadlineRule, start: date | datetime) -> DerivationStep:
    event = f"{in_words(start)}{rule.start_event or '起算'}"
    if isinstance(start, datetime):
        sentence, basis = f"{event}，自该时刻起连续计算", COUNTED_FROM_NEXT_DAY
    elif rule.before:
        sentence, basis = f"{event}，自前一日起向前倒算", ""
    elif rule.unit.is_counted:
        sentence, basis = f"{event}，当日不计，自次日起算", COUNTED_FROM_NEXT_DAY
    else:
        sentence, basis = event, ""
    return DerivationStep("start", start, sentence, basis=basis)


def pause_steps(
    rule: DeadlineRule, pauses: Sequence[Pause], touches: Callable[[Pause], bool]
) -> Iterator[DerivationStep]:
    """Tell each pause, and whether it touches the days that were counted."""
    grounds = {ground.key: ground for ground in rule.pause_grounds}
    for pause in pauses:
        ground = grounds.get(pause.ground)
        reason = f"（{ground.label}）" if ground else ""
        told = f"{in_words(pause.begin)}至{in_words(pause.end)}中止{reason}，首尾两日都在内"
        effect = "中止的日子不计入期限" if touches(pause) else "不在计算期间内，不影响期限"
        yield DerivationStep(
            "pause",
            pause.end,
            f"{told}，共{pause.span.days}日；{effect}",
            pause.span.days,
            Unit.CALENDAR_DAYS,
            ground.basis if ground else "",
        )


def count_step(rule: DeadlineRule, count: Count, start: date) -> DerivationStep:
    qty, unit = rule.qty or 0, rule.unit
    if unit in (Unit.MONTHS, Unit.YEARS):
        sentence, basis = _months_in_words(rule, count, start), MATCHING_DAY
    else:
        direction = "向前" if rule.before else ""
        sentence, basis = f"{direction}第{qty}{unit.label}是{in_words(count.end)}", ""
    return DerivationStep("count", count.end, sentence + met_days(count), qty, unit, basis)


def _months_in_words(rule: DeadlineRule, count: Count, start: date) -> str:
    direction = "前" if rule.before else "后"
    words = f"{rule.qty}{rule.unit.label}{direction}是{in_words(count.end)}"
    no_such_day = not count.paused and count.end.day != start.day
    return words + ("，该月没有对应日，取该月最后一日" if no_such_day else "")


def met_days(count: Count) -> str:
    """Tell the days the count met on its way: passed over, made up, paused."""
    told = ""
    if count.free:
        told += f"；其间休息日、节假日{len(count.free)}天不计"
    if count.makeup:
        told += f"；调休上班日{'、'.join(map(in_words, count.makeup))}照计"
    if count.paused:
        told += f"；扣除中止{len(count.paused)}天"
    return told


def extension_step(extension: Extension, end: date | datetime, met: str = "") -> DerivationStep:
    approver = f"经{extension.approver.label}同意" if extension.approver else ""
    return DerivationStep(
        "extension",
        end,
        f"{approver}延长{extension.qty}{extension.unit.label}，"
        f"自原期限最后一日接续计算，至{in_words(end)}{met}",
        extension.qty,
        extension.unit,
    )


def fixed_step(rule: DeadlineRule, end: date) -> DerivationStep:
    sentence = {
        Unit.QUARTER_END: f"次日所在季度的最后一日是{in_words(end)}",
        Unit.YEARLY_DATE: f"其后第一个{rule.duration.removeprefix('每年')}是{in_words(end)}",
        Unit.SAME_SHIFT: "应当在当班完成；班次没有全国统一的钟点，以现场排班表为准",
    }[rule.unit]
    return DerivationStep("fixed", end, sentence, unit=rule.unit)


def unannounced_step(days: Sequence[date]) -> DerivationStep:
    years = "、".join(str(year) for year in sorted({day.year for day in days}))
    return DerivationStep(
        "provisional",
        days[0],
        f"{years}年的放假安排没有载入，涉及的{len(days)}天暂按周一至周五上班推定，载入后重新计算",
        len(days),
        Unit.CALENDAR_DAYS,
    )


def due_step(rule: DeadlineRule, strict: date, rolled: date, calendar: Calendar) -> DerivationStep:
    if rule.unit is Unit.SAME_SHIFT:
        return DerivationStep("due", rolled, f"最迟不超过{in_words(rolled)}")
    if strict == rolled:
        last = "最迟在该日完成" if rule.before else "期限于该日届满"
        return DerivationStep("due", rolled, f"{in_words(rolled)}是工作日，{last}")
    free = "节假日" if calendar.kind(strict) is DayKind.HOLIDAY else "休息日"
    if rule.before:
        sentence = f"{in_words(strict)}是{free}，应当提前到{in_words(rolled)}完成"
        return DerivationStep("due", rolled, sentence)
    sentence = f"{in_words(strict)}是{free}，顺延到其后第一个工作日{in_words(rolled)}届满"
    if rule.roll:
        return DerivationStep("due", rolled, sentence, basis=ROLLS_OVER)
    caution = f"；所依据的规定没有写明顺延，提醒以{in_words(strict)}为准，统计以顺延后的日期为准"
    return DerivationStep("due", rolled, sentence + caution)
