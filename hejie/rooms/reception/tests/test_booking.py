"""One slot is given once, also to fifty who press at the same moment."""

from __future__ import annotations

import pytest

from hejie.kernel import actions
from hejie.kernel.actions import Done, Invalid, Refused
from hejie.kernel.actions.checking import check_rows
from hejie.kernel.jurisdictions import VISITOR, Account
from hejie.kernel.matters import Matter
from hejie.kernel.tests.crowds import together
from hejie.kernel.tests.walking import party, sent, staff
from hejie.rooms.reception.models import TakenSlot
from hejie.rooms.reception.stories.phrases import TITLES, caller
from hejie.stories.telling import moment

PUBLISHED, NOW = moment("2026-06-01 09:00"), moment("2026-06-09 20:00")
FIFTY = 50


def publish(slots: int = 6) -> str:
    title, portfolio, where = TITLES["quzhang"]
    facts = {
        "leader": str(Account.objects.get(username="quzhang").pk),
        "title": title,
        "portfolio": portfolio,
        "where": where,
        "begins": "2026-06-22 09:00",
        "minutes": 30,
        "slots": slots,
    }
    done = actions.open_matter(
        "reception_day", actor=staff("lin", PUBLISHED), sent=sent(facts), now=PUBLISHED
    )
    return done.matter.reference


def book(day: str, number: int, name: str = "闻天") -> Done:
    facts = {"slot": f"{day}/{number}", "topic": "加装电梯。", "parties": [caller(name)]}
    return actions.open_matter("reception", actor=VISITOR, sent=sent(facts), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_fifty_who_want_one_slot_one_gets_it(zhangwan):
    day = publish()
    outcomes = together(*[lambda: book(day, 1)] * FIFTY)
    won = [one for one in outcomes if isinstance(one, Done)]
    lost = [one for one in outcomes if not isinstance(one, Done)]
    assert len(won) == 1
    assert all(isinstance(one, Refused | Invalid) for one in lost), lost
    assert TakenSlot.objects.filter(day=day).count() == 1
    assert Matter.objects.filter(procedure="reception").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_fifty_who_want_six_slots_six_get_one_each(zhangwan):
    day = publish()
    acts = [lambda number=n % 6 + 1: book(day, number) for n in range(FIFTY)]
    won = [one for one in together(*acts) if isinstance(one, Done)]
    assert len(won) == 6
    numbers = TakenSlot.objects.filter(day=day).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]


def test_a_slot_that_is_given_back_is_free_and_a_replay_agrees(zhangwan):
    day = publish()
    first = book(day, 1).matter
    with pytest.raises(Invalid):
        book(day, 1)
    actions.take(first, "cancel", actor=party(first, "p1"), sent=sent({}), now=NOW)
    second = book(day, 1, "向阳").matter
    for pk in (first.pk, second.pk):
        matter = Matter.objects.get(pk=pk)
        assert [*check_rows(matter)] == []
        actions.replay(matter)
    assert TakenSlot.objects.get(day=day).matter_id == second.id


@pytest.mark.parametrize(
    ("when", "open_"),
    [
        ("2026-06-07 23:00", False),
        ("2026-06-08 08:00", True),
        ("2026-06-17 23:00", True),
        ("2026-06-18 23:00", False),
        ("2026-06-19 08:00", False),
    ],
)
def test_booking_opens_fourteen_days_before_and_closes_two_working_days_before(
    zhangwan, when, open_
):
    """The Dragon Boat holiday of 2026 runs from Friday 19 to Sunday 21 June."""
    day = publish()
    facts = {"slot": f"{day}/1", "topic": "加装电梯。", "parties": [caller("闻天")]}
    act = lambda: actions.open_matter(  # noqa: E731
        "reception", actor=VISITOR, sent=sent(facts), now=moment(when)
    )
    if open_:
        assert act().matter.state == "booked"
    else:
        with pytest.raises(Invalid):
            act()
