"""A party acts for itself, from its own phone."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from hejie.kernel import codes
from hejie.kernel.documents import papers_of, words_of
from hejie.kernel.events import events_of
from hejie.kernel.matters import Matter
from hejie.kernel.notices import Notice, reader
from hejie.kernel.parties import Party, parties_of
from hejie.kernel.readers import catch_up
from hejie.papers.tests.uploads import picture
from hejie.portal.tests.acting import apply, key_in, show_code, sides, staff, take
from hejie.stories.telling import drawn_signature

pytestmark = pytest.mark.django_db
SECRETS = ("110101199003074258", "郑家沟 3 栋")


def home(party: Party) -> str:
    return f"/my/{party.code}/"


def post(client: Client, party: Party, step: str, **facts):
    """Open a step's page and send it, as a browser would."""
    html = client.get(f"{home(party)}steps/{step}/").content.decode()
    version = re.search(r'name="version" value="(\d+)"', html)
    assert version or 'name="digest"' in html, html
    sent = {
        "idempotency_key": key_in(html),
        **({"version": version[1]} if version else {}),
        **facts,
    }
    return client.post(f"{home(party)}steps/{step}/", sent)


def again(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


# Showing who one is.


def test_page_of_a_party_asks_for_a_phone_code_first(client: Client, invited: Matter):
    party = sides(invited)[1]
    answer = client.get(home(party))
    assert answer["Location"] == f"{home(party)}verify/?next={home(party)}"
    html = client.get(answer["Location"]).content.decode()
    assert "138****0002" in html
    assert party.phone not in html
    assert party.name not in html


def test_right_code_opens_the_page_for_two_hours(client: Client, invited: Matter, monkeypatch):
    party = sides(invited)[1]
    show_code(client, party)
    assert "刘大勇" in client.get(home(party)).content.decode()
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=1, minutes=59))
    assert client.get(home(party)).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=2, minutes=1))
    assert client.get(home(party)).status_code == 303


def test_code_of_one_party_does_not_open_the_page_of_another(client: Client, invited: Matter):
    first, second = sides(invited)
    show_code(client, first)
    assert client.get(home(second)).status_code == 303
    answer = client.post(f"{home(second)}steps/answer_invitation/", {"answer": "yes"})
    assert answer.status_code == 303
    assert again(invited).state == "invited"


def test_wrong_digits_count_and_the_sixth_try_fails_even_when_right(
    client: Client, invited: Matter
):
    party = sides(invited)[1]
    client.post(f"{home(party)}code/")
    text = Notice.objects.get(to="party:p2", seq=0).text
    digits = re.search(r"\d{6}", text)
    assert digits
    wrong = f"{(int(digits[0]) + 1) % 1_000_000:06d}"
    for tried in (wrong, "", "abc", "１２３", "' OR 1=1", digits[0]):
        answer = client.post(f"{home(party)}verify/", {"digits": tried})
        assert answer.status_code == 422
        assert "验证码不对，或者已经过期" in answer.content.decode()
    assert client.get(home(party)).status_code == 303


def test_second_code_within_a_minute_is_too_soon(client: Client, invited: Matter):
    party = sides(invited)[1]
    client.post(f"{home(party)}code/")
    answer = client.post(f"{home(party)}code/", follow=True)
    assert "请一分钟后再试" in answer.content.decode()
    assert codes.OneTimeCode.objects.count() == 1


def test_after_the_code_one_comes_back_to_where_one_wanted_to_go(client: Client, invited: Matter):
    party = sides(invited)[1]
    wanted = f"{home(party)}steps/answer_invitation/"
    asked = client.get(wanted)["Location"]
    html = client.get(asked).content.decode()
    assert f'name="next" value="{wanted}"' in html


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/desk/"])
def test_after_the_code_nobody_is_led_elsewhere(client: Client, invited: Matter, elsewhere):
    party = sides(invited)[1]
    client.post(f"{home(party)}code/")
    digits = re.search(r"\d{6}", Notice.objects.get(to="party:p2", seq=0).text)
    assert digits
    sent = {"digits": digits[0], "next": elsewhere}
    assert client.post(f"{home(party)}verify/", sent)["Location"] == home(party)


