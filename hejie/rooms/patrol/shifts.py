"""巡防: a shift is planned, begun and ended by whoever walks it; outside it nobody is followed."""

from __future__ import annotations

from datetime import timedelta

from hejie.kernel.procedures import START, Act, Data, Need, Procedure, Step
from hejie.law.patrol import LOCAL

WALKERS = ("grid_worker", "volunteer")
KEPT_DAYS = 30
"""Calendar days for which points are kept [L]."""
LONGEST = timedelta(hours=12)
"""A shift that nobody ended ends by itself [L]."""

OWN = Need(sentence="只有本人能办", holds=lambda s: s.by == s.data.get("walker"))


def fold(data: Data, act: Act) -> Data:
    if act.step == "plan":
        return {**data, "walker": act.by}
    if act.step == "start":
        return {**data, "started_at": act.occurred.isoformat()}
    return data


procedure = Procedure(
    key="shift",
    label="巡防",
    basis=LOCAL,
    roles={"grid_worker": "网格员", "volunteer": "志愿者", "system": "本平台"},
    states={
        "planned": "已计划",
        "on_shift": "巡防中",
        "ended": "已结束",
        "cancelled": "不去了",
    },
    fold=fold,
    steps={
        "plan": Step(
            label="计划一次巡防",
            source=START,
            target="planned",
            by=WALKERS,
            keeps=("begins", "ends"),
            basis=LOCAL,
            help="时间、路线自己选。开始以前、结束以后都不记位置。",
        ),
        "start": Step(
            label="开始巡防",
            source="planned",
            target="on_shift",
            by=WALKERS,
            needs=(OWN,),
            basis=LOCAL,
            help="从现在起记路线，到您点结束为止；路线保存三十天。",
        ),
        "log": Step(
            label="记一笔",
            source="on_shift",
            by=WALKERS,
            needs=(OWN,),
            basis=LOCAL,
        ),
        "end": Step(
            label="结束巡防",
            source="on_shift",
            target="ended",
            by=(*WALKERS, "system"),
            basis=LOCAL,
        ),
        "cancel": Step(
            label="取消巡防",
            source="planned",
            target="cancelled",
            by=WALKERS,
            needs=(OWN,),
            basis=LOCAL,
        ),
    },
)
