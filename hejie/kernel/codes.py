"""One-time codes by phone: how a party without an account shows who is acting."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext

from hejie.kernel.matters import OfMatter, new_id
from hejie.kernel.notices import Message, Notice, tell
from hejie.kernel.parties import Party

LIFETIME = timedelta(minutes=10)
PAUSE = timedelta(seconds=60)
SKEW = timedelta(minutes=5)
"""How far another machine's clock may run ahead; a later code is of a wrong clock."""
MOST_TRIES = 5
MOST_A_DAY = 10


class TooSoon(Exception):
    """A code was sent a moment ago, or too many today; the text says what to do."""


class OneTimeCode(OfMatter):
    pk = models.CompositePrimaryKey("district", "id")
    id = models.UUIDField(default=new_id)
    party = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    used = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["district", "matter_id", "sent_at"], name="code_of_matter")]


def send_code(party: Party, *, now: datetime) -> Notice:
    """Send a party six digits, good for ten minutes. Raises `TooSoon`. Two that ask at once
    take turns."""
    digits = f"{secrets.randbelow(1_000_000):06d}"
    matter = party.matter
    with transaction.atomic():
        Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
        _require_patience(party, now)
        OneTimeCode.objects.create(
            matter=matter, party=party.key, digest=_digest(party, digits), sent_at=now
        )
        text = f"【和解】验证码 {digits}，用于事项 {matter.reference}，十分钟内有效。请勿告诉他人。"
        return tell(matter, Message(to=f"party:{party.key}", text=text), seq=0, number=0, now=now)


def _require_patience(party: Party, now: datetime) -> None:
    sent = OneTimeCode.objects.filter(
        district=party.district, matter_id=party.matter_id, party=party.key
    )
    sent = sent.filter(sent_at__lte=now + SKEW)
    if sent.filter(sent_at__gt=now - PAUSE).exists():
        raise TooSoon(gettext("验证码刚刚发过，请一分钟后再试"))
    if sent.filter(sent_at__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooSoon(gettext("今天发送的验证码太多了，请明天再试，或者到窗口办理"))


def check_code(party: Party, digits: str, *, now: datetime) -> bool:
    """Whether the digits are the party's last code, in time and not used. A wrong try counts."""
    with transaction.atomic():
        code = (
            OneTimeCode.objects.select_for_update()
            .filter(district=party.district, matter_id=party.matter_id, party=party.key)
            .filter(sent_at__lte=now + SKEW)
            .order_by("-sent_at")
            .first()
        )
        if code is None or code.used or code.tries >= MOST_TRIES or now - code.sent_at > LIFETIME:
            return False
        code.tries += 1
        code.used = hmac.compare_digest(code.digest, _digest(party, digits.strip()))
        code.save()
        return code.used


def _digest(party: Party, digits: str) -> str:
    text = f"{party.district}:{party.matter_id}:{party.key}:{digits}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
