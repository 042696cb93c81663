"""Take the pictures of the README and the guides: a demonstration of its own, real pages."""

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

BASE = Path(__file__).resolve().parent.parent
PICTURES = BASE / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
PASSWORD = "hejie-demo"  # noqa: S105  (the cast's)
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--lang=zh-CN",
]
PHONE = {"width": 390, "height": 844}
SCREEN = {"width": 1440, "height": 900}
MARGIN = 12
BOX = """(element, margin) => {
  const box = element.getBoundingClientRect();
  return {x: box.x + scrollX - margin, y: box.y + scrollY - margin,
          width: box.width + 2 * margin, height: box.height + 2 * margin};
}"""
MOST_BYTES = 150 * 1024
MOST_COLOURS = (128, 64, 32, 16)
TABLE = """事情经过,您的请求,纠纷类型,纠纷发生地,申请人姓名或名称,申请人电话,被申请人姓名或名称
楼道堆满旧家具，推不出轮椅。,清走杂物。,邻里,花果街道,贺春生,13807280701,毛建平
饭店门口的音响吵到半夜。,十点以后关掉。,环境,花果街道,施桂芳,13807280702,好运来饭店
借去的一万元到期不还。,还钱。,民间借贷,花果街道,,13807280703,蒋大海
"""
READY = "Ctrl-C"
"""What `tools/demo.py` prints last when everything answers."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def demonstration() -> Iterator[str]:
    """A seeded instance with a home of its own; gives its address and leaves nothing."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="hejie-pictures-") as home:
        command = [sys.executable, str(BASE / "tools" / "demo.py"), "--port", str(port)]
        demo = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "HEJIE_HOME": home, "HEJIE_DEMO": "1"},  # noqa: TID251
        )
        try:
            assert demo.stdout is not None
            if not any(READY in line for line in demo.stdout):
                sys.exit("The demonstration did not start; what it said is above.")
            yield f"http://127.0.0.1:{port}"
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.wait()


class Camera:
    """A browser window of one size that keeps pictures of what it shows."""

    def __init__(self, browser: Browser, address: str, size: dict[str, int]) -> None:
        self.address = address
        self.browser = browser
        self.page: Page = browser.new_context(
            base_url=address,
            viewport=size,  # type: ignore[arg-type]
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            device_scale_factor=2 if size is PHONE else 1,
        ).new_page()

    def keep(self, name: str, *, of: str = "") -> None:
        """Keep the window as it is, or the whole of one element with a margin."""
        if of:
            clip = self.page.locator(of).first.evaluate(BOX, MARGIN)
            picture = self.page.screenshot(animations="disabled", full_page=True, clip=clip)
        else:
            picture = self.page.screenshot(animations="disabled")
        path = PICTURES / f"{name}.png"
        path.write_bytes(small(picture))
        print(f"{path.relative_to(BASE)}  {path.stat().st_size // 1024} KB")

    def top(self) -> None:
        self.page.evaluate("scrollTo(0, 0)")


def small(picture: bytes) -> bytes:
    """A PNG with as many colours as it may keep."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    for colours in MOST_COLOURS:
        out = BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES:
            return out.getvalue()
    raise ValueError(f"still {out.tell()} bytes with {colours} colours: show less of the page")


def sign_in(camera: Camera, username: str) -> Page:
    page = camera.page
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/desk/")
    return page


def find(page: Page, words: str) -> None:
    """Open the newest matter that has these words."""
    page.goto(f"/desk/matters/?q={words}")
    page.locator("table.list tbody a").first.click()
    page.wait_for_selector("#acts")


def begin(page: Page, label: str) -> None:
    """Open the form of a step on the matter's page."""
    page.locator(".acts a").get_by_text(label, exact=True).click()
    page.wait_for_selector("#doing form")


def apply(phone: Camera) -> None:
    page = phone.page
    page.goto("/")
    phone.keep("resident-home")
    page.click("a:has-text('说出您的事')")
    page.fill("[name=facts_told]", "楼上卫生间漏水，我家天花板泡坏了，找了三次，楼上一直不修。")
    page.fill("[name=claims]", "修好漏水，赔偿天花板维修费四千二百元。")
    phone.keep("resident-words")
    page.click("button:has-text('下一步')")
    page.wait_for_url("**/where/")
    phone.keep("resident-where")
    page.select_option(".place-town", label="花果街道")
    page.select_option("[name=place]", label="二堰铺社区")
    page.click("button:has-text('下一步')")
    page.wait_for_url("**/who/")
    page.fill("[name=parties-0-name]", "王秀兰")
    page.fill("[name=parties-0-phone]", "138 0728 0001")
    page.fill("[name=parties-1-name]", "刘大勇")
    page.fill("[name=parties-1-phone]", "138 0728 0002")
    page.click("button:has-text('下一步')")
    page.wait_for_url("**/confirm/")
    page.click("button:has-text('提交申请')")
    page.wait_for_url("**/receipts/**")
    phone.keep("resident-receipt")


