"""A resident's application when scripts are off, pages reload, the network drops, buttons stick."""

from __future__ import annotations

from playwright.sync_api import expect

from hejie.journeys.tests.applying import (
    CLAIM,
    ONESELF,
    STORY,
    TOWN,
    VILLAGE,
    fill_in,
    name_people,
    place,
    query_code,
    tell,
)
from hejie.journeys.tests.browsing import PHONE, Browsing
from hejie.journeys.tests.conftest import Open
from hejie.kernel.matters import Matter


def test_a_phone_leaves_with_a_receipt_and_a_date_that_is_explained(phone: Browsing) -> None:
    fill_in(phone)
    phone.press("提交申请")
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("您的事已经登记")
    matter = Matter.objects.get()
    assert matter.reference in phone.text
    assert len(query_code(phone)) == 8
    phone.page.get_by_text("这个日期是怎么算的").first.click()
    expect(phone.page.get_by_text("工作日").first).to_be_visible()


def test_a_browser_without_scripts_leaves_with_a_receipt(opened: Open) -> None:
    phone = opened(PHONE, java_script_enabled=False)
    phone.open("/")
    phone.follow("说出您的事")
    phone.follow("矛盾纠纷调解")
    tell(phone)
    phone.choose("纠纷发生地", VILLAGE)
    phone.press("下一步")
    name_people(phone)
    phone.press("提交申请")
    assert "您的事已经登记" in phone.text
    assert Matter.objects.get().place_id == "420303001001"


def test_a_reload_keeps_what_was_typed_on_each_page(phone: Browsing) -> None:
    phone.open("/apply/?procedure=mediation")
    phone.fill("事情经过", STORY)
    phone.page.reload()
    expect(phone.field("事情经过")).to_have_value(STORY)
    expect(phone.page.get_by_text("上次没有发出的内容已经填回来了")).to_be_visible()
    tell(phone)
    phone.choose("先选街道、乡镇", TOWN)
    phone.choose("纠纷发生地", VILLAGE)
    phone.fill("涉及金额", "4200")
    phone.page.reload()
    expect(phone.field("纠纷发生地")).to_have_value("420303001001")
    expect(phone.field("涉及金额")).to_have_value("4200")
    phone.press("下一步")
    phone.fill("姓名", "王秀兰", within=ONESELF)
    phone.page.reload()
    expect(phone.field("姓名", within=ONESELF)).to_have_value("王秀兰")


def test_a_lost_network_is_told_and_loses_nothing(phone: Browsing) -> None:
    phone.open("/apply/?procedure=mediation")
    phone.fill("事情经过", STORY)
    phone.fill("您的请求", CLAIM)
    phone.context.set_offline(True)
    phone.page.get_by_role("button", name="下一步").click()
    expect(phone.page.get_by_role("alert").filter(has_text="网络断开了")).to_be_visible()
    expect(phone.field("事情经过")).to_have_value(STORY)
    phone.context.set_offline(False)
    expect(phone.page.get_by_text("网络恢复了，可以继续")).to_be_visible()
    phone.press("下一步")
    place(phone)
    name_people(phone)
    phone.press("提交申请")
    assert "您的事已经登记" in phone.text


def test_a_network_that_fails_on_the_way_is_told_too(opened: Open) -> None:
    phone = opened(PHONE)
    fill_in(phone)
    phone.context.route("**/confirm/", lambda route: route.abort("connectionreset"))
    phone.page.get_by_role("button", name="提交申请").click()
    expect(phone.page.get_by_role("alert").filter(has_text="没有发送成功")).to_be_visible()
    assert phone.watch.take("htmx:")
    phone.context.unroute("**/confirm/")
    phone.press("提交申请")
    assert "您的事已经登记" in phone.text
    assert Matter.objects.count() == 1


def test_a_button_pressed_twice_gives_one_matter(phone: Browsing) -> None:
    fill_in(phone)
    phone.page.get_by_role("button", name="提交申请").dblclick()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("您的事已经登记")
    assert Matter.objects.count() == 1


def test_the_same_page_sent_from_two_windows_gives_one_receipt(phone: Browsing) -> None:
    fill_in(phone)
    other = phone.beside()
    phone.press("提交申请")
    other.press("提交申请")
    assert query_code(other) == query_code(phone)
    assert Matter.objects.count() == 1


def test_going_back_changes_an_answer_and_never_sends_twice(phone: Browsing) -> None:
    phone.open("/apply/?procedure=mediation")
    tell(phone)
    place(phone)
    phone.back()
    expect(phone.field("纠纷发生地")).to_have_value("420303001001")
    phone.press("下一步")
    name_people(phone)
    phone.press("提交申请")
    code = query_code(phone)
    phone.back()
    assert query_code(phone) == code
    assert Matter.objects.count() == 1


def test_a_wrong_answer_is_pointed_at_and_the_rest_is_kept(phone: Browsing) -> None:
    phone.open("/apply/?procedure=mediation")
    tell(phone)
    place(phone)
    phone.fill("姓名", "王秀兰", within=ONESELF)
    phone.fill("电话", "12345", within=ONESELF)
    phone.press("下一步")
    summary = phone.page.get_by_role("alert").filter(has_text="要改一下")
    expect(summary).to_be_focused()
    expect(phone.field("姓名", within=ONESELF)).to_have_value("王秀兰")
    name_people(phone)
    assert phone.path.endswith("/confirm/")


def test_english_comes_at_once_and_keeps_the_page_and_the_words(phone: Browsing) -> None:
    phone.open("/apply/?procedure=mediation")
    phone.fill("事情经过", STORY)
    phone.press("English")
    expect(phone.page.locator("html")).to_have_attribute("lang", "en")
    assert phone.path == "/apply/"
    expect(phone.page.get_by_role("textbox").first).to_have_value(STORY)
    phone.press("中文")
    expect(phone.page.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(phone.field("事情经过")).to_have_value(STORY)
