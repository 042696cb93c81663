"""A browser as people have it, on a phone or at a desk, watched for what must never happen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 30_000
"""Milliseconds in which a page must come; much more than the 200 that the product promises,
since two workers and two browsers share a machine that may be slow."""
expect.set_options(timeout=PATIENCE)

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
TWICE_AS_LARGE: dict[str, Any] = {**PHONE, "viewport": {"width": 195, "height": 422}}
"""A phone zoomed to 200 %: every length is half as many pixels of the page."""
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}

ANSWERS = {"document", "xhr", "fetch"}
"""How a browser asks for what a press of a button or a link leads to."""
BUSY = "form[data-busy], .htmx-request, .htmx-swapping, .htmx-settling"

ANSWERED_BADLY = "Failed to load resource"
"""How the console repeats what `Watch.response` already judges."""
STREAMS = "/live/?ticket="
"""Streams are answered by the server that a district runs, and not by the tests' own."""


@dataclass
class Watch:
    """What went wrong in a browser: errors of scripts, refused contents, strangers asked."""

    home: str
    troubles: list[str] = field(default_factory=list)
    loads: int = 0

    def over(self, context: BrowserContext) -> None:
        context.on("console", self.console)
        context.on("weberror", lambda told: self.troubles.append(f"script: {told.error}"))
        context.on("request", self.request)
        context.on("response", self.response)
        context.on("page", lambda page: page.on("load", self.loaded))

    def loaded(self, _page: Page) -> None:
        self.loads += 1

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(ANSWERED_BADLY):
            self.troubles.append(f"console: {message.text}")

    def request(self, request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.scheme in {"http", "https", "ws", "wss"} and asked.netloc != self.host:
            self.troubles.append(f"asks another host: {request.url}")

    def response(self, response: Response) -> None:
        part_of_page = response.request.resource_type not in ANSWERS
        if STREAMS in response.url:
            return
        if response.status >= (400 if part_of_page else 500):
            self.troubles.append(f"{response.status}: {response.url}")

    def take(self, words: str) -> list[str]:
        """Troubles that a test brought about itself: they are told once and forgotten."""
        expected = [trouble for trouble in self.troubles if words in trouble]
        self.troubles = [trouble for trouble in self.troubles if words not in trouble]
        return expected

    @property
    def host(self) -> str:
        return urlsplit(self.home).netloc


@dataclass
class Browsing:
    """One person at one browser. Paths are the site's; labels and names are what one reads."""

    page: Page
    watch: Watch

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        return self.page.locator("body").inner_text()

    def open(self, path: str) -> int:
        """Go to a page of ours; gives the status of the answer."""
        answer = self.page.goto(self.watch.home + path)
        return answer.status if answer else 0

    def field(self, label: str, within: str = "") -> Locator:
        """The field that one sees under this label, in a part of the page if one is named."""
        part = self.page.get_by_role("group", name=within) if within else self.page
        return part.get_by_label(label).filter(visible=True).first

    def fill(self, label: str, words: str, within: str = "") -> None:
        self.field(label, within).fill(words)

    def choose(self, label: str, option: str, within: str = "") -> None:
        self.field(label, within).select_option(label=option)

    def tick(self, label: str, within: str = "") -> None:
        self.field(label, within).check()

    def press(self, name: str) -> None:
        """Press a button that sends something, and wait for the page that answers."""
        self._click(self.page.get_by_role("button", name=name).first)

    def follow(self, name: str) -> None:
        self._click(self.page.get_by_role("link", name=name).first)

    def _click(self, target: Locator) -> None:
        before = self.watch.loads
        with self.page.expect_response(_is_answer) as answered:
            target.click()
        answer = answered.value
        if answer.request.resource_type == "document" or "hx-redirect" in answer.headers:
            while self.watch.loads == before:
                self.page.wait_for_event("load")
        else:
            expect(self.page.locator(BUSY)).to_have_count(0)

    def download(self, name: str) -> bytes:
        """The file behind a link, fetched with this browser's cookies."""
        link = self.page.get_by_role("link", name=name).first
        answer = self.context.request.get(self.watch.home + (link.get_attribute("href") or ""))
        assert answer.ok, answer.status_text
        return answer.body()

    def back(self) -> None:
        """The browser's own way back, and the pages that it leads over."""
        before = self.watch.loads
        self.page.go_back()
        while self.watch.loads == before:
            self.page.wait_for_event("load")

    def beside(self) -> Browsing:
        """The same page in a second window of the same browser."""
        other = Browsing(self.context.new_page(), self.watch)
        other.page.goto(self.page.url)
        return other

    def overflows(self) -> list[str]:
        """What sticks out of the window to the right, as selectors; nothing when all fits."""
        size = self.page.viewport_size
        assert size
        found: list[str] = self.page.evaluate(_STICKING_OUT, size["width"])
        return found


def _is_answer(response: Response) -> bool:
    return response.request.resource_type in ANSWERS


_STICKING_OUT = """(width) => {
  if (document.documentElement.scrollWidth <= width) return [];
  const edge = (one) => one.getBoundingClientRect().left + one.scrollWidth;
  const told = (one) => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 30)}`;
  return [...document.querySelectorAll("html, body *")]
    .filter((one) => edge(one) > width + 1)
    .map(told)
    .slice(-3);
}"""


@contextmanager
def browsing(
    chromium: Browser, home: str, size: dict[str, Any], **options: Any
) -> Iterator[Browsing]:
    """A browser of one's own with nothing remembered; at the end nothing may have gone wrong."""
    context = chromium.new_context(
        **{"locale": "zh-CN", "timezone_id": "Asia/Shanghai", **size, **options}
    )
    context.set_default_timeout(PATIENCE)
    watch = Watch(home)
    watch.over(context)
    try:
        yield Browsing(context.new_page(), watch)
    finally:
        context.close()
    assert not watch.troubles, "\n".join(watch.troubles)
