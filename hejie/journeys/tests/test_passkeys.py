"""A passkey: set up with the device's lock, used instead of a password, asked for as a factor."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, Page, expect

from hejie.journeys.tests.browsing import DESK, PHONE
from hejie.stories.cast import PASSWORD


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def device(
    request: pytest.FixtureRequest, chromium: Browser, home: str, transactional_db: None
) -> Iterator[Page]:
    """A browser on a device with a lock of its own. Keys belong to a name, never a number."""
    context = chromium.new_context(
        **request.param, base_url=home.replace("127.0.0.1", "localhost"), locale="zh-CN"
    )
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    line = context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    line.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield page
    context.close()
    assert troubles == []


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("用户名").fill("luo")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def add_key(page: Page, *, alone: bool) -> None:
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="添加一把").click()
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    page.get_by_label("给它起个名字").fill("办公室的电脑")
    page.get_by_label("以后只用它登录").set_checked(alone)
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_role("heading", name="备用码")).to_be_visible()


def leave(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="退出").click()
    page.goto("/desk/")
    expect(page.get_by_role("heading", name="工作人员登录")).to_be_visible()


def test_a_passkey_signs_in_without_a_password(device: Page):
    sign_in(device)
    add_key(device, alone=True)
    key = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    assert key.user.username == "luo"
    leave(device)
    device.get_by_role("button", name="用通行密钥").click()
    device.wait_for_url(lambda url: urlsplit(url).path == "/desk/")
    expect(device.get_by_text("罗敏").first).to_be_visible()


def test_a_passkey_is_the_second_step_after_a_password(device: Page):
    sign_in(device)
    add_key(device, alone=False)
    leave(device)
    sign_in(device)
    expect(device.get_by_role("heading", name="第二步验证")).to_be_visible()
    device.get_by_role("button", name="用通行密钥").click()
    device.wait_for_url(lambda url: urlsplit(url).path == "/desk/")