def test_showing_a_code_gives_the_session_a_new_name(client: Client, invited: Matter):
    client.post(f"{home(sides(invited)[1])}code/")
    before = client.session.session_key
    show_code(client, sides(invited)[1])
    assert client.session.session_key != before


def test_leaving_forgets_who_was_here(client: Client, invited: Matter):
    party = sides(invited)[1]
    show_code(client, party)
    assert client.post("/leave/")["Location"] == "/"
    assert client.get(home(party)).status_code == 303


def test_lost_session_asks_for_the_code_again(client: Client, invited: Matter):
    party = sides(invited)[1]
    show_code(client, party)
    client.cookies.clear()
    assert client.get(home(party)).status_code == 303


# Acting.


def test_invitation_is_answered_with_one_tap_and_the_reason_is_kept(
    client: Client, invited: Matter
):
    party = sides(invited)[1]
    show_code(client, party)
    html = client.get(home(party)).content.decode()
    for answer in ("yes", "no"):
        assert f'<button class="btn btn-lg btn-answer" name="answer" value="{answer}">' in html
    answer = post(client, party, "answer_invitation", answer="no", reason="我没有漏水")
    assert answer.status_code == 303
    matter = again(invited)
    assert matter.state == "refused"
    last = events_of(matter).last()
    assert last
    assert words_of(matter)[last.seq]["reason"] == "我没有漏水"
    assert last.by == "party:p2"


def test_answer_sent_from_the_first_page_works_without_opening_another(
    client: Client, invited: Matter
):
    party = sides(invited)[1]
    show_code(client, party)
    html = client.get(home(party)).content.decode()
    key, version = key_in(html), re.search(r'name="version" value="(\d+)"', html)
    assert version
    sent = {"idempotency_key": key, "version": version[1], "answer": "yes", "party": "p2"}
    client.post(f"{home(party)}steps/answer_invitation/", sent)
    assert again(invited).state == "accepted"


def test_answer_sent_twice_is_one_event(client: Client, invited: Matter):
    party = sides(invited)[1]
    show_code(client, party)
    html = client.get(f"{home(party)}steps/answer_invitation/").content.decode()
    sent = {"idempotency_key": key_in(html), "answer": "yes"}
    client.post(f"{home(party)}steps/answer_invitation/", sent)
    before = events_of(invited).count()
    client.post(f"{home(party)}steps/answer_invitation/", sent)
    assert events_of(invited).count() == before


def test_nobody_answers_for_another(client: Client, invited: Matter):
    first = sides(invited)[0]
    show_code(client, first)
    sent = {"answer": "yes", "party": "p2"}
    answer = client.post(f"{home(first)}steps/answer_invitation/", sent)
    assert answer.status_code == 422
    assert again(invited).state == "invited"


@pytest.mark.parametrize("step", ["withdraw", "refuse"])
def test_leaving_is_one_button_on_a_page_that_tells_the_other_routes(
    client: Client, accepted: Matter, step
):
    party = sides(accepted)[0]
    show_code(client, party)
    assert f"steps/{step}/" in client.get(home(party)).content.decode()
    html = client.get(f"{home(party)}steps/{step}/").content.decode()
    assert "您仍可以申请仲裁、找行政机关处理，或者向法院起诉" in html
    assert "确定：" in html
    assert post(client, party, step).status_code == 303
    assert again(accepted).is_over


def test_step_that_is_not_open_says_why(client: Client, invited: Matter):
    party = sides(invited)[1]
    show_code(client, party)
    html = client.get(home(party)).content.decode()
    assert "现在还不能办的，和为什么" in html
    assert "现在的状态是“征求对方意见”" in html
    answer = client.get(f"{home(party)}steps/sign/")
    assert answer.status_code == 403
    assert "现在的状态是" in answer.content.decode()


@pytest.mark.parametrize("step", ["invite", "seal", "no_such_step", "apply", "archive"])
def test_steps_of_staff_do_not_exist_for_a_party(client: Client, invited: Matter, step):
    party = sides(invited)[1]
    show_code(client, party)
    assert client.get(f"{home(party)}steps/{step}/").status_code == 404
    assert client.post(f"{home(party)}steps/{step}/", {}).status_code == 404


