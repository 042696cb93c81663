"""The page of one matter: what it tells, what it takes down, what it hands out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hejie.desk.tests.making import APPLICANT, again, in_hand, page, register, sign_in, take
from hejie.kernel.documents import Document
from hejie.kernel.openings import Opening
from hejie.kernel.supervision import sweep

pytestmark = pytest.mark.usefixtures("zhangwan")


def lines(what: str) -> list[tuple[str, str]]:
    found = Opening.objects.filter(what=what).order_by("at")
    return list(found.values_list("account__username", "purpose"))


def test_opening_a_matter_is_taken_down_once_a_day():
    matter = register()
    for who in ("luo", "luo", "zhou"):
        sign_in(who).get(page(matter))
    assert lines("matter") == [("luo", ""), ("zhou", "")]
    html = sign_in("luo").get(page(matter)).content.decode()
    assert "谁看过" in html
    assert "周正" in html


def test_numbers_are_masked_until_somebody_says_what_for():
    matter = register()
    client = sign_in("luo")
    html = client.get(page(matter)).content.decode()
    assert APPLICANT["name"] in html
    assert APPLICANT["phone"] not in html
    assert APPLICANT["address"] not in html
    answer = client.post(page(matter, "parties/"), {"purpose": "contact"})
    assert answer["Location"] == f"{page(matter)}#parties"
    html = client.get(page(matter)).content.decode()
    assert APPLICANT["phone"] in html
    assert APPLICANT["address"] in html
    assert lines("parties") == [("luo", "contact")]
    assert "查看当事人资料（联系当事人）" in html
    assert APPLICANT["phone"] not in sign_in("xie").get(page(matter)).content.decode()


@pytest.mark.parametrize("purpose", ["", "curiosity"])
def test_nothing_is_shown_without_a_purpose(purpose):
    matter = register()
    client = sign_in("luo")
    client.post(page(matter, "parties/"), {"purpose": purpose})
    assert APPLICANT["phone"] not in client.get(page(matter)).content.decode()
    assert lines("parties") == []


@pytest.mark.parametrize("who", ["zhou", "shen"])
def test_role_without_names_cannot_have_them_shown(who):
    matter = register()
    answer = sign_in(who).post(page(matter, "parties/"), {"purpose": "contact"})
    assert answer.status_code == 403
    assert lines("parties") == []


def test_what_may_be_done_and_why_the_rest_may_not():
    matter = register()
    html = sign_in("luo").get(page(matter)).content.decode()
    assert f'href="{page(matter, "do/invite/")}"' in html
    assert f'href="{page(matter, "do/set_session/")}"' not in html
    assert "现在的状态是“已登记”，不能“约调解会”" in html


def test_english_reader_is_told_labels_and_reasons_in_english():
    matter = register()
    answer = sign_in("luo").get(page(matter), headers={"accept-language": "en"})
    html = answer.content.decode()
    assert "Invite the other side" in html
    assert "邀请对方" not in html
    assert "The state is now “Registered”; “Arrange a session” is not possible" in html


def test_history_tells_acts_in_words():
    matter = in_hand()
    deng = sign_in("deng")
    begins = timezone.localtime(timezone.now() + timedelta(days=3)).replace(hour=9, minute=0)
    told = {
        "begins": f"{begins:%Y-%m-%dT%H:%M}",
        "ends": f"{begins:%Y-%m-%dT11:00}",
        "way": "on_site",
        "venue": "huaguo-1",
    }
    assert deng.post(page(matter, "do/set_session/"), told).status_code == 303
    html = deng.get(page(matter)).content.decode()
    for words in (
        "花果街道调解室（花果街道综治中心一楼）",
        f"{begins:%Y-%m-%d %H:%M}",
        "申请人 王秀兰、被申请人 刘大勇",
        "邓大海（调解员）",
        "没有任何关系",
        "花果街道综治中心·罗敏",
        "楼上卫生间一直漏水",
    ):
        assert words in html


def test_history_of_a_masked_reader_masks_names_in_words():
    matter = register(facts_told="王秀兰说刘大勇不接电话13807280002。")
    html = sign_in("shen").get(page(matter)).content.decode()
    assert "王**说刘**不接电话138****0002。" in html


def test_paper_is_issued_once_and_its_opening_taken_down():
    matter = register()
    client = sign_in("luo")
    html = client.get(page(matter)).content.decode()
    assert "出具《回执》" in html or "出具《" in html
    asked = {"kind": "receipt", "seq": "1"}
    for _ in range(2):
        answer = client.post(page(matter, "papers/issue/"), asked)
        assert answer["Location"] == f"{page(matter)}#event-1"
    document = Document.objects.get(kind="receipt")
    answer = client.get(page(matter, f"papers/{document.id}/"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.getvalue().startswith(b"%PDF")
    assert answer["Cache-Control"] == "private, no-store"
    assert [who for who, _ in lines("paper")] == ["luo"]


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "agreement", "seq": "1"},
        {"kind": "receipt", "seq": "99"},
        {"kind": "receipt", "seq": "x"},
        {"kind": "receipt", "seq": "²"},
        {"kind": "../../etc/passwd", "seq": "1"},
        {},
    ],
)
def test_paper_that_does_not_belong_to_an_event_is_not_issued(asked):
    matter = register()
    assert sign_in("luo").post(page(matter, "papers/issue/"), asked).status_code == 404


def test_paper_is_not_for_whom_sees_no_names():
    matter = register()
    sign_in("luo").post(page(matter, "papers/issue/"), {"kind": "receipt", "seq": "1"})
    document = Document.objects.get(kind="receipt")
    html = sign_in("shen").get(page(matter)).content.decode()
    assert document.title in html
    assert str(document.id) not in html
    assert sign_in("shen").get(page(matter, f"papers/{document.id}/")).status_code == 403


def test_paper_of_another_matter_is_not_found_here():
    matter, other = register(), register()
    client = sign_in("luo")
    client.post(page(other, "papers/issue/"), {"kind": "receipt", "seq": "1"})
    document = Document.objects.get()
    assert client.get(page(matter, f"papers/{document.id}/")).status_code == 404


def test_warnings_tell_who_was_told_and_orders_what_is_demanded():
    matter = register(now=timezone.now() - timedelta(days=30))
    sweep(now=timezone.now())
    due = f"{timezone.localdate() + timedelta(days=2)}"
    take(matter, "order", "zhou", ground="late", text="请说明为何还没有决定", due=due)
    html = sign_in("luo").get(page(matter)).content.decode()
    assert "提级督办" in html
    assert "告知 花果街道综治中心、区综治中心" in html
    assert "请说明为何还没有决定" in html
    assert f"{due} 前答复" in html
    order = again(matter).data["orders"][0]
    take(matter, "answer", "luo", subject=str(order["seq"]), text="已联系双方")
    html = sign_in("luo").get(page(matter)).content.decode()
    assert "已答复" in html
    assert "已联系双方" in html


def test_agreement_is_shown_as_it_stands():
    matter = in_hand()
    session = {"begins": "2030-01-02 09:00", "ends": "2030-01-02 11:00", "way": "video"}
    matter = take(matter, "set_session", "deng", **session)
    held = {
        "session": "1",
        "present": ["p1", "p2"],
        "identity_checked": True,
        "rights_told": True,
        "sham_warned": True,
        "record": "谈成了",
        "result": "agreed",
    }
    matter = take(matter, "hold_session", "deng", **held)
    address = f"/rooms/mediation/agreements/{matter.reference}/"
    assert sign_in("deng").get(address).status_code == 404
    term = {"payer": "p2", "payee": "p1", "sum": "4200", "way": "转账", "due": "2030-02-01"}
    terms = {"facts_agreed": "漏水属实", "points": "赔多少", "terms": [term], "copies": 3}
    take(matter, "draft_agreement", "deng", **terms)
    html = sign_in("deng").get(address).content.decode()
    assert "刘大勇 在 2030年2月1日（周五） 前，向 王秀兰 支付 4200" in html
    assert "还没有生效，还差：王秀兰、刘大勇、调解员 邓大海、调委会盖章" in html
    assert address in sign_in("deng").get(page(matter)).content.decode()
    assert "刘** 在" in sign_in("shen").get(address).content.decode()
    assert sign_in("jiang").get(address).status_code == 404


def test_workload_counts_what_each_mediator_has_in_hand():
    in_hand()
    html = sign_in("xie").get("/rooms/mediation/workload/").content.decode()
    assert html.index("曾玉兰") < html.index("邓大海")
    assert "1 件" in html
    assert sign_in("deng").get("/rooms/mediation/workload/").status_code == 403
