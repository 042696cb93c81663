"""Act through the API: once for each key, in turn, and with the reason where it is refused."""

import re
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from hejie.api.shapes import FieldOut
from hejie.api.tests.calling import Caller, matter_of, opening, problem
from hejie.kernel import registry
from hejie.kernel.events import Event
from hejie.kernel.facts import describe_fields
from hejie.kernel.matters import Matter

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_a_step_answers_with_where_it_led(clerk, opened):
    answer = clerk.act(opened["reference"], "invite", version=1)
    told = answer.json()
    assert (answer.status_code, told["state"], told["version"]) == (200, "invited", 2)
    event = Event.objects.latest("seq")
    assert told["event"] == {
        "seq": 2,
        "kind": "mediation.invite",
        "hash": bytes(event.hash).hex(),
    }


def test_allowed_actions_tell_their_fields_and_the_others_why_not(clerk, opened):
    told = clerk.get(f"/matters/{opened['reference']}").json()["actions"]
    by_key = {one["key"]: one for one in told}
    refusal = {one["name"]: one for one in by_key["not_accept"]["fields"]}
    assert refusal["reason"]["type"] == "choice"
    assert refusal["reason"]["required"]
    assert {"value": "judged", "label": "已经判决或者仲裁"} in refusal["reason"]["choices"]
    assert not by_key["archive"]["allowed"]
    assert by_key["archive"]["reasons"]
    assert by_key["archive"]["fields"] == []


def test_what_an_action_says_it_takes_it_takes(clerk, opened):
    reference = opened["reference"]
    facts = {"reason": "judged", "text": "已有生效判决。"}
    assert clerk.act(reference, "not_accept", **facts).json()["state"] == "not_accepted"


@pytest.mark.parametrize("room", registry.rooms(), ids=lambda room: room.key)
def test_the_fields_of_every_form_can_be_told(zhangwan, room):
    for form in room.forms.values():
        for told in describe_fields(form()):
            FieldOut.model_validate(told)


def test_a_refusal_is_told_in_the_language_asked_for(opened):
    english = Caller("luo", language="en")
    told = problem(english.act(opened["reference"], "draft_agreement"), 403)
    assert "This step is taken by: Mediator" in told["reasons"]
    assert not any(CHINESE.search(reason) for reason in told["reasons"])
    seen = english.get(f"/matters/{opened['reference']}").json()
    assert seen["state_label"] == "Registered"
    assert not any(CHINESE.search(one["label"]) for one in seen["actions"])


def test_wrong_facts_are_told_in_the_language_asked_for_with_the_article(opened):
    english = Caller("luo", language="en")
    english.act(opened["reference"], "invite")
    told = problem(english.act(opened["reference"], "accept", consenting=["p1"], said="phone"), 422)
    assert [error["detail"] for error in told["errors"] if error["field"] == "consenting"] == [
        "Not all parties have agreed to mediate (1 still to agree); the matter cannot be accepted "
        "without each of them (人民调解法 第十七条)"
    ]


def test_a_forbidden_action_is_refused_with_reasons(clerk, opened):
    told = problem(clerk.act(opened["reference"], "draft_agreement"), 403)
    assert "调解员" in "".join(told["reasons"])
    assert told["reasons"][0] in told["detail"]
    told = problem(clerk.act(opened["reference"], "divine"), 403)
    assert "divine" in told["detail"]
    assert matter_of(opened["reference"]).version == 1


def test_a_stale_version_is_told_what_came_between(clerk, opened):
    clerk.act(opened["reference"], "invite", version=1)
    told = problem(clerk.act(opened["reference"], "remark", version=1, text="打过电话"), 409)
    assert told["event"]["kind"] == "mediation.invite"
    assert Event.objects.count() == 2


def test_wrong_facts_are_told_by_field(clerk, opened):
    told = problem(clerk.act(opened["reference"], "not_accept", reason="whim"), 422)
    assert {error["field"] for error in told["errors"]} == {"reason", "text"}


@pytest.mark.parametrize("name", ["version", "idempotency_key", "csrfmiddlewaretoken", "due"])
def test_facts_that_the_form_does_not_ask_for_are_refused(clerk, opened, name):
    problem(
        clerk.act(opened["reference"], "invite", **{name: "1"})
        if name != "version"
        else clerk.post(
            f"/matters/{opened['reference']}/actions/invite", {"facts": {"version": "1"}}
        ),
        422,
    )
    assert matter_of(opened["reference"]).version == 1


# One key


