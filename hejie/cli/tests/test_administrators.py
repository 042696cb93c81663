"""A district's first two administrators: given once, on record, and by a link that they open."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

from hejie.cli.administrators import command
from hejie.kernel.administration import acts_of, verify_administration
from hejie.kernel.jurisdictions import Account, Post, actor_for

TWO = ("zhang.wei", "张伟", "li.na", "李娜")


@pytest.fixture(autouse=True)
def nobody(zhangwan: None) -> None:
    """A district that has its organs and no administrator yet."""
    Post.objects.filter(role="admin").delete()


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, arguments)
    return result.exit_code, result.output


def test_two_people_get_links_by_which_they_can_sign_in() -> None:
    code, output = run(*TWO)
    assert code == 0
    told = json.loads(output)["administrators"]
    assert [one["username"] for one in told] == ["zhang.wei", "li.na"]
    assert [act.kind for act in acts_of("420303")][1:] == ["account.add", "post.grant"] * 2
    assert list(verify_administration()) == []
    client = Client()
    form = client.get(urlsplit(told[0]["set_password"]).path, follow=True)
    new = {"password1": "一路顺风-2026-平安", "password2": "一路顺风-2026-平安"}
    client.post(form.redirect_chain[-1][0], new)
    assert Account.objects.get(username="zhang.wei").check_password("一路顺风-2026-平安")
    assert actor_for(Account.objects.get(username="li.na"), on=timezone.localdate()).has("admin")


def test_where_there_are_two_nobody_gets_in_by_the_machine() -> None:
    run(*TWO)
    code, output = run("wang.wu", "王五", "zhao.liu", "赵六")
    assert code == 2
    assert "已经有两位" in output
    assert not Account.objects.filter(username="wang.wu").exists()


def test_who_is_left_gets_one_beside() -> None:
    run(*TWO)
    Account.objects.filter(username="li.na").update(is_active=False)
    assert "1 位" in run("wang.wu", "王五", "zhao.liu", "赵六")[1]
    assert run("wang.wu", "王五")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("zhang.wei",), "成对"),
        (("zhang.wei", "张伟", "zhang.wei", "李娜"), "重复"),
        (("Zhang Wei", "张伟", "li.na", "李娜"), "小写"),
        ((*TWO, "--organ", "nowhere"), "nowhere"),
        (("zhang.wei", "张伟"), "2 位"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_added(arguments: tuple[str, ...], sentence: str):
    code, output = run(*arguments)
    assert code == 2
    assert sentence in output
    assert not Post.objects.filter(role="admin").exists()
