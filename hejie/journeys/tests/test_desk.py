"""The desk with two at it, without a mouse, and with paper on it."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from hejie.journeys.tests.acting import begin, sign_in, sign_on_screen
from hejie.journeys.tests.applying import CLAIM, STORY
from hejie.journeys.tests.browsing import DESK, Browsing
from hejie.journeys.tests.conftest import Open
from hejie.journeys.tests.seeding import told_to
from hejie.kernel.events import events_of
from hejie.kernel.matters import Matter
from hejie.kernel.tests.pace import at_this_pace

MINUTE = 60
WORDS = "请来综治中心谈谈。"


@pytest.fixture
def clerk(opened: Open) -> Browsing:
    person = opened(DESK)
    sign_in(person, "luo")
    return person


def test_two_clerks_press_at_once_and_one_is_told_politely(clerk: Browsing, opened: Open) -> None:
    matter = told_to("apply")
    director = opened(DESK)
    sign_in(director, "xie")
    both = (clerk, director)
    for person in both:
        person.open("/desk/queue/")
        person.page.keyboard.press("a")
        person.fill("给对方的话", WORDS)
    for person in both:
        person.page.get_by_role("button", name="邀请对方").click()
    for person in both:
        expect(person.page.locator("main")).to_contain_text(
            re.compile("邀请对方，已记录|您刚才的操作没有记录")
        )
    done = [person for person in both if "邀请对方，已记录" in person.text]
    late = [person for person in both if person not in done]
    assert len(done) == len(late) == 1
    expect(late[0].page.get_by_text(WORDS).first).to_be_attached()
    expect(late[0].page.get_by_role("button", name="快捷键")).to_be_visible()
    assert [event.step for event in events_of(matter)].count("invite") == 1


def test_a_walk_in_is_registered_by_keyboard_within_a_minute(clerk: Browsing) -> None:
    keys = clerk.page.keyboard
    begun = time.monotonic()
    keys.press("n")
    clerk.page.wait_for_url("**/desk/intake/")
    expect(clerk.field("事情经过")).to_be_focused()
    keys.type(STORY)
    keys.press("Tab")
    keys.type(CLAIM)
    type_into(clerk, "纠纷发生地", "二堰铺")
    keys.press("Enter")
    type_into(clerk, "姓名", "王秀兰", within="第 1 位")
    type_into(clerk, "电话", "13807280001", within="第 1 位")
    type_into(clerk, "姓名", "刘大勇", within="第 2 位")
    expect(clerk.field("纠纷类型")).to_have_value("MD03")
    keys.press("Control+Enter")
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text("登记回执")
    assert time.monotonic() - begun < at_this_pace(MINUTE)
    matter = Matter.objects.get()
    assert (matter.category, matter.place_id) == ("MD03", "420303001001")


def type_into(person: Browsing, label: str, words: str, within: str = "") -> None:
    """Reach a field by the tabulator alone, and type."""
    field = person.field(label, within)
    for _press in range(40):
        if field.evaluate("one => one === document.activeElement"):
            person.page.keyboard.type(words)
            return
        person.page.keyboard.press("Tab")
    pytest.fail(f"{label} is not reached by Tab")


def test_the_queue_is_worked_off_by_keys(clerk: Browsing) -> None:
    first, second = told_to("apply"), told_to("apply")
    keys = clerk.page.keyboard
    keys.press("q")
    clerk.page.wait_for_url("**/desk/queue/")
    current = clerk.page.locator("[data-current]")
    number = current.locator("a").first
    expect(number).to_have_text(first.reference)
    keys.press("j")
    expect(number).to_have_text(second.reference)
    keys.press("r")
    expect(current.get_by_role("heading", name="下派")).to_be_visible()
    keys.press("Escape")
    keys.press("k")
    for matter in (first, second):
        expect(number).to_have_text(matter.reference)
        keys.press("a")
        expect(current.locator("form :focus")).to_have_count(1)
        if matter is second:
            current.get_by_role("heading", name="邀请对方").click()
            expect(current.locator("form :focus")).to_have_count(0)
        keys.press("Control+Enter")
        expect(clerk.page.get_by_role("status")).to_contain_text(matter.reference)
    expect(clerk.page.get_by_text("没有等着办的新件")).to_be_visible()


def test_the_keys_are_told_and_can_be_switched_off(clerk: Browsing) -> None:
    keys = clerk.page.keyboard
    keys.press("?")
    expect(clerk.page.get_by_role("dialog")).to_contain_text("待办新件")
    clerk.page.get_by_role("checkbox", name="使用快捷键").uncheck()
    keys.press("Escape")
    expect(clerk.page.get_by_role("dialog")).to_be_hidden()
    keys.press("q")
    clerk.page.reload()
    assert clerk.path == "/desk/"


def test_an_agreement_is_read_and_signed_at_the_window(opened: Open) -> None:
    matter = told_to("draft_agreement")
    mediator, director = opened(DESK), opened(DESK)
    sign_in(mediator, "deng")
    for party in ("p1", "p2"):
        begin(mediator, matter.reference, "逐条确认")
        expect(mediator.field("当事人")).to_have_value(party)
        for number in (1, 2):
            mediator.tick(f"第 {number} 条")
        mediator.fill("谁念给当事人听的", "邓大海")
        mediator.press("逐条确认")
        begin(mediator, matter.reference, "签字")
        assert mediator.download("调解协议书").startswith(b"%PDF")
        expect(mediator.field("当事人")).to_have_value(party)
        mediator.choose("怎么签的", "当面，在屏幕上签")
        mediator.tick("已当面核对签字人的身份证件")
        sign_on_screen(mediator)
        mediator.press("签字")
        assert "签字，已记录" in mediator.text
    begin(mediator, matter.reference, "调解员签字")
    mediator.press("调解员签字")
    sign_in(director, "xie")
    begin(director, matter.reference, "调委会盖章")
    assert director.download("调解协议书").startswith(b"%PDF")
    director.press("调委会盖章")
    assert "达成书面协议" in director.text
