"""The pages of enquiries: a list, one letter with its reasons, and the way into a matter."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hejie.enquiries.models import Enquiry
from hejie.enquiries.tests.making import BEATEN, COMPLETE, LAW, LEAK, again, taken
from hejie.kernel.jurisdictions import Account
from hejie.kernel.matters import Matter

pytestmark = pytest.mark.usefixtures("zhangwan")
PAGE = "/desk/enquiries/"
TYPED = {
    "idempotency_key": "a" * 32,
    "facts_told": LEAK,
    "category": "MD03",
    "place": "420303001001",
    "source": "applied",
    "channel": "window",
    "parties-0-role": "applicant",
    "parties-0-kind": "person",
    "parties-0-name": "王秀兰",
    "parties-1-role": "respondent",
    "parties-1-kind": "person",
    "parties-1-name": "刘大勇",
}


def sign_in(username="lin"):
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def look(one, rest="", who="lin"):
    return sign_in(who).get(f"{PAGE}{one.number}/{rest}")


def send(one, rest, who="lin", **data):
    return sign_in(who).post(f"{PAGE}{one.number}/{rest}/", data)


def test_a_letter_is_taken_in_on_the_page_once_however_often_it_is_sent():
    client, typed = sign_in(), {"text": LEAK, "idempotency_key": "b" * 32}
    answers = [client.post(f"{PAGE}take/", typed) for _ in range(2)]
    one = Enquiry.objects.get()
    assert {answer.headers["Location"] for answer in answers} == {f"{PAGE}{one.number}/"}


def test_an_empty_letter_is_sent_back():
    response = sign_in().post(f"{PAGE}take/", {"text": " "})
    assert response.status_code == 422
    assert not Enquiry.objects.exists()


def test_what_waits_comes_with_the_urgent_first():
    usual, urgent, guided = taken(LEAK), taken(BEATEN), taken(LAW)
    html = sign_in().get(PAGE).content.decode()
    assert html.index(urgent.number) < html.index(usual.number)
    assert guided.number not in html
    assert guided.number in sign_in().get(f"{PAGE}?show=guided").content.decode()


def test_a_letter_shows_what_to_ask_and_why_it_was_judged_so():
    html = look(taken()).content.decode()
    assert "还要问清" in html
    assert "为什么这么看" in html
    assert "补齐并登记" in html


def test_a_script_in_a_letter_is_text():
    one = taken("<script>alert(1)</script>楼上漏水不赔")
    for html in (look(one).content.decode(), sign_in().get(PAGE).content.decode()):
        assert "&lt;script&gt;alert(1)" in html
        assert "<script>alert" not in html


def test_completing_begins_with_what_is_known():
    html = look(taken(**COMPLETE), "complete/")
    assert html.status_code == 303
    html = look(taken(place="420303001001"), "complete/").content.decode()
    assert LEAK in html
    assert '<option value="420303001001" selected>' in html
    assert '<option value="MD03" selected>' in html


def test_a_completed_letter_leads_to_the_receipt_and_then_to_its_matter():
    one = taken()
    response = send(one, "complete", **TYPED)
    matter = Matter.objects.get()
    assert response.headers["Location"] == f"/desk/matters/{matter.reference}/registered/"
    assert matter.reference in look(one).content.decode()
    assert look(one, "complete/").headers["Location"] == f"/desk/matters/{matter.reference}/"


def test_what_is_missing_is_said_and_nothing_is_lost():
    response = send(taken(), "complete", **TYPED | {"place": ""})
    assert response.status_code == 422
    assert "王秀兰" in response.content.decode()
    assert not Matter.objects.exists()


def test_a_second_clerk_is_told_that_it_is_registered():
    one = taken()
    send(one, "complete", **TYPED)
    client = sign_in("meng")
    typed = TYPED | {"idempotency_key": "c" * 32}
    response = client.post(f"{PAGE}{one.number}/complete/", typed, follow=True)
    assert Matter.objects.count() == 1
    assert Matter.objects.get().reference in response.content.decode()


def test_a_judgement_is_corrected_and_both_are_shown():
    one = taken(LAW)
    typed = {"next": "mediation", "room": "family", "cause": "MD01", "urgent": "no"}
    assert send(one, "correct", **typed).status_code == 303
    assert again(one).outcome == Enquiry.ASKED
    assert "公共法律服务窗口 → 人民调解" in look(one).content.decode()


@pytest.mark.parametrize("changes", [{"next": "nowhere"}, {}])
def test_a_correction_that_is_none_is_sent_back(changes):
    one = taken()
    typed = {name: one.judged[name] for name in ("next", "room", "cause", "urgent")} | changes
    assert send(one, "correct", **typed).status_code == 422
    assert not again(one).corrected


def test_closing_takes_a_letter_off_the_list():
    one = taken()
    assert send(one, "close", reason="").status_code == 422
    assert send(one, "close", reason="已电话答复").status_code == 303
    assert one.number not in sign_in().get(PAGE).content.decode()
    assert "已电话答复" in look(one).content.decode()


@pytest.mark.parametrize("rest", ["", "complete/"])
def test_letters_of_other_organs_are_not_there(rest):
    assert look(taken(who="luo"), rest, who="jiang").status_code == 404


@pytest.mark.parametrize("who", ["shen", "zhou", "deng", "guan", "qin"])
def test_people_without_a_desk_are_told_whose_page_it_is(who):
    one = taken()
    assert sign_in(who).get(PAGE).status_code == 403
    assert look(one, who=who).status_code == 403
    assert send(one, "close", who=who, reason="办完").status_code == 403
    assert again(one).waiting


def test_strangers_are_asked_to_sign_in():
    assert Client().get(PAGE).status_code == 302


def test_the_list_asks_the_database_no_more_for_more_letters():
    def queries():
        client = sign_in()
        client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    taken()
    few = queries()
    for _ in range(40):
        taken()
    assert queries() == few


def test_what_was_proposed_stands_beside_what_a_clerk_made_of_it():
    one = taken(LAW)
    send(one, "correct", next="mediation", room="family", urgent="no", cause="MD01", reason="")
    html = look(one).content.decode()
    assert "原判断：公共法律服务窗口" in html
    assert "原判断：不能" in html


def test_a_letter_that_cannot_wait_shows_the_numbers_to_call_before_anything_else():
    html = look(taken(BEATEN)).content.decode()
    numbers = [html.index(number) for number in ("报警110", "119", "急救120")]
    assert numbers == sorted(numbers)
    assert numbers[-1] < html.index("来信内容")
