"""The court's desk: what a court sees of the cases it referred, and what it can do with them."""

from __future__ import annotations

from datetime import datetime

import pytest

from hejie.desk.tests.making import again, sign_in
from hejie.kernel.matters import Matter
from hejie.kernel.openings import Opening
from hejie.kernel.tests.walking import staff
from hejie.rooms.mediation.docking import desk, waiting
from hejie.rooms.mediation.docking.models import CourtCase
from hejie.rooms.mediation.procedure import procedure
from hejie.rooms.mediation.stories import (
    court_asks,
    court_recalls,
    court_waiting,
    entrusted_back_to_trial,
    other_platform,
    pre_suit_failed,
    silent_committee,
    summary_settled,
    water_leak,
)
from hejie.stories.telling import Telling, moment, play

pytestmark = pytest.mark.usefixtures("zhangwan")

COURT = "/rooms/mediation/court/"


def told_until(story, step: str) -> Matter:
    """A story as it stood after a step was taken for the first time."""
    telling = Telling(story)
    for act in story.acts:
        telling.tell(act)
        if act.step == step and not act.refused:
            break
    return telling.matter


def page(matter: Matter, rest: str = "") -> str:
    return f"{COURT}{matter.reference}/{rest}"


def waits(matter: Matter) -> str:
    return CourtCase.objects.get(matter_id=matter.id).waits


# Who has the next move


@pytest.mark.parametrize(
    ("story", "step", "whose"),
    [
        (court_waiting.story, "refer", "committee"),
        (court_asks.story, "sign_for", "committee"),
        (court_asks.story, "invite", "parties"),
        (pre_suit_failed.story, "choose_mediator", "parties"),
        (entrusted_back_to_trial.story, "ask_naming", "court"),
        (entrusted_back_to_trial.story, "name_by_court", "committee"),
        (entrusted_back_to_trial.story, "disclose", "parties"),
        (pre_suit_failed.story, "disclose", "mediation"),
        (pre_suit_failed.story, "hold_session", "mediation"),
        (pre_suit_failed.story, "fail", "committee"),
        (pre_suit_failed.story, "send_back", "court"),
        (pre_suit_failed.story, "take_home", "court"),
        (pre_suit_failed.story, "file_case", "nobody"),
        (entrusted_back_to_trial.story, "resume_trial", "nobody"),
        (summary_settled.story, "seal", "committee"),
        (summary_settled.story, "archive", "court"),
        (summary_settled.story, "take_home", "nobody"),
        (court_recalls.story, "recall", "court"),
        (other_platform.story, "take_return", "court"),
        (silent_committee.story, "reassign", "committee"),
    ],
)
def test_a_case_waits_for_whoever_has_the_next_move(story, step, whose):
    assert waits(told_until(story, step)) == whose


@pytest.mark.parametrize("state", procedure.states)
@pytest.mark.parametrize("data", [{}, {"sent_back": 9}, {"sent_back": 9, "taken_home": 10}])
def test_in_every_state_a_case_waits_for_somebody_or_is_done_with(state, data):
    assert waiting.waits_for(state, data) in desk.GROUPS


def listed(group: str, now: datetime, who: str = "qin") -> set[str]:
    return {one.number for one in desk.cases(staff(who, now), group, now=now)}


def test_the_desk_groups_cases_by_who_has_the_next_move():
    asked, failed = play(court_asks.story), told_until(pre_suit_failed.story, "send_back")
    now = moment("2026-11-18 18:00")
    for who in ("qin", "fangming"):
        assert listed("parties", now, who) == {asked.data["case_number"]}
        assert listed("court", now, who) == {failed.data["case_number"]}
        assert not listed("nobody", now, who)
    for who in ("lin", "peng", "zhou", "guan"):
        assert not any(listed(group, now, who) for group in desk.GROUPS)


def test_silence_of_a_committee_makes_it_the_court_s_turn():
    number = play(court_waiting.story).data["case_number"]  # on 19 November, a Thursday
    due, passed = moment("2026-11-24 18:00"), moment("2026-11-25 08:00")
    assert (listed("committee", due), listed("court", due)) == ({number}, set())
    assert (listed("committee", passed), listed("court", passed)) == (set(), {number})


def test_parties_who_choose_nobody_in_time_leave_it_to_the_court():
    number = told_until(pre_suit_failed.story, "choose_mediator").data["case_number"]
    due, passed = moment("2026-10-19 18:00"), moment("2026-10-20 08:00")  # consent on Thursday
    assert (listed("parties", due), listed("court", due)) == ({number}, set())
    assert listed("court", passed) == {number}


# Pages


def test_the_list_says_what_the_court_can_do():
    failed = told_until(pre_suit_failed.story, "send_back")
    agreed = told_until(summary_settled.story, "archive")
    html = sign_in("qin").get(COURT).content.decode()
    assert "没有达成协议，请登记立案" in html
    assert "已达成协议，材料已送回，请收下" in html
    for matter in (failed, agreed):
        assert page(matter) in html
    assert "谭*" in html
    assert "谭静" not in html


