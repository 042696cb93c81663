"""Who may open which page, and what of a matter each of them reads there."""

import pytest

from hejie.desk.tests.making import APPLICANT, in_hand, page, register, sign_in, take
from hejie.kernel.notices import reader as notices
from hejie.kernel.openings import Opening
from hejie.kernel.readers import catch_up

pytestmark = pytest.mark.usefixtures("zhangwan")

EVERYBODY = ["luo", "xie", "deng", "zhou", "wu", "shen", "tong", "guan", "qin", "qian"]
CLERKS = {"luo", "xie"}
PAGES = {
    "": set(EVERYBODY),
    "matters/": set(EVERYBODY),
    "calendar/": set(EVERYBODY),
    "calendar/?of=people": set(EVERYBODY),
    "calendar/?of=venues": set(EVERYBODY),
    "help/": set(EVERYBODY),
    "queue/": CLERKS | {"qin"},
    "intake/": CLERKS,
    "supervision/": {"xie", "zhou", "wu"},
    "settings/": {"guan"},
    "settings/calendar/": {"guan"},
    "settings/MD-L-REPLY/": {"guan"},
}
CASES = [(path, who) for path in PAGES for who in EVERYBODY]


@pytest.mark.parametrize(("path", "who"), CASES)
def test_page_is_for_its_roles_and_others_are_told_for_whom(path, who):
    answer = sign_in(who).get(f"/desk/{path}")
    assert answer.status_code == (200 if who in PAGES[path] else 403)
    if who not in PAGES[path]:
        assert 'class="reasons"' in answer.content.decode()


@pytest.mark.parametrize("path", [*PAGES, "matters/420303-2026-000001/", "outbox/"])
def test_visitor_is_asked_to_sign_in(client, path):
    answer = client.get(f"/desk/{path}")
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("luo", "whole"),
        ("xie", "whole"),
        ("deng", "whole"),
        ("zhou", "masked"),
        ("wu", "masked"),
        ("shen", "masked"),
        ("jiang", "nothing"),
        ("tong", "nothing"),
        ("guan", "nothing"),
        ("qin", "nothing"),
    ],
)
def test_each_reads_of_a_matter_what_the_role_gives(who, sees):
    told = f"{APPLICANT['name']}说电话是{APPLICANT['phone']}"
    matter = in_hand(facts_told=told)
    answer = sign_in(who).get(page(matter))
    assert answer.status_code == (404 if sees == "nothing" else 200)
    html = answer.content.decode()
    assert (APPLICANT["name"] in html) == (sees == "whole")
    assert ("王**" in html) == (sees == "masked")
    if sees == "masked":
        assert APPLICANT["phone"] not in html
        assert "/parties/" not in html


@pytest.mark.parametrize("who", ["guan", "tong"])
@pytest.mark.parametrize("path", ["", "matters/", "calendar/?of=people", "matters/table.csv"])
def test_administrator_and_statistician_see_no_matter(who, path):
    matter = in_hand()
    html = sign_in(who).get(f"/desk/{path}").content.decode()
    assert matter.reference not in html
    assert APPLICANT["name"] not in html


@pytest.mark.parametrize("who", ["jiang", "guan", "tong", "qin", "yu"])
@pytest.mark.parametrize(
    "path",
    ["", "do/urge/", "do/remark/", "registered/", "papers/00000000-0000-7000-8000-000000000000/"],
)
def test_address_of_a_matter_out_of_sight_leads_nowhere(who, path):
    matter = register()
    assert sign_in(who).get(page(matter, path)).status_code in {403, 404}
    assert not Opening.objects.filter(matter_id=matter.id).exists()


def test_auditor_can_do_nothing_and_is_told_so():
    matter = register()
    html = sign_in("shen").get(page(matter)).content.decode()
    assert "您的岗位对这件事只能看，不能办。" in html
    for step in ("invite", "urge", "remark"):
        assert sign_in("shen").post(page(matter, f"do/{step}/"), {"text": "x"}).status_code == 403


def test_sealed_words_are_for_the_mediator_of_the_matter_alone(settings):
    matter = in_hand()
    session = {"begins": "2030-01-02 09:00", "ends": "2030-01-02 11:00", "way": "video"}
    matter = take(matter, "set_session", "deng", **session)
    held = {
        "session": "1",
        "present": ["p1", "p2"],
        "identity_checked": True,
        "rights_told": True,
        "sham_warned": True,
        "record": "程序部分",
        "negotiation": "底线是三千元",
        "result": "continue",
    }
    take(matter, "hold_session", "deng", **held)
    assert "底线是三千元" in sign_in("deng").get(page(matter)).content.decode()
    for who in ("luo", "xie", "zhou", "shen"):
        html = sign_in(who).get(page(matter)).content.decode()
        assert "底线是三千元" not in html
        assert "协商部分已密封" in html


@pytest.fixture
def demonstration(settings):
    settings.DEMO, settings.NOTICE_CHANNELS = True, []


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize(
    ("who", "status"), [("luo", 200), ("xie", 200), ("deng", 403), ("guan", 403), ("shen", 403)]
)
def test_outbox_of_a_demonstration_is_for_clerks(who, status):
    assert sign_in(who).get("/desk/outbox/").status_code == status


@pytest.mark.usefixtures("demonstration")
def test_clerk_reads_in_the_outbox_only_what_concerns_the_own_organ():
    ours, theirs = register(), register(who="jiang", place="420303003")
    take(ours, "invite", "luo")
    take(theirs, "invite", "jiang")
    catch_up([notices], now=ours.opened_at)
    html = sign_in("luo").get("/desk/outbox/").content.decode()
    assert ours.reference in html
    assert theirs.reference not in html


@pytest.mark.parametrize(("demo", "channels"), [(False, []), (True, ["json://localhost"])])
def test_there_is_no_outbox_where_notices_reach_people(settings, demo, channels):
    settings.DEMO, settings.NOTICE_CHANNELS = demo, channels
    client = sign_in("luo")
    assert client.get("/desk/outbox/").status_code == 404
    assert "/desk/outbox/" not in client.get("/desk/").content.decode()
