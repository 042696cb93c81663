"""Any text gets a room, a door, an urgency and a kind, each with its reasons."""

from __future__ import annotations

import json
import time
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hejie.triage import Triage, triage
from hejie.triage.doors import DOORS
from hejie.triage.evaluation import questions
from hejie.triage.judgement import JUDGE
from hejie.triage.reading import HEAD
from hejie.triage.rooms import ROOMS

VOCABULARY = [
    word.written.replace("…", "")
    for lexicon in (JUDGE.room, JUDGE.door, JUDGE.urgent, JUDGE.cause)
    for word in lexicon.words
]


def check(found: Triage, text: str) -> None:
    assert found.room in ROOMS
    assert found.next in DOORS
    assert found.mediable == ("yes" if found.next == "mediation" else "no")
    assert found.urgent in {"yes", "no"}
    assert found.cause in {code for room in ROOMS.values() for code in room.causes}
    assert {reason.field for reason in found.why} == {"room", "mediable", "urgent", "next", "cause"}
    for reason in found.why:
        assert all(word and word in text for word in reason.words)
        assert reason.rule
        assert reason.sentence.endswith("。")
        assert all(word in reason.sentence for word in reason.words)


@given(st.text())
def test_any_text_is_answered_with_reasons_quoted_from_it(text: str) -> None:
    check(triage(text), text)


@given(st.lists(st.sampled_from(VOCABULARY), max_size=30).map("".join))
def test_any_mixture_of_our_words_is_answered(text: str) -> None:
    check(triage(text), text)


@given(st.lists(st.sampled_from(VOCABULARY), max_size=10).map("，".join))
def test_the_same_text_gets_the_same_answer(text: str) -> None:
    assert triage(text) == triage(text)


@pytest.mark.parametrize(
    "text", ["", " \n\t", "😀😀", "\0", "?", "My boss did not pay me.", "\ud800"]
)
def test_what_says_nothing_is_a_question_for_the_counter(text: str) -> None:
    found = triage(text)
    check(found, text)
    assert (found.room, found.mediable, found.urgent, found.next, found.cause) == (
        "general", "no", "no", "legal_aid", "MD22",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "room", "door", "cause"),
    [
        ("公司三个月没发工资了，老板说没钱", "labour", "mediation", "MD08"),
        ("在工地干了三个月，包工头不给工资", "labour", "mediation", "MD09"),
        ("离婚后前夫不给抚养费", "family", "mediation", "MD01"),
        ("父亲过世了，哥哥把遗产都占了不分给我", "family", "mediation", "MD02"),
        ("楼上漏水把我家吊顶泡坏了，找他几次都不管", "property", "mediation", "MD03"),
        ("租的房子没到期房东要收回去，押金也不退", "property", "mediation", "MD04"),
        ("物业不修电梯，我们不想交物业费", "property", "mediation", "MD05"),
        ("工程款拖了两年，甲方不给结算", "property", "mediation", "MD06"),
        ("朋友借我三万不还，只有借条", "general", "mediation", "MD07"),
        ("骑电动车被小轿车撞了，对方不赔", "general", "mediation", "MD10"),
        ("邻居家的狗咬了我，不肯出医药费", "general", "mediation", "MD11"),
        ("医生误诊，我多做了一次手术，医院不承认", "medical", "mediation", "MD12"),
        ("在商场买的鞋开胶了，商家不退货", "medical", "mediation", "MD13"),
        ("和别人合伙开店，他不给我分红", "general", "mediation", "MD14"),
        ("我家承包地被人占了几亩，协商不成", "property", "mediation", "MD15"),
        ("拆迁补偿的面积丈量不合理", "property", "mediation", "MD16"),
        ("楼下油烟和噪音天天吵，他们不肯改", "environment", "mediation", "MD17"),
        ("孩子在学校被同学推倒摔断胳膊，学校不负责", "general", "mediation", "MD18"),
        ("跟团旅游，旅行社擅自取消景区，不退款", "medical", "mediation", "MD19"),
        ("网购的沙发，下单后卖家不发货", "medical", "mediation", "MD20"),
        ("网上刷单被骗了五千", "general", "police", "MD22"),
        ("交警给我的行政处罚我不服", "general", "administrative", "MD22"),
        ("判决生效了，怎么申请强制执行", "general", "court", "MD22"),
        ("劳动仲裁需要什么材料", "labour", "labour_arbitration", "MD08"),
        ("醉驾会判几年", "general", "legal_aid", "MD10"),
    ],
)
def test_each_kind_finds_its_room_and_door(text: str, room: str, door: str, cause: str) -> None:
    found = triage(text)
    assert (found.room, found.next, found.cause) == (room, door, cause)


def test_danger_from_people_goes_to_the_police_before_any_mediation() -> None:
    found = triage("老公喝醉了拿菜刀追着我砍，我要和他离婚")
    assert (found.urgent, found.mediable, found.next, found.room) == (
        "yes",
        "no",
        "police",
        "family",
    )


def test_what_cannot_wait_may_still_be_mediated() -> None:
    found = triage("母亲突然离家出走不管孩子，我和她协商，她不同意养")
    assert (found.urgent, found.next) == ("yes", "mediation")


def test_urgency_is_found_anywhere_in_a_long_text() -> None:
    told = "工资没发。" * HEAD
    assert triage(told).urgent == "no"
    assert triage(told + "我不想活了。" + told).urgent == "yes"


def test_a_text_in_traditional_characters_is_quoted_as_written() -> None:
    found = triage("老闆拖欠我三個月工資")
    assert (found.room, found.next) == ("labour", "mediation")
    assert "工資" in {word for reason in found.why for word in reason.words}


def test_an_answer_cannot_be_changed_and_is_plain_json() -> None:
    found = triage("公司不发工资")
    with pytest.raises(FrozenInstanceError):
        found.room = "family"  # type: ignore[misc]
    value = found.as_json()
    assert json.loads(json.dumps(value)) == value
    assert list(value) == ["room", "mediable", "urgent", "next", "why", "cause"]


def seconds(*texts: str) -> float:
    """The processor time of this thread for all texts, the calmest of three tries."""

    def once() -> float:
        began = time.thread_time()
        for text in texts:
            triage(text)
        return time.thread_time() - began

    return min(once() for _try in range(3))


def test_a_question_takes_less_than_five_milliseconds() -> None:
    texts = [question.text for question in questions()]
    assert seconds(*texts) / len(texts) < 0.005


def test_a_very_long_text_is_answered_in_time_that_grows_with_its_length() -> None:
    text = "".join(VOCABULARY)
    text = (text * (100_000 // len(text) + 1))[:100_000]
    check(triage(text), text)
    assert seconds(text) < 8 * seconds(text[:25_000])  # the square would be sixteen