def test_page_that_grew_old_says_so_and_changes_nothing(client: Client, accepted: Matter):
    party = sides(accepted)[0]
    show_code(client, party)
    html = client.get(f"{home(party)}steps/supplement/").content.decode()
    sent = {"idempotency_key": key_in(html), "version": "1", "text": "补一句"}
    answer = client.post(f"{home(party)}steps/supplement/", sent, follow=True)
    assert "刚刚情况有了变化" in answer.content.decode()
    assert not [e for e in events_of(accepted) if e.step == "supplement"]


def test_key_used_for_something_else_is_told(client: Client, accepted: Matter):
    party = sides(accepted)[0]
    show_code(client, party)
    address = f"{home(party)}steps/supplement/"
    client.post(address, {"idempotency_key": "a" * 32, "text": "一"})
    answer = client.post(address, {"idempotency_key": "a" * 32, "text": "二"}, follow=True)
    assert "已经提交过" in answer.content.decode()


def test_papers_are_added_and_listed_for_the_one_who_gave_them(client: Client, accepted: Matter):
    first, second = sides(accepted)
    show_code(client, first)
    slip = SimpleUploadedFile("收据.txt", "收到四千二百元".encode(), content_type="text/plain")
    assert post(client, first, "supplement", files=slip).status_code == 303
    document = papers_of(accepted).get(kind="evidence")
    html = client.get(home(first)).content.decode()
    assert "收据.txt" in html
    kept = client.get(f"{home(first)}files/{document.id}/")
    assert kept.content.decode() == "收到四千二百元"
    assert kept["Content-Disposition"].startswith("attachment")
    show_code(client, second)
    assert client.get(f"{home(second)}files/{document.id}/").status_code == 404


def test_mediator_is_chosen_from_a_list(client: Client, accepted: Matter):
    for party in sides(accepted):
        show_code(client, party)
        html = client.get(f"{home(party)}steps/choose_mediator/").content.decode()
        assert "邓大海" in html
        chosen = {"mediator": str(staff("deng").account)}
        assert post(client, party, "choose_mediator", **chosen).status_code == 303
    assert again(accepted).data["nominees"][0]["account"] == staff("deng").account


def test_mediator_is_accepted_after_disclosure_with_one_tap(client: Client, accepted: Matter):
    first, second = sides(accepted)
    take(accepted, staff("luo"), "name_mediator", mediators=[str(staff("deng").account)])
    take(accepted, staff("deng"), "disclose", relation="other", text="同村")
    for party in (first, second):
        show_code(client, party)
        assert "现在请您：" in client.get(home(party)).content.decode()
        post(client, party, "accept_mediator", answer="yes")
    assert again(accepted).state == "assigned"


def test_signing_needs_a_fresh_code_and_the_text_that_was_shown(
    client: Client, drafted: Matter, monkeypatch
):
    party = sides(drafted)[0]
    show_code(client, party)
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=20))
    old = client.get(f"{home(party)}steps/sign/")
    assert old["Location"] == f"{home(party)}verify/?next={home(party)}steps/sign/"
    show_code(client, party)
    html = client.get(f"{home(party)}steps/sign/").content.decode()
    digest = re.search(r'name="digest" value="(sha256:[0-9a-f]{64})"', html)
    assert digest
    text = re.search(r'href="(/my/[^"]*/papers/\d+/agreement/)"', html)
    assert text
    paper = client.get(text[1])
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    wrong = post(client, party, "sign", digest="sha256:" + "0" * 64, drawn=drawn_signature())
    assert wrong.status_code == 422
    assert "请重新阅读后再签" in wrong.content.decode()
    unsigned = post(client, party, "sign", digest=digest[1])
    assert unsigned.status_code == 422
    assert "请签名" in unsigned.content.decode()
    right = post(client, party, "sign", digest=digest[1], drawn=drawn_signature())
    assert right.status_code == 303
    assert "p1" in again(drafted).data["signatures"]


def test_a_party_sees_before_signing_what_a_court_may_find_unclear(client: Client, drafted: Matter):
    party = sides(drafted)[0]
    show_code(client, party)
    html = client.get(f"{home(party)}steps/sign/").content.decode()
    assert "可执行性检查" in html
    assert "通过银行付款，请写明收款人和账户" in html
    assert html.index("可执行性检查") < html.index('name="digest"')


