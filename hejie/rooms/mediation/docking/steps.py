"""Steps between a court and a committee: refer by package, take back, send back, go on. Pure."""

from hejie.kernel.procedures import ANY, START, Deadline, Start, Step
from hejie.law import mediation as law
from hejie.rooms.mediation import guards as g
from hejie.rooms.mediation.docking import guards as d
from hejie.rooms.mediation.states import (
    AGREED,
    BEFORE_AGREEMENT,
    FOLLOWED,
    OVER,
    WITHOUT_AGREEMENT,
)

COURT = ("liaison", "judge")
COURT_ROUTES = ("B", "C", "D")
COMMITTEE = ("clerk", "mediator", "director")
EITHER = ("applicant", "respondent")
ENDING = Start(deadline="archive", moments=g.on_state(*OVER))
ENDED = tuple(state for state in OVER if state != "transferred")

DEADLINES = {
    "naming": Deadline(
        label="法院指定调解员", by_route=dict.fromkeys("BCD", law.ONLINE_APPOINTMENT)
    ),
}

STEPS = {
    "take_referral": Step(
        label="收进法院材料包",
        source=START,
        target="registered",
        by=("clerk", "director"),
        starts=("sign_for",),
        papers=("register", "receipt"),
        check=d.for_own_organ,
        keeps=("case_number", "referred_by", "applicants", "package"),
        basis="最高人民法院关于人民法院特邀调解的规定 第二十七条",
        help="法院系统导出的材料包，验过签名和摘要以后登记；还要签收。",
    ),
    "reassign": Step(
        label="另行委派",
        routes=COURT_ROUTES,
        source=("registered", "not_accepted"),
        target="registered",
        by=COURT,
        drops=("sign_for", "archive"),
        starts=("sign_for",),
        needs=(d.SILENT,),
        check=d.another_committee,
        papers=("referral_letter", "referral_package"),
        basis="人民法院在线调解规则 第十二条",
        help="三个工作日没有确认，或者不予接受的，可以交给另一个调解组织。",
    ),
    "ask_naming": Step(
        label="请法院指定调解员",
        routes=COURT_ROUTES,
        source="accepted",
        by=(*EITHER, *COMMITTEE),
        starts=("naming",),
        needs=(g.NO_NOMINEE, d.NOT_ASKED),
        check=g.own_party,
        basis="人民法院在线调解规则 第十条",
        help="双方选不到一起的，可以请法院指定。",
    ),
    "name_by_court": Step(
        label="法院指定调解员",
        routes=COURT_ROUTES,
        source="accepted",
        by=COURT,
        stops=("naming",),
        needs=(g.NO_NOMINEE, d.NAMING),
        papers=("mediator_choice",),
        basis="人民法院在线调解规则 第十条",
        help="双方两个工作日没有共同选定的，由法院指定。",
    ),
    "recall": Step(
        label="法院收回",
        routes=COURT_ROUTES,
        source=BEFORE_AGREEMENT,
        target="recalled",
        by=COURT,
        starts=(ENDING,),
        ends_clocks=True,
        keeps=("recall_reason",),
        help="写明理由。收回以后调解结束，材料送回。",
    ),
    "confirm_delivery": Step(
        label="确认送达地址",
        routes=COURT_ROUTES,
        source=(*BEFORE_AGREEMENT, *FOLLOWED),
        by=(*EITHER, "clerk", "mediator"),
        check=g.own_party,
        papers=("delivery",),
        help="以后法院的文书寄到哪里、谁来收。",
    ),
    "allow_disclosure": Step(
        label="是否同意把协商内容交给法院",
        routes=COURT_ROUTES,
        source=ANY,
        fresh_code=True,
        by=(*EITHER, "clerk", "mediator"),
        needs=(d.MET, d.NOT_HANDED_OVER),
        check=d.speaks_for_itself,
        basis="人民法院在线调解规则 第十八条",
        help="为了谈成说过的让步的话，以后不能用来对您不利，也不交给法院。"
        "除非每一方都同意。不同意、不答复都没有影响；交出去以前可以改主意。",
    ),
    "send_back": Step(
        label="送回法院材料",
        routes=COURT_ROUTES,
        source=(*AGREED, "performing", "breached", *ENDED),
        by=COMMITTEE,
        needs=(d.IN_HAND, d.NOT_SENT),
        papers=("return_package",),
        basis="最高人民法院关于人民法院特邀调解的规定 第二十六条",
        help="协议或者调解不成报告、笔录的程序部分、无争议事实、送达地址。不含协商的话。",
    ),
    "send_negotiation": Step(
        label="把协商笔录交给法院",
        routes=COURT_ROUTES,
        source=ANY,
        by="mediator",
        needs=(d.MET, d.SENT, d.ALLOWED, d.NOT_HANDED_OVER),
        papers=("negotiation_package",),
        basis="人民法院在线调解规则 第十八条",
        help="只在各方当事人都同意时才可以。",
    ),
    "take_home": Step(
        label="收到送回的材料",
        routes=COURT_ROUTES,
        source=ANY,
        by=COURT,
        needs=(d.SENT, d.NOT_TAKEN),
        help="达成协议的，依法出具文书或者准许撤诉；没有达成的，接着立案或者恢复审理。",
    ),
    "take_return": Step(
        label="收进送回材料包",
        routes=COURT_ROUTES,
        source=BEFORE_AGREEMENT,
        target="returned",
        by=COURT,
        starts=(ENDING,),
        ends_clocks=True,
        check=d.answers_this,
        keeps=("outcome", "return_package"),
        basis="最高人民法院关于人民法院特邀调解的规定 第二十六条",
        help="调委会在别的平台上办的，验过签名和摘要以后登记结果。",
    ),
    "file_case": Step(
        label="登记立案",
        source=(*WITHOUT_AGREEMENT, "archived"),
        targets=("filed", "archived"),
        choose=d.stays_archived("filed"),
        by=COURT,
        routes=("B",),
        needs=(d.NOT_GONE_ON, d.NOT_AGREED),
        keeps=("filed_number",),
        basis="人民法院在线调解规则 第二十一条",
        help="立案前委派调解不成的，依法登记立案。",
    ),
    "resume_trial": Step(
        label="恢复审理",
        source=(*WITHOUT_AGREEMENT, "archived"),
        targets=("trial_resumed", "archived"),
        choose=d.stays_archived("trial_resumed"),
        by=COURT,
        routes=("C", "D"),
        needs=(d.NOT_GONE_ON, d.NOT_AGREED),
        basis="人民法院在线调解规则 第二十一条",
        help="立案后委托调解不成的，恢复审理；延长的调解期限不计入审理期限。",
    ),
    "file_receipt": Step(
        label="登记对方回执",
        routes=COURT_ROUTES,
        source=ANY,
        by=(*COURT, *COMMITTEE),
        needs=(d.UNACKNOWLEDGED,),
        check=d.of_this_matter,
        help="对方收到材料包以后给的回执，验过签名和摘要以后登记。",
    ),
}
