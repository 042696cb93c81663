"""视频讨工资到司法确认: a worker at the village centre, the firm on its phone, and a ruling."""

from typing import Any

from hejie.rooms.confirmation.stories.phrases import (
    TOLD,
    applied,
    drafted_and_signed,
    firm,
    in_review,
    mediate,
    pays,
    person,
    ruled_valid,
    served,
)
from hejie.stories.telling import Act, Story, act

DAY = "2026-07-21"
MINUTES = (
    "本次会议以视频方式进行，参加人：申请人尚春生（黄龙滩村综治中心）；"
    "被申请人十堰恒通装饰有限公司（手机）。\n"
    "核对工日和单价，欠一万二千元，没有争议。\n"
    "公司同意分两次付清。"
)


def _in_meeting(when: str, who: str, what: str, **told: Any) -> Act:
    return mediate(when, who, what, meeting="session-1", **told)


story = Story(
    key="wages_by_video_confirmed",
    title="村里开视频讨工资，再请法院确认",
    procedure="confirmation",
    outcome="in_force",
    teaches="人不进城也能走完：村综治中心视频调解、笔录逐行确认、在会上签字，双方在手机上共同申请司法确认，法院视频核实后裁定有效。",
    acts=(
        mediate(
            f"{DAY} 08:40",
            "lin",
            "register",
            facts_told="在装饰公司贴瓷砖，六月完工，工资没有给。家在黄龙滩，进城不方便。",
            category="MD09",
            place="420303100202",
            source="applied",
            channel="phone",
            parties=[
                person("applicant", "尚春生", "13807280691"),
                firm("respondent", "十堰恒通装饰有限公司", "13807280692", head="郑伟"),
            ],
        ),
        mediate(f"{DAY} 08:50", "lin", "accept", consenting=["p1", "p2"], said="phone"),
        mediate(f"{DAY} 08:55", "meng", "name_mediator", mediators=["$account:peng"]),
        mediate(f"{DAY} 09:00", "peng", "disclose", relation="none"),
        *(mediate(f"{DAY} 09:05", p, "accept_mediator", answer="yes") for p in ("p1", "p2")),
        mediate(
            f"{DAY} 09:10",
            "peng",
            "set_session",
            begins=f"{DAY} 10:00",
            ends=f"{DAY} 10:45",
            way="video",
            text="尚师傅请到黄龙滩村综治中心，公司用手机就行。",
        ),
        _in_meeting(
            f"{DAY} 10:01",
            "peng",
            "let_in",
            people={"p1": "document"},
            words={"told": "尚春生：主持人看证件核对。地点：黄龙滩村综治中心"},
        ),
        _in_meeting(f"{DAY} 10:02", "peng", "let_in", people={"p2": "code"}),
        _in_meeting(f"{DAY} 10:38", "peng", "write_minutes", people={}, words={"text": MINUTES}),
        *(
            _in_meeting(f"{DAY} 10:40", p, "confirm_minutes", people={p: "read"})
            for p in ("p1", "p2")
        ),
        mediate(
            f"{DAY} 10:42",
            "peng",
            "hold_session",
            session="1",
            present=["p1", "p2"],
            read_by=["p1", "p2"],
            record=MINUTES,
            result="agreed",
            **TOLD,
        ),
        *drafted_and_signed(
            DAY,
            told="公司欠工资一万二千元。",
            terms=[pays("2026-08-20", "6000"), pays("2026-09-20", "6000")],
            mediator="peng",
            director="meng",
        ),
        *applied("2026-07-22"),
        *in_review("2026-07-23", "31"),
        act(
            "2026-07-23 15:00",
            "fangming",
            "set_review",
            begins="2026-07-27 09:30",
            way="video",
            text="用手机视频核实，不用到法院来，请备好身份证。",
        ),
        act(
            "2026-07-27 09:50",
            "fangming",
            "hold_review",
            present=["p1", "p2"],
            record="双方都说协议是自愿签的，金额、日期没有错。",
        ),
        ruled_valid("2026-07-28 16:00", "31"),
        served("2026-07-29 09:00", "p1"),
        served("2026-07-29 10:00", "p2"),
    ),
)
