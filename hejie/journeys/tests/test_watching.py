"""What the browser's tests watch for is found when it is there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route

from hejie.journeys.tests.audit import barriers
from hejie.journeys.tests.browsing import Browsing

OWN = "default-src 'self'"
PLANTED = {
    "script:": "<script src='/broken.js'></script>",
    "Content Security Policy": "<p style='color: red'>style</p>",
    "asks another host": "<img src='http://192.0.2.1/x.png' alt=''>",
    "404: ": "<img src='/missing.png' alt=''>",
}


def serve(phone: Browsing, body: str) -> None:
    """Answer instead of the server: a page with something wrong on it."""

    def answer(route: Route) -> None:
        if route.request.url.endswith("/broken.js"):
            route.fulfill(body="throw new Error('broken')", content_type="text/javascript")
        elif route.request.resource_type == "document":
            head = "<meta name='viewport' content='width=device-width'><title>x</title>"
            page = f"<!doctype html><html lang='zh'>{head}<main>{body}</main></html>"
            headers = {"Content-Security-Policy": f"{OWN}; img-src *", "Content-Type": "text/html"}
            route.fulfill(body=page, headers=headers)
        else:
            route.fulfill(status=404)

    phone.context.route("**/*", answer)
    phone.open("/planted/")


@pytest.mark.parametrize("told", PLANTED)
def test_a_planted_fault_is_told(phone: Browsing, told: str) -> None:
    serve(phone, PLANTED[told])
    assert phone.watch.take(told)
    phone.watch.take("")


def test_a_field_without_a_name_is_a_barrier(phone: Browsing) -> None:
    serve(phone, "<input>")
    assert barriers(phone.page)[0].startswith("label")


def test_what_sticks_out_of_the_window_is_named(phone: Browsing) -> None:
    serve(phone, "<pre>" + "w" * 400 + "</pre>")
    assert "w" in phone.overflows()[-1]