def test_the_same_key_and_body_give_the_same_bytes_and_one_event(clerk):
    key, body = uuid4().hex, opening()
    first = clerk.post("/matters", body, key=key)
    clerk.act(first.json()["reference"], "invite")
    again = clerk.post("/matters", dict(reversed(body.items())), key=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert Event.objects.filter(seq=1).count() == 1


def test_the_same_holds_for_actions(clerk, opened):
    key = uuid4().hex
    first = clerk.act(opened["reference"], "remark", key=key, text="打过电话")
    clerk.act(opened["reference"], "invite")
    again = clerk.act(opened["reference"], "remark", key=key, text="打过电话")
    assert (first.status_code, first.content) == (200, again.content)
    assert Event.objects.count() == 3


def test_the_same_key_for_anything_else_is_refused(clerk, opened):
    key, reference, other = uuid4().hex, opened["reference"], clerk.open()["reference"]
    clerk.act(reference, "remark", key=key, text="打过电话")
    for answer in (
        clerk.act(reference, "remark", key=key, text="没打通"),
        clerk.act(reference, "remark", key=key, text="打过电话", version=2),
        clerk.act(reference, "supplement", key=key, text="打过电话"),
        clerk.act(other, "remark", key=key, text="打过电话"),
        clerk.post("/matters", opening(), key=key),
    ):
        assert problem(answer, 422)["type"].endswith("key-reused")
    assert Event.objects.count() == 3


def test_a_refused_request_leaves_its_key_free(clerk, opened):
    key = uuid4().hex
    problem(clerk.act(opened["reference"], "remark", key=key), 422)
    assert clerk.act(opened["reference"], "remark", key=key, text="打过电话").status_code == 200


def test_keys_of_different_callers_do_not_meet(clerk):
    key = uuid4().hex
    mine = clerk.post("/matters", opening(), key=key)
    theirs = Caller("lin").post("/matters", opening(), key=key)
    assert mine.json()["reference"] != theirs.json()["reference"]


def test_a_crash_between_the_act_and_its_answer_acts_no_second_time(clerk, monkeypatch):
    key, body = uuid4().hex, opening()

    def crash(*_args):
        raise OSError("the machine went away")

    with monkeypatch.context() as patch:
        patch.setattr("hejie.kernel.idempotency.remember", crash)
        problem(clerk.post("/matters", body, key=key), 500)
    answers = [clerk.post("/matters", body, key=key) for _ in range(2)]
    assert answers[0].status_code == 201
    assert answers[0].content == answers[1].content
    assert Matter.objects.count() == 1
    assert problem(clerk.post("/matters", opening(route="A"), key=key), 422)


def test_after_such_a_crash_the_key_is_not_good_for_another_act(clerk, opened, monkeypatch):
    key, reference = uuid4().hex, opened["reference"]
    with monkeypatch.context() as patch:
        patch.setattr("hejie.kernel.idempotency.remember", lambda *_args: 1 / 0)
        problem(clerk.act(reference, "supplement", key=key, text="打过电话"), 500)
    problem(clerk.act(reference, "remark", key=key, text="打过电话"), 422)
    assert Event.objects.count() == 2


@pytest.mark.parametrize("key", ["", " ", "钥匙", "a b", "x" * 81])
def test_a_write_without_a_usable_key_is_refused(clerk, key):
    headers = clerk.headers | ({"Idempotency-Key": key} if key else {})
    answer = clerk.client.post(
        "/api/v1/matters", opening(), content_type="application/json", headers=headers
    )
    assert "Idempotency-Key" in problem(answer, 400)["detail"]
    assert not Matter.objects.exists()


# Two at once


def at_once(*calls):
    """Run calls in threads that start together; gives their answers in order."""
    start, answers = Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        start.wait()
        try:
            answers[number] = call()
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_one_request_sent_four_times_at_once_opens_one_matter(transactional_db, zhangwan):
    callers, key, body = [Caller("luo") for _ in range(4)], uuid4().hex, opening()
    answers = at_once(*(lambda c=c: c.post("/matters", body, key=key) for c in callers))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Matter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_act_at_once_on_one_version_get_one_event_and_one_refusal(
    transactional_db, zhangwan
):
    first, second = Caller("luo"), Caller("xie")
    reference = first.open()["reference"]
    answers = at_once(
        lambda: first.act(reference, "invite", version=1),
        lambda: second.act(
            reference, "not_accept", version=1, reason="judged", text="已有生效判决。"
        ),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert matter_of(reference).version == 2


@pytest.mark.django_db(transaction=True)
def test_matters_opened_at_once_have_numbers_of_their_own(transactional_db, zhangwan):
    callers = [Caller("luo") for _ in range(4)]
    answers = at_once(*(lambda c=c: c.post("/matters", opening()) for c in callers))
    assert len({answer.json()["reference"] for answer in answers}) == 4
