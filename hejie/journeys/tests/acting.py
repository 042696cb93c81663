"""What people do again and again: sign in, show the code from a text message, take a step."""

from __future__ import annotations

import re

from click.testing import CliRunner
from playwright.sync_api import expect

from hejie.cli import work
from hejie.journeys.tests.browsing import Browsing
from hejie.kernel.notices import Notice
from hejie.stories.cast import PASSWORD


def sign_in(person: Browsing, username: str, path: str = "/desk/") -> None:
    person.open(f"/accounts/login/?next={path}")
    person.fill("用户名", username)
    person.fill("密码", PASSWORD)
    person.press("登录")


def let_worker_work() -> None:
    """What the worker beside the web server does all the time."""
    done = CliRunner().invoke(work.command, ["--once"], catch_exceptions=False)
    assert done.exit_code == 0


def last_message(party: str) -> str:
    """What a party's telephone shows last."""
    return str(Notice.objects.filter(to=f"party:{party}").latest("at", "number").text)


def confirm_by_phone(person: Browsing, party: str) -> None:
    """From the page that asks for six digits to the page that lies behind it."""
    person.press("发验证码")
    found = re.search(r"验证码 (\d{6})", last_message(party))
    assert found
    person.fill("短信里的六位数字", found[1])
    person.press("确认")


def begin(person: Browsing, reference: str, step: str) -> None:
    """Open a matter at the desk and begin a step there."""
    person.open(f"/desk/matters/{reference}/")
    person.follow(step)


def sign_on_screen(person: Browsing) -> None:
    """Draw a name with the finger or the mouse."""
    pad = person.page.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    mouse = person.page.mouse
    left, middle = box["x"] + 30, box["y"] + box["height"] / 2
    mouse.move(left, middle)
    mouse.down()
    for step in range(1, 6):
        mouse.move(left + 25 * step, middle + (30 if step % 2 else -30), steps=4)
    mouse.up()
    expect(person.page.get_by_text("已签名")).to_be_visible()