def clerk(screen: Camera) -> None:
    page = sign_in(screen, "luo")
    page.goto("/desk/")
    screen.keep("clerk-work")
    page.goto("/desk/queue/")
    screen.keep("clerk-queue")
    own = page.locator("[data-item]", has_text="天花板")
    own.focus()
    page.keyboard.press("a")
    page.wait_for_selector(".turn form")
    screen.keep("clerk-invite", of="[data-item]:has(form)")
    page.click(".turn form button.btn-primary")
    page.wait_for_selector(".message-success")
    take_in(screen)
    bring_in(screen)
    find(page, "天花板")
    screen.keep("clerk-matter")


def take_in(screen: Camera) -> None:
    """A walk-in, as the clerk types it."""
    page = screen.page
    page.goto("/desk/intake/")
    page.fill(
        "[name=facts_told]", "隔壁饭店的油烟正对着我家窗户，一天到晚开不了窗，说了几次都不理。"
    )
    page.wait_for_selector("#triage details")
    page.fill("[name=parties-0-name]", "田春梅")
    page.fill("[name=parties-0-phone]", "138 0728 0611")
    page.fill("[name=parties-1-name]", "老屋饭庄")
    page.select_option("[name=parties-1-kind]", "organisation")
    screen.top()
    screen.keep("clerk-intake")


def bring_in(screen: Camera) -> None:
    """A table of matters, one row of which has to be mended."""
    page = screen.page
    page.goto("/desk/import/")
    table = {"name": "十一月来访.csv", "mimeType": "text/csv", "buffer": TABLE.encode("utf-8-sig")}
    page.set_input_files("[name=file]", table)
    page.click("button:has-text('上传并检查')")
    page.wait_for_selector("#good", timeout=60_000)
    screen.keep("clerk-import")


def answer(phone: Camera, screen: Camera) -> None:
    """The other side opens its invitation; the clerk's outbox tells what its phone was sent."""
    page = screen.page
    page.goto("/desk/outbox/")
    invitation = page.locator("article", has_text="请答复是否愿意").first.inner_text()
    code = invitation.split("查询码")[1].strip()[:8]
    page = phone.page
    page.goto(f"/my/{code}/")
    page.click("button:has-text('发验证码')")
    page.wait_for_selector("[name=digits]")
    screen.page.goto("/desk/outbox/")
    told = screen.page.locator("article", has_text="验证码").first.inner_text()
    page.fill("[name=digits]", told.split("验证码")[1].strip()[:6])
    phone.keep("resident-code")
    page.click("button:has-text('确认')")
    page.wait_for_selector("#now")
    page.locator("#now").scroll_into_view_if_needed()
    phone.keep("resident-answer")


def mediator(screen: Camera) -> None:
    page = sign_in(screen, "zeng")
    page.goto("/desk/calendar/")
    screen.keep("mediator-calendar")
    find(page, "车位")
    page.locator("section > .clock summary").last.click()
    screen.keep("mediator-matter")
    begin(page, "记录调解会")
    screen.keep("mediator-minutes", of="#doing")
    page = sign_in(screen, "yu")
    find(page, "押金")
    begin(page, "起草书面协议")
    screen.keep("mediator-agreement", of="#doing")


def supervisor(screen: Camera) -> None:
    page = sign_in(screen, "zhou")
    page.goto("/desk/supervision/")
    screen.keep("supervisor-list")
    page.locator(".watched a", has_text="督办").first.click()
    page.wait_for_selector(".watched .turn form")
    screen.keep("supervisor-order", of=".watched:has(form)")


def court(screen: Camera) -> None:
    page = sign_in(screen, "qin")
    page.goto("/rooms/mediation/court/")
    screen.keep("court-cases")
    page.goto("/rooms/mediation/court/?group=nobody")
    page.locator("tr", has_text="法院恢复审理").locator("a").first.click()
    page.wait_for_selector("#packages")
    screen.keep("court-case")


def take_all(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        phone, screen = Camera(browser, address, PHONE), Camera(browser, address, SCREEN)
        apply(phone)
        clerk(screen)
        answer(phone, screen)
        mediator(screen)
        supervisor(screen)
        court(screen)
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at", help="address of a running demonstration, instead of a new one")
    arguments = parser.parse_args()
    PICTURES.mkdir(parents=True, exist_ok=True)
    with contextlib.nullcontext(arguments.at) if arguments.at else demonstration() as address:
        take_all(address)


main()
