"""信访文书: every paper of the room, with its number, template and data.

Papers carry the organ's name under `committee`, as all letterheads of the platform do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Self

from hejie.papers.shapes import Signature
from hejie.papers.templates import Template

FOLDER = Path(__file__).parent / "papers"
NUMBER = "420303-2026-000512"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a form."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What every paper carries; `SAMPLE` is what a kind of paper shows in its preview."""

    number: str
    committee: str
    date: date
    text: str = ""
    request: str = ""
    days: tuple[str, ...] = ()

    SAMPLE: ClassVar[dict[str, Any]] = {}

    @classmethod
    def sample(cls) -> Self:
        head = {"number": NUMBER, "committee": "张湾区信访局", "date": date(2026, 6, 8)}
        return cls(**{**head, **cls.SAMPLE})


@dataclass(frozen=True, kw_only=True)
class Letter(Paper):
    """A letter to petitioners or to a unit. `choice` is what was decided, `organ` who is next."""

    addressees: tuple[str, ...]
    received_on: date
    choice: str = ""
    basis: str = ""
    organ: str = ""
    findings: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet(Paper):
    """A form of rows with somebody's own words under it."""

    rows: tuple[Row, ...]
    signatures: tuple[Signature, ...] = ()


LETTER: dict[str, Any] = {"addressees": ("吴桂芳",), "received_on": date(2026, 6, 8)}
TO_UNIT: dict[str, Any] = {
    "addressees": ("张湾区住房和城乡建设局",),
    "received_on": date(2026, 6, 8),
    "request": "小区二次供水水泵噪声大，要求更换。",
}
SIGNED = (Signature(role="信访人", name="吴桂芳"), Signature(role="记录人", name="朱安居"))


def _shape(base: type[Paper], **sample: Any) -> type[Paper]:
    """A kind of paper with what its preview shows."""
    return type(base.__name__, (base,), {"SAMPLE": sample, "__module__": __name__})


def _paper(name: str, number: int, key: str, shape: type[Paper]) -> Template:
    return Template(name, f"HJ-PT-{number:02}", f"{key}.typ", shape, FOLDER)


PAPERS = {
    "registration": _paper(
        "信访事项登记表",
        1,
        "registration",
        _shape(
            Sheet,
            rows=(
                Row(label="来信来访方式", value="走访"),
                Row(label="日期", value="2026年6月8日"),
                Row(label="信访人", value="吴桂芳，花果街道二堰铺社区"),
                Row(label="人数", value="1"),
                Row(label="领域", value="城乡建设"),
            ),
            text="水泵每晚十点后仍在运行，卧室里听得清楚。",
            request="更换水泵。",
            days=("信访部门转送、交办：2026年6月23日",),
        ),
    ),
    "receipt": _paper(
        "信访事项回执",
        2,
        "receipt",
        _shape(Letter, **LETTER, days=("信访部门转送、交办：2026年6月23日",)),
    ),
    "acceptance": _paper(
        "信访事项受理告知书",
        3,
        "acceptance",
        _shape(Letter, **LETTER, days=("办理期限：2026年8月11日",)),
    ),
    "non_acceptance": _paper(
        "信访事项不予受理告知书",
        4,
        "non_acceptance",
        _shape(
            Letter,
            **LETTER,
            choice="经过复核，仍以同一事实和理由提出",
            basis="信访工作条例 第三十六条",
            text="复核意见已于2026年5月送达。",
        ),
    ),
    "guidance": _paper(
        "信访事项去向告知书",
        5,
        "guidance",
        _shape(Letter, **LETTER, organ="十堰市自来水公司", text="营业厅在车城路。"),
    ),
    "forward_letter": _paper(
        "信访事项转送函",
        6,
        "forward_letter",
        _shape(Letter, **TO_UNIT, days=("书面告知信访人：2026年6月24日",)),
    ),
    "assign_letter": _paper(
        "信访事项交办函",
        7,
        "assign_letter",
        _shape(Letter, **TO_UNIT, days=("反馈办理结果：2026年7月20日",)),
    ),
    "objection": _paper(
        "转送交办异议书",
        8,
        "objection",
        _shape(Letter, **{**TO_UNIT, "addressees": ("张湾区信访局",)}, text="水泵由物业管理。"),
    ),
    "diversion": _paper(
        "导入法定程序告知书",
        9,
        "diversion",
        _shape(Letter, **LETTER, organ="行政复议", text="自知道之日起六十日内申请。"),
    ),
    "extension_notice": _paper(
        "延长办理期限告知书",
        10,
        "extension_notice",
        _shape(
            Letter,
            **LETTER,
            choice="30",
            text="噪声检测要等设备。",
            days=("办理期限：2026年9月10日",),
        ),
    ),
    "hearing_notice": _paper(
        "信访听证通知书",
        11,
        "hearing_notice",
        _shape(Letter, **LETTER, text="2026年7月6日9时，区住建局三楼会议室。"),
    ),
    "hearing_record": _paper(
        "信访听证记录",
        12,
        "hearing_record",
        _shape(
            Sheet,
            rows=(Row(label="时间", value="2026年7月6日9时"),),
            text="信访人陈述了夜间噪声的情况。",
            signatures=SIGNED,
        ),
    ),
    "opinion": _paper(
        "信访事项处理意见书",
        13,
        "opinion",
        _shape(
            Letter,
            **LETTER,
            request="更换水泵。",
            findings="检测显示夜间噪声超过标准。",
            choice="支持：事实清楚，符合规定",
            text="责成物业公司在规定日期前更换水泵。",
            basis="物业管理条例的有关规定。",
            organ="张湾区人民政府",
            days=("落实处理意见：2026年8月31日",),
        ),
    ),
    "answer": _paper(
        "信访事项答复书",
        14,
        "answer",
        _shape(Letter, **LETTER, choice="部分采纳", text="路口的信号灯年内加装。"),
    ),
    "delivery": _paper(
        "信访文书送达回证",
        15,
        "delivery",
        _shape(
            Sheet,
            rows=(
                Row(label="送达文书", value="信访事项处理意见书"),
                Row(label="受送达人", value="吴桂芳"),
                Row(label="方式", value="当面"),
                Row(label="收到日期", value="2026年7月20日"),
            ),
            days=("请求复查：2026年8月19日",),
        ),
    ),
    "review_opinion": _paper(
        "信访事项复查意见书",
        16,
        "review_opinion",
        _shape(
            Letter,
            **LETTER,
            choice="维持",
            findings="原意见事实清楚。",
            text="维持原处理意见。",
            organ="十堰市人民政府",
        ),
    ),
    "rereview_opinion": _paper(
        "信访事项复核意见书",
        17,
        "rereview_opinion",
        _shape(Letter, **LETTER, choice="维持", findings="复查意见适当。", text="维持。"),
    ),
    "closing_report": _paper(
        "信访事项办结报告",
        18,
        "closing_report",
        _shape(
            Sheet,
            rows=(
                Row(label="类别", value="申诉求决：出具处理意见书"),
                Row(label="处理意见", value="支持：事实清楚，符合规定"),
                Row(label="结果", value="解决问题到位"),
            ),
            text="水泵已更换，信访人满意。",
        ),
    ),
    "pass_on_letter": _paper(
        "检举控告移交函",
        19,
        "pass_on_letter",
        _shape(
            Letter,
            addressees=("中共张湾区纪律检查委员会、张湾区监察委员会",),
            received_on=date(2026, 6, 8),
        ),
    ),
    "accusation_receipt": _paper(
        "检举控告回执", 20, "accusation_receipt", _shape(Letter, **LETTER)
    ),
}
