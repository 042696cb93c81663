"""At the desk: open a matter out of another, and see what stands beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from hejie.desk.tests.making import sign_in
from hejie.kernel.jurisdictions import Organ
from hejie.kernel.matters import Matter
from hejie.rooms.confirmation.stories import sought_on_day_31, wages_confirmed
from hejie.rooms.confirmation.tests.playing import confirmation_of, mediation_of, told_until
from hejie.stories.telling import moment

pytestmark = pytest.mark.usefixtures("zhangwan")
STORY = wages_confirmed.story
LATER = timedelta(weeks=(timezone.now() - moment(STORY.acts[0].when)).days // 7 - 1)
FACTS = {"court": "zw-court", "court_ground": "body", "form": "oral", "truthful": "on"}


def page(who: str, path: str) -> str:
    return sign_in(who).get(path).content.decode()


def test_a_clerk_opens_it_for_both_at_the_window():
    origin = mediation_of(told_until(STORY, "ask", before=True, later=LATER))
    address = f"/desk/matters/{origin.reference}/open/confirmation/ask/"
    assert address in page("luo", f"/desk/matters/{origin.reference}/")
    client = sign_in("luo")
    assert "向哪个法院申请" in client.get(address).content.decode()
    wrong = client.post(address, {**FACTS, "excluded": ["title"], "idempotency_key": "a"})
    assert wrong.status_code == 422
    assert "第三百五十五条" in wrong.content.decode()
    answer = client.post(address, {**FACTS, "idempotency_key": "b"})
    new = Matter.objects.get(procedure="confirmation")
    assert (answer.status_code, answer["Location"]) == (303, f"/desk/matters/{new.reference}/")
    assert origin.reference in page("luo", f"/desk/matters/{new.reference}/")
    told = page("luo", f"/desk/matters/{origin.reference}/")
    assert new.reference in told
    assert "立了关联事项" in told


def test_a_stale_page_is_told_to_look_again():
    origin = mediation_of(told_until(STORY, "ask", before=True, later=LATER))
    address = f"/desk/matters/{origin.reference}/open/confirmation/ask/"
    answer = sign_in("luo").post(address, {**FACTS, "version": origin.version - 1})
    assert answer.status_code == 403
    assert "请看过最新情况再办" in answer.content.decode()


def test_too_late_is_told_and_not_offered():
    origin = mediation_of(told_until(sought_on_day_31.story, "ask", before=True))
    address = f"/desk/matters/{origin.reference}/open/confirmation/ask/"
    shown = page("luo", f"/desk/matters/{origin.reference}/")
    assert f'href="{address}"' not in shown
    assert "超过三十日" in shown
    assert sign_in("luo").get(address).status_code == 403


def test_no_way_leads_out_of_where_none_is():
    origin = mediation_of(told_until(STORY, "ask", before=True, later=LATER))
    address = f"/desk/matters/{origin.reference}/open/mediation/apply/"
    assert sign_in("luo").get(address).status_code == 404
    assert sign_in("jiang").get(f"/desk/matters/{origin.reference}/").status_code == 404


def test_intake_offers_no_matter_that_comes_from_another():
    Organ.objects.filter(key="t-420303001").update(holds=["mediation", "confirmation"])
    assert "/desk/intake/confirmation/" not in page("luo", "/desk/intake/")
    assert sign_in("luo").get("/desk/intake/confirmation/").status_code == 404


def test_the_court_has_what_was_applied_for_in_its_queue():
    matter = confirmation_of(told_until(STORY, "submit", before=True, later=LATER))
    queue = page("qin", "/desk/queue/")
    assert matter.reference in queue
    assert "法院收件" in page("qin", f"/desk/queue/{matter.reference}/accept/")
    origin = matter.data["origin"]["reference"]
    shown = page("qin", f"/desk/matters/{matter.reference}/")
    assert origin in shown
    assert f'href="/desk/matters/{origin}/"' not in shown  # the court sees no mediation
