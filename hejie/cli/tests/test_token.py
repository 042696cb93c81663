"""`hejie token`: shown once, kept as a digest, ended by time, by hand or with the account."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from hejie.cli.token import command
from hejie.kernel.jurisdictions import Account
from hejie.kernel.tokens import Token, holder_of

pytestmark = pytest.mark.usefixtures("zhangwan")


def run(*arguments):
    return CliRunner().invoke(command, arguments)


def issued(*arguments):
    return json.loads(run("luo", *arguments).output)["token"]


def test_a_token_stands_for_its_account_until_it_expires():
    text, now = issued("--days", "2"), timezone.now()
    assert str(holder_of(text, now=now)) == "罗敏"
    assert holder_of(text, now=now + timedelta(days=1, hours=23)) is not None
    assert holder_of(text, now=now + timedelta(days=2)) is None


def test_the_token_itself_is_kept_nowhere():
    text = issued()
    assert text not in str(list(Token.objects.values()))


def test_withdrawn_tokens_stand_for_nobody():
    text, other = issued(), issued()
    assert json.loads(run("luo", "--withdraw").output) == {"user": "luo", "withdrawn": 2}
    assert holder_of(text, now=timezone.now()) is None
    assert holder_of(other, now=timezone.now()) is None


def test_an_account_that_was_closed_has_no_tokens():
    text = issued()
    Account.objects.filter(username="luo").update(is_active=False)
    assert holder_of(text, now=timezone.now()) is None
    assert run("luo").exit_code == 2


def test_use_is_noted_once_a_minute_at_most():
    text, now = issued(), timezone.now()
    for seconds in (0, 30, 59):
        holder_of(text, now=now + timedelta(seconds=seconds))
    assert Token.objects.get().last_used == now
    holder_of(text, now=now + timedelta(seconds=60))
    assert Token.objects.get().last_used == now + timedelta(seconds=60)


@pytest.mark.parametrize("text", ["", "hejie_", "hejie_" + "x" * 43, "\ud800", "\x00"])
def test_other_texts_stand_for_nobody(text):
    assert holder_of(text, now=timezone.now()) is None


@pytest.mark.parametrize("arguments", [["nobody"], ["luo", "--days", "0"], ["luo", "--days", "x"]])
def test_bad_input_makes_no_token(arguments):
    result = run(*arguments)
    assert result.exit_code == 2
    assert not result.stdout
    assert not Token.objects.exists()
