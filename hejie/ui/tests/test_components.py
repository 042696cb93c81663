"""What every page is made of: clocks, forms, parties, masks, and the pages around them."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from hejie.kernel.clocks import Clock
from hejie.kernel.facts import FactsForm, RowsField, UploadsField
from hejie.kernel.workdays import SHANGHAI
from hejie.ui import samples
from hejie.ui.clock_face import face_of
from hejie.ui.form_faces import face_of_field, wrongs
from hejie.ui.sending import go_to, key_of, sent_from

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 18, 10, 0, tzinfo=SHANGHAI)


def rendered(template: str, **values) -> str:
    return Template("{% load hejie %}" + template).render(Context(values))


def clock_named(name: str) -> Clock:
    return {str(label): clock for label, clock in samples.clocks(NOW)}[name]


@pytest.mark.parametrize(
    ("name", "tone", "left"),
    [
        ("法定，正常", "calm", "还剩 28 天"),
        ("法定，黄色预警", "yellow", "还剩 3 天"),
        ("一般，今天到期", "yellow", "今天到期"),
        ("已暂停", "paused", "已暂停，不计时间"),
        ("按时完成", "over", "已按时完成"),
        ("超期完成", "broken", "已完成，超过了期限"),
        ("不再计时", "ended", "不再计时"),
    ],
)
def test_clock_says_in_words_what_its_colour_says(name, tone, left):
    face = face_of(clock_named(name), now=NOW)
    assert (face.tone, face.left) == (tone, left)


def test_late_clock_counts_days_since_the_rolled_day():
    clock = clock_named("法定，已超期")
    days = (NOW.date() - clock.rolled_due).days
    face = face_of(clock, now=NOW)
    assert face.tone == "late"
    assert face.left == f"已超过 {days} 天"


def test_clock_between_its_strict_and_its_rolled_day_says_that_it_rolls():
    clock = samples._clock("MD-B", datetime(2025, 3, 5, tzinfo=SHANGHAI))
    saturday = datetime(2025, 4, 5, 9, tzinfo=SHANGHAI)
    face = face_of(clock, now=saturday)
    assert (face.tone, face.left) == ("red", "已到期，顺延到下一个工作日")
    assert f"{face.rolled}" == "2025-04-07"


@pytest.mark.parametrize(
    ("code", "word"), [("MD-B", "法定"), ("MD-A", "一般"), ("MD-L-FIRST", "内部")]
)
def test_clock_names_its_kind_in_a_word(code, word):
    html = rendered("{% clock one now %}", one=samples._clock(code, NOW), now=NOW)
    assert f">{word}</span>" in html


def test_clock_explains_its_date_sentence_by_sentence_with_articles():
    clock = clock_named("法定，正常")
    html = rendered("{% clock one now %}", one=clock, now=NOW)
    assert "<details" in html
    for step in clock.derivation["steps"]:
        assert step["sentence"] in html
    assert "民法典 第二百零一条" in html


def test_clock_in_a_list_leaves_the_explanation_out():
    assert "<details" not in rendered(
        "{% clock c now brief=True %}", c=clock_named("已暂停"), now=NOW
    )


def inputs_of(html: str) -> list[str]:
    return re.findall(r"<(?:input|select|textarea)(?![^>]*type=\"hidden\")[^>]*>", html)


@pytest.mark.parametrize("make", [samples.empty_form, samples.wrong_form])
def test_every_input_has_a_label_and_every_description_exists(make):
    html = rendered("{% form_fields form %}", form=make())
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    labelled = set(re.findall(r'<label[^>]*\bfor="([^"]+)"', html))
    for tag in inputs_of(html):
        own = re.search(r'\bid="([^"]+)"', tag)
        wrapped = re.search(r"<label[^>]*>\s*" + re.escape(tag), html)
        assert wrapped or (own and own[1] in labelled), tag
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= ids, described


def test_ids_of_a_form_are_unique():
    html = rendered("{% form_fields form %}", form=samples.wrong_form())
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_summary_of_errors_leads_to_every_wrong_field():
    form = samples.wrong_form()
    summary = rendered("{% form_errors form %}", form=form)
    html = rendered("{% form_fields form %}", form=form)
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == len(wrongs(form)) > 5
    for target in targets:
        assert f'id="{target}"' in html, target


def test_form_not_sent_yet_has_no_summary():
    assert rendered("{% form_errors form %}", form=samples.empty_form()).strip() == ""


def test_row_that_was_sent_comes_back_with_its_error_at_its_input():
    html = rendered("{% form_fields form %}", form=samples.wrong_form())
    assert 'value="退还押金"' in html
    amount = next(tag for tag in inputs_of(html) if 'name="terms-0-amount"' in tag)
    assert 'aria-invalid="true"' in amount
    assert 'value="三千"' in amount


def test_rows_without_a_script_have_a_blank_row_after_what_was_sent():
    html = rendered("{% form_fields form %}", form=samples.wrong_form())
    assert 'name="terms-1-thing"' in html


def test_files_may_be_many_where_the_field_takes_many():
    class Form(FactsForm):
        many = UploadsField(label="照片", kind="evidence")
        one = UploadsField(label="扫描件", kind="scan", most=1)

    many, one = (face_of_field(bound) for bound in Form())
    assert "multiple" in many.input
    assert "multiple" not in one.input


def test_signature_is_drawn_in_sight_though_its_input_is_hidden():
    html = rendered("{% form_fields form %}", form=samples.empty_form())
    assert "data-signature-pad" in html
    assert re.search(r'<input type="hidden" name="signature"[^>]*data-signature=""', html)


def test_row_that_nobody_touched_sends_nothing():
    class Row(FactsForm):
        side = forms.ChoiceField(choices=[("a", "甲"), ("b", "乙")], initial="a")
        name = forms.CharField()

    class Form(FactsForm):
        people = RowsField(Row, blank=2)

    html = rendered("{% form_fields form %}", form=Form(initial={"people": [{"side": "b"}]}))
    first, second = (f'name="people-{number}-side"' in html for number in (0, 1))
    assert first
    assert second
    assert html.count('<option value="b" selected>') == 1
    assert html.count('<option value="" selected>') == 1


def test_what_people_typed_is_shown_and_never_run():
    class Form(forms.Form):
        text = forms.CharField(label="<b>题</b>", help_text="<i>提示</i>")

    html = rendered("{% form_fields form %}", form=Form(data={"text": '"><script>x</script>'}))
    assert "<script" not in html
    assert "<b>" not in html


def test_party_is_masked_unless_the_reader_may_see_the_whole():
    party = samples.parties()[0]
    masked = rendered("{% party_card party '申请人' %}", party=party)
    for word in (party.name, party.id_number, party.phone, "郑家沟"):
        assert word not in masked
    whole = rendered("{% party_card party '申请人' whole=True %}", party=party)
    for word in (party.name, party.id_number, party.phone, "郑家沟"):
        assert word in whole


def test_icon_without_a_label_is_not_read_aloud():
    assert "aria-hidden=true" in rendered("{% icon 'phone' %}")
    assert 'aria-label="电话"' in rendered("{% icon 'phone' '电话' %}")


def test_qr_code_is_a_picture_inside_the_page():
    assert 'src="data:image/svg+xml' in rendered("{% qr 'https://example.org/' %}")


def test_form_carries_a_new_key_each_time_and_its_version():
    html = rendered("{% sending version=7 %}")
    again = rendered("{% sending version=7 %}")
    key = re.search(r'name="idempotency_key" value="([0-9a-f]{32})"', html)
    assert key
    assert key[1] not in again
    assert 'name="version" value="7"' in html
    assert 'name="version"' not in rendered("{% sending %}")


def posted(**data: str) -> HttpRequest:
    return RequestFactory().post("/", data)


def test_sent_takes_key_and_version_from_the_form():
    sent = sent_from(posted(idempotency_key="abc", version="3", text="好"))
    assert (sent.key, sent.version, sent.data["text"]) == ("abc", 3, "好")
    assert sent_from(posted(text="好")).version is None
    assert sent_from(posted(version="-1 OR 1=1")).version == -1


def test_form_sent_back_keeps_its_key():
    assert key_of(posted(idempotency_key="abc")) == "abc"
    assert len(key_of(posted())) == 32


def test_accepted_form_leads_on_with_and_without_a_script():
    request: Any = posted()
    assert (go_to(request, "/x/").status_code, go_to(request, "/x/")["Location"]) == (303, "/x/")
    request.htmx = True
    assert go_to(request, "/x/")["HX-Redirect"] == "/x/"


@pytest.mark.parametrize("look", ["public", "desk"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_kitchen_sink_shows_in_both_looks_and_languages(client: Client, look, language):
    page = client.get(f"/ui/?look={look}", headers={"accept-language": language})
    html = page.content.decode()
    assert page.status_code == 200
    assert f'lang="{language}"' in html
    assert f'class="{look}"' in html


@pytest.mark.parametrize("look", ["public", "desk"])
def test_pages_have_no_script_or_style_inside(client: Client, look):
    html = client.get(f"/ui/?look={look}").content.decode()
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\bstyle=|\son[a-z]+=", html)


def test_language_switch_comes_back_to_the_page(client: Client):
    answer = client.post("/ui/language/", {"language": "en", "next": "/ui/?look=desk"})
    assert answer["Location"] == "/ui/?look=desk"
    assert 'lang="en"' in client.get("/ui/").content.decode()


@pytest.mark.parametrize(
    "name", ["404.html", "403.html", "400.html", "403_csrf.html", "500.html", "503.html"]
)
def test_error_page_says_what_to_do_next(rf, name):
    html = render_to_string(name, request=rf.get("/"))
    assert 'href="/"' in html
    assert "首页" in html


def test_lost_address_gets_the_error_page(client: Client):
    page = client.get("/nowhere/")
    assert page.status_code == 404
    assert "没有找到这个页面" in page.content.decode()


def test_sign_in_page_is_ours(client: Client):
    html = client.get("/accounts/login/").content.decode()
    assert "工作人员登录" in html
    assert "sign up" not in html.lower()


def test_day_carries_its_weekday():
    assert rendered("{{ d|day }}", d=date(2026, 12, 22)) == "2026年12月22日（周二）"
    moment = datetime(2026, 12, 22, 14, 5, tzinfo=SHANGHAI)
    assert rendered("{{ d|day }}", d=moment) == "2026年12月22日（周二） 14:05"


def test_sentences_of_the_law_keep_their_language_on_english_pages():
    clock = clock_named("法定，正常")
    with translation.override("en"):
        html = rendered("{% clock one now %}", one=clock, now=NOW)
    assert '<ol lang="zh-Hans">' in html


def test_kitchen_sink_has_the_overdue_red_and_the_longest_name(client: Client):
    html = client.get("/ui/").content.decode()
    assert "clock-late" in html
    assert samples.LONG_NAME in html
