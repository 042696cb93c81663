"""What a court looks at: why it does not accept, why it dismisses, which court, which papers.

Pure: sentences that a party can read before applying and that the ruling cites afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

from hejie.law.confirmation import CONFIRMATION_RULES, INTERPRETATION

ACCEPTANCE = f"{INTERPRETATION} 第三百五十五条"
DISMISSAL = f"{INTERPRETATION} 第三百五十八条"


@dataclass(frozen=True)
class Ground:
    """A ground of law: as the ruling says it, and as a party is asked about it."""

    law: str
    asked: str
    advice: str


NOT_ACCEPTED = {
    "not_court": Ground(
        "不属于人民法院受理范围",
        "这件事不归法院管（比如要由行政机关决定）",
        "请向有权处理的机关提出。",
    ),
    "wrong_court": Ground(
        "不属于收到申请的人民法院管辖",
        "选的法院和双方的住所、标的物、调解组织都没有关系",
        "请另选一个有管辖权的法院。",
    ),
    "status": Ground(
        "申请确认婚姻关系、亲子关系、收养关系等身份关系无效、有效或者解除",
        "要确认结婚、离婚、亲子或者收养关系",
        "身份关系要到民政部门办理，或者向法院起诉。",
    ),
    "special": Ground(
        "涉及适用其他特别程序、公示催告程序、破产程序审理",
        "牵涉宣告失踪、认定行为能力、票据公示催告或者破产",
        "请按那一种程序向法院申请。",
    ),
    "title": Ground(
        "调解协议内容涉及物权、知识产权确权",
        "要确认房屋、土地、商标、专利等归谁所有",
        "权属要到登记机关办理，或者向法院起诉。",
    ),
}
"""Grounds on which the court does not accept (§355)."""

DISMISSED = {
    "mandatory_law": Ground(
        "违反法律强制性规定", "协议里有法律不允许的内容", "请先请调解员一起改掉这一条。"
    ),
    "others_harmed": Ground(
        "损害国家利益、社会公共利益、他人合法权益",
        "协议会损害国家、公众或者别人的利益",
        "请先请调解员一起改掉这一条。",
    ),
    "good_morals": Ground(
        "违背公序良俗", "协议里有违背公序良俗的内容", "请先请调解员一起改掉这一条。"
    ),
    "not_voluntary": Ground(
        "违反自愿原则", "有人不是自愿签的", "不是自愿签的，可以不申请确认，并告诉调委会。"
    ),
    "unclear": Ground(
        "内容不明确",
        "有的条款说不清谁给谁、多少、什么时候",
        "请先请调解员一起把条款写明确。",
    ),
    "other": Ground(
        "其他不能进行司法确认的情形", "还有别的原因不适合由法院确认", "请先问调解员或者法院。"
    ),
}
"""Grounds on which the court dismisses the application (§358)."""

COURTS = {
    "invited": "邀请调解的法院",
    "home": "一方当事人住所地的基层法院",
    "subject": "标的物所在地的基层法院",
    "body": "调解组织所在地的基层法院",
}
"""Why a court may hear it (民事诉讼法 第二百零五条)."""

PAPERS = {
    "agreement": "调解协议",
    "body_proof": "调解组织主持调解的证明",
    "identity": "双方身份证明、住所、联系方式",
    "delivery": "双方送达地址",
    "authority": "授权委托书",
    "property_proof": "与协议有关的财产权利证明",
}
"""What goes with an application (§354; 2011 rules §3)."""
ALWAYS_NEEDED = ("agreement", "body_proof", "identity", "delivery")
PAPERS_BASIS = f"{INTERPRETATION} 第三百五十四条；{CONFIRMATION_RULES} 第三条"

TRUTH = "申请内容真实，没有损害国家、社会和他人的利益；知道虚假调解要承担法律责任。"
