"""A party signs the very text that its phone shows, when it is its turn, and may take it back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from hejie.kernel.documents import papers_of
from hejie.kernel.events import events_of
from hejie.kernel.matters import Matter
from hejie.kernel.parties import Party
from hejie.portal.tests.acting import confirm_all, key_in, show_code, sides, staff, take
from hejie.stories.telling import drawn_signature

pytestmark = pytest.mark.django_db
DIGEST = re.compile(r'name="digest" value="(sha256:[0-9a-f]{64})"')
PAPER = re.compile(r'href="(/my/[^"]*/papers/\d+/agreement/)"')


def page_of(party: Party, step: str) -> str:
    return f"/my/{party.code}/steps/{step}/"


def opened(client: Client, party: Party, step: str = "sign") -> dict[str, Any]:
    """Show the code and open a step's page: what its form will send, with a signature drawn."""
    show_code(client, party)
    html = client.get(page_of(party, step)).content.decode()
    return {"idempotency_key": key_in(html), "drawn": drawn_signature(), **shown_in(html)}


def shown_in(html: str) -> dict[str, str]:
    found = DIGEST.search(html)
    return {"digest": found[1]} if found else {}


def again(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def redraft(matter: Matter) -> None:
    """The mediator changes the text while somebody reads the old one."""
    term = {"payer": "p2", "payee": "p1", "sum": "1.00", "way": "现金", "due": "2030-01-31"}
    facts = {"facts_agreed": "防水层破损。", "points": "赔多少。", "copies": 3, "terms": [term]}
    take(matter, staff("deng"), "draft_agreement", **facts)


def test_a_text_that_changed_meanwhile_is_refused_and_the_new_one_shown(
    client: Client, drafted: Matter
):
    party = sides(drafted)[0]
    sent = opened(client, party)
    redraft(drafted)
    confirm_all(drafted, party)
    answer = client.post(page_of(party, "sign"), sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "协议文本已经改动，请重新阅读后再签" in html
    assert again(drafted).data["signatures"] == {}
    new = papers_of(drafted).filter(kind="agreement").latest("seq")
    assert shown_in(html) == {"digest": new.digest}
    assert new.digest != sent["digest"]
    assert sent["drawn"] not in html, "a signature was drawn for another text"
    link = PAPER.search(html)
    assert link
    assert client.get(link[1]).content.startswith(b"%PDF")
    answer = client.post(page_of(party, "sign"), {**sent, "idempotency_key": key_in(html)})
    assert answer.status_code == 422
    sent = {"drawn": drawn_signature(), "idempotency_key": key_in(html), **shown_in(html)}
    assert client.post(page_of(party, "sign"), sent).status_code == 303
    assert set(again(drafted).data["signatures"]) == {"p1"}


def test_both_sides_may_sign_at_the_same_time(drafted: Matter):
    first, second = sides(drafted)
    phones = [(Client(), first), (Client(), second)]
    pages = [(client, party, opened(client, party)) for client, party in phones]
    for client, party, sent in pages:
        assert client.post(page_of(party, "sign"), sent).status_code == 303
    signed = events_of(drafted).filter(step="sign")
    assert [event.values["party"] for event in signed] == ["p1", "p2"]


def test_a_signature_is_taken_back_with_a_fresh_code_and_given_again(
    client: Client, drafted: Matter
):
    party = sides(drafted)[0]
    assert client.post(page_of(party, "sign"), opened(client, party)).status_code == 303
    html = client.get(page_of(party, "withdraw_signature")).content.decode()
    sent = {"idempotency_key": key_in(html), "text": "再想想"}
    assert client.post(page_of(party, "withdraw_signature"), sent).status_code == 303
    assert again(drafted).data["signatures"] == {}
    assert client.post(page_of(party, "sign"), opened(client, party)).status_code == 303
    assert set(again(drafted).data["signatures"]) == {"p1"}


def test_a_phone_asks_for_nothing_but_the_signature(client: Client, drafted: Matter):
    party = sides(drafted)[0]
    show_code(client, party)
    html = client.get(page_of(party, "sign")).content.decode()
    for name in ("drawn", "scan"):
        assert f'name="{name}"' in html
    for name in ("identity_checked", "witness", "interpreter", "guardian", "said"):
        assert f'name="{name}"' not in html
