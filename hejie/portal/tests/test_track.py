"""Looking a matter up by its code: where it stands, without a name until the phone is shown."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from hejie.kernel.matters import Matter
from hejie.kernel.notices import reader
from hejie.kernel.readers import catch_up
from hejie.portal.tests.acting import apply, sides, staff, take

pytestmark = pytest.mark.django_db
NAMES = ("王秀兰", "刘大勇", "13807280001", "13807280002")


def test_receipt_has_number_code_picture_and_the_next_date_explained(
    client: Client, matter: Matter
):
    party = sides(matter)[0]
    html = client.get(f"/receipts/{party.code}/").content.decode()
    assert matter.reference in html
    assert party.code in html
    assert "data:image/svg+xml" in html
    assert "决定是否受理" in html
    assert "这个日期是怎么算的" in html
    assert matter.holder.name in html
    assert 'data-draft-done="apply-words apply-where apply-who"' in html


def test_receipt_and_tracking_name_nobody(client: Client, accepted: Matter):
    for party in sides(accepted):
        for page in ("receipts", "track"):
            html = client.get(f"/{page}/{party.code}/").content.decode()
            assert not [name for name in NAMES if name in html]
            assert "楼上卫生间漏水" not in html


@pytest.mark.parametrize("change", [str.lower, lambda c: f" {c[:4]}-{c[4:]} "])
def test_code_may_be_typed_in_any_way(client: Client, matter: Matter, change):
    code = sides(matter)[0].code
    answer = client.get("/track/", {"code": change(code)})
    assert answer["Location"] == f"/track/{code}/"


@pytest.mark.parametrize(
    "code", ["AAAAAAAA", "", "' OR 1=1 --", "<script>alert(1)</script>", "零" * 99]
)
def test_wrong_code_says_so_and_asks_again(client: Client, db, code):
    answer = client.get("/track/", {"code": code})
    html = answer.content.decode()
    assert answer.status_code == 404
    assert "没有这个查询码" in html
    assert "<script>alert" not in html


@pytest.mark.parametrize("page", ["receipts", "track", "my"])
def test_wrong_code_in_an_address_asks_for_the_code(client: Client, db, page):
    answer = client.get(f"/{page}/ZZZZZZZZ/")
    assert answer.status_code == 404
    assert "没有这个查询码" in answer.content.decode()


def test_tracking_shows_state_holder_and_every_running_date(client: Client, accepted: Matter):
    html = client.get(f"/track/{sides(accepted)[1].code}/").content.decode()
    assert "已受理" in html
    assert "被申请人" in html
    assert accepted.holder.name in html
    assert "调解期限" in html
    assert ">一般</span>" in html


def test_history_tells_what_parties_did_and_where_it_led(client: Client, accepted: Matter):
    html = client.get(f"/track/{sides(accepted)[0].code}/").content.decode()
    assert "申请调解" in html
    assert "答复是否同意调解" in html
    assert '<span class="by">被申请人</span>' in html
    assert html.index("答复是否同意调解") < html.index("申请调解")


def test_history_keeps_what_staff_do_among_themselves(client: Client, accepted: Matter):
    luo = staff("luo")
    take(accepted, luo, "remark", text="对方情绪激动")
    take(accepted, luo, "report_danger", danger="escalation", told="花果派出所", text="扬言动手")
    for party in sides(accepted):
        html = client.get(f"/track/{party.code}/").content.decode()
        for kept in ("对方情绪激动", "花果派出所", "扬言动手", "办理记录", "报告公安机关"):
            assert kept not in html


def test_matter_handed_up_says_who_holds_it_now(client: Client, accepted: Matter):
    take(accepted, staff("luo"), "hand_up", holder="zw-centre", reason="涉及面广")
    html = client.get(f"/track/{sides(accepted)[0].code}/").content.decode()
    assert "转由张湾区社会治安综合治理中心办理" in html
    assert "涉及面广" not in html


def test_party_without_a_phone_is_told_where_to_go(client: Client, zhangwan):
    party = apply(client, **{"parties-0-phone": ""})
    for page in (f"/track/{party.code}/", f"/my/{party.code}/verify/"):
        html = client.get(page).content.decode()
        assert "请带上身份证到窗口" in html
        assert party.matter.holder.name in html
        assert "发验证码" not in html
    client.post(f"/my/{party.code}/code/")
    assert party.matter.onetimecode_set.count() == 0


def test_links_of_pages_lead_somewhere(client: Client, matter: Matter):
    seen = set()
    for page in ("/", "/guide/", "/numbers/", "/privacy/", f"/track/{sides(matter)[0].code}/"):
        html = client.get(page).content.decode()
        seen |= set(re.findall(r'href="(/[^"#]*)', html))
    pages = {address for address in seen if not address.startswith(("/static/", "/my/"))}
    assert len(pages) >= 7
    for address in pages:
        assert client.get(address).status_code == 200, address


def test_tracking_is_not_for_search_engines_or_caches(client: Client, matter: Matter):
    answer = client.get(f"/track/{sides(matter)[0].code}/")
    assert "no-store" in answer["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_tracking_asks_the_database_little(
    client: Client, accepted: Matter, django_assert_max_num_queries
):
    code = sides(accepted)[0].code
    with django_assert_max_num_queries(11):
        client.get(f"/track/{code}/")
    with django_assert_max_num_queries(8):
        client.get(f"/receipts/{code}/")


def test_history_shows_a_party_the_notice_it_got(client: Client, invited: Matter):
    catch_up([reader], now=timezone.now())
    html = client.get(f"/track/{sides(invited)[1].code}/").content.decode()
    assert "邀请对方" in html
