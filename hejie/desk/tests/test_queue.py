"""The queue, what may be the same matter, and merging."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from hejie.desk import duplicates
from hejie.desk.tests.making import (
    APPLICANT,
    RESPONDENT,
    again,
    page,
    party,
    register,
    sign_in,
    someone,
    take,
)
from hejie.kernel.openings import Opening
from hejie.kernel.readers import catch_up
from hejie.kernel.tallies import reader as tallies

pytestmark = pytest.mark.usefixtures("zhangwan")
NUMBER = "420303195501011231"


def numbered(number: str = NUMBER) -> list[dict[str, str]]:
    known = {"id_type": "resident_id", "id_number": number}
    return [party("applicant", "王秀兰", **known), RESPONDENT]


def test_queue_holds_new_matters_of_my_organs_the_oldest_first():
    now = timezone.now()
    second = register(now=now - timedelta(hours=1))
    first = register(now=now - timedelta(days=1))
    invited = take(register(), "invite", "luo")
    elsewhere = register(who="jiang", place="420303003")
    html = sign_in("luo").get("/desk/queue/").content.decode()
    assert html.index(first.reference) < html.index(second.reference)
    assert invited.reference not in html.replace(f"可能和 {invited.reference}", "")
    assert elsewhere.reference not in html


def test_queue_names_nobody_in_full():
    register()
    html = sign_in("luo").get("/desk/queue/").content.decode()
    assert "王** — 刘**" in html
    assert APPLICANT["name"] not in html
    assert APPLICANT["phone"] not in html


def test_menu_counts_from_the_tallies():
    matters = [register(), register()]
    client = sign_in("luo")
    assert 'class="count"' not in client.get("/desk/").content.decode()
    catch_up([tallies], now=timezone.now())
    assert '<span class="count">2</span>' in client.get("/desk/").content.decode()
    take(matters[0], "invite", "luo")
    catch_up([tallies], now=timezone.now())
    assert '<span class="count">1</span>' in client.get("/desk/").content.decode()


def test_key_a_opens_the_usual_next_step_ready_to_send():
    matter = register()
    client = sign_in("luo")
    html = client.get(f"/desk/queue/{matter.reference}/accept/", headers={"hx-request": "true"})
    told = html.content.decode()
    assert f'action="{page(matter, "do/invite/")}"' in told
    assert "data-ready" in told
    assert "<html" not in told
    assert "?step=accept" in told


def test_key_a_offers_to_sign_for_what_a_court_sent_before_anything_else():
    from_court: dict[str, Any] = {
        "route": "B",
        "case_number": "（2026）鄂0303诉前调1号",
        "contact": "秦雨桐",
        "holder": "t-420303001",
    }
    matter = register(who="qin", step="refer", **from_court)
    html = sign_in("luo").get(f"/desk/queue/{matter.reference}/accept/").content.decode()
    assert page(matter, "do/sign_for/") in html


def test_key_r_offers_to_hand_down_and_up():
    matter = register(place="420303001")
    html = sign_in("luo").get(f"/desk/queue/{matter.reference}/route/").content.decode()
    assert page(matter, "do/hand_down/") in html
    assert "?step=hand_up" in html


def test_step_from_the_queue_leads_back_to_it():
    matter = register()
    client = sign_in("luo")
    answer = client.post(page(matter, "do/invite/"), {"back": "/desk/queue/"})
    assert answer["Location"] == "/desk/queue/"


def test_same_place_kind_time_and_words_are_offered_with_reasons():
    first = register(now=timezone.now() - timedelta(days=2))
    second = register(facts_told="楼上的卫生间漏水，我家天花板泡坏了，要求赔偿。")
    html = sign_in("luo").get(f"/desk/queue/{second.reference}/alike/").content.decode()
    assert first.reference in html
    assert "登记只隔 2 天" in html
    assert "天花板" in html
    assert f"{page(second, 'do/merge/')}?merged_into={first.reference}" in html
    assert again(second).state == "registered"


@pytest.mark.parametrize(
    "other",
    [
        {"place": "420303001002"},
        {"category": "MD05"},
        {"facts_told": "隔壁晚上打麻将，吵得孩子不能睡觉。"},
    ],
)
def test_another_place_kind_or_telling_is_not_offered(other):
    register(**other)
    matter = register()
    assert not duplicates.told_alike(matter, someone("luo", timezone.now()))


def test_older_than_a_month_is_not_offered():
    register(now=timezone.now() - timedelta(days=31))
    matter = register()
    assert not duplicates.told_alike(matter, someone("luo", timezone.now()))


def test_ended_matter_is_not_offered():
    other = register()
    take(other, "not_accept", "luo", reason="not_civil", text="不是民事纠纷")
    matter = register()
    assert not duplicates.told_alike(matter, someone("luo", timezone.now()))


def test_one_person_with_one_kind_of_matter_is_told_once_and_taken_down():
    now = timezone.now()
    other = register(place="420303001002", facts_told="别的说法", parties=numbered())
    matter = register(parties=numbered())
    luo = someone("luo", now)
    (likeness,) = duplicates.of_one_person(matter, luo, now=now)
    assert likeness.other == other
    assert likeness.reasons == ("有一位当事人姓名和证件号码都相同（只提示这一次）",)
    shown = Opening.objects.filter(what="match").values_list("matter__reference", "about")
    assert set(shown) == {(matter.reference, other.reference), (other.reference, matter.reference)}
    in_the_same_sitting = now + timedelta(minutes=10)
    assert duplicates.of_one_person(matter, luo, now=in_the_same_sitting)
    later = now + timedelta(minutes=16)
    assert duplicates.of_one_person(matter, luo, now=later) == []
    assert duplicates.of_one_person(other, luo, now=later) == []


@pytest.mark.parametrize(
    "other",
    [
        {"parties": numbered("42030319550101124X")},
        {"parties": [party("applicant", "王秀兰"), RESPONDENT]},
        {"parties": numbered(), "category": "MD05"},
    ],
)
def test_another_number_no_number_or_another_kind_is_no_match(other):
    now = timezone.now()
    register(place="420303001002", **other)
    matter = register(parties=numbered())
    assert duplicates.of_one_person(matter, someone("luo", now), now=now) == []
    assert not Opening.objects.filter(what="match").exists()


def test_match_out_of_sight_is_never_told():
    now = timezone.now()
    register(who="jiang", place="420303003", parties=numbered())
    matter = register(parties=numbered())
    assert duplicates.of_one_person(matter, someone("luo", now), now=now) == []


def test_merging_from_the_offer_keeps_both_numbers():
    now = timezone.now()
    first = register(now=now - timedelta(hours=1))
    second = register()
    client = sign_in("luo")
    told = {"merged_into": first.reference, "reason": "同一次漏水"}
    answer = client.post(page(second, "do/merge/"), told)
    assert answer.status_code == 303
    html = client.get(page(second)).content.decode()
    assert "同一件事，已并入" in html
    assert page(first) in html
    assert second.reference in client.get(page(first)).content.decode()


def test_merging_into_nothing_says_so_at_the_field():
    matter = register()
    told = {"merged_into": "420303-2026-999999", "reason": "同一次漏水"}
    answer = sign_in("luo").post(page(matter, "do/merge/"), told)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "没有编号为 420303-2026-999999 的另一件同类事项" in html
    assert "同一次漏水" in html
