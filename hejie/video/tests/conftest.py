"""Real browsers with fake cameras, each speaking in a note of its own, before a real server."""

from __future__ import annotations

import time
import wave
from array import array
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from math import pi, sin
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, Playwright, sync_playwright
from pytest_django import DjangoDbBlocker

from hejie.journeys.tests.browsing import ARGUMENTS, CHROMIUM, DESK, PATIENCE, PHONE, browsing
from hejie.kernel.matters import Matter
from hejie.live.tests.serving import serving
from hejie.video.tests.meeting import Coming
from hejie.video.tests.person import SEEN_LINES, Person

TONES = {"deng": 400, "p1": 700, "p2": 1100, "p3": 1600, "p4": 2300, "p5": 3200}
"""Hertz of each person's voice."""
RATE = 48_000
SECONDS_TO_LEAVE = 0.7
"""In which the server hears of pages that were closed, before the database is emptied."""


def voice(path: Path, pitch: int) -> Path:
    """A note that comes and goes, as nothing that a browser takes for noise, and never in step
    with a page that listens four times a second."""
    samples = array("h")
    for n in range(2 * RATE):
        loud = 1 if (n * 5 // RATE) % 2 else 0.1
        samples.append(int(20_000 * loud * sin(2 * pi * pitch * n / RATE)))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return path


def fake_devices(pitch: Path | None) -> list[str]:
    """Switches of a browser whose owner allows everything, with a camera and one voice."""
    heard = [f"--use-file-for-fake-audio-capture={pitch}"] if pitch else []
    return [
        *ARGUMENTS,
        "--disable-quic",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream=fps=5",
        "--disable-features=WebRtcHideLocalIpsWithMdns",
        "--autoplay-policy=no-user-gesture-required",
        "--disable-audio-output",
        *heard,
    ]


@pytest.fixture(scope="package")
def home(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    with django_db_blocker.unblock(), serving(workers=2) as address:
        yield address


@pytest.fixture(scope="package")
def playwright(django_db_setup: None) -> Iterator[Playwright]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield started
        connections.close_all()


@pytest.fixture(scope="package")
def browsers(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Browser]]:
    """A process for each person, started when the person first comes."""
    folder = tmp_path_factory.mktemp("voices")
    started: dict[str, Browser] = {}

    def browser_of(who: str) -> Browser:
        if who not in started:
            path = voice(folder / f"{who}.wav", TONES[who])
            started[who] = playwright.chromium.launch(
                executable_path=CHROMIUM, args=fake_devices(path)
            )
        return started[who]

    yield browser_of
    for browser in started.values():
        browser.close()


Come = Callable[..., Person]


@pytest.fixture
def come(browsers: Callable[[str], Browser], home: str, transactional_db: None) -> Iterator[Come]:
    """`come(matter, "p1")`: a person at the door of the meeting, known by code or account;
    `process` names whose browser they share."""
    with ExitStack() as people:

        def come_one(matter: Matter, *who: str, process: str = "") -> Person:
            coming = Coming(matter, who)
            usual = DESK if who[0] == "deng" else {**PHONE, "device_scale_factor": 1}
            kept = coming.client.cookies[settings.SESSION_COOKIE_NAME].value
            browser = browsers(process or who[0])
            seen = people.enter_context(browsing(browser, home, usual))
            seen.context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": kept, "url": home}]
            )
            seen.context.add_init_script(SEEN_LINES)
            seen.context.set_default_timeout(PATIENCE * 2)
            person = Person(who[0], coming, seen)
            seen.open(coming.address())
            return person

        yield come_one
    time.sleep(SECONDS_TO_LEAVE)
