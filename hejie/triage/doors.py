"""The doors that triage can show, each in a sentence for the resident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Door:
    label: str
    sentence: str


DOORS: Final = {
    "mediation": Door(
        "人民调解",
        "您说的事有对方，可以先请人民调解员把双方请到一起谈：不收费，双方自愿，谈成了签协议；"
        "谈不成或者不想谈，您仍然可以去仲裁、找机关处理或者起诉。",
    ),
    "legal_aid": Door(
        "公共法律服务窗口",
        "您想弄清法律怎么规定、该怎么办，请先到公共法律服务窗口问律师；"
        "经济困难或者符合条件的，可以当场申请法律援助。",
    ),
    "police": Door(
        "公安机关",
        "您说的事可能是违法犯罪，要由公安机关查办，请尽快到派出所报案，"
        "把聊天记录、转账记录、照片和伤情材料留好带上。",
    ),
    "administrative": Door(
        "主管行政机关",
        "您说的事要由作出处理或者主管这件事的机关来办，请带上通知书、决定书等材料去找它；"
        "不服它的决定，可以问清申请行政复议或者起诉的期限，不要错过。",
    ),
    "labour_arbitration": Door(
        "劳动争议仲裁",
        "劳动争议调解不成或者您不愿意调解，可以到劳动人事争议仲裁委员会申请仲裁，"
        "请带上劳动合同、工资记录、考勤等材料。",
    ),
    "court": Door(
        "人民法院",
        "您说的事已经在法院审理、判决或者执行，要由法院来办，请带上判决书、裁定书等文书"
        "到法院诉讼服务中心问清办法和期限。",
    ),
}

URGENT: Final = (
    "如果现在有人受到伤害、威胁或者有危险，请先打电话：报警110，火灾和遇险119，急救120。"
    "然后马上告诉我们，会有人先看您的事。"
)


def guidance(door: str, *, urgent: bool) -> tuple[str, ...]:
    """Give the sentences to show; for what cannot wait, the numbers to call come first."""
    sentence = DOORS[door].sentence
    return (URGENT, sentence) if urgent else (sentence,)
