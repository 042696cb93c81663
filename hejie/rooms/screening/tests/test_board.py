"""The board and its counts; and that nothing here is about kinds of people."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hejie.desk.tests.making import sign_in
from hejie.kernel import permissions
from hejie.kernel.matters import Matter
from hejie.kernel.procedures import Facts
from hejie.kernel.readers import catch_up, rebuild
from hejie.kernel.saying import say
from hejie.kernel.tests.walking import staff
from hejie.rooms.screening import counting
from hejie.rooms.screening.campaigns import ABOUT_PEOPLE, is_about_matters
from hejie.rooms.screening.forms import FORMS
from hejie.rooms.screening.models import CampaignTally, FindingOf
from hejie.rooms.screening.procedure import BY_OTHERS
from hejie.rooms.screening.stories import (
    boundary_of_two_fields,
    running_now,
    wages_before_new_year,
)
from hejie.stories.telling import moment, play, tell

NOW = moment("2026-02-01 09:00")
usual = pytest.mark.usefixtures("zhangwan")
BOARD, FIND = "/rooms/screening/board/", "/rooms/screening/find/"
PERSONAL = ("religion", "ethnic", "illness", "record", "id_number", "person", "score", "gender")


def count() -> None:
    catch_up([counting.reader], now=timezone.now())


@usual
def test_a_campaign_counts_what_it_found_and_what_came_of_it():
    for story in (wages_before_new_year, boundary_of_two_fields):
        play(story.story)
    count()
    told = {
        one.data["subject"]: counting.of_campaigns([one.reference])[one.reference]
        for one in Matter.objects.filter(procedure="campaign")
    }
    assert told == {"wages": {"found": 2, "closed": 2}, "land": {"found": 2, "handed_over": 1}}
    assert FindingOf.objects.filter(open=True).count() == 1


@usual
def test_counted_again_from_the_log_it_is_the_same():
    play(wages_before_new_year.story)
    play(running_now.story)
    count()
    columns = ("campaign", "what", "count")
    before = sorted(CampaignTally.objects.values_list(*columns))
    rebuild(counting.reader, now=timezone.now())
    assert sorted(CampaignTally.objects.values_list(*columns)) == before


@usual
def test_a_finding_leaves_the_list_when_it_is_struck_off(django_assert_max_num_queries):
    play(wages_before_new_year.story)
    play(running_now.story)
    count()
    struck = Matter.objects.filter(procedure="finding", state="closed").first()
    running = Matter.objects.get(procedure="finding", state="assigned")
    client = sign_in("luo")
    with django_assert_max_num_queries(24):
        page = client.get(BOARD).content.decode()
    assert running.reference in page
    assert struck is not None
    assert struck.reference not in page


@usual
def test_a_grid_worker_enters_a_finding_of_a_running_campaign():
    play(running_now.story, later=timedelta(weeks=1))
    campaign = Matter.objects.get(procedure="campaign")
    client = sign_in("shan")
    assert campaign.reference in client.get(FIND).content.decode()
    form = {
        "campaign": campaign.reference,
        "line": "1",
        "place": "420303001202",
        "where": "5栋",
        "text": "电梯没有维保记录。",
        "degree": "low",
    }
    answer = client.post(FIND, form)
    assert answer.status_code == 303
    assert Matter.objects.filter(procedure="finding", state="found").count() == 1
    refused = client.post(FIND, {**form, "text": "住着几个刑满的人。"})
    assert refused.status_code == 422
    assert "刑满" in refused.content.decode()
    beyond = client.post(FIND, {**form, "line": "4"})
    assert beyond.status_code == 422
    assert "清单只有 3 条" in beyond.content.decode()


@usual
def test_who_put_it_right_does_not_check_it_whatever_other_post_is_held():
    telling = tell(wages_before_new_year.story)
    finding = telling.matters["一号工地"]
    situation = permissions.situate(finding, staff("he2", NOW), now=NOW)
    assert not BY_OTHERS.holds(replace(situation, organs=("zw-wages", "t-420303001")))
    assert BY_OTHERS.holds(replace(situation, organs=("t-420303001",)))


@given(st.sampled_from(ABOUT_PEOPLE), st.text(max_size=20), st.text(max_size=20))
def test_words_for_kinds_of_people_are_refused_wherever_they_stand(word, before, after):
    facts = Facts(words={"items.0.what": f"{before}{word}{after}"})
    (problem,) = is_about_matters(None, facts)  # type: ignore[arg-type]
    assert word in say(problem)


@pytest.mark.parametrize("text", ["电梯停了两周。", "工资没有发。", "两家争一条田埂。", ""])
def test_words_about_matters_are_not(text):
    assert list(is_about_matters(None, Facts(words={"text": text}))) == []  # type: ignore[arg-type]


def test_no_field_and_no_column_is_about_a_person():
    fields = {name for form in FORMS.values() for name in form.base_fields}
    columns = {column.name for model in (FindingOf, CampaignTally) for column in model._meta.fields}
    assert not [name for name in fields | columns if any(word in name for word in PERSONAL)]
