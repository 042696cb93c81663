"""Intake at the window: one page, once registered, with a receipt."""

import re
from typing import Any

import pytest

from hejie.desk.tests.making import LEAK, VILLAGE, again, found, page, register, sign_in
from hejie.kernel.matters import Matter
from hejie.kernel.parties import parties_of

pytestmark = pytest.mark.usefixtures("zhangwan")
ADDRESS = "/desk/intake/mediation/"
TYPED = {
    "idempotency_key": "a" * 32,
    "facts_told": LEAK,
    "category": "MD03",
    "place": VILLAGE,
    "source": "applied",
    "channel": "phone",
    "parties-0-role": "applicant",
    "parties-0-kind": "person",
    "parties-0-name": "王秀兰",
    "parties-0-phone": "13807280001",
    "parties-1-role": "respondent",
    "parties-1-kind": "person",
    "parties-1-name": "刘大勇",
    "parties-2-role": "",
    "parties-2-kind": "",
}


def send(who: str = "luo", **changes: Any):
    return sign_in(who).post(ADDRESS, TYPED | changes)


def test_page_comes_with_what_is_usual():
    html = sign_in("luo").get("/desk/intake/").content.decode()
    assert found(r'<option value="420303001" selected>', html)
    assert re.search(
        r'name="parties-0-role".*?<option value="applicant" selected>', html, re.DOTALL
    )
    assert re.search(
        r'name="parties-1-role".*?<option value="respondent" selected>', html, re.DOTALL
    )
    assert found(r'name="category".*?<option value="" selected>', html)
    assert found(r'<option value="window" selected>', html)


def test_tab_leads_from_the_words_to_the_button():
    html = sign_in("luo").get("/desk/intake/").content.decode()
    names = re.findall(r'<(?:input|select|textarea|button)[^>]* name="([^"]+)"', html)
    order = [n for n in names if n in {*TYPED, "claims", "urgent", "save"}]
    words = [order.index(name) for name in ("facts_told", "claims", "place", "category")]
    assert words == sorted(words)
    assert order.index("parties-0-name") < order.index("parties-1-name") < order.index("save")


def test_places_are_those_of_the_clerks_own_area():
    for who, inside, outside in (("luo", "花果村", "黄龙"), ("cai", "黄龙", "花果村")):
        html = sign_in(who).get("/desk/intake/").content.decode()
        options = found(r'<select[^>]*name="place".*?</select>', html)
        assert inside in options
        assert outside not in options


def test_clerk_of_the_district_finds_every_place():
    html = sign_in("lin").get("/desk/intake/").content.decode()
    options = found(r'<select[^>]*name="place".*?</select>', html)
    assert options.count("<option") > 130
    assert "花果街道　花果村" in options


def test_call_is_registered_and_the_receipt_shown():
    answer = send()
    matter = Matter.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == page(matter, "registered/")
    html = sign_in("luo").get(answer["Location"]).content.decode()
    assert matter.reference in html
    for party in parties_of(matter):
        assert party.code in html
    assert "决定是否受理" in html
    assert 'data-draft-done="intake-mediation"' in html
    assert html.count('class="qr"') == 2


def test_same_form_twice_registers_one_matter():
    assert send()["Location"] == send()["Location"]
    assert Matter.objects.count() == 1


def test_form_with_a_used_key_and_other_words_is_told_and_kept():
    send()
    answer = send(facts_told="另一件事，邻居占了楼道。")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "这张表已经用别的内容登记过一次" in html
    assert "另一件事，邻居占了楼道。" in html
    assert Matter.objects.count() == 1


def test_new_key_is_given_after_a_used_one():
    send()
    html = send(facts_told="另一件事").content.decode()
    key = found(r'name="idempotency_key" value="([^"]+)"', html)
    assert key != TYPED["idempotency_key"]
    assert send(facts_told="另一件事", idempotency_key=key).status_code == 303


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({"facts_told": ""}, "id_facts_told"),
        ({"category": ""}, "id_category"),
        ({"place": ""}, "id_place"),
        ({"place": "999999999999"}, "id_place"),
        ({"place": "花果村"}, "id_place"),
        ({"parties-1-name": ""}, "group-id_parties"),
        ({"parties-0-phone": "123"}, "group-id_parties"),
        ({"parties-1-role": "applicant"}, "group-id_parties"),
    ],
)
def test_what_is_wrong_leads_to_its_field_and_nothing_is_lost(changes, target):
    answer = send(**changes)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{target}"' in html
    assert 'value="刘大勇"' in html or "parties-1-name" in changes
    assert not Matter.objects.exists()


def test_empty_form_is_answered_with_what_is_missing():
    answer = sign_in("luo").post(ADDRESS, {})
    assert answer.status_code == 422
    assert not Matter.objects.exists()


def test_place_of_another_district_is_refused_with_a_sentence():
    answer = send(place="420302")
    assert answer.status_code == 422
    assert "不在本区" in answer.content.decode()


def test_reasons_of_triage_stand_beside_the_text():
    client = sign_in("luo")
    html = client.post("/desk/intake/judge/", {"facts_told": LEAK}).content.decode()
    assert "<html" not in html
    assert "人民调解" in html
    assert 'data-cause="MD03"' in html
    assert "“" in found(r"<details>.*", html)


def test_danger_is_told_before_anything_else():
    words = "他拿着刀在门口，说今晚要杀了我全家，我很害怕。"
    html = sign_in("luo").post("/desk/intake/judge/", {"facts_told": words}).content.decode()
    assert "可能等不得" in html
    assert "110" in html


def test_look_without_a_script_keeps_the_form_and_registers_nothing():
    answer = send(look="1")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'data-cause="MD03"' in html
    assert 'value="王秀兰"' in html
    assert "field-error" not in html
    assert not Matter.objects.exists()


def test_receipt_offers_what_may_be_the_same_matter():
    first = register()
    html = sign_in("luo").get(send()["Location"]).content.decode()
    assert "可能是同一件事" in html
    assert first.reference in html


def test_procedure_that_nobody_knows_is_not_found():
    assert sign_in("luo").get("/desk/intake/divination/").status_code == 404


def test_page_may_be_filled_in_by_its_address():
    given = {"facts_told": "来电说邻居漏水", "category": "MD05", "place": VILLAGE}
    html = sign_in("luo").get("/desk/intake/", given).content.decode()
    assert "来电说邻居漏水" in html
    assert '<option value="MD05" selected>' in html
    assert f'<option value="{VILLAGE}" selected>' in html


def test_registered_matter_is_held_by_the_clerks_own_organ():
    send()
    matter = again(Matter.objects.get())
    assert (matter.holder_id, matter.state) == ("t-420303001", "registered")
