"""Who may open what without signing in."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_nobody_signs_up_by_themselves():
    page = Client().get("/accounts/signup/")
    assert page.templates[0].name == "account/signup_closed.html"


@pytest.mark.django_db
def test_signing_in_needs_no_account_and_runs_no_inline_script():
    page = Client().get("/accounts/login/")
    assert page.status_code == 200
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
