"""年前查工资: two building sites, both put right, one only at the second look."""

from hejie.rooms.screening.stories.phrases import CAMPAIGN, found, launched
from hejie.stories.telling import Story, act

FIRST, SECOND = "一号工地", "二号工地"

story = Story(
    key="wages_before_new_year",
    title="年前查工资",
    procedure="finding",
    outcome="closed",
    teaches="有时间、有地方、有清单。发现一件、交办一件、销号一件；由发现的单位去看，没办好的再交办。",
    acts=(
        launched(
            "2026-01-05 09:00",
            "luo",
            "wages",
            "年前工资排查",
            ["信访老户在哪些工地"],
            begins="2026-01-05",
            ends="2026-02-10",
            refused="不按人的类别排查",
        ),
        launched(
            "2026-01-05 09:05",
            "luo",
            "wages",
            "年前工资排查",
            ["工资专用账户有没有钱", "有没有按月发放", "有没有欠薪苗头"],
            begins="2026-01-05",
            ends="2026-02-10",
        ),
        found("2026-01-08 10:00", "shan", FIRST, 2, "十一月、十二月工资没有发。", degree="high"),
        act(
            "2026-01-08 10:30",
            "luo",
            "assign",
            of=FIRST,
            holder="zw-wages",
            due="2026-01-20",
            text="年前发清。",
        ),
        found("2026-01-09 10:00", "luo", SECOND, 1, "专用账户余额不够一个月。"),
        act("2026-01-09 10:10", "luo", "assign", of=SECOND, holder="zw-wages", due="2026-01-23"),
        act("2026-01-16 16:00", "he2", "resolve", of=FIRST, text="已经发了十一月的。"),
        act(
            "2026-01-17 09:00",
            "shan",
            "check",
            of=FIRST,
            result="redo",
            refused="哪天前再办好",
            text="十二月的没发。",
        ),
        act(
            "2026-01-17 09:05",
            "shan",
            "check",
            of=FIRST,
            result="redo",
            due="2026-01-26",
            text="十二月的没发。",
        ),
        act("2026-01-22 09:00", "he2", "resolve", of=SECOND, text="补足了保证金。"),
        act("2026-01-22 15:00", "luo", "check", of=SECOND, result="done", text="看过对账单。"),
        act("2026-01-26 10:00", "he2", "resolve", of=FIRST, text="两个月全部发清。"),
        act("2026-01-27 09:00", "shan", "check", of=FIRST, result="done", text="问过六名工人。"),
        act("2026-01-28 09:00", "luo", "report", of=CAMPAIGN, text="两处都已经销号。"),
        act(
            "2026-02-10 16:00",
            "luo",
            "finish",
            of=CAMPAIGN,
            text="查了十九处，发现两处，全部销号。",
        ),
    ),
)
