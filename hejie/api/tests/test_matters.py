"""Open, list and read: what a caller sees, and what not."""

from base64 import b64encode
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from hejie.api.tests.calling import Caller, fields, matter_of, opening, problem
from hejie.kernel import openings
from hejie.kernel.documents import SEALED, Document
from hejie.kernel.matters import Matter
from hejie.kernel.openings import Opening
from hejie.kernel.parties import Party
from hejie.kernel.readers import catch_up
from hejie.readers import all_readers


def paper(name="经过.txt", text="漏水三个月"):
    return {"name": name, "content": b64encode(text.encode()).decode()}


def test_opening_answers_with_number_receipt_clocks_and_actions(opened):
    matter = matter_of(opened["reference"])
    assert (opened["state"], opened["version"]) == ("registered", 1)
    assert opened["receipt"]["code"] == Party.objects.get(key="p1").code
    assert opened["receipt"]["event_hash"] == bytes(matter.head_hash).hex()
    (reply,) = [one for one in opened["clocks"] if one["key"] == "reply"]
    assert reply["rule"] == "MD-L-REPLY"
    assert reply["derivation"]["steps"][-1]["date"] == reply["rolled_due"]
    allowed = {one["key"] for one in opened["actions"] if one["allowed"]}
    assert {"invite", "not_accept", "supplement"} <= allowed


def test_the_callers_role_decides_the_opening_step(opened):
    assert matter_of(opened["reference"]).event_set.get().kind == "mediation.register"


def test_moments_carry_the_offset_of_shanghai(clerk, opened):
    told = clerk.get(f"/matters/{opened['reference']}").json()
    assert told["opened_at"].endswith("+08:00")
    assert datetime.fromisoformat(told["opened_at"]).utcoffset() == timedelta(hours=8)
    assert date.fromisoformat(told["clocks"][0]["strict_due"])


def test_a_point_finds_its_division(zhangwan):
    told = Caller("lin").open(place={"lon": 110.77, "lat": 32.65})
    assert matter_of(told["reference"]).place_id == "420303"


def test_a_route_and_files_may_come_along(clerk):
    facts = opening()["facts"] | {"files": [paper()]}
    matter = matter_of(clerk.open(route="A", facts=facts)["reference"])
    assert matter.route == "A"
    assert Document.objects.get().title == "经过.txt"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"procedure": "divination"}, "procedure"),
        ({"place": "999999999999"}, "place"),
        ({"place": "420302001"}, "place"),
        ({"place": {"lon": 0, "lat": 0}}, "place"),
        ({"route": "B"}, "route"),
        ({"parties": []}, "parties"),
        ({"facts": {**opening()["facts"], "category": "MD99"}}, "category"),
        ({"facts": {**opening()["facts"], "amount": "一百"}}, "amount"),
        ({"facts": {**opening()["facts"], "occurred": "2099-01-01T00:00:00+08:00"}}, "occurred"),
        ({"facts": {**opening()["facts"], "due": "2099-01-01"}}, ""),
        ({"facts": {**opening()["facts"], "files": [paper("坏.exe")]}}, "files"),
    ],
)
def test_wrong_facts_are_told_by_field_and_open_nothing(clerk, changes, wrong):
    assert wrong in fields(clerk.post("/matters", opening(**changes)))
    assert not Matter.objects.exists()


def test_wrong_numbers_of_parties_are_told_by_row(clerk):
    parties = opening()["parties"]
    parties[1] |= {"phone": "123", "id_number": "420303199001011234"}
    told = problem(clerk.post("/matters", opening(parties=parties)), 422)
    assert {error["field"] for error in told["errors"]} == {"parties"}
    assert sum("第 2 行" in error["detail"] for error in told["errors"]) == 2


def test_lists_tell_what_each_caller_may_see(clerk, opened):
    references = [one["reference"] for one in clerk.get("/matters").json()["items"]]
    assert references == [opened["reference"]]
    assert Caller("jiang").get("/matters").json() == {"items": [], "next": None}
    assert Caller("guan").get("/matters").json()["items"] == []
    assert len(Caller("zhou").get("/matters").json()["items"]) == 1


@pytest.mark.parametrize("username", ["jiang", "deng", "guan", "tong", "qin"])
def test_what_a_caller_may_not_see_is_not_there(opened, username):
    caller = Caller(username)
    for path in ("", "/events", f"/papers/{'0' * 8}-0000-0000-0000-{'0' * 12}"):
        problem(caller.get(f"/matters/{opened['reference']}{path}"), 404)
    problem(caller.act(opened["reference"], "invite"), 404)
    assert matter_of(opened["reference"]).version == 1


