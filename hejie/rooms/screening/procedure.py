"""排查发现: what was found, until it is put right and others have looked (滚动销号)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hejie.kernel.checks import not_before_today
from hejie.kernel.procedures import (
    START,
    Act,
    Data,
    Deadline,
    Facts,
    Need,
    Problem,
    Procedure,
    Situation,
    Start,
    Step,
)
from hejie.rooms.screening.campaigns import LOCAL, is_about_matters

FINDERS = ("grid_worker", "clerk", "handler", "director")
CENTRE = ("clerk", "director")
UNIT = ("handler", "director", "clerk")
DEGREES = {"low": "一般", "middle": "较大", "high": "重大"}
DOORS = {
    "mediation": "矛盾纠纷调解",
    "petition": "信访",
    "event": "网格事件",
    "hazard": "隐患排查治理",
    "police": "公安机关",
    "other": "其他单位",
}

HOLDS = Need(sentence="由责任单位办理", holds=lambda s: s.holder in s.organs)
CENTRES = Need(
    sentence="由受理的综治中心办理", holds=lambda s: s.data.get("centre", s.holder) in s.organs
)
BY_OTHERS = Need(
    sentence="由责任单位以外的单位核查",
    holds=lambda s: s.data.get("unit", s.holder) not in s.organs,
)


def _is_ahead(situation: Situation, facts: Facts) -> Iterable[Problem]:
    yield from is_about_matters(situation, facts)
    yield from not_before_today("due")(situation, facts)


def _checks(situation: Situation, facts: Facts) -> Iterable[Problem]:
    if facts["result"] == "redo" and not facts.get("due"):
        yield Problem(sentence="没有办好的，请写明哪天前再办好", field="due")
    yield from _is_ahead(situation, facts)


def _after(_situation: Situation, facts: Facts) -> str:
    return "closed" if facts["result"] == "done" else "assigned"


def _named_day(_data: Data, act: Act) -> Iterable[tuple[str, date]]:
    if due := act.values.get("due"):
        yield "", date.fromisoformat(due)


def fold(data: Data, act: Act) -> Data:
    if act.step == "assign":
        return {**data, "unit": act.values["holder"], "centre": act.values["centre"]}
    return data


procedure = Procedure(
    key="finding",
    label="排查发现",
    basis=LOCAL,
    roles={
        "grid_worker": "网格员",
        "clerk": "受理员",
        "handler": "承办人",
        "director": "单位负责人",
    },
    states={
        "found": "已发现",
        "assigned": "已交办整改",
        "resolved": "已整改待核查",
        "closed": "已销号",
        "handed_over": "已转入别的程序",
    },
    deadlines={"resolve": Deadline(label="整改期限", agreed="交办时确定")},
    fold=fold,
    steps={
        "find": Step(
            label="登记排查发现",
            source=START,
            target="found",
            by=FINDERS,
            check=is_about_matters,
            keeps=("campaign", "line", "degree", "finder"),
            basis=LOCAL,
            help="在哪里、是什么事、有多严重。写事情，不写哪一类人。",
        ),
        "assign": Step(
            label="交办整改",
            source="found",
            target="assigned",
            by=CENTRE,
            needs=(HOLDS,),
            check=_is_ahead,
            starts=(Start(deadline="resolve", moments=_named_day),),
            basis=LOCAL,
            help="交给责任单位，写明哪天前办好。",
        ),
        "resolve": Step(
            label="反馈整改结果",
            source="assigned",
            target="resolved",
            by=UNIT,
            needs=(HOLDS,),
            check=is_about_matters,
            stops=("resolve",),
            basis=LOCAL,
        ),
        "check": Step(
            label="核查销号",
            source="resolved",
            targets=("closed", "assigned"),
            choose=_after,
            by=("grid_worker", *CENTRE),
            needs=(BY_OTHERS,),
            check=_checks,
            starts=(Start(deadline="resolve", moments=_named_day),),
            basis=LOCAL,
            help="由发现的单位或者综治中心去看，办好了销号，没办好的再交办。",
        ),
        "hand_over": Step(
            label="转入别的程序",
            source=("found", "assigned"),
            target="handed_over",
            by=CENTRE,
            needs=(CENTRES,),
            check=is_about_matters,
            ends_clocks=True,
            basis=LOCAL,
            help="矛盾纠纷转调解，隐患转隐患排查；写明那边的编号。",
        ),
    },
)
