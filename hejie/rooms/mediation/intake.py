"""Which route a dispute takes, why one is not accepted, and the other doors with their clocks.

Pure: values that a clerk can read.
"""

from __future__ import annotations

from dataclasses import dataclass

from hejie.kernel.deadlines import DeadlineRule
from hejie.law import mediation as law

REASONS = {
    "not_civil": "不是民事纠纷",
    "judged": "已经判决或者仲裁",
    "court_pending": "已经起诉，法院正在审理",
    "one_side_refused": "一方明确不同意调解",
    "forbidden": "法律规定不能调解",
    "other_district": "不在本区管辖",
}

ROUTE_OF_CAUSE = {
    "MD08": "G",
    "MD09": "G",
    "MD10": "H",
    "MD12": "E",
    "MD15": "K",
}
"""Causes with a route of their own; all others go route A."""


def route_for(category: str) -> str:
    return ROUTE_OF_CAUSE.get(category, "A")


@dataclass(frozen=True)
class Door:
    """Another way than mediation here: who is there, what to bring, and its clocks."""

    label: str
    organ: str
    where: str
    bring: str
    clocks: tuple[DeadlineRule, ...] = ()


DOORS = {
    "health": Door(
        "卫生健康部门调解（路径F）",
        "区卫生健康局",
        "医患双方共同申请。",
        "申请书、病历、身份证明。",
        (law.HEALTH_AUTHORITY_ACCEPTANCE, law.HEALTH_AUTHORITY),
    ),
    "traffic_police": Door(
        "交警调解（路径I）",
        "办理事故的交警大队",
        "各方共同书面申请。",
        "事故认定书、身份证明、费用单据。",
        (law.TRAFFIC_APPLICATION, law.TRAFFIC_POLICE),
    ),
    "market": Door(
        "市场监管部门消费投诉（路径J）",
        "经营者所在地的市场监管所",
        "也可以拨打12315。",
        "购物凭证、商品照片、与商家的沟通记录。",
        (law.CONSUMER_ACCEPTANCE, law.CONSUMER, law.CONSUMER_NOTICE),
    ),
    "land_arbitration": Door(
        "农村土地承包仲裁（路径K）",
        "区农村土地承包仲裁委员会",
        "申请仲裁的时效是二年。",
        "仲裁申请书、承包合同、身份证明。",
    ),
    "labour_arbitration": Door(
        "劳动人事争议仲裁",
        "区劳动人事争议仲裁委员会",
        "",
        "仲裁申请书、劳动合同、工资凭证、身份证明。",
    ),
    "court": Door("法院诉讼", "有管辖权的人民法院", "到立案庭。", "起诉状、证据、身份证明。"),
    "police": Door("公安机关", "辖区派出所", "紧急时拨打110。", "身份证明、现场照片。"),
    "legal_aid": Door("法律援助", "区法律援助中心", "可以拨打12348。", "身份证明、经济状况说明。"),
    "administration": Door(
        "行政机关", "主管的行政机关", "到政务服务窗口。", "申请书、身份证明、相关材料。"
    ),
}
