"""How a resident fills the three pages of an application, by what stands on them."""

from __future__ import annotations

from hejie.journeys.tests.browsing import Browsing

STORY = "楼上卫生间漏水，我家天花板泡坏了，楼上一直不修。"
CLAIM = "修好漏水，赔偿天花板维修费四千二百元。"
TOWN, VILLAGE = "花果街道", "二堰铺社区"
ONESELF, OTHER = "您自己", "对方"


def tell(person: Browsing) -> None:
    person.fill("事情经过", STORY)
    person.fill("您的请求", CLAIM)
    person.press("下一步")


def place(person: Browsing) -> None:
    person.choose("先选街道、乡镇", TOWN)
    person.choose("纠纷发生地", VILLAGE)
    person.press("下一步")


def name_people(person: Browsing) -> None:
    person.fill("姓名", "王秀兰", within=ONESELF)
    person.fill("电话", "13807280001", within=ONESELF)
    person.fill("姓名", "刘大勇", within=OTHER)
    person.fill("电话", "13807280002", within=OTHER)
    person.press("下一步")


def fill_in(person: Browsing) -> None:
    """Everything up to the last look back."""
    person.open("/")
    person.follow("说出您的事")
    person.follow("矛盾纠纷调解")
    tell(person)
    place(person)
    name_people(person)


def query_code(person: Browsing) -> str:
    """What stands on the receipt to be copied."""
    return person.page.locator(".query-code").inner_text().strip()
