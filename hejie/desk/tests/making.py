"""Matters as the desk finds them, and people who sit at it."""

import re
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from hejie.kernel import actions
from hejie.kernel.actions import Sent
from hejie.kernel.jurisdictions import Account, Actor, actor_for
from hejie.kernel.matters import Matter, find_matter, local_day

VILLAGE = "420303001001"
LEAK = "楼上卫生间一直漏水，把我家天花板泡坏了。"


def party(role: str, name: str, **more: str) -> dict[str, str]:
    return {"role": role, "kind": "person", "name": name, **more}


APPLICANT = party("applicant", "王秀兰", phone="13807280001", address="花果街道某小区三栋")
RESPONDENT = party("respondent", "刘大勇", phone="13807280002")


def sign_in(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def someone(username: str, now: datetime) -> Actor:
    return actor_for(Account.objects.get(username=username), on=local_day(now))


def register(
    *, who: str = "luo", now: datetime | None = None, step: str = "register", **facts: Any
) -> Matter:
    """Register a walk-in at a town's window, or open the matter by another step."""
    now = now or timezone.now()
    stated: dict[str, Any] = {
        "facts_told": LEAK,
        "category": "MD03",
        "place": VILLAGE,
        "source": "applied",
        "channel": "window",
        "parties": [APPLICANT, RESPONDENT],
    }
    sent = Sent(data=stated | facts)
    actor = someone(who, now)
    return actions.open_matter("mediation", actor=actor, sent=sent, now=now, step=step).matter


def take(matter: Matter, step: str, who: str, **facts: Any) -> Matter:
    now = timezone.now()
    sent = Sent(data=facts)
    return actions.take(matter, step, actor=someone(who, now), sent=sent, now=now).matter


def in_hand(**given: Any) -> Matter:
    """A matter that both sides agreed to have mediated, by 邓大海."""
    matter = register(**given)
    matter = take(matter, "accept", "luo", consenting=["p1", "p2"], said="on_site")
    deng = Account.objects.get(username="deng")
    matter = take(matter, "name_mediator", "xie", mediators=[str(deng.pk)])
    matter = take(matter, "disclose", "deng", relation="none")
    for key in ("p1", "p2"):
        matter = take(matter, "accept_mediator", "luo", party=key, answer="yes", said="phone")
    return matter


def again(matter: Matter) -> Matter:
    found = find_matter(matter.reference)
    assert found is not None
    return found


def page(matter: Matter, rest: str = "") -> str:
    return f"/desk/matters/{matter.reference}/{rest}"


def found(pattern: str, html: str) -> str:
    """The first group of a pattern, or all that it matches, which must be on the page."""
    hit = re.search(pattern, html, re.DOTALL)
    assert hit is not None, pattern
    return hit[1] if hit.groups() else hit[0]
