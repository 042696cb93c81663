"""A web server on the test database, and Chromium before it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from hejie.journeys.tests.browsing import ARGUMENTS, CHROMIUM, DESK, PHONE, Browsing, browsing

Open = Callable[..., Browsing]
Wait = Callable[..., None]
SEEN = pytest.StashKey[list[Browsing]]()


@pytest.fixture(scope="package")
def home(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a server whose threads reach the database for as long as it runs; at its
    end it waits for them, so that their lines to the database are closed."""
    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        server.thread.httpd.daemon_threads = False
        yield server.url
        server.stop()


@pytest.fixture(scope="package")
def chromium(home: str) -> Iterator[Browser]:
    """One browser for all. Playwright keeps an event loop running in this thread, in which
    Django would refuse the tests' own look at the database, and has a line of its own to it."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture
def opened(
    request: pytest.FixtureRequest, chromium: Browser, home: str, transactional_db: None
) -> Iterator[Open]:
    """Browsers of people who know nothing of each other, before an instance without matters."""
    seen: list[Browsing] = request.node.stash.setdefault(SEEN, [])
    with ExitStack() as people:

        def open_one(size: dict[str, Any], **options: Any) -> Browsing:
            person = people.enter_context(browsing(chromium, home, size, **options))
            seen.append(person)
            return person

        yield open_one


@pytest.fixture
def phone(opened: Open) -> Browsing:
    return opened(PHONE)


@pytest.fixture
def desk(opened: Open) -> Browsing:
    return opened(DESK)


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Wait:
    """Let time pass at once, for the server and for the test alike: `wait(days=7)`."""
    real, ahead = timezone.now, timedelta()

    def let_pass(**much: float) -> None:
        nonlocal ahead
        ahead += timedelta(**much)

    monkeypatch.setattr(timezone, "now", lambda: real() + ahead)
    return let_pass


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """When a test fails, tell what each browser showed at that moment."""
    report = yield
    if report.when == "call" and report.failed:
        seen: list[Browsing] = item.stash.get(SEEN, [])
        for number, one in enumerate(seen, start=1):
            report.sections.append((f"browser {number}: {one.page.url}", one.text))
    return report
