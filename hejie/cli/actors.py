"""Whoever a command acts for, by the name of an account."""

from datetime import datetime

from django.utils import timezone

from hejie.cli.answers import BadInput
from hejie.kernel.jurisdictions import Account, Actor, actor_for


def account_named(username: str) -> Account:
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise BadInput(f"没有“{username}”这个可以登录的账号")
    return account


def actor_named(username: str, *, now: datetime) -> Actor:
    """The account's actor with the posts of today; without a post nothing can be done."""
    actor = actor_for(account_named(username), on=timezone.localdate(now))
    if not actor.posts:
        raise BadInput(f"“{username}”今天没有岗位，不能办理")
    return actor
