"""Compute a deadline by a rule of the catalogue or by a bare count, with every step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

import click

from hejie.cli.answers import BadInput, answer
from hejie.kernel.deadlines import (
    BadRule,
    DeadlineRule,
    Derivation,
    Extension,
    Pause,
    Uncountable,
    Unit,
    compute,
    lawful,
)
from hejie.kernel.workdays import SHANGHAI, in_range, shift
from hejie.law.catalogue import UnknownRule, find_rule

COUNTED = [unit.value for unit in Unit if unit.is_counted]
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(rf"{DAY.pattern}T[0-9:.]{{5,15}}(Z|[+-][0-9]{{2}}:[0-9]{{2}})")
SPAN = re.compile(rf"({DAY.pattern})/({DAY.pattern})")
EXTENSION = re.compile(rf"([0-9]{{1,6}})({'|'.join(COUNTED)})")
SPELLED = "日期写作 2025-09-19，时刻写作 2025-09-19T10:00+08:00（须带时区）"


@click.command()
@click.argument("code", metavar="[RULE]", required=False)
@click.option("--from", "start", required=True, help="Day or moment of the event.")
@click.option("--qty", type=click.IntRange(1, 100_000), help="Quantity, without RULE.")
@click.option("--unit", type=click.Choice(COUNTED), help="Unit of the quantity.")
@click.option("--before", is_flag=True, help="Count the quantity backwards.")
@click.option("--pause", "pauses", multiple=True, metavar="A/B", help="Paused days, A and B too.")
@click.option("--extend", metavar="30CD", help="Time added after the strict end.")
@click.option("--met", help="When the duty was done.")
def command(
    code: str | None,
    start: str,
    qty: int | None,
    unit: str | None,
    before: bool,
    pauses: tuple[str, ...],
    extend: str | None,
    met: str | None,
) -> None:
    """Compute when RULE is due. What the law does not allow is computed too, with warnings."""
    if code is not None and (qty is not None or unit is not None or before):
        raise BadInput(f"{code}：给出规则代码时不能再用 --qty、--unit、--before")
    begun = _moment("--from", start)
    rule = _rule(code, begun) if code is not None else _bare(qty, unit, before)
    paused = [_pause(text, rule) for text in pauses]
    extension = None if extend is None else _extension(extend, rule)
    try:
        derivation = compute(rule, begun, pauses=paused, extension=extension)
    except Uncountable as refusal:
        raise BadInput(f"{code or rule.duration}（--from {start}）：{refusal}") from refusal
    done = None if met is None else _met(met, derivation)
    warnings = _warnings(derivation, _day(begun))
    for warning in warnings:
        click.echo(warning, err=True)
    answer({**derivation.as_json(), "warnings": warnings, "met": done})


def _rule(code: str, begun: date | datetime) -> DeadlineRule:
    try:
        return find_rule(code, _day(begun))
    except UnknownRule as refusal:
        raise BadInput(str(refusal)) from refusal


def _bare(qty: int | None, unit: str | None, before: bool) -> DeadlineRule:
    if qty is None or unit is None:
        raise BadInput("请给出规则代码（见 hejie rules），或者同时给出 --qty 和 --unit")
    try:
        return DeadlineRule(qty=qty, unit=Unit(unit), before=before, roll=True)
    except BadRule as refusal:
        raise BadInput(f"--before：以“{Unit(unit).label}”计的期限不能倒算") from refusal


def _moment(option: str, text: str) -> date | datetime:
    try:
        if MOMENT.fullmatch(text):
            return in_range(datetime.fromisoformat(text))
        if DAY.fullmatch(text):
            return shift(date.fromisoformat(text), 0)
    except Uncountable as refusal:
        raise BadInput(f"{option} {text}：{refusal}") from refusal
    except ValueError as refusal:
        raise BadInput(f"{option} {text}：没有这一天或者这一时刻") from refusal
    raise BadInput(f"{option} {text}：不是日期或者时刻；{SPELLED}")


def _day(moment: date | datetime) -> date:
    return moment.astimezone(SHANGHAI).date() if isinstance(moment, datetime) else moment


def _pause(text: str, rule: DeadlineRule) -> Pause:
    """Read `A/B`; where the rule knows a single ground, that one is meant."""
    found = SPAN.fullmatch(text)
    if found is None:
        raise BadInput(f"--pause {text}：中止写作 开始日/结束日，例如 2025-03-17/2025-04-11")
    begin, end = (_day(_moment("--pause", day)) for day in found.groups())
    ground = rule.pause_grounds[0].key if len(rule.pause_grounds) == 1 else ""
    try:
        return Pause(begin, end, ground)
    except Uncountable as refusal:
        raise BadInput(f"--pause {text}：{refusal}") from refusal


def _extension(text: str, rule: DeadlineRule) -> Extension:
    """Read `30CD`, granted by whom the rule names."""
    found = EXTENSION.fullmatch(text)
    if found is None:
        raise BadInput(f"--extend {text}：延长写作数量和单位（{'、'.join(COUNTED)}），例如 30CD")
    try:
        return Extension(int(found[1]), Unit(found[2]), rule.ext_approver)
    except Uncountable as refusal:
        raise BadInput(f"--extend {text}：{refusal}") from refusal


def _met(text: str, derivation: Derivation) -> dict[str, object]:
    """Judge by the rolled day, as breaches are counted; warnings look to the strict one."""
    done, due = _moment("--met", text), derivation.rolled_due
    if not isinstance(due, datetime):
        return {"date": text, "in_time": _day(done) <= due}
    if not isinstance(done, datetime):
        raise BadInput(f"--met {text}：以小时计的期限须写时刻；{SPELLED}")
    return {"date": text, "in_time": done <= due}


def _warnings(derivation: Derivation, day: date) -> list[str]:
    """Tell what the law does not allow; a bare count answers to no law."""
    rule = derivation.rule
    if not rule.code:
        return []
    return [*_doubts(rule, day), *lawful(rule, derivation.pauses, derivation.extension)]


def _doubts(rule: DeadlineRule, day: date) -> Iterator[str]:
    """Tell why the rule itself may not fit the day."""
    if not rule.enabled:
        yield f"{rule.code} 的依据未经核对，默认停用"
    if rule.valid_from and day < rule.valid_from:
        yield f"{rule.code} 自{rule.valid_from}起施行，起算日早于施行日"
    if rule.valid_to and day > rule.valid_to:
        yield f"{rule.code} 至{rule.valid_to}止施行，起算日晚于该日"
