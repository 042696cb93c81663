"""How staff sign in: passwords that slow and never shut out, second factors, unified sign-in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import oidc_provider_mock
import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.accounts import PER_ACCOUNT
from hejie.kernel.jurisdictions import Account
from hejie.stories.cast import PASSWORD

pytestmark = pytest.mark.usefixtures("zhangwan")
LOGIN = "/accounts/login/"
HERE, THERE = "203.0.113.5", "198.51.100.9"


def sign_in(password: str = PASSWORD, *, who: str = "luo", at: str = HERE, client=None):
    client = client or Client()
    form = {"login": who, "password": password}
    answer = client.post(LOGIN, form, REMOTE_ADDR=at)
    return client, answer


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def guess(times: int, **how) -> None:
    for _ in range(times):
        sign_in("wrong", **how)


# Passwords


def test_after_many_wrong_passwords_the_right_one_works_when_the_said_time_is_over(monkeypatch):
    guess(30)
    client, answer = sign_in()
    assert not is_in(client)
    assert re.search(r"请过 \d+ (秒|分钟)再试", answer.content.decode())
    later = timezone.now() + timedelta(seconds=PER_ACCOUNT.seconds)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert is_in(sign_in()[0])


def test_an_attacker_elsewhere_shuts_nobody_out():
    guess(60, at=THERE)
    assert is_in(sign_in(at=HERE)[0])


def test_an_attacker_cannot_say_to_come_from_elsewhere(settings):
    assert settings.PROXIES == 0
    for number in range(8):
        form = {"login": "luo", "password": "wrong"}
        Client().post(LOGIN, form, REMOTE_ADDR=HERE, HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    assert not is_in(sign_in()[0])


def test_behind_a_proxy_the_address_is_what_the_proxy_says(settings):
    settings.PROXIES = 1
    for number in range(8):
        said = f"10.9.9.{number}, {THERE}"
        form = {"login": "luo", "password": "wrong"}
        Client().post(LOGIN, form, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=said)
    client = Client()
    form = {"login": "luo", "password": PASSWORD}
    client.post(LOGIN, form, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=HERE)
    assert is_in(client)


def test_right_passwords_are_not_counted():
    for _ in range(12):
        assert is_in(sign_in()[0])


def test_one_address_trying_many_accounts_is_slowed(monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)  # on a slow machine tries would be forgiven
    for number in range(70):
        sign_in("wrong", who=f"somebody{number}")
    answer = sign_in("wrong", who="another")[1]
    assert "试错的次数多了" in answer.content.decode()


def test_a_closed_account_is_out_at_once():
    client, _answer = sign_in()
    assert client.get("/desk/").status_code == 200
    Account.objects.filter(username="luo").update(is_active=False)
    assert client.get("/desk/").status_code == 302
    assert not is_in(sign_in()[0])


# A second factor


def digits(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def confirm(client: Client) -> None:
    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert answer.status_code == 302


def set_up(client: Client) -> str:
    assert "reauthenticate" in client.get("/accounts/2fa/totp/activate/")["Location"]
    confirm(client)
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    found = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert found
    answer = client.post("/accounts/2fa/totp/activate/", {"code": digits(found[1])})
    assert answer.status_code == 302
    return found[1]


def test_digits_of_an_app_are_asked_for_at_the_next_sign_in():
    client, _answer = sign_in()
    secret = set_up(client)
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)
    client, answer = sign_in()
    assert not is_in(client)
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    page = client.get(answer["Location"])
    assert "六位数字" in page.content.decode()
    assert client.get("/desk/").status_code == 302
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert (wrong.status_code, is_in(client)) == (200, False)
    client.post("/accounts/2fa/authenticate/", {"code": digits(secret)})
    assert is_in(client)


def test_a_recovery_code_opens_once():
    client, _answer = sign_in()
    set_up(client)
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"<code>(\d+)</code>", page)
    assert len(codes) == 10
    for expected in (True, False):
        client, _answer = sign_in()
        client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert is_in(client) is expected


@pytest.mark.parametrize("path", ["/desk/", "/desk/matters/", "/rooms/mediation/", "/ui/"])
def test_where_it_is_required_staff_without_one_are_led_to_it(settings, path):
    settings.REQUIRE_SECOND_FACTOR = True
    client, _answer = sign_in()
    assert client.get(path)["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200
    assert client.get("/").status_code == 302
    set_up(client)
    assert client.get(path).status_code != 302


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/desk/help/").status_code == 200
    return len(queries)


def test_once_it_is_known_asking_for_it_costs_no_query(settings):
    client, _answer = sign_in()
    set_up(client)
    before = queries_of(client)
    settings.REQUIRE_SECOND_FACTOR = True
    assert queries_of(client) > before
    assert queries_of(client) == before


# Sessions


def test_sessions_are_listed_and_ended_from_elsewhere():
    first, _answer = sign_in(at=THERE)
    second, _answer = sign_in(at=HERE)
    page = second.get("/accounts/sessions/").content.decode()
    assert THERE in page
    assert HERE in page
    assert second.post("/accounts/sessions/").status_code == 302
    assert first.get("/desk/").status_code == 302
    assert second.get("/desk/").status_code == 200
    assert UserSession.objects.count() == 1


def test_a_session_ends_half_a_day_after_the_last_visit():
    client, _answer = sign_in()
    assert client.session.get_expiry_age() == 12 * 3600


# Unified sign-in


@pytest.fixture
def provider(settings) -> Iterator[str]:
    with oidc_provider_mock.run_server_in_thread() as server:
        address = f"http://localhost:{server.server_port}"
        app = {
            "provider_id": "unified",
            "name": "省统一认证",
            "client_id": "hejie",
            "secret": "hejie-secret",
            "settings": {"server_url": address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
        }
        yield address


def by_provider(client: Client, subject: str, *, process: str = "login"):
    """What a browser does: to the provider, who the person is there, and back."""
    if process == "connect":
        confirm(client)
    begun = client.post(f"/accounts/oidc/unified/login/?process={process}")
    assert begun.status_code == 302
    there = requests.post(
        begun["Location"], data={"sub": subject}, allow_redirects=False, timeout=30
    )
    back = urlsplit(there.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def test_an_unknown_identity_makes_no_account(provider):
    before = Account.objects.count()
    client = Client()
    answer = by_provider(client, "somebody@province")
    assert not is_in(client)
    assert "这里不能自己开户" in answer.content.decode()
    assert (Account.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_an_identity_with_a_known_address_or_name_is_still_unknown(provider):
    Account.objects.filter(username="luo").update(email="luo@district.example")
    for subject in ("luo", "luo@district.example"):
        client = Client()
        by_provider(client, subject)
        assert not is_in(client)


def test_linked_by_its_holder_an_identity_opens_the_account(provider):
    client, _answer = sign_in()
    by_provider(client, "luo-420303", process="connect")
    assert SocialAccount.objects.get().user == Account.objects.get(username="luo")
    another = Client()
    by_provider(another, "luo-420303")
    assert another.get("/desk/").context["visit"].actor.name == "罗敏"


def test_an_identity_of_one_is_not_linked_to_another(provider):
    client, _answer = sign_in()
    by_provider(client, "luo-420303", process="connect")
    other, _answer = sign_in(who="deng")
    by_provider(other, "luo-420303", process="connect")
    assert SocialAccount.objects.get().user.username == "luo"


def test_a_second_factor_is_asked_for_after_unified_sign_in_too(provider):
    client, _answer = sign_in()
    set_up(client)
    by_provider(client, "luo-420303", process="connect")
    another = Client()
    answer = by_provider(another, "luo-420303")
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(another)


def test_an_answer_of_nobody_asked_for_is_refused(provider):
    client = Client()
    answer = client.get("/accounts/oidc/unified/login/callback/?code=1&state=2")
    assert "没有登录成" in answer.content.decode()
    assert not is_in(client)


def test_without_a_provider_there_is_no_such_way():
    assert Client().post("/accounts/oidc/unified/login/").status_code == 404
