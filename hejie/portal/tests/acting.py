"""What the portal's tests do again and again: apply, look up, show a phone code."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.utils import timezone

from hejie.kernel import actions, codes
from hejie.kernel.actions import Sent
from hejie.kernel.jurisdictions import Account, Actor, actor_for
from hejie.kernel.matters import Matter, local_day
from hejie.kernel.notices import Notice
from hejie.kernel.parties import Party, parties_of
from hejie.kernel.tests.walking import confirm_terms
from hejie.portal.proof import actor_of

VILLAGE = "420303001001"
WORDS = {
    "facts_told": "楼上卫生间漏水，我家天花板泡坏了，楼上一直不修。",
    "claims": "修好漏水，赔偿四千二百元。",
}
WHERE = {"category": "MD03", "place": VILLAGE, "way": "on_site", "amount": "4200"}
WHO = {
    "parties-0-role": "applicant",
    "parties-0-kind": "person",
    "parties-0-name": "王秀兰",
    "parties-0-phone": "13807280001",
    "parties-1-role": "respondent",
    "parties-1-kind": "person",
    "parties-1-name": "刘大勇",
    "parties-1-phone": "13807280002",
    "parties-2-role": "",
    "parties-2-kind": "",
    "parties-2-name": "",
}
START = "/apply/?procedure=mediation"


def key_in(html: str) -> str:
    found = re.search(r'name="idempotency_key" value="([0-9a-f]+)"', html)
    assert found
    return found[1]


def begin(client: Client, **changes: Any) -> str:
    """Send the first page; gives the application's key."""
    key = key_in(client.get(START).content.decode())
    answer = client.post(START, {**WORDS, "idempotency_key": key, **changes})
    assert answer.status_code == 303, answer.content.decode()
    assert answer["Location"] == f"/apply/{key}/where/"
    return key


def fill(client: Client, **changes: Any) -> str:
    """Send all three pages; gives the application's key."""
    key = begin(client)
    answer = client.post(f"/apply/{key}/where/", WHERE)
    assert answer["Location"] == f"/apply/{key}/who/"
    answer = client.post(f"/apply/{key}/who/", {**WHO, **changes})
    assert answer["Location"] == f"/apply/{key}/confirm/"
    return key


def apply(client: Client, **changes: Any) -> Party:
    """A whole application; gives the party that applied."""
    key = fill(client, **changes)
    answer = client.post(f"/apply/{key}/confirm/")
    code = answer["Location"].strip("/").split("/")[-1]
    return Party.objects.select_related("matter").get(code=code)


def show_code(client: Client, party: Party) -> None:
    """Prove by a phone code to be a party."""
    codes.OneTimeCode.objects.filter(matter_id=party.matter_id).delete()
    client.post(f"/my/{party.code}/code/")
    text = Notice.objects.filter(to=f"party:{party.key}", seq=0).latest("at").text
    digits = re.search(r"\d{6}", text)
    assert digits
    answer = client.post(f"/my/{party.code}/verify/", {"digits": digits[0]})
    assert answer["Location"] == f"/my/{party.code}/"


def staff(username: str) -> Actor:
    account = Account.objects.get(username=username)
    return actor_for(account, on=local_day(timezone.now()))


def take(matter: Matter, who: Actor | Party, step: str, **facts: Any) -> Matter:
    """One act now, through the door, by staff or by a party that has shown its code."""
    now = timezone.now()
    actor = actor_of(who, verified_at=now) if isinstance(who, Party) else who
    done = actions.take(matter, step, actor=actor, sent=Sent(data=facts, strict=True), now=now)
    return done.matter


def confirm_all(matter: Matter, party: Party) -> Matter:
    now, matter = timezone.now(), Matter.objects.get(pk=matter.pk)
    return confirm_terms(matter, actor_of(party, verified_at=now), now=now)


def sides(matter: Matter) -> tuple[Party, Party]:
    first, second = parties_of(matter).order_by("key")[:2]
    return first, second
