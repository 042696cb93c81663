"""Whatever is taken in ends registered, guided to a door, or asked for more; none is lost."""

import pytest
from django.utils import timezone

from hejie.enquiries import intake
from hejie.enquiries.models import Enquiry
from hejie.enquiries.tests.making import BEATEN, COMPLETE, LAW, LEAK, again, taken
from hejie.kernel import chain
from hejie.kernel.actions import Invalid, Refused
from hejie.kernel.documents import words_of
from hejie.kernel.matters import Matter, find_matter
from hejie.triage import triage

pytestmark = pytest.mark.usefixtures("zhangwan")


def test_a_dispute_alone_is_asked_for_what_is_missing():
    one = again(taken())
    assert (one.outcome, one.door, one.waiting) == (Enquiry.ASKED, "mediation", True)
    assert len(one.needs) == 3
    assert "村、社区" in one.needs[0]
    assert not Matter.objects.exists()


def test_what_came_along_is_not_asked_again():
    one = taken(place="420303001001")
    assert not any("村、社区" in sentence for sentence in one.needs)
    assert one.given == {"place": "420303001001"}


def test_what_came_along_and_is_wrong_is_told():
    one = taken(**{**COMPLETE, "place": "999999"})
    assert one.outcome == Enquiry.ASKED
    assert one.needs
    assert "纠纷发生地" in one.needs[0] or "区划" in one.needs[0]


def test_a_dispute_with_all_that_is_needed_becomes_a_matter_and_its_words_move_there():
    one = again(taken(**COMPLETE))
    assert (one.outcome, one.waiting, one.needs) == (Enquiry.REGISTERED, False, [])
    matter = find_matter(one.reference)
    assert matter is not None
    assert matter.category == triage(LEAK).cause
    assert words_of(matter)[1]["facts_told"] == LEAK
    assert (one.text, bytes(one.salt), one.given) == ("", b"", {})


def test_a_question_is_guided_to_its_door():
    one = taken(LAW, **COMPLETE)
    assert (one.outcome, one.door, one.waiting) == (Enquiry.GUIDED, "legal_aid", False)
    assert not Matter.objects.exists()


def test_whoever_is_in_danger_waits_for_a_person():
    one = taken(BEATEN)
    assert (one.outcome, one.urgent, one.waiting) == (Enquiry.GUIDED, True, True)
    assert one.door == "police"


def test_the_judgement_is_kept_with_its_reasons_and_the_words_with_their_digest():
    one = again(taken())
    assert one.judged == triage(LEAK).as_json()
    assert chain.salted_digest(one.text, bytes(one.salt)) == one.digest


def test_numbers_follow_one_another():
    numbers = [taken().number for _ in range(3)]
    year = timezone.localdate().year
    assert numbers == [f"420303-{year}-Q{n:06d}" for n in (1, 2, 3)]


def test_the_same_key_is_the_same_letter():
    first = taken(key="k1", **COMPLETE)
    assert taken(key="k1", **COMPLETE).pk == first.pk
    assert (Enquiry.objects.count(), Matter.objects.count()) == (1, 1)


def test_a_matter_opened_before_the_letter_was_kept_is_found_again(monkeypatch):
    def cut_off(*_given):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(intake, "next_number", cut_off)
        with pytest.raises(RuntimeError):
            taken(key="k1", **COMPLETE)
    one = taken(key="k1", **COMPLETE)
    assert one.reference == Matter.objects.get().reference


@pytest.mark.parametrize("text", ["", " \n", "漏\x00水", "字" * 20_001])
def test_what_is_no_text_is_not_taken_in(text):
    with pytest.raises(Invalid):
        taken(text)
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("who", ["shen", "deng", "guan", "qin"])
def test_people_without_a_desk_take_nothing_in(who):
    with pytest.raises(Refused):
        taken(who=who)


def test_half_a_surrogate_pair_is_no_text():
    assert intake.text_problems("\ud83d")
    assert intake.text_problems(None)
    assert not intake.text_problems("😀")
