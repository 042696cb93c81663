"""The field app in a real browser: without a network, cut off in the middle, closed and opened."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Error, FilePayload, Page, Route, expect

from hejie.journeys.tests.browsing import PHONE
from hejie.kernel.events import Event
from hejie.kernel.matters import Matter
from hejie.rooms.patrol.stories.phrases import SQUARE
from hejie.stories.cast import PASSWORD
from hejie.stories.telling import taken_photograph

FIELD = "/rooms/patrol/field/"
SEND = f"**{FIELD}send/"
PHOTO: FilePayload = {
    "name": "lamp.jpg",
    "mimeType": "image/jpeg",
    "buffer": b64decode(taken_photograph()),
}


@pytest.fixture
def telephone(chromium, home, transactional_db) -> Iterator[BrowserContext]:
    """A telephone of a grid worker who is signed in and has opened the app once."""
    context = chromium.new_context(
        **PHONE,
        base_url=home,
        locale="zh-CN",
        permissions=["geolocation"],
        geolocation={"longitude": float(SQUARE["lon"]), "latitude": float(SQUARE["lat"])},
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill("mai")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.goto(FIELD)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    yield context
    context.close()


@pytest.fixture
def app(telephone: BrowserContext) -> Page:
    return telephone.pages[0]


def write(page: Page, where: str = "村口桥头") -> None:
    page.get_by_label("是什么事").select_option("EV01")
    page.get_by_label("照片", exact=True).set_input_files(PHOTO)
    page.get_by_label("具体位置").fill(where)
    page.get_by_role("button", name="用我现在的位置").click()
    expect(page.get_by_text("已取到位置", exact=True)).to_be_visible()
    page.get_by_label("看到了什么").fill("路灯不亮。")
    page.get_by_role("button", name="上报", exact=True).click()


def items(page: Page, state: str):
    return page.locator(f"[data-items] li[data-state={state}]")


def test_a_day_without_network_is_written_kept_and_sent_once(telephone, app):
    telephone.set_offline(True)
    app.reload()
    expect(app.get_by_text("没有网络：照样可以写，有网络再发")).to_be_visible()
    write(app)
    expect(items(app, "queued")).to_have_count(1)
    written = timezone.now()
    app.close()
    later = telephone.new_page()
    later.goto(FIELD)
    expect(items(later, "queued")).to_have_count(1)
    assert not Matter.objects.exists()
    telephone.set_offline(False)
    expect(items(later, "sent")).to_have_count(1, timeout=30_000)
    matter = Matter.objects.get()
    opening = Event.objects.get(matter_id=matter.id, seq=1)
    assert opening.occurred <= written < opening.at
    assert matter.data["cell"] == "420303001202-01"
    expect(items(later, "sent").get_by_role("link", name=matter.reference)).to_be_visible()
    later.reload()
    expect(items(later, "sent")).to_have_count(1)
    assert Matter.objects.count() == 1


def test_an_answer_that_never_came_back_does_not_make_two(telephone, app):
    """The server has taken it, and the network is cut before the telephone hears of it."""
    tries = []

    def cut_once(route: Route) -> None:
        tries.append(1)
        if len(tries) == 1:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    telephone.route(SEND, cut_once)
    write(app)
    expect(items(app, "sent")).to_have_count(1, timeout=40_000)
    assert len(tries) == 2
    assert Matter.objects.count() == 1


def test_a_browser_closed_in_the_middle_of_sending_sends_again_and_counts_once(telephone, app):
    def take_and_close(route: Route) -> None:
        route.fetch()
        app.close()

    telephone.route(SEND, take_and_close)
    with suppress(Error):
        write(app)
        app.wait_for_event("close", timeout=20_000)
    telephone.unroute(SEND)
    again = telephone.new_page()
    again.goto(FIELD)
    expect(items(again, "sent")).to_have_count(1, timeout=40_000)
    assert Matter.objects.count() == 1


def test_what_is_refused_says_why_and_is_mended(app):
    app.get_by_label("是什么事").select_option("EV05")
    app.get_by_label("照片", exact=True).set_input_files({**PHOTO, "buffer": b"no photograph"})
    app.get_by_label("具体位置").fill("祠堂")
    app.get_by_label("在哪个村、社区").select_option("420303001202")
    app.get_by_label("看到了什么").fill("电线搭在木梁上。")
    app.get_by_role("button", name="上报", exact=True).click()
    expect(items(app, "refused").get_by_text("照片：")).to_be_visible(timeout=20_000)
    items(app, "refused").get_by_role("button", name="改一改再发").click()
    expect(app.get_by_label("具体位置")).to_have_value("祠堂")
    app.get_by_label("照片", exact=True).set_input_files(PHOTO)
    app.get_by_role("button", name="上报", exact=True).click()
    expect(items(app, "sent")).to_have_count(1, timeout=30_000)
    assert Matter.objects.get().category == "EV05"


def test_a_draft_waits_until_it_is_sent(app):
    app.get_by_label("具体位置").fill("小学门口")
    app.get_by_role("button", name="先存成草稿").click()
    expect(items(app, "draft")).to_have_count(1)
    app.reload()
    items(app, "draft").get_by_role("button", name="改一改再发").click()
    expect(app.get_by_label("具体位置")).to_have_value("小学门口")
    app.get_by_role("button", name="上报", exact=True).click()
    expect(app.get_by_text("请填具体位置和看到了什么")).to_be_visible()
    assert not Matter.objects.exists()
