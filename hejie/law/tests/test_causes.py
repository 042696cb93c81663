"""The kinds of dispute are those of the specification, in its order, each in a room."""

from __future__ import annotations

from hejie.law.causes import CAUSES, ROOMS

IN_ORDER = [
    "婚姻家庭", "继承", "邻里", "房屋、宅基地", "物业服务", "合同", "民间借贷", "劳动争议",
    "建筑工人工资", "交通事故", "人身损害", "医疗", "消费", "生产经营", "农村土地承包",
    "征地拆迁", "环境", "校园", "旅游", "电子商务", "互联网", "其他",
]  # fmt: skip


def test_codes_run_in_the_order_of_the_list() -> None:
    assert list(CAUSES) == [f"MD{number:02}" for number in range(1, len(IN_ORDER) + 1)]
    assert [cause.label for cause in CAUSES.values()] == IN_ORDER


def test_each_kind_belongs_to_a_room_and_each_room_has_one() -> None:
    assert {cause.room for cause in CAUSES.values()} == set(ROOMS)
