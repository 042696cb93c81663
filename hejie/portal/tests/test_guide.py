"""A resident is led through a guide without account, script or trace, to a form already filled."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from hejie.guide import TREES
from hejie.kernel.matters import Matter
from hejie.papers.archival import faults
from hejie.portal.tests.acting import WHERE, WHO
from hejie.triage.doors import URGENT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("zhangwan")]

OWED = "/guide/wages/at/owed.other.yes/"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_every_kind_is_offered_and_every_question_can_be_answered_by_links(client: Client):
    page = text(client, "/guide/")
    for tree in TREES.values():
        assert f'href="/guide/{tree.key}/"' in page
        first = text(client, f"/guide/{tree.key}/")
        for answer in tree.questions[tree.first].answers:
            assert f'href="/guide/{tree.key}/at/{answer.key}/"' in first


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_every_end_shows_its_doors_papers_and_ways_onward(client: Client, tree):
    for answers, end in {end.key: (answers, end) for answers, end in tree.paths()}.values():
        address = f"/guide/{tree.key}/at/{'.'.join(answer.key for answer in answers)}/"
        page = text(client, address)
        for wanted in (end.title, *end.papers, *(door.label for door in end.doors)):
            assert wanted in page
        assert f'href="{address}bundle.pdf"' in page
        assert (f'href="{address}letter/"' in page) == bool(end.letter)
        assert (f'action="{address}apply/"' in page) == end.leads_to("mediation")
        assert (URGENT in page) == end.urgent


def test_a_walk_leaves_nothing_on_the_server(client: Client):
    before = Session.objects.count()
    for address in ("/guide/", "/guide/wages/", OWED, f"{OWED}letter/", "/guide/wages/whole/"):
        text(client, address)
    client.post(f"{OWED}letter/", {"blank-0": "某某公司", "as": "page"})
    assert Session.objects.count() == before
    assert not Matter.objects.exists()


def test_an_answer_that_is_gone_leads_back_to_the_first_question(client: Client):
    answer = client.get("/guide/wages/at/owed.gone/")
    assert (answer.status_code, answer["Location"]) == (302, "/guide/wages/")
    assert client.get("/guide/heaven/").status_code == 404
    assert client.get("/guide/wages/at/owed/letter/").status_code == 404
    assert client.get("/guide/wages/at/owed/bundle.pdf").status_code == 404


def test_time_limits_are_counted_by_the_rules_of_the_law(client: Client):
    page = text(client, f"{OWED}?day-MD-LAB=2025-09-19&day-LB-SUIT=soon")
    assert "10月4日" in page
    assert "顺延到" in page
    assert "10月9日" in page
    assert "看不懂这个日子" in page


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2025-02-30", "<b>", "2025-W01-1"])
def test_a_day_that_cannot_be_counted_breaks_nothing(client: Client, day: str):
    assert "&lt;b" in (page := text(client, f"{OWED}?day-MD-LAB={day}")) or "<b>" not in page


def test_a_letter_is_filled_in_shown_and_set_as_a_paper(client: Client):
    address = f"{OWED}letter/"
    assert "＿＿＿＿＿＿（单位名称）" in text(client, address)
    words = {"blank-0": "<东风> 某某公司", "blank-4": "12000", "as": "page"}
    page = client.post(address, words).content.decode()
    assert "&lt;东风&gt; 某某公司：" in page
    assert "12000元" in page
    paper = client.post(address, {**words, "as": "pdf"})
    assert paper["Content-Type"] == "application/pdf"
    assert not faults(paper.content)
    assert "no-store" in paper["Cache-Control"]


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_a_bundle_can_be_set_for_each_kind(client: Client, tree):
    answers, _end = max(tree.paths(), key=lambda way: len(way[1].doors))
    path = ".".join(answer.key for answer in answers)
    paper = client.get(f"/guide/{tree.key}/at/{path}/bundle.pdf")
    assert paper.content.startswith(b"%PDF")


@pytest.mark.parametrize("tree", TREES.values(), ids=TREES)
def test_a_whole_tree_can_be_reviewed_on_one_page(client: Client, tree):
    page = text(client, f"/guide/{tree.key}/whole/")
    for question in tree.questions.values():
        assert question.asks in page
    for end in tree.ends.values():
        assert f'id="{end.key}"' in page
        for statement in end.stands:
            assert statement.basis in page
            for cited in filter(None, statement.basis.split("；")):
                assert f"<strong>{cited}</strong>" in page


def test_a_guide_ends_in_the_application_already_filled(client: Client):
    answer = client.post(f"{OWED}apply/")
    assert answer.status_code == 303
    words = answer["Location"]
    key = words.split("/")[2]
    assert "单位没有发或者少发" not in (page := text(client, words))
    assert "单位没发或者少发了我的工资。我还在这家单位上班。" in page
    told = {
        "facts_told": "单位没发工资。我还在上班。",
        "claims": "付清工资。",
        "idempotency_key": key,
    }
    answer = client.post("/apply/?procedure=mediation", told)
    assert answer["Location"] == f"/apply/{key}/where/"
    page = text(client, answer["Location"])
    assert '<option value="MD08" selected>' in page
    client.post(f"/apply/{key}/where/", {**WHERE, "category": "MD08"})
    client.post(f"/apply/{key}/who/", WHO)
    assert client.post(f"/apply/{key}/confirm/").status_code == 303
    assert Matter.objects.get().category == "MD08"


def test_whoever_is_in_danger_at_home_is_not_asked_to_mediate(client: Client):
    page = text(client, "/guide/family/at/yes/")
    assert "申请调解" not in page
    assert 'href="tel:110"' in page
    assert client.post("/guide/family/at/yes/apply/")["Location"] == "/apply/"


def test_only_a_button_begins_an_application(client: Client):
    assert client.get(f"{OWED}apply/").status_code == 405
    assert Client(enforce_csrf_checks=True).post(f"{OWED}apply/").status_code == 403
