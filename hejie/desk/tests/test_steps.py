"""Taking a step at the desk: once, and never over somebody else's head."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from hejie.desk.tests.making import again, page, register, sign_in, take
from hejie.kernel.documents import papers_of
from hejie.kernel.events import events_of
from hejie.kernel.tests.walking import TERM, Walk
from hejie.rooms.mediation.tests.test_agreement import draft
from hejie.seals.authority import make_keys
from hejie.stories.telling import drawn_signature

pytestmark = pytest.mark.usefixtures("zhangwan")
SCRIPT = "<script>alert(1)</script>"


def form_of(client: Client, address: str) -> dict[str, str]:
    """The hidden fields of the form that a page shows."""
    html = client.get(address).content.decode()
    names = ("idempotency_key", "version", "back")
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', html) for name in names}
    return {name: hit[1] for name, hit in found.items() if hit}


def test_step_is_taken_and_told(zhangwan):
    matter = register()
    luo = sign_in("luo")
    address = page(matter, "do/invite/")
    answer = luo.post(address, {**form_of(luo, address), "text": "请您来谈"}, follow=True)
    assert again(matter).state == "invited"
    assert f"{matter.reference}：邀请对方，已记录。" in answer.content.decode()


def test_form_sent_twice_makes_one_event(zhangwan):
    matter = register()
    luo = sign_in("luo")
    address = page(matter, "do/remark/")
    sent = {**form_of(luo, address), "text": "已电话联系"}
    first, second = luo.post(address, sent), luo.post(address, sent)
    assert (first.status_code, second.status_code) == (303, 303)
    assert [event.step for event in events_of(matter)] == ["register", "remark"]


def test_key_with_another_body_is_not_taken_and_the_words_are_kept(zhangwan):
    matter = register()
    luo = sign_in("luo")
    address = page(matter, "do/remark/")
    sent = form_of(luo, address)
    del sent["version"]
    luo.post(address, {**sent, "text": "第一次"})
    answer = luo.post(address, {**sent, "text": "第二次"})
    assert answer.status_code == 422
    assert "第二次" in answer.content.decode()
    assert events_of(matter).count() == 2


def test_one_who_comes_too_late_is_told_who_was_faster_and_keeps_the_words(zhangwan):
    matter = register()
    luo, xie = sign_in("luo"), sign_in("xie")
    address = page(matter, "do/not_accept/")
    sent = form_of(xie, address)
    luo_address = page(matter, "do/invite/")
    luo.post(luo_address, form_of(luo, luo_address))
    answer = xie.post(address, {**sent, "reason": "not_civil", "text": "写了很久的理由"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r"已由 花果街道综治中心·罗敏 于 .+ 办理：邀请对方", html)
    assert "写了很久的理由" in html
    assert again(matter).state == "invited"


def test_too_late_page_can_be_sent_again_on_purpose(zhangwan):
    matter = register()
    luo, xie = sign_in("luo"), sign_in("xie")
    address = page(matter, "do/not_accept/")
    sent = form_of(xie, address)
    take(matter, "invite", "luo")
    late = xie.post(address, {**sent, "reason": "not_civil", "text": "理由"}).content.decode()
    fresh = dict(re.findall(r'name="(idempotency_key|version)" value="([^"]*)"', late))
    assert fresh["version"] == str(again(matter).version)
    assert fresh["idempotency_key"] != sent["idempotency_key"]
    answer = xie.post(address, {**sent, **fresh, "reason": "not_civil", "text": "理由"})
    assert answer.status_code == 303
    assert again(matter).state == "not_accepted"
    assert luo.get(page(matter)).status_code == 200


def test_too_late_page_says_when_nothing_is_left_to_do(zhangwan):
    matter = register()
    xie = sign_in("xie")
    address = page(matter, "do/invite/")
    sent = form_of(xie, address)
    take(matter, "not_accept", "luo", reason="not_civil", text="不是民事纠纷")
    html = xie.post(address, {**sent, "text": "写给对方的话"}).content.decode()
    assert "现在不用办或者不能办了" in html
    assert "写给对方的话" in html
    assert f'action="{address}"' not in html


@pytest.mark.django_db(transaction=True)
def test_two_clerks_press_at_once_and_one_event_is_made(zhangwan):
    matter = register()
    address = page(matter, "do/invite/")
    clients = [sign_in("luo"), sign_in("xie")]
    forms = [form_of(client, address) for client in clients]
    start = Barrier(2)

    def press(number: int) -> tuple[int, str]:
        try:
            start.wait(timeout=60)
            answer = clients[number].post(address, forms[number])
            return answer.status_code, answer.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, range(2)))
    assert [status for status, _html in answers] == [303, 409]
    assert "已由" in answers[1][1]
    assert [event.step for event in events_of(matter)] == ["register", "invite"]


def test_step_out_of_turn_is_refused_in_sentences(zhangwan):
    matter = register()
    for answer in (
        sign_in("luo").get(page(matter, "do/seal/")),
        sign_in("luo").post(page(matter, "do/seal/"), {}),
    ):
        html = answer.content.decode()
        assert answer.status_code == 403
        assert "这一步由调委会负责人办理" in html
        assert "现在的状态是“已登记”，不能“调委会盖章”" in html


def test_words_of_a_refused_step_are_kept(zhangwan):
    matter = register()
    take(matter, "invite", "luo")
    answer = sign_in("luo").post(page(matter, "do/invite/"), {"text": "写给对方的话"})
    assert answer.status_code == 403
    assert "写给对方的话" in answer.content.decode()


def test_what_is_missing_is_told_at_its_field(zhangwan):
    matter = register()
    answer = sign_in("luo").post(page(matter, "do/not_accept/"), {"reason": "not_civil"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_text"' in html
    assert 'aria-describedby="id_text-error"' in html


def test_step_that_does_not_exist_is_not_found(zhangwan):
    assert sign_in("luo").get(page(register(), "do/abolish/")).status_code == 404


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/desk/", "//evil.example/desk/", "/accounts/logout/", "javascript:x"],
)
def test_way_back_never_leads_out_of_the_desk(zhangwan, back):
    matter = register()
    answer = sign_in("luo").post(page(matter, "do/remark/"), {"text": "记一笔", "back": back})
    assert answer["Location"] == page(matter)


def test_script_in_words_is_shown_as_text_everywhere(zhangwan):
    parties = [
        {"role": "applicant", "kind": "person", "name": "王秀兰", "address": SCRIPT},
        {
            "role": "respondent",
            "kind": "organisation",
            "name": "某公司",
            "representative": "刘大勇",
        },
    ]
    matter = register(facts_told=SCRIPT, claims=SCRIPT, parties=parties)
    luo = sign_in("luo")
    luo.post(page(matter, "do/remark/"), {"text": SCRIPT})
    luo.post(page(matter, "parties/"), {"purpose": "contact"})
    answers = [
        luo.get("/desk/queue/"),
        luo.get(page(matter)),
        luo.post(page(matter, "do/seal/"), {"digest": SCRIPT}),
        luo.post(page(matter, "do/not_accept/"), {"reason": SCRIPT, "text": SCRIPT}),
        luo.get(page(matter, "do/merge/"), {"merged_into": SCRIPT}),
        luo.get("/desk/matters/", {"q": SCRIPT, "place": SCRIPT}),
        luo.get("/desk/calendar/", {"of": SCRIPT, "week": SCRIPT}),
        luo.get("/desk/intake/", {"facts_told": SCRIPT}),
    ]
    for answer in answers:
        html = answer.content.decode()
        assert answer.status_code < 500
        assert SCRIPT not in html
    assert "&lt;script&gt;" in answers[1].content.decode()


def test_part_for_a_script_is_no_page_and_a_refusal_is_one_too(zhangwan):
    matter = register()
    script = {"hx-request": "true"}
    for step, words in (("invite", "邀请对方"), ("seal", "这一步由调委会负责人办理")):
        answer = sign_in("luo").get(page(matter, f"do/{step}/"), headers=script)
        html = answer.content.decode()
        assert words in html
        assert "<html" not in html
        assert "HX-Request" in answer["Vary"]
    boosted = {**script, "hx-boosted": "true"}
    whole = sign_in("luo").get(page(matter, "do/invite/"), headers=boosted)
    assert "<html" in whole.content.decode()


def test_no_page_of_the_desk_is_kept_by_the_browser(zhangwan):
    for address in ("/desk/", page(register())):
        assert sign_in("luo").get(address)["Cache-Control"] == "private, no-store"


def drafted_with(*signers: str) -> Walk:
    """An agreement on the table, signed by these parties."""
    walk = Walk.begun().to("in_session")
    draft(walk)
    for who in signers:
        walk.take("sign", who, digest=shown(walk), drawn=drawn_signature())
    return walk


def shown(walk: Walk) -> str:
    return papers_of(walk.matter).filter(kind="agreement").latest("seq").digest


def digest_in(html: str) -> str:
    found = re.search(r'name="digest" value="([^"]*)"', html)
    assert found
    return found[1]


def test_staff_are_refused_a_text_that_has_changed_and_shown_the_new_one(zhangwan):
    walk = drafted_with("p1", "p2")
    deng = sign_in("deng")
    address = page(walk.matter, "do/countersign/")
    old = digest_in(deng.get(address).content.decode())
    draft(walk, {**TERM, "sum": "1.00"})
    for who in ("p1", "p2"):
        walk.take("sign", who, digest=shown(walk), drawn=drawn_signature())
    answer = deng.post(address, {"digest": old})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "协议文本已经改动，请重新阅读后再签" in html
    assert digest_in(html) == shown(walk) != old
    assert "countersign" not in {event.step for event in events_of(walk.matter)}
    assert deng.post(address, {"digest": digest_in(html)}).status_code == 303


def test_a_director_is_shown_the_paper_with_all_signatures_before_the_seal(zhangwan):
    walk = drafted_with("p1", "p2")
    draft_shown = shown(walk)
    walk.take("countersign", "deng", digest=draft_shown)
    xie = sign_in("xie")
    address = page(walk.matter, "do/seal/")
    html = xie.get(address).content.decode()
    assert digest_in(html) == shown(walk) != draft_shown
    paper = papers_of(walk.matter).get(digest=shown(walk))
    assert f"/papers/{paper.id}/" in html
    assert "已经不是刚才那一份" in xie.post(address, {"digest": draft_shown}).content.decode()
    assert xie.post(address, {"digest": digest_in(html)}).status_code == 303
    assert again(walk.matter).state == "agreed_written"


def test_a_paper_that_cannot_be_sealed_now_says_why_and_comes_later(zhangwan, settings, tmp_path):
    settings.SEALS = tmp_path / "seals"
    committee = {"t-420303001": "花果街道人民调解委员会"}
    make_keys(settings.SEALS, organs=committee, staff={"deng": "邓大海"}, now=timezone.now())
    walk = drafted_with("p1", "p2")
    settings.TIME_STAMP_SERVER = "http://127.0.0.1:9/"
    walk.take("countersign", "deng", digest=shown(walk))
    xie, deng = sign_in("xie"), sign_in("deng")
    answer = xie.get(page(walk.matter, "do/seal/"))
    assert "现在不能签章：时间戳服务器没有给出时间戳" in answer.content.decode()
    seq = events_of(walk.matter).get(step="countersign").seq
    asked = {"kind": "agreement", "seq": seq}
    told = deng.post(page(walk.matter, "papers/issue/"), asked, follow=True).content.decode()
    assert "时间戳服务器没有给出时间戳" in told
    settings.TIME_STAMP_SERVER = ""
    told = deng.post(page(walk.matter, "papers/issue/"), asked, follow=True).content.decode()
    assert "已出具《调解协议书》" in told
    html = xie.get(page(walk.matter, "do/seal/")).content.decode()
    assert xie.post(page(walk.matter, "do/seal/"), {"digest": digest_in(html)}).status_code == 303
