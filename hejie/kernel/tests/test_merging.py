"""A copy of a matter ends in the one registered first, and both say so."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from hejie.kernel import actions, standing
from hejie.kernel.actions import Invalid, Refused, Sent
from hejie.kernel.clocks import Clock, clocks_of
from hejie.kernel.events import events_of
from hejie.kernel.ledger import verify
from hejie.kernel.matters import Matter, lock
from hejie.kernel.notices import Notice
from hejie.kernel.notices import reader as notices
from hejie.kernel.readers import catch_up
from hejie.kernel.workdays import SHANGHAI

pytestmark = pytest.mark.usefixtures("zhangwan")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
PARTIES = [
    {"role": "applicant", "kind": "person", "name": "王秀兰"},
    {"role": "respondent", "kind": "person", "name": "刘大勇"},
]
FACTS = {"facts_told": "楼上漏水", "category": "MD03", "parties": PARTIES}


def register(zhangwan, *, now: datetime = MONDAY, **facts: Any) -> Matter:
    stated = {**FACTS, "place": "420303001001", "source": "applied", "channel": "window"}
    sent = Sent(data={**stated, **facts})
    luo = zhangwan.actor("luo", on=now)
    return actions.open_matter("mediation", actor=luo, sent=sent, now=now).matter


def again(matter: Matter) -> Matter:
    return Matter.objects.get(pk=matter.pk)


def merge(zhangwan, copy: Matter, original: str, *, who: str = "luo") -> Matter:
    now = MONDAY + timedelta(hours=2)
    sent = Sent(data={"merged_into": original, "reason": "同一次漏水"})
    actor = zhangwan.actor(who, on=now)
    return actions.take(copy, standing.MERGE, actor=actor, sent=sent, now=now).matter


def test_copy_ends_in_the_original_and_both_histories_say_so(zhangwan):
    original = register(zhangwan)
    copy = register(zhangwan, now=MONDAY + timedelta(hours=1))
    merged = merge(zhangwan, copy, original.reference)
    assert (merged.state, merged.data["merged_into"]) == ("transferred", original.reference)
    assert merged.reference == copy.reference
    assert merged.opened_at == copy.opened_at
    kept = again(original)
    assert (kept.state, kept.version) == ("registered", original.version)
    assert kept.data["absorbed"] == [copy.reference]
    assert [event.step for event in events_of(kept)] == ["register", "absorb"]
    assert verify(merged) == verify(kept) == []


def test_clocks_of_the_copy_end_and_those_of_the_original_run_on(zhangwan):
    original = register(zhangwan)
    copy = register(zhangwan, now=MONDAY + timedelta(hours=1))
    merged = merge(zhangwan, copy, original.reference)
    assert clocks_of(merged).get(key="reply").status == Clock.STOPPED
    assert clocks_of(original).get(key="reply").status == Clock.RUNNING


def test_parties_of_the_copy_are_told_where_it_went(zhangwan):
    original = register(zhangwan)
    copy = register(zhangwan, now=MONDAY + timedelta(hours=1))
    merge(zhangwan, copy, original.reference)
    catch_up([notices], now=MONDAY)
    kept = Notice.objects.filter(matter_id=copy.id)
    told = [notice for notice in kept if original.reference in notice.text]
    assert {notice.to for notice in told} == {"party:p1", "party:p2"}


def test_replay_of_both_gives_the_same_rows(zhangwan):
    original = register(zhangwan)
    copy = register(zhangwan, now=MONDAY + timedelta(hours=1))
    merged = merge(zhangwan, copy, original.reference)
    for matter in (merged, again(original)):
        before = (matter.state, matter.data, matter.next_due)
        actions.replay(matter)
        after = again(matter)
        assert (after.state, after.data, after.next_due) == before


@pytest.mark.parametrize(
    ("choose", "sentence"),
    [
        (lambda original, copy: copy.reference, "没有编号为"),
        (lambda original, copy: "420303-2026-999999", "没有编号为"),
        (lambda original, copy: "<script>", "没有编号为"),
    ],
)
def test_original_must_be_another_matter_that_exists(zhangwan, choose, sentence):
    original = register(zhangwan)
    copy = register(zhangwan, now=MONDAY + timedelta(hours=1))
    with pytest.raises(Invalid, match=sentence):
        merge(zhangwan, copy, choose(original, copy))
    assert again(copy).state == "registered"


def test_older_matter_is_never_merged_into_a_newer_one(zhangwan):
    original = register(zhangwan)
    copy = register(zhangwan, now=MONDAY + timedelta(hours=1))
    with pytest.raises(Invalid, match="登记在后"):
        merge(zhangwan, original, copy.reference)


def test_ended_matter_takes_no_copies(zhangwan):
    first = register(zhangwan)
    second = register(zhangwan, now=MONDAY + timedelta(hours=1))
    third = register(zhangwan, now=MONDAY + timedelta(hours=1, minutes=1))
    merge(zhangwan, second, first.reference)
    with pytest.raises(Invalid, match="已经办结"):
        merge(zhangwan, third, second.reference)


def test_matter_out_of_sight_is_not_an_original(zhangwan):
    elsewhere = register(zhangwan)
    now = MONDAY + timedelta(hours=1)
    jiang = zhangwan.actor("jiang", on=now)
    sent = Sent(data={**FACTS, "place": "420303003", "source": "applied", "channel": "phone"})
    copy = actions.open_matter("mediation", actor=jiang, sent=sent, now=now).matter
    with pytest.raises(Invalid, match="没有编号为"):
        merge(zhangwan, copy, elsewhere.reference, who="jiang")


def test_mediator_does_not_merge(zhangwan):
    original = register(zhangwan)
    copy = register(zhangwan, now=MONDAY + timedelta(hours=1))
    with pytest.raises(Refused):
        merge(zhangwan, copy, original.reference, who="deng")


def test_row_that_somebody_holds_can_be_asked_for_without_waiting(zhangwan):
    assert lock(register(zhangwan), wait=False).state == "registered"
