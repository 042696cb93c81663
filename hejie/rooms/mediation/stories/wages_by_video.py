"""村里开视频讨工资: two workers before one screen of the village centre, the boss on his phone."""

from typing import Any

from hejie.rooms.mediation.stories.phrases import (
    applicant,
    chosen,
    drafted,
    held,
    sealed,
    signed,
    tended,
    term,
    unit,
)
from hejie.stories.telling import Act, Story, act

MEETING = "session-1"
WORKERS = ["p1", "p2"]
MINUTES = (
    "本次会议以视频方式进行，参加人：申请人魏长顺、申请人雷小军（黄龙滩村综治中心）；"
    "被申请人十堰恒通装饰有限公司（电话）。\n"
    "逐人核对工日和单价，数额没有争议。\n"
    "09:58 十堰恒通装饰有限公司视频连接不畅，改用电话参加。\n"
    "公司同意十一月二十日前一次付清。"
)


def _in_meeting(when: str, who: str, what: str, **told: Any) -> Act:
    return act(when, who, what, meeting=MEETING, **told)


story = Story(
    key="wages_by_video",
    title="村里开视频讨工资",
    procedure="mediation",
    outcome="performed",
    teaches="视频调解：两名工人在村综治中心同一个屏幕前，一人用验证码、一人看证件核对身份；"
    "公司中途改用电话；有人不同意就不录像；笔录逐行确认后填进调解笔录；当场在手机上签字，手机忘在家里的晚上回家签。",
    acts=(
        act(
            "2026-10-13 08:50",
            "visitor",
            "apply",
            facts_told="我们两个给装饰公司贴瓷砖，七月完工，工资一直没给。家在黄龙滩，去城里不方便。",
            claims="付清两个人的工资一万八千六百元。",
            category="MD09",
            place="420303100202",
            way="video",
            amount="18600",
            people=2,
            parties=[
                applicant("魏长顺", "13807280311"),
                applicant("雷小军", "13807280312"),
                unit(
                    "respondent",
                    "十堰恒通装饰有限公司",
                    "13807280313",
                    head="郑伟",
                    address="张湾区车城路",
                ),
            ],
        ),
        act("2026-10-13 10:00", "lin", "invite", text="可以用视频，不用跑路。"),
        act("2026-10-14 09:20", "p3", "answer_invitation", answer="yes"),
        *chosen(
            "peng",
            {"p1": "2026-10-14 12:10", "p2": "2026-10-14 12:20", "p3": "2026-10-14 12:30"},
        ),
        act("2026-10-14 15:00", "peng", "disclose", relation="none"),
        act(
            "2026-10-14 15:10",
            "peng",
            "set_session",
            begins="2026-10-16 09:30",
            ends="2026-10-16 11:30",
            way="video",
            text="两位工人请到黄龙滩村综治中心，公司用手机就行。",
        ),
        _in_meeting(
            "2026-10-16 09:31",
            "peng",
            "let_in",
            people={"p1": "code", "p2": "document"},
            words={
                "told": "魏长顺：查询码和短信验证码；雷小军：主持人看证件核对。"
                "地点：黄龙滩村综治中心"
            },
        ),
        _in_meeting("2026-10-16 09:33", "peng", "let_in", people={"p3": "code"}),
        _in_meeting("2026-10-16 09:36", "p1", "agree_recording", people={"p1": "yes"}),
        _in_meeting("2026-10-16 09:36", "p3", "agree_recording", people={"p3": "no"}),
        _in_meeting(
            "2026-10-16 09:58",
            "peng",
            "let_in",
            people={"p3": "telephone"},
            words={"told": "十堰恒通装饰有限公司改用电话参加"},
        ),
        _in_meeting(
            "2026-10-16 10:38", "peng", "write_minutes", people={}, words={"text": MINUTES}
        ),
        *(
            _in_meeting("2026-10-16 10:42", "p1", "confirm_minutes", people={one: "read"})
            for one in WORKERS
        ),
        _in_meeting("2026-10-16 10:44", "peng", "confirm_minutes", people={"p3": "read"}),
        held(
            "2026-10-16 10:50",
            "peng",
            "1",
            present=[*WORKERS, "p3"],
            result="agreed",
            record=MINUTES,
            negotiation="公司先提年底，后来同意十一月二十日前付清。",
        ),
        *drafted(
            "2026-10-16 11:00",
            "peng",
            shown="2026-10-16 11:02",
            facts_agreed="公司欠魏长顺工资九千八百元、雷小军工资八千八百元。",
            points="什么时候付清。",
            liability="公司承担付清工资的责任。",
            terms=[
                term("p3", "p1", "2026-11-20", sum="9800"),
                term("p3", "p2", "2026-11-20", sum="8800"),
            ],
            copies=4,
        ),
        *signed("2026-10-16", {"p1": "11:10", "p3": "11:15", "p2": "19:30"}, "peng"),
        sealed("2026-10-19 09:00", "meng"),
        act(
            "2026-10-26 10:00",
            "peng",
            "visit",
            clock="visit:",
            way="phone",
            reached="yes",
            applicant_said="等着月底的钱。",
        ),
        *tended("2026-11-17 06:00"),
        act("2026-11-19 16:00", "p3", "perform", subject="1", outcome="performed", paid="9800"),
        act("2026-11-19 16:02", "p3", "perform", subject="2", outcome="performed", paid="8800"),
    ),
)
