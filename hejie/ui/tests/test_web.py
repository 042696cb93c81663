"""The web around all pages: tokens on forms, pages of errors, waits that are told, no strangers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from hejie.api.tests.calling import Caller
from hejie.desk.tests.making import register, sign_in
from hejie.kernel.parties import parties_of
from hejie.portal import information
from hejie.ui import patience
from hejie.ui.patience import CHECKING, CODES, TOKENS

pytestmark = pytest.mark.usefixtures("zhangwan")
HERE, THERE = "203.0.113.5", "198.51.100.9"
FILLED = {"uuid": "00000000-0000-7000-8000-000000000000", "day": "2026-08-03", "int": "1"}


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        path = before + str(one.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
        if isinstance(one, URLResolver):
            yield from patterns(one, path)
        else:
            yield path, one


def filled(path: str) -> str:
    """An address of a pattern, with something of the right shape in each place."""
    path = re.sub(r"\(\?P<\w+>(?:\[[^\]]*\]\+?|[^)])*\)", "x1", path)
    shaped = re.sub(r"<(?:(\w+):)?\w+>", lambda m: FILLED.get(m[1] or "", "x1"), path)
    return "/" + shaped.replace("\\.", ".")


EVERY = dict(patterns(get_resolver()))
EXEMPT = {path for path, one in EVERY.items() if getattr(one.callback, "csrf_exempt", False)}


def test_only_calls_with_tokens_and_what_changes_nothing_need_no_form_token():
    others = {path for path in EXEMPT if not path.startswith("api/v1/")}
    by_pass = {path for path in others if path.startswith("meetings/")}
    assert others - by_pass == {"check/"}
    client = sign_in("deng")
    for path in by_pass:  # what is done in a meeting asks for a seat's pass, and takes no cookie
        assert client.post(filled(path)).status_code in {403, 404, 405, 409, 410}
    assert {path for path in EVERY if path.startswith("api/v1/")} <= EXEMPT


def test_every_other_address_refuses_what_comes_without_a_form_token():
    client = Client(enforce_csrf_checks=True)
    client.cookies = sign_in("luo").cookies
    taken = {}
    addresses = sorted(set(EVERY) - EXEMPT)
    for path in addresses:
        answer = client.post(filled(path), {"a": "b"})
        if answer.status_code not in {403, 404}:
            taken[path] = answer.status_code
    assert taken == {}
    assert len(addresses) > 100


def test_a_cookie_opens_no_call():
    answer = sign_in("luo").get("/api/v1/matters")
    assert answer.status_code == 401


# Pages of errors


class Broken(Exception):
    pass


def say_nothing_inside(text: str) -> None:
    for inside in ("Traceback", "Broken", "s3cret", "site-packages", "/hejie/", "DEBUG", "SELECT"):
        assert inside not in text


def fail(*_given: Any, **_named: Any) -> Any:
    raise Broken("s3cret")


@pytest.fixture
def strict(settings) -> Client:
    settings.DEBUG = False
    return Client(raise_request_exception=False)


def test_a_page_that_fails_says_so_and_nothing_of_why(strict, monkeypatch):
    monkeypatch.setattr(information, "render", fail)
    answer = strict.get("/privacy/")
    assert answer.status_code == 500
    assert "出了点问题" in answer.content.decode()
    say_nothing_inside(answer.content.decode())


def test_a_call_that_fails_says_so_and_nothing_of_why(strict, monkeypatch):
    caller = Caller("luo")
    monkeypatch.setattr("hejie.api.matters.permissions.visible_to", fail)
    answer = caller.get("/matters")
    assert answer.status_code == 500
    say_nothing_inside(answer.content.decode())


@pytest.mark.parametrize(
    ("path", "how", "status"),
    [
        ("/nowhere/", {}, 404),
        ("/desk/nowhere/", {}, 404),
        ("/desk/matters/420303-2026-999999/", {}, 302),
        ("/", {"HTTP_HOST": "elsewhere.example"}, 400),
        ("/api/v1/nowhere", {}, 404),
        ("/static/nowhere.css", {}, 404),
        ("/my/%00/", {}, 404),
        ("/track/%F0%9F%98%80/", {}, 404),
    ],
)
def test_what_is_not_there_tells_nothing_else(strict, path, how, status):
    answer = strict.get(path, **how)
    assert answer.status_code == status
    say_nothing_inside(answer.content.decode())


def test_a_form_without_its_token_gets_a_plain_page():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/accounts/login/", {"login": "luo", "password": "x"})
    assert answer.status_code == 403
    assert "页面放得太久了" in answer.content.decode()
    say_nothing_inside(answer.content.decode())


@pytest.mark.parametrize(
    "fields",
    [
        {f"f{n}": "x" for n in range(configured.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)},
        {"a": "x" * (configured.DATA_UPLOAD_MAX_MEMORY_SIZE + 9)},
    ],
    ids=["fields", "size"],
)
def test_more_than_a_form_holds_is_refused(strict, fields):
    body = "&".join(f"{name}={value}" for name, value in fields.items())
    answer = strict.post(
        "/apply/?procedure=mediation", body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in {400, 413}
    say_nothing_inside(answer.content.decode())


# Waits


def wrong_codes(times: int, at: str) -> Any:
    answer = None
    for number in range(times):
        answer = Client().get(f"/track/ZZZZ{number:04d}/", REMOTE_ADDR=at)
    return answer


def test_who_guesses_codes_is_told_when_to_go_on_and_others_are_not_slowed():
    code = parties_of(register()).get(key="p1").code
    assert wrong_codes(CODES.free, HERE).status_code == 404
    slowed = wrong_codes(1, HERE)
    assert slowed.status_code == 429
    assert 0 < int(slowed["Retry-After"]) <= CODES.seconds
    assert re.search(r"请过 \d+ 秒再试", slowed.content.decode())
    for path in (f"/track/{code}/", f"/my/{code}/", f"/receipts/{code}/", f"/track/?code={code}"):
        assert Client().get(path, REMOTE_ADDR=HERE).status_code == 429
        assert Client().get(path, REMOTE_ADDR=THERE).status_code != 429
    assert Client().get("/", REMOTE_ADDR=HERE).status_code == 200


def test_right_codes_are_never_counted():
    code = parties_of(register()).get(key="p1").code
    for _ in range(CODES.free * 2):
        assert Client().get(f"/track/{code}/", REMOTE_ADDR=HERE).status_code == 200


def test_the_wait_ends(monkeypatch):
    wrong_codes(CODES.free + 5, HERE)
    real = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: real + CODES.each * 2)
    assert wrong_codes(1, HERE).status_code == 404


def test_checking_papers_is_slowed_by_address():
    answers = [Client().post("/check/", REMOTE_ADDR=HERE) for _ in range(CHECKING.free + 1)]
    assert {one.status_code for one in answers[:-1]} == {422}
    assert answers[-1].status_code == 429
    assert Client().post("/check/", REMOTE_ADDR=THERE).status_code == 422


def test_wrong_tokens_slow_and_a_good_one_from_there_still_opens():
    wrong = {"Authorization": "Bearer hejie_nothing"}
    for _ in range(TOKENS.free):
        assert Client().get("/api/v1/matters", headers=wrong).status_code == 401
    slowed = Client().get("/api/v1/matters", headers=wrong)
    assert slowed.status_code == 429
    assert int(slowed["Retry-After"]) <= TOKENS.seconds
    assert slowed.json()["type"] == "urn:hejie:problem:too-often"
    assert Caller("luo").get("/matters").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "said", "came", "expected"),
    [
        (0, "1.2.3.4", HERE, HERE),
        (1, f"1.2.3.4, {THERE}", "127.0.0.1", THERE),
        (2, f"9.9.9.9, {THERE}, 10.0.0.1", "127.0.0.1", THERE),
        (2, THERE, "127.0.0.1", "127.0.0.1"),
        (1, "nonsense", "127.0.0.1", "127.0.0.1"),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_where_a_request_comes_from(rf, settings, proxies, said, came, expected):
    settings.PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR=came, HTTP_X_FORWARDED_FOR=said)
    assert patience.address_of(request) == expected


# Strangers


def test_no_page_loads_anything_from_elsewhere():
    loads = re.compile(
        r"""<(?:script|link|img|iframe|source|video|audio|object)\b[^>]*(?:src|href|data)=["']?(?:https?:)?//"""
    )
    found = [
        str(path)
        for path in (configured.BASE_DIR / "hejie").rglob("*.html")
        if loads.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
