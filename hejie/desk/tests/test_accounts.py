"""Accounts and posts at the desk: three people for a post; and who administers sees no case."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from hejie.api.tests.calling import Caller
from hejie.desk.tests.making import APPLICANT, LEAK, in_hand, page, register, sign_in, someone, take
from hejie.kernel import actions, permissions
from hejie.kernel.administration import PostRequest, verify_administration
from hejie.kernel.documents import OPEN, papers_of
from hejie.kernel.events import events_of
from hejie.kernel.jurisdictions import Account, Post
from hejie.kernel.matters import Matter
from hejie.kernel.openings import Opening

pytestmark = pytest.mark.usefixtures("zhangwan")
TODAY = timezone.localdate()
TOWN = "t-420303001"


def ask(by: str = "guan", **more):
    form = {"account": "luo", "organ": TOWN, "role": "mediator", "starts": TODAY.isoformat()}
    return sign_in(by).post("/desk/accounts/ask/", form | more)


def decide(by: str, verdict: str = "approve"):
    number = PostRequest.objects.latest("pk").pk
    return sign_in(by).post(f"/desk/accounts/asked/{number}/", {"verdict": verdict})


def test_a_post_is_asked_for_and_approved_by_another_administrator():
    assert ask().status_code == 303
    guan = sign_in("guan").get("/desk/accounts/").content.decode()
    assert "批准" not in re.findall(r"<button[^>]*>(.*?)</button>", guan, re.DOTALL)
    decide("guan")
    assert not someone("luo", timezone.now()).has("mediator")
    ning = sign_in("ning").get("/desk/accounts/").content.decode()
    assert 'value="approve"' in ning
    assert decide("ning").status_code == 303
    assert someone("luo", timezone.now()).has("mediator")
    html = sign_in("guan").get(f"/desk/accounts/?organ={TOWN}").content.decode()
    assert "罗敏" in html
    assert "批准岗位" in html
    assert list(verify_administration()) == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"account": "nobody"}, "没有这个登录名"),
        ({"account": "guan"}, "不能为自己申请岗位"),
        ({"organ": "elsewhere"}, "选择"),
        ({"starts": (TODAY - timedelta(days=1)).isoformat()}, "今天或者以后"),
        ({"ends": (TODAY - timedelta(days=9)).isoformat()}, "不能早于"),
        ({"role": "emperor"}, "选择"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_asked(wrong, sentence):
    answer = ask(**wrong)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not PostRequest.objects.exists()


def test_days_stand_in_the_form_as_a_browser_reads_them():
    html = sign_in("guan").get("/desk/accounts/ask/").content.decode()
    assert f'value="{TODAY.isoformat()}"' in html


@pytest.mark.parametrize("who", ["meng", "zhou", "shen", "luo", "fangming"])
@pytest.mark.parametrize("path", ["", "new/", "ask/", "asked/1/", "posts/1/end/", "1/close/"])
def test_accounts_are_for_administrators_alone(who, path):
    client = sign_in(who)
    method = client.post if path in {"asked/1/", "1/close/"} else client.get
    assert method(f"/desk/accounts/{path}").status_code == 403


def test_a_new_account_sets_its_password_once_by_a_link():
    client = sign_in("guan")
    answer = client.post("/desk/accounts/new/", {"username": "wang.fang", "name": "王芳"})
    link = re.search(r"<code>http://testserver(\S+)</code>", answer.content.decode())
    assert link
    assert "王芳" in client.get("/desk/accounts/").content.decode()
    holder = Client()
    form = holder.get(link[1], follow=True).request["PATH_INFO"]
    secret = {"password1": "yi-ke-da-shu-8", "password2": "yi-ke-da-shu-8"}
    assert holder.post(form, secret).status_code == 302
    assert "用过了" in Client().get(link[1], follow=True).content.decode()
    signed = Client()
    signed.post("/accounts/login/", {"login": "wang.fang", "password": "yi-ke-da-shu-8"})
    assert signed.get("/desk/").status_code == 200
    wrong = client.post("/desk/accounts/new/", {"username": "Wang Fang", "name": "x"})
    assert wrong.status_code == 422


def test_a_stand_in_is_named_on_the_matter():
    matter = in_hand()
    post = Post.objects.get(account__username="deng", role="mediator")
    days = {"starts": TODAY.isoformat(), "ends": (TODAY + timedelta(days=3)).isoformat()}
    address = f"/desk/accounts/posts/{post.pk}/stand-in/"
    assert sign_in("guan").post(address, {"account": "ruan", **days}).status_code == 303
    assert sign_in("ruan").get(page(matter)).status_code == 404
    decide("ning")
    html = sign_in("ruan").get(page(matter)).content.decode()
    assert "代 邓大海" in html
    begins = timezone.localtime() + timedelta(days=1)
    times = {"begins": begins.isoformat(), "ends": (begins + timedelta(hours=1)).isoformat()}
    matter = take(matter, "set_session", "ruan", way="phone", **times)
    assert "阮小慧（代 邓大海）" in sign_in("luo").get(page(matter)).content.decode()


def test_ending_and_closing_work_at_once():
    post = Post.objects.get(account__username="deng", role="mediator")
    deng, guan = sign_in("deng"), sign_in("guan")
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    answer = guan.post(f"/desk/accounts/posts/{post.pk}/end/", {"last_day": yesterday})
    assert answer.status_code == 303
    assert not someone("deng", timezone.now()).posts
    guan.post(f"/desk/accounts/{post.account_id}/close/", {"organ": TOWN})
    assert deng.get("/desk/").status_code == 302
    guan.post(f"/desk/accounts/{post.account_id}/close/", {"organ": TOWN})
    assert not Account.objects.get(pk=post.account_id).is_active
    sign_in("ning").post(f"/desk/accounts/{post.account_id}/close/", {"organ": TOWN})
    assert Account.objects.get(pk=post.account_id).is_active


# What an administrator reads of cases: nothing, on any path.


def patterns(resolver: URLResolver, before: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        found += patterns(one, path) if isinstance(one, URLResolver) else [(path, one)]
    return found


def address_for(path: str, matter: Matter) -> str:
    """An address of a pattern, with this matter where it takes a reference."""
    filled = {
        "reference": matter.reference,
        "procedure": "mediation",
        "step": "accept",
        "kind": "receipt",
        "seq": "1",
        "day": TODAY.isoformat(),
        "format": "csv",
        "id": str(papers_of(matter, compartments=(OPEN,)).values_list("id", flat=True)[0]),
    }

    def fill(found: re.Match[str]) -> str:
        return str(filled.get(found["name"], "1"))

    return "/" + re.sub(r"<(?:\w+:)?(?P<name>\w+)>", fill, path)


STAFF = [
    path
    for path, _one in patterns(get_resolver())
    if path.startswith(("desk/", "rooms/", "video/", "meetings/")) and "(?" not in path
]


def test_no_page_shows_an_administrator_anything_of_a_case():
    matter = in_hand()
    event = events_of(matter).get(seq=1)
    actions.issue(matter, "receipt", event, now=timezone.now())
    client, told, opened = sign_in("guan"), {}, 0
    for path in STAFF:
        address = address_for(path, matter)
        answer = client.get(address)
        html = b"".join(getattr(answer, "streaming_content", None) or [answer.content])
        text = html.decode(errors="replace").replace(address, "")
        opened += answer.status_code == 200
        shown = [one for one in (matter.reference, APPLICANT["name"], LEAK) if one in text]
        if shown or answer.status_code >= 500:
            told[address] = (answer.status_code, shown)
    assert told == {}
    assert opened > 5
    assert not Opening.objects.filter(matter_id=matter.id).exists()


def test_no_call_shows_an_administrator_anything_of_a_case():
    matter = in_hand()
    api = Caller("guan")
    assert api.get("/matters").json()["items"] == []
    assert api.get("/clocks").json()["items"] == []
    for path in ("", "/events", "/papers/00000000-0000-7000-8000-000000000000"):
        assert api.get(f"/matters/{matter.reference}{path}").status_code == 404
    assert not permissions.visible_to(someone("guan", timezone.now())).exists()


def test_an_administrator_takes_no_step():
    matter = register()
    with pytest.raises(actions.Refused):
        take(matter, "remark", "guan", text="看看")


def test_the_page_of_accounts_costs_few_queries(django_assert_max_num_queries):
    client = sign_in("guan")
    ask()
    with django_assert_max_num_queries(22):
        client.get("/desk/accounts/")
