"""What a petition may be, where each class leads, and why one may not be taken up. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from hejie.kernel.standing import ADOPTED, ADVICE

__all__ = ["ADOPTED", "ADVICE"]

REGULATION = "信访工作条例"
ACCUSATION = "A"


@dataclass(frozen=True, kw_only=True)
class Class:
    """A class of matters (第二十九条至第三十一条): its name, its article, and whose procedure."""

    label: str
    basis: str
    route: str


CLASSES = {
    "S": Class(label="建议意见", basis=f"{REGULATION} 第二十九条", route="认真研究，采纳的回复"),
    "A": Class(label="检举控告", basis=f"{REGULATION} 第三十条", route="由纪检监察等有权机关办理"),
    "R1": Class(
        label="申诉求决：走诉讼程序",
        basis=f"{REGULATION} 第三十一条",
        route="由法院、检察院、公安机关依诉讼程序办理",
    ),
    "R2": Class(label="申诉求决：走仲裁", basis=f"{REGULATION} 第三十一条", route="由仲裁机构办理"),
    "R3": Class(
        label="申诉求决：党员申诉、申请复审",
        basis=f"{REGULATION} 第三十一条",
        route="由有关党组织按党内程序办理",
    ),
    "R4": Class(
        label="申诉求决：走行政程序",
        basis=f"{REGULATION} 第三十一条",
        route="由行政机关按复议、裁决、确认、许可、处罚等程序办理",
    ),
    "R5": Class(
        label="申诉求决：查处违法、保护权利",
        basis=f"{REGULATION} 第三十一条",
        route="由有权机关履行职责或者答复",
    ),
    "R6": Class(
        label="申诉求决：出具处理意见书",
        basis=f"{REGULATION} 第三十一条",
        route="听取陈述、调查核实，六十日内出具处理意见书",
    ),
}
ROUTES = {key: one.label for key, one in CLASSES.items()}
DIVERTED = ("R1", "R2", "R3", "R4")
"""Classes that another procedure with its own clocks takes."""
ANSWERED = ("S", "R5")
"""Classes that end in an answer, not in an opinion letter."""

CHANNELS = {
    "web": "网上",
    "letter": "来信",
    "phone": "电话",
    "fax": "传真",
    "visit": "走访",
}
FIELDS = {
    "PF01": "城乡建设",
    "PF02": "劳动社保",
    "PF03": "农业农村",
    "PF04": "自然资源",
    "PF05": "生态环境",
    "PF06": "教育",
    "PF07": "卫生健康",
    "PF08": "交通运输",
    "PF09": "市场监管",
    "PF10": "民政",
    "PF11": "城市管理",
    "PF12": "政法",
    "PF99": "其他",
}
"""A local list until the national code table has been checked."""

NOT_ACCEPTED = {
    "reviewed": ("经过复核，仍以同一事实和理由提出", f"{REGULATION} 第三十六条"),
    "in_time": ("下级单位正在期限内办理，又向上级提出", f"{REGULATION} 第十九条"),
}
OPINIONS = {
    "support": "支持：事实清楚，符合规定",
    "explain": "解释：请求合理，但缺乏依据",
    "not_support": "不支持：没有事实根据或者不合规定",
}
TAGS = {
    "resolved": "解决问题到位",
    "explained": "解释疏导到位",
    "assisted": "帮扶救助到位",
    "illegal_act_handled": "依法处理",
}
REVIEWS = {"uphold": "维持", "change": "变更", "remit": "发回重新办理"}
DELIVERY = {"in_person": "当面", "post": "邮寄", "online": "网上"}
PROCEDURES = {
    "court": "人民法院",
    "procuratorate": "人民检察院",
    "police": "公安机关",
    "labour_arbitration": "劳动人事争议仲裁",
    "land_arbitration": "农村土地承包仲裁",
    "party": "有关党组织",
    "reconsideration": "行政复议",
    "administration": "主管的行政机关",
}
MOST_REPRESENTATIVES = 5
"""第二十条: those who come together about one matter choose at most five."""
