"""From one's own page to a matter beside it: open it, go on to it, and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from hejie.kernel.matters import Matter
from hejie.kernel.parties import Party, parties_of
from hejie.portal.proof import SESSION
from hejie.rooms.confirmation.stories import sought_on_day_31, wages_confirmed
from hejie.rooms.confirmation.tests.playing import (
    again,
    confirmation_of,
    mediation_of,
    told_until,
)
from hejie.stories.telling import Story, moment

pytestmark = pytest.mark.usefixtures("zhangwan")
FACTS = {"court": "zw-court", "court_ground": "body", "truthful": "on"}


def weeks_since(story: Story) -> timedelta:
    return timedelta(weeks=(timezone.now() - moment(story.acts[0].when)).days // 7 - 1)


def just_agreed() -> Matter:
    story = wages_confirmed.story
    return mediation_of(told_until(story, "ask", before=True, later=weeks_since(story)))


def row(matter: Matter, key: str) -> Party:
    return parties_of(matter).get(key=key)


def shown(party: Party) -> Client:
    """Somebody who has just shown this party's code."""
    client = Client()
    session = client.session
    session[SESSION] = {party.code: timezone.now().isoformat()}
    session.save()
    return client


def test_the_page_has_the_button_and_the_day_until_which_it_works():
    matter = just_agreed()
    party = row(matter, "p1")
    page = shown(party).get(f"/my/{party.code}/").content.decode()
    assert f"/my/{party.code}/open/confirmation/ask/" in page
    assert page.count("共同申请司法确认") >= 2  # beside the button and among the dates


def test_after_thirty_days_the_button_is_a_sentence():
    matter = mediation_of(told_until(sought_on_day_31.story, "ask", before=True))
    party = row(matter, "p1")
    client = shown(party)
    page = client.get(f"/my/{party.code}/").content.decode()
    address = f"/my/{party.code}/open/confirmation/ask/"
    assert address not in page
    assert "协议仍然有约束力；对方不履行的，可以向法院起诉" in page
    refused = client.get(address)
    assert refused.status_code == 403
    assert "超过三十日" in refused.content.decode()


def test_opening_gives_a_receipt_and_asks_for_no_second_code():
    matter = just_agreed()
    party = row(matter, "p1")
    client = shown(party)
    address = f"/my/{party.code}/open/confirmation/ask/"
    assert client.get(address).status_code == 200
    answer = client.post(address, {**FACTS, "version": matter.version})
    new = Matter.objects.get(procedure="confirmation")
    code = row(new, "p1").code
    assert (answer.status_code, answer["Location"]) == (303, f"/receipts/{code}/")
    assert client.get(f"/my/{code}/").status_code == 200
    told = client.get(f"/my/{party.code}/").content.decode()
    assert f"/my/{party.code}/linked/{new.reference}/" in told


def test_a_ticked_ground_comes_back_with_its_article_and_what_was_typed():
    matter = just_agreed()
    party = row(matter, "p1")
    facts = {**FACTS, "harmful": ["unclear"], "reasons": "想快点拿到钱"}
    answer = shown(party).post(f"/my/{party.code}/open/confirmation/ask/", facts)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "第三百五十八条" in page
    assert "想快点拿到钱" in page
    assert not Matter.objects.filter(procedure="confirmation").exists()


def linked_pair() -> tuple[Party, Party]:
    story = wages_confirmed.story
    telling = told_until(story, "ask", later=weeks_since(story))
    return row(mediation_of(telling), "p2"), row(confirmation_of(telling), "p2")


def test_one_goes_on_to_the_matter_beside_and_back():
    here, there = linked_pair()
    client = shown(here)
    answer = client.get(f"/my/{here.code}/linked/{there.matter.reference}/")
    assert (answer.status_code, answer["Location"]) == (303, f"/my/{there.code}/")
    page = client.get(f"/my/{there.code}/").content.decode()
    assert f"/my/{there.code}/linked/{here.matter.reference}/" in page
    assert "请先看完申请书" in page


def test_another_telephone_shows_its_own_code_first():
    here, there = linked_pair()
    Party.objects.filter(pk=there.pk).update(phone="13900000000")
    client = shown(here)
    answer = client.get(f"/my/{here.code}/linked/{there.matter.reference}/")
    assert answer["Location"] == f"/my/{there.code}/"
    asked = client.get(f"/my/{there.code}/")
    assert asked["Location"].startswith(f"/my/{there.code}/verify/?next={quote('/my/')}")


def test_a_number_that_is_not_beside_leads_nowhere():
    here, _there = linked_pair()
    assert shown(here).get(f"/my/{here.code}/linked/420303-2026-999999/").status_code == 404


def test_a_consent_is_shown_below_the_application_that_it_is_bound_to():
    here, there = linked_pair()
    client = shown(there)
    page = client.get(f"/my/{there.code}/steps/consent/").content.decode()
    assert "司法确认申请书" in page
    digest = again(there.matter).data["issued"]["application"]["1"]
    assert f'value="{digest}"' in page
    answer = client.post(
        f"/my/{there.code}/steps/consent/", {"answer": "yes", "digest": digest, "party": "p2"}
    )
    assert answer.status_code == 303
    assert again(there.matter).data["consents"] == {"p2": "yes"}
    assert here.code != there.code
