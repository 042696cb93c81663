"""A second step that was lost: forgotten by two administrators, on record, sessions ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from hejie.desk.tests.making import sign_in, someone
from hejie.kernel import actions
from hejie.kernel.administration import acts_of, verify_administration
from hejie.kernel.jurisdictions import Account
from hejie.stories.cast import PASSWORD

pytestmark = pytest.mark.usefixtures("zhangwan")


def with_factor(account: Account) -> Account:
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return account


@pytest.fixture
def luo(zhangwan: None) -> Account:
    return with_factor(Account.objects.get(username="luo"))


def press(by: str, account: Account, verdict: str = "ask"):
    return sign_in(by).post(f"/desk/accounts/{account.pk}/factor/", {"verdict": verdict})


def kinds() -> list[str]:
    return [act.kind for act in acts_of("420303") if act.kind.startswith("factor")]


def test_one_asks_another_forgets_and_whoever_was_signed_in_is_out(zhangwan: None):
    inside = Client()
    inside.post("/accounts/login/", {"login": "luo", "password": PASSWORD})
    assert inside.get("/desk/").status_code == 200
    luo = with_factor(Account.objects.get(username="luo"))
    press("guan", luo)
    assert Authenticator.objects.filter(user=luo).exists()
    page = sign_in("ning").get("/desk/accounts/").content.decode()
    assert "见到本人，取消" in page
    assert "见到本人，取消" not in sign_in("guan").get("/desk/accounts/").content.decode()
    press("guan", luo, "approve")
    assert Authenticator.objects.filter(user=luo).exists()
    press("ning", luo, "approve")
    assert not Authenticator.objects.filter(user=luo).exists()
    assert inside.get("/desk/").status_code == 302
    assert kinds() == ["factor.ask", "factor.forget"]
    assert list(verify_administration()) == []
    press("ning", luo, "approve")
    assert kinds() == ["factor.ask", "factor.forget"]


def test_what_is_not_granted_is_kept_and_may_be_asked_again(luo: Account):
    press("guan", luo)
    press("guan", luo)
    press("ning", luo, "decline")
    assert Authenticator.objects.filter(user=luo).exists()
    press("ning", luo)
    assert kinds() == ["factor.ask", "factor.keep", "factor.ask"]


def test_an_old_question_counts_no_more(luo: Account):
    before = timezone.now() - timedelta(days=4)
    actions.ask_to_forget_factors(luo, actor=someone("guan", before), now=before)
    assert actions.waiting_for("420303", now=timezone.now()) == []
    press("ning", luo, "approve")
    assert Authenticator.objects.filter(user=luo).exists()


@pytest.mark.parametrize("who", ["meng", "luo", "zhou"])
def test_nobody_else_asks_or_decides(luo: Account, who: str):
    press("guan", luo)
    assert press(who, luo, "approve").status_code == 403
    assert Authenticator.objects.filter(user=luo).exists()


def test_administrators_do_not_ask_for_themselves(zhangwan: None):
    guan = Account.objects.get(username="guan")
    press("guan", guan)
    assert kinds() == []
    press("ning", guan)
    press("guan", guan, "approve")
    assert kinds() == ["factor.ask"]
