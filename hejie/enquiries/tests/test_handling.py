"""Clerks correct, complete and close letters; what was judged and done stays on record."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hejie.enquiries import handling
from hejie.enquiries.models import Enquiry, Handling
from hejie.enquiries.tests.making import BEATEN, COMPLETE, LAW, LEAK, again, someone, taken
from hejie.kernel.actions import Invalid, KeyReused, Refused, Sent
from hejie.kernel.matters import Matter

pytestmark = pytest.mark.usefixtures("zhangwan")

FACTS = COMPLETE | {
    "facts_told": LEAK,
    "category": "MD03",
    "source": "applied",
    "channel": "window",
}


def correct(one, *, who="lin", reason="", **changes):
    now = timezone.now()
    return handling.correct(one, actor=someone(who), changes=changes, reason=reason, now=now)


def complete(one, *, who="lin", key="k1", later=timedelta(0), **changes):
    sent = Sent(data=FACTS | changes, key=key)
    return handling.complete(one, actor=someone(who), sent=sent, now=timezone.now() + later)


def done(one):
    return [(row.what, row.by.username) for row in Handling.objects.filter(enquiry_id=one.id)]


def test_a_correction_changes_the_outcome_and_keeps_what_was_judged():
    one = taken(LAW)
    correct(one, next="mediation", cause="MD01", room="family", reason="其实有对方")
    one = again(one)
    assert (one.outcome, one.waiting, one.judged["next"]) == (Enquiry.ASKED, True, "legal_aid")
    assert one.corrected["next"] == "mediation"
    assert one.needs
    (row,) = Handling.objects.all()
    assert row.told["next"] == ["legal_aid", "mediation"]
    assert row.reason == "其实有对方"


def test_a_correction_towards_another_door_asks_for_nothing_more():
    one = correct(taken(), next="court")
    assert (one.outcome, one.door, one.waiting, one.needs) == (Enquiry.GUIDED, "court", False, [])


def test_a_correction_that_changes_nothing_is_refused():
    with pytest.raises(Invalid):
        correct(taken(), next="mediation")


def test_a_letter_is_closed_with_a_reason_only():
    one = taken(BEATEN)
    with pytest.raises(Invalid):
        handling.close(one, actor=someone(), reason=" ", now=timezone.now())
    handling.close(one, actor=someone(), reason="已报警", now=timezone.now())
    assert not again(one).waiting
    assert done(one) == [("closed", "lin")]


def test_a_completed_letter_is_a_matter_and_says_so():
    one = taken()
    matter = complete(one).matter
    one = again(one)
    assert (one.outcome, one.reference, one.text) == (Enquiry.REGISTERED, matter.reference, "")
    assert done(one) == [("completed", "lin")]


def test_the_same_form_twice_is_one_matter():
    one = taken()
    assert complete(one).matter == complete(one).matter
    assert Matter.objects.count() == 1
    assert done(one) == [("completed", "lin")]


def test_two_clerks_make_one_matter_and_one_is_told():
    one = taken()
    complete(one)
    with pytest.raises(Refused, match=Matter.objects.get().reference):
        complete(one, who="meng", key="k2")
    assert Matter.objects.count() == 1


def test_who_comes_while_another_is_at_it_is_asked_to_wait():
    one = taken()
    Enquiry.objects.filter(pk=one.pk).update(
        claimed_by="account:0", claimed_key="k0", claimed_at=timezone.now()
    )
    with pytest.raises(Refused, match="正在登记"):
        complete(one)
    assert complete(one, later=handling.CLAIM).fresh


def test_a_form_that_was_wrong_gives_the_letter_back():
    one = taken()
    with pytest.raises(Invalid):
        complete(one, place="")
    assert complete(one, who="meng", key="k2").fresh


def test_a_matter_opened_just_before_a_crash_is_found_by_the_next_clerk(monkeypatch):
    one = taken()
    with monkeypatch.context() as patch:
        patch.setattr(handling, "_register", lambda *_given: (_ for _ in ()).throw(RuntimeError))
        with pytest.raises(RuntimeError):
            complete(one)
    assert not again(one).reference
    with pytest.raises(Refused, match=Matter.objects.get().reference):
        complete(one, who="meng", key="k2")
    assert again(one).reference == Matter.objects.get().reference


def test_another_body_with_the_same_key_makes_no_second_matter():
    one = taken()
    complete(one)
    with pytest.raises(KeyReused):
        complete(one, claims="赔偿")
    assert Matter.objects.count() == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda one: correct(one, next="court"),
        lambda one: handling.close(one, actor=someone(), reason="办完", now=timezone.now()),
    ],
)
def test_a_registered_letter_is_left_as_it_is(act):
    with pytest.raises(Refused):
        act(taken(**COMPLETE))


@pytest.mark.parametrize(("who", "sees"), [("lin", True), ("luo", True), ("jiang", False)])
def test_letters_are_seen_by_the_organ_that_took_them_and_those_above(who, sees):
    one = taken(who="luo")
    assert handling.visible_enquiries(someone(who)).filter(pk=one.pk).exists() is sees


@pytest.mark.parametrize("who", ["shen", "zhou", "deng", "tong", "guan", "qin"])
def test_nobody_else_sees_any(who):
    taken()
    assert not handling.visible_enquiries(someone(who)).exists()


def test_who_does_not_see_a_letter_does_nothing_with_it():
    one = taken(who="luo")
    with pytest.raises(Refused):
        correct(one, who="jiang", next="court")
    with pytest.raises(Refused):
        complete(one, who="jiang")
    assert not Matter.objects.exists()


def test_corrections_are_told_as_codes_without_words_or_people():
    taken(LEAK)
    one = taken(LAW)
    correct(one, next="mediation", room="family", reason="她说前夫叫王建国")
    (told,) = handling.corrections()
    assert told["enquiry"] == one.number
    assert told["proposed"]["mediable"] == "no"
    assert (told["corrected"]["next"], told["corrected"]["mediable"]) == ("mediation", "yes")
    assert "王建国" not in str(told)
    assert set(told["corrected"]) == {"next", "room", "urgent", "cause", "mediable"}