def test_both_parties_sign_and_read_the_agreement_in_force(client: Client, drafted: Matter):
    for party in sides(drafted):
        show_code(client, party)
        html = client.get(f"{home(party)}steps/sign/").content.decode()
        digest = re.search(r'name="digest" value="([^"]+)"', html)
        assert digest
        words = SimpleUploadedFile("x.txt", b"signed on paper", content_type="text/plain")
        refused = post(client, party, "sign", digest=digest[1], scan=words)
        assert "扫描件要是照片或者 PDF" in refused.content.decode()
        scan = SimpleUploadedFile("x.png", picture("PNG"), content_type="image/png")
        post(client, party, "sign", digest=digest[1], scan=scan)
    shown = papers_of(drafted).get(kind="agreement").digest
    take(drafted, staff("deng"), "countersign", digest=shown)
    signed = papers_of(drafted).filter(kind="agreement").latest("seq").digest
    assert take(drafted, staff("xie"), "seal", digest=signed).state == "agreed_written"
    for party in sides(drafted):
        html = client.get(home(party)).content.decode()
        links = re.findall(r'href="(/my/[^"]*/papers/(\d+)/agreement/)"', html)
        assert len(links) == 1
        sealed = events_of(drafted).get(step="seal").seq
        assert int(links[0][1]) == sealed
        assert client.get(links[0][0]).content.startswith(b"%PDF")


def test_oral_agreement_is_confirmed_and_kept_promises_are_reported(
    client: Client, accepted: Matter
):
    deng = staff("deng")
    for party in sides(accepted):
        take(accepted, party, "choose_mediator", mediator=str(deng.account))
    take(accepted, deng, "disclose", relation="none")
    term = {"payer": "p2", "payee": "p1", "sum": "500", "way": "现金", "due": "2030-01-01"}
    told = {"facts_agreed": "漏水", "points": "赔多少", "terms": [term]}
    take(accepted, deng, "agree_orally", **told)
    for party in sides(accepted):
        show_code(client, party)
        assert post(client, party, "confirm_orally").status_code == 303
    assert again(accepted).state == "agreed_oral"
    first = sides(accepted)[0]
    show_code(client, first)
    answer = post(client, first, "perform", subject="1", outcome="performed", text="收到了")
    assert answer.status_code == 303
    assert again(accepted).state == "performed"
    assert post(client, first, "rate", stars="5", text="好").status_code == 303
    assert again(accepted).data["ratings"] == {"party:p1": 5}


# Reading.


def test_party_sees_its_own_data_whole_and_of_others_the_name_only(client: Client, zhangwan):
    party = apply(
        client,
        **{
            "parties-1-id_type": "resident_id",
            "parties-1-id_number": SECRETS[0],
            "parties-1-address": SECRETS[1],
        },
    )
    show_code(client, party)
    html = client.get(home(party)).content.decode()
    assert "13807280001" in html
    assert "刘大勇" in html
    for secret in (*SECRETS, "13807280002"):
        assert secret not in html
    other = sides(party.matter)[1]
    show_code(client, other)
    html = client.get(home(other)).content.decode()
    for secret in SECRETS:
        assert secret in html
    assert "13807280001" not in html


def test_respondent_reads_what_is_asked(client: Client, invited: Matter):
    party = sides(invited)[1]
    show_code(client, party)
    html = client.get(home(party)).content.decode()
    assert "楼上卫生间漏水" in html
    assert "赔偿四千二百元" in html


def test_what_the_other_side_writes_later_stays_with_the_mediator(client: Client, accepted: Matter):
    first, second = sides(accepted)
    take(accepted, second, "supplement", text="其实我可以出三千")
    show_code(client, first)
    assert "其实我可以出三千" not in client.get(home(first)).content.decode()
    show_code(client, second)
    assert "其实我可以出三千" in client.get(home(second)).content.decode()


def test_papers_of_a_party_are_those_of_its_own_acts(client: Client, accepted: Matter):
    first, second = sides(accepted)
    show_code(client, first)
    html = client.get(home(first)).content.decode()
    assert "/papers/1/application/" in html
    assert "/papers/1/receipt/" in html
    assert "consent" not in html
    show_code(client, second)
    html = client.get(home(second)).content.decode()
    assert "/papers/1/application/" not in html
    assert "/consent/" in html
    assert client.get(f"{home(second)}papers/1/application/").status_code == 404
    assert client.get(f"{home(second)}papers/1/register/").status_code == 404


