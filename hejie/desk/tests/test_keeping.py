"""A director sees requests for erasure and what is due, and sets how long is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hejie.desk.tests.making import sign_in
from hejie.kernel import retention
from hejie.kernel.calendars import LocalValue
from hejie.kernel.jurisdictions import Account
from hejie.kernel.tests.walking import Walk

pytestmark = pytest.mark.usefixtures("zhangwan")


@pytest.fixture
def walk() -> Walk:
    """A matter that ended a year and some weeks ago."""
    walk = Walk.begun(now=timezone.now() - timedelta(days=340))
    walk.take("invite", "luo")
    walk.take("answer_invitation", "p2", answer="no")
    return walk


def test_a_request_waits_on_the_page_until_it_is_answered(walk):
    walk.take("ask_erasure", "p1", what="contact")
    client = sign_in("xie")
    assert walk.matter.reference in client.get("/desk/keeping/").content.decode()
    assert walk.matter.reference not in sign_in("hao").get("/desk/keeping/").content.decode()
    page = f"/desk/matters/{walk.matter.reference}/do/decide_erasure/"
    assert "删除电话、住址、证件号码" in client.get(page).content.decode()
    subject = str(walk.matter.data["erasures"][0]["seq"])
    told = {"subject": subject, "decision": "granted", "reason": "可以。"}
    version = walk.matter.version
    answer = client.post(page, {**told, "version": version, "idempotency_key": "e" * 32})
    assert answer.status_code == 303, answer.content.decode()
    assert page not in client.get("/desk/keeping/").content.decode()


def test_the_district_sets_how_long_and_sees_what_comes_due(walk):
    client = sign_in("meng")
    assert "没有设定，不自动删除" in client.get("/desk/keeping/").content.decode()
    told = {"quantity": "1", "valid_from": f"{timezone.localdate()}", "owner": "区档案局"}
    answer = client.post("/desk/settings/RT-L-CASE/", told)
    assert answer["Location"] == "/desk/keeping/"
    html = client.get("/desk/keeping/").content.decode()
    assert "起 1 年（区档案局" in html
    assert walk.matter.reference in sign_in("xie").get("/desk/keeping/").content.decode()


def test_only_what_the_person_may_see_is_listed(walk):
    lin = Account.objects.get(username="lin")
    now = timezone.now()
    LocalValue.objects.create(
        district="420303",
        code="RT-L-CASE",
        quantity=1,
        valid_from=now.date(),
        owner="区档案局",
        entered_by=lin,
        entered_at=now,
    )
    [due] = retention.due(now=now, ahead=timedelta(days=60))
    assert due.matter == walk.matter
    assert walk.matter.reference not in sign_in("hao").get("/desk/keeping/").content.decode()


def test_the_page_is_for_directors():
    assert sign_in("lin").get("/desk/keeping/").status_code == 403
