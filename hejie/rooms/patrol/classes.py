"""Classes of events and their severity: what is seen, never who is there.

GB/T 31000 has tables of kinds of people: they are not used. The values of its event table were
not seen, so these codes are our own and the mapping is empty.
"""

from __future__ import annotations

from dataclasses import dataclass

SEVERITIES = {
    "S1": "S1 危及生命",
    "S2": "S2 紧急",
    "S3": "S3 一般",
    "S4": "S4 轻微",
}
LIFE = "S1"
SLIGHT = "S4"
MEDIATION, SAFETY = "mediation", "safety"
DOORS = {
    MEDIATION: "矛盾纠纷调解",
    SAFETY: "应急、行业主管部门（隐患排查治理）",
    "police": "公安机关",
    "petitions": "信访部门",
    "other": "其他单位",
}


@dataclass(frozen=True)
class EventClass:
    """`severity` is what it is taken for until the centre decides; `by_oneself` whether a grid
    worker may settle it on the spot; `tip` whether a grid worker's report of it is a tip only,
    since grid workers do not inspect enterprises (国办发〔2024〕54号); `door` where it goes on."""

    label: str
    severity: str = "S3"
    by_oneself: bool = False
    tip: bool = False
    door: str = ""


EVENTS = {
    "EV01": EventClass("公共设施", "S4", by_oneself=True),
    "EV02": EventClass("道路和交通设施"),
    "EV03": EventClass("环境卫生", "S4", by_oneself=True),
    "EV04": EventClass("房屋和违法建设"),
    "EV05": EventClass("消防安全", "S2"),
    "EV06": EventClass("燃气、电力、电梯", "S1"),
    "EV07": EventClass("生产安全隐患", "S2", tip=True, door=SAFETY),
    "EV08": EventClass("地质、防汛、天气", "S2", door=SAFETY),
    "EV09": EventClass("食品药品"),
    "EV10": EventClass("噪声和邻里", "S4", by_oneself=True),
    "EV11": EventClass("物业服务", "S4", by_oneself=True),
    "EV12": EventClass("矛盾纠纷", door=MEDIATION),
    "EV13": EventClass("群众本人求助", by_oneself=True),
    "EV14": EventClass("村务"),
    "EV15": EventClass("消费"),
    "EV16": EventClass("工资"),
    "EV17": EventClass("失物、动物", "S4", by_oneself=True),
    "EV18": EventClass("意见建议", "S4"),
    "EV99": EventClass("其他", "S4"),
}
LABELS = {code: one.label for code, one in EVENTS.items()}
OWN_TO_GB: dict[str, str] = {}
"""Own code → code of GB/T 31000: to be filled by whoever has the standard in hand."""