def test_filters_narrow_a_list(clerk, zhangwan):
    leak = clerk.open()
    noise = clerk.open(place="420303001202", facts=opening()["facts"] | {"category": "MD17"})
    clerk.act(noise["reference"], "invite")
    catch_up(all_readers(), now=timezone.now())

    def found(**query):
        answer = clerk.get("/matters", **query)
        assert answer.status_code == 200, answer.content
        return [one["reference"] for one in answer.json()["items"]]

    assert found(state="registered") == [leak["reference"]]
    assert found(state="invited") == [noise["reference"]]
    assert found(procedure="mediation", holder="t-420303001") == [
        noise["reference"],
        leak["reference"],
    ]
    assert found(place="420303001001") == [leak["reference"]]
    assert found(place="420303001") == [noise["reference"], leak["reference"]]
    assert found(q="邻里") == [leak["reference"]]
    assert found(q=noise["reference"]) == [noise["reference"]]
    assert found(q="王秀兰") == []
    assert found(procedure="petition") == []
    due = matter_of(leak["reference"]).next_due
    day = timezone.localtime(due).date()
    assert found(due_before=day.isoformat()) == [leak["reference"]]
    assert found(due_before=(day - timedelta(days=1)).isoformat()) == []
    assert found(due_before=timezone.localtime(due).isoformat()) == []


@pytest.mark.parametrize("order", ["newest", "due"])
@pytest.mark.parametrize("limit", [2, 50])
def test_pages_give_every_matter_once_in_order(clerk, order, limit):
    opened = [clerk.open()["reference"] for _ in range(5)]
    for reference in opened[1:3]:
        clerk.act(reference, "invite")  # with nothing due these two come last
    seen: list[object] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = clerk.get("/matters", order=order, limit=limit, cursor=cursor)
        assert answer.status_code == 200, answer.content
        seen += [one["reference"] for one in answer.json()["items"]]
        cursor = answer.json()["next"]
    if order == "newest":
        assert seen == opened[::-1]
    else:
        assert seen == [opened[0], opened[3], opened[4], opened[1], opened[2]]


@pytest.mark.parametrize(
    "cursor", ["x", "AAAA", "bnVsbA", "WyJuZXdlc3QiXQ", "WyJkdWUiLCAiIiwgIiJd", "-" * 400]
)
def test_a_cursor_of_nobodys_making_is_told(clerk, cursor):
    assert fields(clerk.get("/matters", cursor=cursor)) == ["cursor"]
    assert fields(clerk.get("/clocks", cursor=cursor)) == ["cursor"]


def test_parties_are_whole_for_the_clerk_and_masked_for_the_auditor(clerk, opened):
    whole = clerk.get(f"/matters/{opened['reference']}").json()["parties"][0]
    assert (whole["masked"], whole["name"], whole["phone"]) == (False, "王秀兰", "13807280001")
    for username in ("shen", "zhou", "wu"):
        masked = Caller(username).get(f"/matters/{opened['reference']}").json()["parties"][0]
        assert masked["masked"]
        assert (masked["name"], masked["phone"]) == ("王**", "138****0001")


def test_opening_a_matter_is_kept_for_the_person_concerned(clerk, opened):
    clerk.get(f"/matters/{opened['reference']}")
    Caller("shen").get(f"/matters/{opened['reference']}")
    kept = set(Opening.objects.values_list("account__username", "what"))
    assert kept == {
        ("luo", openings.MATTER),
        ("luo", openings.PARTIES),
        ("shen", openings.MATTER),
    }


def test_words_are_told_only_to_those_who_see_names(clerk, opened):
    path = f"/matters/{opened['reference']}/events"
    (mine,) = clerk.get(path).json()["items"]
    assert mine["words"]["facts_told"].startswith("楼上漏水")
    assert mine["record"]["payload"]["words"]["facts_told"].startswith("sha256:")
    (theirs,) = Caller("shen").get(path).json()["items"]
    assert theirs["words"] == {}
    assert theirs["hash"] == mine["hash"]


def test_a_paper_comes_as_it_was_kept(clerk):
    reference = clerk.open(facts=opening()["facts"] | {"files": [paper()]})["reference"]
    (told,) = clerk.get(f"/matters/{reference}").json()["papers"]
    answer = clerk.client.get(told["path"], headers=clerk.headers)
    assert answer.content.decode() == "漏水三个月"
    assert answer.headers["Content-Type"] == "text/plain"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert Opening.objects.filter(what=openings.PAPER, about=told["id"]).exists()


def test_a_sealed_paper_is_not_there_for_the_clerk(clerk):
    reference = clerk.open(facts=opening()["facts"] | {"files": [paper()]})["reference"]
    (told,) = clerk.get(f"/matters/{reference}").json()["papers"]
    Document.objects.update(compartment=SEALED)
    assert clerk.get(f"/matters/{reference}").json()["papers"] == []
    assert clerk.client.get(told["path"], headers=clerk.headers).status_code == 404


def test_a_list_costs_the_same_however_long(clerk, django_assert_num_queries):
    clerk.open()
    clerk.get("/matters")
    with django_assert_num_queries(5):  # the second lock twice, the token, its posts, the page
        clerk.get("/matters")
    for _ in range(5):
        clerk.open()
    with django_assert_num_queries(5):
        assert len(clerk.get("/matters").json()["items"]) == 6
