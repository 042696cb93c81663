"""API tokens: what a script or another system shows instead of a password; kept as a digest."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import models

from hejie.kernel.jurisdictions import Account

PREFIX = "hejie_"
"""Begins every token, so that one that leaked into a file is found by a search."""
SECRET_BYTES = 32
"""Too many to guess, so that a plain digest is enough."""
MOST_DAYS = 366
USE_NOTED_EVERY = timedelta(minutes=1)


class Token(models.Model):
    digest = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField()
    expires = models.DateTimeField()
    last_used = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.expires:%Y-%m-%d}"


def issue_token(account: Account, *, now: datetime, days: int) -> tuple[str, Token]:
    """Make a token for an account; its text is shown this once and kept nowhere."""
    text = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    kept = Token.objects.create(
        digest=_digest(text), account=account, created=now, expires=now + timedelta(days=days)
    )
    return text, kept


def holder_of(text: str, *, now: datetime) -> Account | None:
    """The account that a token stands for, while both are in force; notes the use."""
    token = (
        Token.objects.select_related("account")
        .filter(digest=_digest(text), expires__gt=now, account__is_active=True)
        .first()
    )
    if token is None:
        return None
    if token.last_used is None or now - token.last_used >= USE_NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used=now)
    return token.account


def withdraw_tokens(account: Account, *, now: datetime) -> int:
    """End every token of an account that is in force; gives how many."""
    return Token.objects.filter(account=account, expires__gt=now).update(expires=now)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
