"""纠纷类型: our own codes for kinds of dispute, and the specialist room that each belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Cause:
    label: str
    room: str


ROOMS: Final = {
    "property": "房产物业",
    "medical": "医患民生",
    "labour": "劳动争议",
    "family": "婚姻家庭",
    "environment": "生态环保",
    "general": "综合",
}

CAUSES: Final = {
    "MD01": Cause("婚姻家庭", "family"),
    "MD02": Cause("继承", "family"),
    "MD03": Cause("邻里", "property"),
    "MD04": Cause("房屋、宅基地", "property"),
    "MD05": Cause("物业服务", "property"),
    "MD06": Cause("合同", "general"),
    "MD07": Cause("民间借贷", "general"),
    "MD08": Cause("劳动争议", "labour"),
    "MD09": Cause("建筑工人工资", "labour"),
    "MD10": Cause("交通事故", "general"),
    "MD11": Cause("人身损害", "general"),
    "MD12": Cause("医疗", "medical"),
    "MD13": Cause("消费", "medical"),
    "MD14": Cause("生产经营", "general"),
    "MD15": Cause("农村土地承包", "property"),
    "MD16": Cause("征地拆迁", "property"),
    "MD17": Cause("环境", "environment"),
    "MD18": Cause("校园", "general"),
    "MD19": Cause("旅游", "medical"),
    "MD20": Cause("电子商务", "medical"),
    "MD21": Cause("互联网", "general"),
    "MD22": Cause("其他", "general"),
}
