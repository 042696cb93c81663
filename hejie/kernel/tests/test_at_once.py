"""Two people at once: one event and one polite answer, whatever they press."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from hejie.kernel import actions
from hejie.kernel.actions import Done, KeyReused, Refused, Sent, Stale
from hejie.kernel.documents import papers_of
from hejie.kernel.events import Event, events_of
from hejie.kernel.jurisdictions import VISITOR
from hejie.kernel.ledger import verify
from hejie.kernel.matters import Matter
from hejie.kernel.tests.crowds import together
from hejie.kernel.tests.walking import APPLICATION, MONDAY, Walk, sent, staff
from hejie.rooms.mediation.models import MediationSession

pytestmark = pytest.mark.django_db(transaction=True)
LATER = MONDAY + timedelta(hours=1)


def invite(matter: Matter, who: str, given: Sent) -> Done:
    return actions.take(matter, "invite", actor=staff(who), sent=given, now=LATER)


def test_of_two_who_press_at_once_one_acts_and_one_is_told(zhangwan):
    matter = Walk.begun().matter
    outcomes = together(
        lambda: invite(matter, "luo", sent({}, version=1)),
        lambda: invite(matter, "xie", sent({}, version=1)),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Done", "Stale"]
    stale = next(outcome for outcome in outcomes if isinstance(outcome, Stale))
    assert stale.event == events_of(matter).last()
    assert events_of(matter).count() == 2


def test_without_a_version_the_second_is_refused_by_the_state(zhangwan):
    matter = Walk.begun().matter
    outcomes = together(*[lambda: invite(matter, "luo", sent({}))] * 4)
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert len(refusals) == 3
    assert "现在的状态是“征求对方意见”，不能“邀请对方”" in str(refusals[0])
    assert verify(Matter.objects.get(pk=matter.pk)) == []


def test_the_same_key_at_the_same_time_is_one_event(zhangwan):
    given = sent(APPLICATION, key=uuid4().hex)

    def apply() -> Done:
        return actions.open_matter("mediation", actor=VISITOR, sent=given, now=MONDAY)

    outcomes = together(*[apply] * 4)
    assert [isinstance(outcome, Done) for outcome in outcomes] == [True] * 4
    done = [outcome for outcome in outcomes if isinstance(outcome, Done)]
    assert sorted(one.fresh for one in done) == [False, False, False, True]
    assert len({one.event.pk for one in done}) == Event.objects.count() == 1


def test_one_key_for_two_acts_at_the_same_time_is_one_act(zhangwan):
    matter, key = Walk.begun().matter, uuid4().hex
    outcomes = together(
        lambda: invite(matter, "luo", sent({"text": "甲"}, key=key)),
        lambda: invite(matter, "luo", sent({"text": "乙"}, key=key)),
    )
    assert [type(o) for o in outcomes if not isinstance(o, Done)] == [KeyReused]
    assert events_of(matter).count() == 2


def test_matters_opened_at_once_have_numbers_without_gaps(zhangwan):
    def apply() -> Done:
        return actions.open_matter("mediation", actor=VISITOR, sent=sent(APPLICATION), now=MONDAY)

    outcomes = together(*[apply] * 6)
    numbers = sorted(o.matter.reference for o in outcomes if isinstance(o, Done))
    assert numbers == [f"420303-2026-{n:06d}" for n in range(1, 7)]


def test_one_mediator_is_not_booked_twice_at_one_time(zhangwan):
    first, second = Walk.begun().to("assigned"), Walk.begun().to("assigned")
    begins, ends = LATER + timedelta(days=1), LATER + timedelta(days=1, hours=2)
    facts = {"begins": begins.isoformat(), "ends": ends.isoformat(), "way": "phone"}
    outcomes = together(
        lambda: first.take("set_session", "deng", **facts),
        lambda: second.take("set_session", "deng", **facts),
    )
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert [str(refusal) for refusal in refusals] == ["调解员在这个时间已经有约，请换个时间"]
    assert MediationSession.objects.count() == 1


def test_a_paper_asked_for_twice_at_once_is_filed_once(zhangwan):
    matter = Walk.begun().matter
    event = events_of(matter).get()
    outcomes = together(*[lambda: actions.issue(matter, "receipt", event, now=LATER)] * 3)
    assert len({str(outcome) for outcome in outcomes}) == papers_of(matter).count() == 1
    assert events_of(matter).count() == 2
