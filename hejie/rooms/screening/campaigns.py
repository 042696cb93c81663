"""排查行动: a period, an area and a checklist of matters and places, never of kinds of people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hejie.kernel.procedures import START, Facts, Need, Problem, Procedure, Situation, Step

LOCAL = "地方设定"
CENTRE = ("clerk", "director", "supervisor")
SUBJECTS = {
    "property": "物业、房产",
    "wages": "工资",
    "land": "土地、山林、宅基地",
    "environment": "环境",
    "medical": "医疗",
    "finance": "金融、借贷",
    "schools": "校园和周边",
    "roads": "道路交通",
    "family": "婚姻家庭、邻里",
    "other": "其他",
}
ABOUT_PEOPLE = (
    "重点人员",
    "重点人群",
    "特殊人群",
    "上访人员",
    "信访老户",
    "刑满",
    "前科",
    "精神病",
    "精神障碍患者",
    "少数民族",
    "信教",
    "宗教人员",
    "流动人口",
    "吸毒人员",
)
"""Words for kinds of people: what is looked for is what happened, and where."""

HOLDS = Need(sentence="由发起的单位办理", holds=lambda s: s.holder in s.organs)


def names_people(texts: Iterable[str]) -> list[str]:
    """Words for kinds of people that stand in these texts."""
    return sorted({word for text in texts for word in ABOUT_PEOPLE if word in text})


def is_about_matters(_situation: Situation, facts: Facts) -> Iterable[Problem]:
    for name, text in facts.words.items():
        if found := names_people([text]):
            yield Problem(
                sentence="只排查事情和地方，不按人的类别排查，请去掉“%(found)s”",
                told={"found": "”“".join(found)},
                field=name.partition(".")[0],
            )


def _in_order(situation: Situation, facts: Facts) -> Iterable[Problem]:
    yield from is_about_matters(situation, facts)
    if date.fromisoformat(facts["ends"]) < date.fromisoformat(facts["begins"]):
        yield Problem(sentence="结束的日子不能早于开始的日子", field="ends")


def _nothing_left_unsaid(situation: Situation, facts: Facts) -> Iterable[Problem]:
    yield from is_about_matters(situation, facts)
    if facts.get("open") and not facts.words.get("left"):
        yield Problem(
            sentence="还有%(open)s件没有销号，请写明为什么、谁接着办",
            told={"open": facts["open"]},
            field="left",
        )


procedure = Procedure(
    key="campaign",
    label="排查行动",
    basis=LOCAL,
    roles={"clerk": "受理员", "director": "单位负责人", "supervisor": "督办员"},
    states={"under_way": "排查中", "ended": "已结束"},
    steps={
        "launch": Step(
            label="发起排查",
            source=START,
            target="under_way",
            by=CENTRE,
            check=_in_order,
            keeps=("subject", "begins", "ends", "lines"),
            basis=LOCAL,
            help="排查哪一类事、在哪里、什么时间、看什么。只查事情和地方，不查哪一类人。",
        ),
        "report": Step(
            label="记录排查进展",
            source="under_way",
            by=CENTRE,
            needs=(HOLDS,),
            check=is_about_matters,
            basis=LOCAL,
        ),
        "finish": Step(
            label="结束排查",
            source="under_way",
            target="ended",
            by=CENTRE,
            needs=(HOLDS,),
            check=_nothing_left_unsaid,
            keeps=("open",),
            basis=LOCAL,
            help="发现的都销号了再结束；还有没销号的，写明为什么、谁接着办。",
        ),
    },
)