def test_a_case_shows_its_course_its_clocks_and_what_was_sent_back():
    matter = told_until(pre_suit_failed.story, "take_home")
    html = sign_in("qin").get(page(matter)).content.decode()
    for shown in (
        "调解不成",
        "当事人分歧较大",
        "押金四千元已经交付。",
        "调解不成报告",
        "无争议事实记载",
        "调解笔录（程序部分）",
        "登记立案",
    ):
        assert shown in html
    assert "归档" not in html  # the committee's own time
    assert Opening.objects.filter(matter_id=matter.id, what="matter").count() == 1


@pytest.mark.parametrize("kind", ["referral_package", "return_package"])
def test_a_package_and_each_file_in_it_can_be_taken_away(kind):
    matter = told_until(pre_suit_failed.story, "send_back")
    client = sign_in("fangming")
    packed = client.get(page(matter, f"{kind}.zip"))
    assert packed["Content-Type"] == "application/zip"
    assert packed.getvalue().startswith(b"PK")
    first = client.get(page(matter, f"{kind}/1/"))
    assert first.getvalue().startswith(b"%PDF")
    assert client.get(page(matter, f"{kind}/99/")).status_code == 404
    assert client.get(page(matter, "negotiation_package.zip")).status_code == 404


def test_a_court_resumes_the_trial_by_its_page():
    matter = told_until(entrusted_back_to_trial.story, "take_home")
    client = sign_in("fangming")
    address = page(matter, "do/resume_trial/")
    assert "恢复审理" in client.get(address).content.decode()
    answer = client.post(address, {"text": "定期开庭。", "version": matter.version})
    assert answer.status_code == 303
    assert again(matter).state == "trial_resumed"
    twice = client.post(address, {"text": "定期开庭。"})
    assert twice.status_code == 403
    assert "现在的状态是“法院恢复审理”" in twice.content.decode()


def test_a_step_with_something_missing_is_shown_again_and_one_overtaken_is_told():
    matter = told_until(entrusted_back_to_trial.story, "sign_for")
    client, address = sign_in("qin"), page(matter, "do/recall/")
    wrong = client.post(address, {"recall_reason": "other", "text": ""})
    assert wrong.status_code == 422
    late = client.post(
        address, {"recall_reason": "other", "text": "收回。", "version": matter.version - 1}
    )
    assert late.status_code == 303
    assert again(matter).state == "registered"


REFERRAL = {
    "facts_told": "租期满后不退押金。",
    "claims": "退还押金。",
    "category": "MD04",
    "place": "420303003009",
    "route": "B",
    "case_number": "（2026）鄂0303民诉前调2001号",
    "contact": "秦雨桐 0719-8651177",
    "holder": "zw-property",
    "parties-0-role": "applicant",
    "parties-0-kind": "person",
    "parties-0-name": "谭静",
    "parties-1-role": "respondent",
    "parties-1-kind": "person",
    "parties-1-name": "游国庆",
    "deliveries-0-party": "2",
    "deliveries-0-address": "朝阳路八号",
    "evidence-0-text": "租房合同",
}


def test_a_liaison_refers_a_case_by_page_and_a_judge_does_not():
    assert sign_in("fangming").get(f"{COURT}refer/").status_code == 403
    client = sign_in("qin")
    assert "委派委托给" in client.get(f"{COURT}refer/").content.decode()
    answer = client.post(f"{COURT}refer/", REFERRAL)
    assert answer.status_code == 303, answer.content.decode()
    matter = Matter.objects.get()
    assert answer["Location"] == page(matter)
    assert (matter.holder_id, matter.route) == ("zw-property", "B")
    assert waits(matter) == "committee"


def test_a_referral_with_an_address_for_nobody_is_shown_again():
    client = sign_in("qin")
    answer = client.post(f"{COURT}refer/", {**REFERRAL, "deliveries-0-party": "7"})
    assert answer.status_code == 422
    assert "送达地址要写明是上面第几行的当事人" in answer.content.decode()
    assert not Matter.objects.exists()


@pytest.mark.parametrize("who", ["lin", "fang", "meng", "zhou", "wu", "shen", "guan", "tong"])
def test_the_court_s_pages_are_for_the_court(who):
    matter = told_until(court_waiting.story, "refer")
    client = sign_in(who)
    for rest in ("", "refer/"):
        assert client.get(f"{COURT}{rest}").status_code == 403
    for rest in ("", "do/recall/", "referral_package.zip", "referral_package/1/"):
        assert client.get(page(matter, rest)).status_code == 403


@pytest.mark.parametrize("who", ["qin", "fangming"])
def test_a_court_finds_only_what_it_referred(who):
    other = told_until(water_leak.story, "apply")
    client = sign_in(who)
    for rest in ("", "do/recall/", "return_package.zip", "return_package/1/"):
        assert client.get(page(other, rest)).status_code == 404
    for address in ("/desk/matters/", "/desk/", COURT):
        assert other.reference not in client.get(address).content.decode()


def test_the_list_costs_the_same_however_many_cases(django_assert_max_num_queries):
    for story in (court_asks.story, court_waiting.story, pre_suit_failed.story):
        play(story)
    client = sign_in("qin")
    client.get(COURT)
    with django_assert_max_num_queries(12):
        client.get(f"{COURT}?group=committee")
