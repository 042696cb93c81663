"""A resident opens a matter without an account."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from hejie.kernel.documents import papers_of, words_of
from hejie.kernel.matters import Matter
from hejie.kernel.parties import Party, parties_of
from hejie.portal import unsent
from hejie.portal.tests.acting import START, WHERE, WHO, WORDS, apply, begin, fill, key_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _district(zhangwan):
    """Every application needs a district to go to."""


def photo(name: str = "漏水.jpg") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 30), (200, 30, 30)).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/jpeg")


def test_three_pages_open_one_matter(client: Client):
    party = apply(client)
    matter = party.matter
    assert matter.procedure == "mediation"
    assert (matter.state, matter.category, matter.place_id) == (
        "registered",
        "MD03",
        WHERE["place"],
    )
    assert [p.name for p in parties_of(matter)] == ["王秀兰", "刘大勇"]
    assert words_of(matter)[1]["facts_told"] == WORDS["facts_told"]


def test_second_page_tells_the_room_and_why(client: Client):
    key = begin(client)
    html = client.get(f"/apply/{key}/where/").content.decode()
    assert "这件事可以调解" in html
    assert "房产物业" in html
    assert "为什么这么说" in html
    assert "110" in html


def test_second_page_suggests_the_kind_of_dispute(client: Client):
    key = begin(client, facts_told="公司拖欠我三个月工资，不给发。", claims="")
    html = client.get(f"/apply/{key}/where/").content.decode()
    assert '<option value="MD08" selected>' in html or '<option value="MD09" selected>' in html


def test_danger_shows_the_numbers_to_call_before_anything_else(client: Client):
    key = begin(client, facts_told="我老公喝醉了拿刀追着打我和孩子，还说要杀了我们", claims="")
    html = client.get(f"/apply/{key}/where/").content.decode()
    assert html.index("先保平安") < html.index("这件事可能要先找")
    assert 'href="tel:110"' in html


def test_another_door_is_explained_and_the_resident_may_go_on(client: Client):
    key = begin(client, facts_told="法院已经判决了，对方不执行，我要申请强制执行", claims="")
    html = client.get(f"/apply/{key}/where/").content.decode()
    assert "这件事可能要先找" in html
    assert "您也可以继续申请调解" in html
    assert client.post(f"/apply/{key}/where/", WHERE)["Location"] == f"/apply/{key}/who/"


def test_place_is_chosen_from_one_list_without_a_script(client: Client):
    key = begin(client)
    html = client.get(f"/apply/{key}/where/").content.decode()
    assert '<optgroup label="花果街道">' in html
    assert '<option value="420303001001">二堰铺社区</option>' in html
    assert '<option value="420303001202">花果村</option>' in html


def test_last_page_shows_everything_again(client: Client):
    key = fill(client)
    html = client.get(f"/apply/{key}/confirm/").content.decode()
    for told in (*WORDS.values(), "王秀兰", "刘大勇", "13807280002", "二堰铺", "邻里", "4200"):
        assert told in html


def test_double_submit_gives_one_matter_and_the_same_receipt(client: Client):
    key = fill(client)
    first = client.post(f"/apply/{key}/confirm/")
    second = client.post(f"/apply/{key}/confirm/")
    assert first["Location"] == second["Location"]
    assert Matter.objects.count() == 1


def test_same_application_sent_by_two_tabs_at_once_gives_one_matter(client: Client):
    """The second request began before the first one ended, so its session still has the form."""
    key = fill(client)
    before = dict(client.session)
    first = client.post(f"/apply/{key}/confirm/")
    session = client.session
    session.update(before)
    session.pop("sent", None)
    session.save()
    second = client.post(f"/apply/{key}/confirm/")
    assert first["Location"] == second["Location"]
    assert Matter.objects.count() == 1


def test_first_page_sent_again_after_all_leads_to_the_receipt(client: Client):
    key = fill(client)
    receipt = client.post(f"/apply/{key}/confirm/")["Location"]
    assert client.post(START, {**WORDS, "idempotency_key": key})["Location"] == receipt
    assert client.get(f"/apply/{key}/words/")["Location"] == receipt


def test_back_and_reload_lose_nothing(client: Client):
    key = fill(client)
    assert WORDS["facts_told"] in client.get(START).content.decode()
    assert WORDS["claims"] in client.get(f"/apply/{key}/words/").content.decode()
    where = client.get(f"/apply/{key}/where/").content.decode()
    assert '<option value="420303001001" selected>' in where
    assert 'value="4200"' in where
    who = client.get(f"/apply/{key}/who/").content.decode()
    assert 'value="刘大勇"' in who
    assert 'value="13807280001"' in who


def test_new_application_begins_empty_when_asked(client: Client):
    begin(client)
    assert WORDS["facts_told"] not in client.get(f"{START}&new=1").content.decode()


def test_pages_cannot_be_skipped(client: Client):
    key = begin(client)
    assert client.get(f"/apply/{key}/confirm/")["Location"] == f"/apply/{key}/where/"
    assert client.get(f"/apply/{key}/who/")["Location"] == f"/apply/{key}/where/"
    assert client.post(f"/apply/{key}/confirm/")["Location"] == f"/apply/{key}/where/"


def test_lost_session_begins_again_with_a_sentence(client: Client):
    key = fill(client)
    client.cookies.clear()
    answer = client.post(f"/apply/{key}/confirm/", follow=True)
    assert "页面放得太久了" in answer.content.decode()
    assert Matter.objects.count() == 0


def test_wrong_numbers_come_back_at_their_field_with_everything_else_kept(client: Client):
    key = begin(client)
    client.post(f"/apply/{key}/where/", WHERE)
    wrong = {
        "parties-0-phone": "123",
        "parties-1-id_type": "resident_id",
        "parties-1-id_number": "420303195501011234",
    }
    answer = client.post(f"/apply/{key}/who/", {**WHO, **wrong})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "要改" in html
    assert 'value="王秀兰"' in html
    assert 'value="123"' in html
    assert html.count('aria-invalid="true"') == 2
    assert Matter.objects.count() == 0


def test_story_is_needed(client: Client):
    key = key_in(client.get(START).content.decode())
    answer = client.post(START, {"facts_told": "  ", "idempotency_key": key})
    assert answer.status_code == 422
    assert "facts_told" in answer.content.decode()


def test_place_outside_the_list_is_refused(client: Client):
    key = begin(client)
    client.post(f"/apply/{key}/where/", {**WHERE, "place": "110101"})
    client.post(f"/apply/{key}/who/", WHO)
    answer = client.post(f"/apply/{key}/confirm/")
    assert answer.status_code == 422
    assert "区划代码" in answer.content.decode()
    assert Matter.objects.count() == 0


def test_photos_wait_with_the_application_and_are_filed_with_it(client: Client):
    key = begin(client, files=photo())
    assert "漏水.jpg" in client.get(f"/apply/{key}/words/").content.decode()
    client.post(f"/apply/{key}/where/", WHERE)
    client.post(f"/apply/{key}/who/", WHO)
    waiting = client.session["unsent"][key]["photos"][0]["path"]
    assert default_storage.exists(waiting)
    code = client.post(f"/apply/{key}/confirm/")["Location"].strip("/").split("/")[-1]
    matter = Party.objects.select_related("matter").get(code=code).matter
    assert [paper.mime for paper in papers_of(matter)] == ["image/jpeg"]
    assert not default_storage.exists(waiting)


def test_photo_can_be_taken_out_again(client: Client):
    key = begin(client, files=photo())
    kept = client.session["unsent"][key]["photos"][0]
    answer = {**WORDS, "idempotency_key": key, "drop_photo": kept["sha256"]}
    client.post(START, answer)
    assert client.session["unsent"][key]["photos"] == []
    assert not default_storage.exists(kept["path"])


def test_file_that_is_a_program_is_refused_by_name(client: Client):
    key = key_in(client.get(START).content.decode())
    program = SimpleUploadedFile("照片.jpg", b"MZ" + bytes(200), content_type="image/jpeg")
    answer = client.post(START, {**WORDS, "idempotency_key": key, "files": program})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "照片.jpg" in html
    assert WORDS["facts_told"] in html


def test_words_that_were_not_sent_are_forgotten_after_a_day(client: Client):
    begin(client)
    assert 86_000 < client.session.get_expiry_age() <= 86_400


def test_photos_that_nobody_sent_are_deleted_after_a_day(client: Client):
    key = begin(client, files=photo())
    waiting = client.session["unsent"][key]["photos"][0]["path"]
    unsent.tidy(now=timezone.now() + timedelta(hours=20))
    assert default_storage.exists(waiting)
    unsent.tidy(now=timezone.now() + timedelta(days=2, hours=1))
    assert not default_storage.exists(waiting)


def test_sixth_application_begun_makes_the_oldest_go(client: Client):
    first = begin(client, files=photo())
    waiting = client.session["unsent"][first]["photos"][0]["path"]
    for number in range(5):
        key = f"{number}" * 32
        client.post(START, {**WORDS, "idempotency_key": key})
    assert first not in client.session["unsent"]
    assert len(client.session["unsent"]) == 5
    assert not default_storage.exists(waiting)


EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def test_script_in_any_field_is_shown_as_text_on_every_page(client: Client):
    key = begin(client, facts_told=EVIL, claims=EVIL)
    pages = [client.get(f"/apply/{key}/where/"), client.get(f"/apply/{key}/words/")]
    pages.append(client.post(f"/apply/{key}/where/", dict.fromkeys(WHERE, EVIL)))
    client.post(f"/apply/{key}/where/", WHERE)
    fields = ("role", "kind", "name", "phone", "id_type", "id_number", "address", "representative")
    everywhere = {f"parties-{n}-{name}": EVIL for n in (0, 1, 2) for name in fields}
    pages.append(client.post(f"/apply/{key}/who/", everywhere))
    mild = {"parties-0-address": EVIL, "parties-0-representative": EVIL}
    client.post(f"/apply/{key}/who/", {**WHO, **mild})
    pages.append(client.get(f"/apply/{key}/confirm/"))
    client.post(f"/apply/{key}/confirm/")
    for page in pages:
        html = page.content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_form_sent_by_a_script_is_led_on_by_a_header(client: Client):
    key = key_in(client.get(START).content.decode())
    answer = client.post(START, {**WORDS, "idempotency_key": key}, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == f"/apply/{key}/where/"


def test_pages_with_typed_words_are_never_cached(client: Client):
    key = fill(client)
    for address in (START, f"/apply/{key}/words/", f"/apply/{key}/who/", f"/apply/{key}/confirm/"):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_pages_of_an_application_ask_the_database_little(
    client: Client, django_assert_max_num_queries
):
    key = fill(client)
    for page, most in (("words", 4), ("where", 6), ("who", 4), ("confirm", 5)):
        with django_assert_max_num_queries(most):
            assert client.get(f"/apply/{key}/{page}/").status_code == 200