def test_receipt_paper_opens_as_pdf(client: Client, matter: Matter):
    party = sides(matter)[0]
    show_code(client, party)
    paper = client.get(f"{home(party)}papers/1/receipt/")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert "no-store" in paper["Cache-Control"]


def test_history_shows_a_party_the_notice_it_got(client: Client, invited: Matter):
    catch_up([reader], now=timezone.now())
    first, second = sides(invited)
    show_code(client, second)
    assert "请答复是否愿意" in client.get(home(second)).content.decode()
    show_code(client, first)
    assert "请答复是否愿意" not in client.get(home(first)).content.decode()


def test_party_reads_when_and_where_to_come(client: Client, accepted: Matter):
    deng = staff("deng")
    take(accepted, staff("luo"), "name_mediator", mediators=[str(deng.account)])
    take(accepted, deng, "disclose", relation="other", text="我和刘大勇同村")
    catch_up([reader], now=timezone.now())
    for party in sides(accepted):
        show_code(client, party)
        html = client.get(home(party)).content.decode()
        assert "有其他可能影响公正的关系" in html
        assert "我和刘大勇同村" in html
        post(client, party, "accept_mediator", answer="yes")
    when = {"begins": "2030-01-07T15:00", "ends": "2030-01-07T17:00"}
    take(accepted, deng, "set_session", way="on_site", venue="huaguo-1", text="带上发票", **when)
    catch_up([reader], now=timezone.now())
    html = client.get(home(sides(accepted)[0])).content.decode()
    for told in ("2030年1月7日（周一） 15:00", "花果街道调解室", "带上发票"):
        assert told in html


def test_words_that_end_a_matter_are_not_passed_on(client: Client, accepted: Matter):
    take(
        accepted,
        staff("xie"),
        "fail",
        reason="apart",
        basic_facts="漏水",
        conduct="刘大勇三次失约",
    )
    catch_up([reader], now=timezone.now())
    for party in sides(accepted):
        show_code(client, party)
        html = client.get(home(party)).content.decode()
        assert "分歧太大" in html
        assert "刘大勇三次失约" not in html


EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def test_script_in_what_parties_write_is_shown_as_text(client: Client, accepted: Matter):
    for party in sides(accepted):
        show_code(client, party)
        post(client, party, "supplement", text=EVIL)
        wrong = post(client, party, "choose_mediator", mediator=EVIL)
        pages = [wrong, client.get(home(party)), client.get(f"{home(party)}steps/{EVIL}/")]
        sent = {"idempotency_key": EVIL, "version": EVIL, "text": "", "next": EVIL}
        pages.append(client.post(f"{home(party)}steps/supplement/", sent, follow=True))
        pages.append(client.post(f"{home(party)}verify/", {"digits": EVIL, "next": EVIL}))
        for page in pages:
            html = page.content.decode()
            assert "<script>alert" not in html
            assert "<img src=x" not in html


def test_form_of_every_step_open_to_a_party_shows(client: Client, drafted: Matter):
    for party in sides(drafted):
        show_code(client, party)
        html = client.get(home(party)).content.decode()
        steps = set(re.findall(rf"{home(party)}steps/([a-z_]+)/", html))
        assert {"sign", "supplement", "refuse"} <= steps
        for step in steps:
            assert client.get(f"{home(party)}steps/{step}/").status_code == 200, step


def test_own_page_asks_the_database_a_bounded_number_of_times(
    client: Client, accepted: Matter, django_assert_max_num_queries
):
    party = sides(accepted)[0]
    show_code(client, party)
    with django_assert_max_num_queries(32):
        client.get(home(party))
    for number in range(5):
        take(accepted, party, "supplement", text=f"第{number}次")
    with django_assert_max_num_queries(32):
        client.get(home(party))


def test_parties_of_other_matters_stay_out(client: Client, accepted: Matter):
    party = sides(accepted)[0]
    show_code(client, party)
    assert parties_of(accepted).count() == 2
    assert client.get("/my/AAAAAAAA/").status_code == 404
